/** What is behind a node of the picture: its names; of one person, all that they reach before and after. */

import { button, element } from './dom.ts';
import type { PlacedNode } from './layout.ts';
import { name, names, paged } from './lists.ts';
import type { Model, Thing } from './model.ts';
import { countedThings, lineText, longNameOf, nameOf, noteText, TYPE_WORDS } from './model.ts';
import type { AccessRow } from './person.ts';
import { accessesOf, effectOf, rowsOf } from './person.ts';

interface Doors {
  readonly focus: (thing: Thing) => void;
  readonly close: () => void;
}

export function details(model: Model, { type, things }: PlacedNode, { focus, close }: Doors): HTMLElement {
  const [index = -1] = things;
  const single = things.length === 1 ? { type, index } : undefined;
  const title = single === undefined ? countedThings(things.length, type) : longNameOf(model, single);
  const heading = element('h3', { tabindex: -1 }, `${single === undefined ? '' : `${TYPE_WORDS[type][0]} `}${title}`);
  const panel = element(
    'div',
    { class: 'details', role: 'region', 'aria-label': 'Details' },
    heading,
    element(
      'p',
      { class: 'actions' },
      ...(single === undefined ? [] : [button('Only what goes through this', () => focus(single))]),
      button('Close', closeAndReturn),
    ),
    ...(single === undefined
      ? [nameList(model, type, things, focus)]
      : type === 'user'
        ? [accessTable(model, index, focus)]
        : []),
  );

  function closeAndReturn(): void {
    close();
    document.querySelector<SVGGElement>('.picture [tabindex="0"]')?.focus();
  }

  panel.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') closeAndReturn();
  });
  queueMicrotask(() => heading.focus());
  return panel;
}

function nameList(
  model: Model,
  type: Thing['type'],
  things: readonly number[],
  focus: (thing: Thing) => void,
): HTMLElement {
  return paged('All of them', [{ head: TYPE_WORDS[type][1], cell: 'names' }], things, (index) => [
    name(model, { type, index }, focus),
  ]);
}

const EFFECTS: { readonly [effect: string]: string } = { gains: 'new', loses: 'gone', keeps: 'kept' };
const SIGNS: { readonly [effect: string]: string } = { gains: '+', loses: '−', keeps: '=' };

function accessTable(model: Model, user: number, focus: (thing: Thing) => void): HTMLElement {
  const isPlan = model.document.sides === 2;
  const columns = [
    ...(isPlan ? [{ head: 'Effect', cell: 'change' }] : []),
    ...['Permission set', 'Where', 'Through', 'Lines'].map((head) => ({ head, cell: head.toLowerCase() })),
  ];
  const accesses = accessesOf(model, user);
  return paged(
    `What they reach (${accesses.length.toLocaleString('en')} in all)`,
    columns,
    rowsOf(accesses),
    (access) => [
      ...(isPlan ? [effect(access)] : []),
      name(model, { type: 'set', index: access.set }, focus),
      names(model, 'place', access.places, focus),
      ...paths(model, access),
    ],
  );
}

function effect(access: AccessRow): Node {
  const does = effectOf(access);
  return element('span', { class: `badge ${EFFECTS[does] ?? 'same'}` }, `${SIGNS[does] ?? ''} ${does}`.trim());
}

const SIDES: { readonly [side: number]: string } = { 1: ' (before)', 2: ' (after)' };

/** By which group, or directly, and the lines that say so. */
function paths(model: Model, access: AccessRow): readonly Node[] {
  const isPlan = model.document.sides === 2;
  const through = element('ul', { class: 'plain' });
  const lines = element('ul', { class: 'plain' });
  for (const { group, side, given } of access.paths) {
    const way = group === undefined ? 'direct' : `group ${nameOf(model, { type: 'group', index: group })}`;
    const notes = given.map((each) => noteText(model, each)).filter((note) => note !== '');
    through.append(element('li', {}, [`${way}${isPlan ? (SIDES[side] ?? '') : ''}`, ...notes].join(', ')));
    const places = given.map((each) => lineText(model, each)).filter((text) => text !== '');
    lines.append(element('li', {}, element('code', {}, places.join(' and ') || 'not in the file')));
  }
  return [through, lines];
}
