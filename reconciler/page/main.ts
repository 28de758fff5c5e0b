/** The page's own script: the map, and the colours. Everything else of the page is there without it. */

import type { MapDocument } from '../report/map.types.ts';
import { details } from './details.ts';
import { button, byId, element } from './dom.ts';
import { draw, legend } from './draw.ts';
import { placed } from './layout.ts';
import { grantTable, membershipTable } from './lists.ts';
import type { Model, Thing, ThingType } from './model.ts';
import { AFTER, BEFORE, BOTH, countedThings, longNameOf, modelOf, nameOf, TYPE_WORDS } from './model.ts';
import { pictureOf } from './picture.ts';
import { search } from './search.ts';
import type { Question, Selection } from './select.ts';
import { countsOf, select } from './select.ts';
import { themeSwitch } from './theme.ts';

const TYPES: readonly ThingType[] = ['user', 'group', 'set', 'place'];
/** Most results of a search that are listed. */
const RESULTS = 12;

function start(): void {
  byId('theme').append(themeSwitch());
  const model = modelOf(JSON.parse(byId('data').textContent ?? '') as MapDocument);
  const app = byId('map-app');
  const isPlan = model.document.sides === 2;
  let question: Question = { focus: [], sides: BOTH, changedOnly: isPlan && changes(model) };

  const status = element('p', { class: 'status', 'aria-live': 'polite', role: 'status', id: 'map-status' });
  const chips = element('div', { class: 'chips' });
  const picture = element('div', { class: 'scroll picture-box', role: 'region', 'aria-label': 'Picture', tabindex: 0 });
  const panel = element('div', { class: 'panel', id: 'details' });
  const lists = element('div', { class: 'lists' });
  const changedOnly = element('input', { type: 'checkbox', id: 'changed-only' });
  changedOnly.checked = question.changedOnly;
  changedOnly.addEventListener('change', () => ask({ ...question, changedOnly: changedOnly.checked }));

  function ask(next: Question): void {
    question = next;
    changedOnly.checked = question.changedOnly;
    panel.replaceChildren();
    render();
  }

  /** What is asked for by name is shown whole, not only where it changes. */
  function focusOn(thing: Thing): void {
    const others = question.focus.filter(({ type, index }) => type !== thing.type || index !== thing.index);
    ask({ ...question, focus: [...others, thing], changedOnly: false });
    byId('map').scrollIntoView({ block: 'start' });
    chips.querySelector('button')?.focus();
  }

  function render(): void {
    const selection = select(model, question);
    const summary = summaryOf(model, selection);
    const shown = pictureOf(selection);
    const left = TYPES.filter((type) => shown.left[type] > 0).map((type) =>
      type === 'set' ? `${shown.left.set.toLocaleString('en')} grants` : countedThings(shown.left[type], type),
    );
    const cut =
      left.length === 0
        ? ''
        : ` Too much to draw at once: ${left.join(', ')} are only in the lists below. Search, or pick one.`;
    status.textContent = `${summary}${cut}`;
    chips.replaceChildren(...chipsOf(model, question, ask));
    picture.replaceChildren(
      shown.nodes.length === 0
        ? element('p', { class: 'empty' }, 'Nothing to draw.')
        : draw(placed(shown), model, `Picture: ${summary}`, (node) =>
            panel.replaceChildren(details(model, node, { focus: focusOn, close: () => panel.replaceChildren() })),
          ),
    );
    lists.replaceChildren(grantTable(model, selection, focusOn), membershipTable(model, selection, focusOn));
  }

  const filters = element('div', { class: 'filters' });
  if (isPlan) {
    filters.append(sidesSwitch((sides) => ask({ ...question, sides })));
    filters.append(element('label', {}, changedOnly, ' only what changes'));
  }
  filters.append(chips);
  app.append(searchBox(model, focusOn), filters, status, ...(isPlan ? [legend(2)] : []), picture, panel, lists);
  app.hidden = false;
  byId('no-script').remove();
  render();
  document.documentElement.dataset['ready'] = 'yes';
}

function changes({ memberships, grants, document }: Model): boolean {
  return [...memberships, ...grants].some(({ side }) => side !== BOTH) || document.changedSets.length > 0;
}

function summaryOf(model: Model, selection: Selection): string {
  const counts = countsOf(selection);
  const things = TYPES.map((type) => countedThings(counts[type], type)).join(', ');
  if (model.document.sides === 1) return `${things}.`;
  const givens = [...selection.memberships, ...selection.grants.map(({ grant }) => grant)];
  const come = givens.filter(({ side }) => side === AFTER).length;
  const go = givens.filter(({ side }) => side === BEFORE).length;
  return `${things}; ${come.toLocaleString('en')} grants and memberships come, ${go.toLocaleString('en')} go.`;
}

function chipsOf(model: Model, question: Question, ask: (question: Question) => void): readonly Node[] {
  if (question.focus.length === 0) return [];
  const chips = question.focus.map((thing) => {
    const words = `${TYPE_WORDS[thing.type][0]} ${nameOf(model, thing)}`;
    const remove = (): void => ask({ ...question, focus: question.focus.filter((other) => other !== thing) });
    return button(`${words} ×`, remove, { class: 'chip', 'aria-label': `Remove ${words}` });
  });
  return [
    element('span', {}, 'Only through: '),
    ...chips,
    button('Show all', () => ask({ ...question, focus: [] }), { class: 'chip' }),
  ];
}

function sidesSwitch(choose: (sides: number) => void): HTMLElement {
  const choices = [
    [BOTH, 'Before and after'],
    [BEFORE, 'Before'],
    [AFTER, 'After'],
  ] as const;
  return element(
    'fieldset',
    { class: 'choice' },
    element('legend', {}, 'Show'),
    ...choices.map(([sides, text]) =>
      element(
        'label',
        {},
        element('input', { type: 'radio', name: 'sides', checked: sides === BOTH, change: () => choose(sides) }),
        ` ${text}`,
      ),
    ),
  );
}

function searchBox(model: Model, focus: (thing: Thing) => void): HTMLElement {
  const input = element('input', { type: 'search', id: 'search', autocomplete: 'off', spellcheck: 'false' });
  const only = element(
    'select',
    { id: 'search-type', 'aria-label': 'What to search for' },
    element('option', { value: '' }, 'everything'),
    ...TYPES.map((type) => element('option', { value: type }, TYPE_WORDS[type][1])),
  );
  const results = element('ul', { class: 'results', 'aria-label': 'Search results' });
  const count = element('p', { class: 'count', role: 'status', 'aria-live': 'polite', id: 'search-count' });

  function found() {
    return search(
      model,
      input.value,
      TYPES.find((type) => type === only.value),
      RESULTS,
    );
  }

  function take(thing: Thing): void {
    input.value = '';
    show();
    focus(thing);
  }

  function show(): void {
    const { things, total } = found();
    results.replaceChildren(
      ...things.map((thing) => {
        const label = element('small', {}, TYPE_WORDS[thing.type][0]);
        const pick = element(
          'button',
          { type: 'button', click: () => take(thing) },
          longNameOf(model, thing),
          ' ',
          label,
        );
        return element('li', {}, pick);
      }),
    );
    const more = total > things.length ? `, the first ${things.length} are listed` : '';
    count.textContent = input.value.trim() === '' ? '' : `${total.toLocaleString('en')} found${more}`;
  }

  input.addEventListener('input', show);
  only.addEventListener('change', show);
  input.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' && event.key !== 'Escape') return;
    // Else the same key would press the button that then has the focus.
    event.preventDefault();
    const [first] = found().things;
    if (event.key === 'Enter' && first !== undefined) take(first);
    if (event.key === 'Escape') input.value = '';
    if (event.key === 'Escape') show();
  });
  return element(
    'search',
    { class: 'search' },
    element('label', { for: 'search' }, 'Find a person, group, permission set or account '),
    element('span', { class: 'fields' }, input, only),
    count,
    results,
  );
}

start();
