/** What a reader asks for: by name, by side, and what of it is already asked for. */

import { button, element } from './dom.ts';
import type { Model, Thing } from './model.ts';
import { AFTER, BEFORE, BOTH, longNameOf, nameOf, TYPES, TYPE_WORDS } from './model.ts';
import { search } from './search.ts';
import type { Question } from './select.ts';

/** Most results of a search that are listed. */
const RESULTS = 12;

/** Finds things by name; Enter takes the first. */
export function searchBox(model: Model, focus: (thing: Thing) => void): HTMLElement {
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
    const type = TYPES.find((each) => each === only.value);
    return search(model, input.value, type, RESULTS);
  }

  function clear(): void {
    input.value = '';
    show();
  }

  function take(thing: Thing): void {
    clear();
    focus(thing);
  }

  function show(): void {
    const { things, total } = found();
    results.replaceChildren(
      ...things.map((thing) => {
        const pick = button(`${longNameOf(model, thing)} `, () => take(thing));
        pick.append(element('small', {}, TYPE_WORDS[thing.type][0]));
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
    if (event.key === 'Escape') clear();
    else if (first !== undefined) take(first);
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

/** What is asked for, each with a way to leave it. */
export function chipsOf(model: Model, question: Question, ask: (question: Question) => void): readonly Node[] {
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

/** Before the plan, after it, or both. */
export function sidesSwitch(choose: (sides: number) => void): HTMLElement {
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
