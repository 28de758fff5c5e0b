/** The page's own script: the map, and the colours. Everything else of the page is there without it. */

import type { MapDocument } from '../report/map.types.ts';
import { details } from './details.ts';
import { byId, element } from './dom.ts';
import { draw } from './draw.ts';
import { chipsOf, searchBox, sidesSwitch } from './filters.ts';
import type { PlacedNode } from './layout.ts';
import { placed } from './layout.ts';
import { grantTable, membershipTable } from './lists.ts';
import type { Model, Thing } from './model.ts';
import { AFTER, BEFORE, BOTH, countedThings, modelOf, TYPES } from './model.ts';
import type { Picture } from './picture.ts';
import { pictureOf } from './picture.ts';
import type { Question, Selection } from './select.ts';
import { countsOf, select } from './select.ts';
import { legend } from './shapes.ts';
import { themeSwitch } from './theme.ts';

function start(): void {
  byId('theme').append(themeSwitch());
  const model = modelOf(JSON.parse(byId('data').textContent ?? '') as MapDocument);
  const isPlan = model.document.sides === 2;
  let question: Question = { focus: [], sides: BOTH, changedOnly: isPlan && changes(model) };

  const status = element('p', { class: 'status', 'aria-live': 'polite', role: 'status', id: 'map-status' });
  const chips = element('div', { class: 'chips' });
  const picture = element('div', { class: 'scroll picture-box', role: 'region', 'aria-label': 'Picture', tabindex: 0 });
  const panel = element('div', { class: 'panel', id: 'details' });
  const lists = element('div', { class: 'lists' });
  const changedOnly = element('input', { type: 'checkbox', id: 'changed-only' });
  changedOnly.addEventListener('change', () => ask({ ...question, changedOnly: changedOnly.checked }));

  function ask(next: Question): void {
    question = next;
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

  function open(node: PlacedNode): void {
    panel.replaceChildren(details(model, node, { focus: focusOn, close: () => panel.replaceChildren() }));
  }

  function render(): void {
    const selection = select(model, question);
    const summary = summaryOf(model, selection);
    const shown = pictureOf(selection);
    changedOnly.checked = question.changedOnly;
    status.textContent = `${summary}${leftText(shown)}`;
    chips.replaceChildren(...chipsOf(model, question, ask));
    picture.replaceChildren(
      shown.nodes.length === 0
        ? element('p', { class: 'empty' }, 'Nothing to draw.')
        : draw(placed(shown), model, `Picture: ${summary}`, open),
    );
    lists.replaceChildren(grantTable(model, selection, focusOn), membershipTable(model, selection, focusOn));
  }

  const sides = sidesSwitch((chosen) => ask({ ...question, sides: chosen }));
  const ofPlan = isPlan ? [sides, element('label', {}, changedOnly, ' only what changes')] : [];
  const filters = element('div', { class: 'filters' }, ...ofPlan, chips);
  const app = byId('map-app');
  app.append(searchBox(model, focusOn), filters, status, ...(isPlan ? [legend()] : []), picture, panel, lists);
  app.hidden = false;
  byId('no-script').remove();
  render();
  document.documentElement.dataset['ready'] = 'yes';
}

/** What was too much to draw, which only the lists say. */
function leftText({ left }: Picture): string {
  const words = TYPES.filter((type) => left[type] > 0).map((type) =>
    type === 'set' ? `${left.set.toLocaleString('en')} grants` : countedThings(left[type], type),
  );
  if (words.length === 0) return '';
  return ` Too much to draw at once: ${words.join(', ')} are only in the lists below. Search, or pick one.`;
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

start();
