/** Nodes and lines as shapes, and as what somebody hears who does not see them. */

import { element, shape } from './dom.ts';
import type { Placed, PlacedEdge, PlacedNode } from './layout.ts';
import type { Model } from './model.ts';
import { AFTER, BEFORE, BOTH, countedThings, nameOf, sideWord, TYPE_WORDS } from './model.ts';

/** Most characters of a name. */
const LABEL = 24;
const SIGNS: { readonly [side: number]: string } = { [BEFORE]: '−', [AFTER]: '+' };
const CLASSES: { readonly [side: number]: string } = { [BEFORE]: 'gone', [AFTER]: 'new' };

/** A node: its name, what is behind it, and its sign if it comes, goes or changes. */
export function drawNode(node: PlacedNode, placed: Placed, model: Model): SVGGElement {
  const { x, y, width, height, type, things, side } = node;
  const names = things.map((index) => nameOf(model, { type, index }));
  const isChanged = type === 'set' && things.some((set) => model.isChangedSet(set));
  const sign = isChanged ? '~' : SIGNS[side];
  const [first = ''] = names;
  const label = names.length === 1 ? first : countedThings(names.length, type);
  const ends = endsOf(node, placed);
  const below = belowText(node, names, ends, model);
  const box = { x, y, width, height, rx: type === 'user' ? height / 2 : 5 };
  return shape(
    'g',
    {
      class: `node ${type} ${isChanged ? 'changed' : (CLASSES[side] ?? '')}`,
      role: 'button',
      tabindex: -1,
      'aria-label': said(
        [
          `${names.length === 1 ? TYPE_WORDS[type][0] : label} ${names.slice(0, 5).join(', ')}`,
          isChanged ? 'its content changes' : sideWord(side),
          leadsText(ends, model),
        ],
        '; ',
      ),
    },
    shape('title', {}, names.length === 1 ? first : `${label}: ${names.slice(0, 20).join(', ')}`),
    shape('rect', box),
    ...(type === 'group' ? [shape('path', { class: 'bar', d: `M${x + 6} ${y + 1}v${height - 2}` })] : []),
    shape('text', { class: 'name', x: x + 16, y: y + (below === '' ? 25 : 18) }, cut(label)),
    ...(below === '' ? [] : [shape('text', { class: 'below', x: x + 16, y: y + 33 }, cut(below, LABEL + 1))]),
    ...(sign === undefined ? [] : [shape('text', { class: 'sign', x: x + width - 18, y: y + 26 }, sign)]),
  );
}

/** A node that an edge leads to. */
interface End {
  readonly node: PlacedNode;
  readonly side: number;
}

function endsOf({ id }: PlacedNode, { nodes, edges }: Placed): readonly End[] {
  return edges
    .filter(({ from }) => from === id)
    .flatMap(({ to, side }) => nodes.filter((node) => node.id === to).map((node) => ({ node, side })));
}

function belowText({ type, things }: PlacedNode, names: readonly string[], ends: readonly End[], model: Model): string {
  if (names.length > 1) return names.slice(0, 3).join(', ');
  const [index = -1] = things;
  if (type === 'user') return model.isDisabled(index) ? 'cannot sign in' : '';
  if (type === 'place') return model.document.ids[index] === names[0] ? '' : (model.document.ids[index] ?? '');
  if (type === 'group') return countedThings(model.membersOf(index).length, 'user');
  return `on ${countedThings(ends.flatMap(({ node }) => node.things).length, 'place')}`;
}

function leadsText(ends: readonly End[], model: Model): string {
  const words = ends.slice(0, 8).map(({ node: { type, things }, side }) => {
    const [index = -1] = things;
    return said(
      [things.length === 1 ? nameOf(model, { type, index }) : countedThings(things.length, type), sideWord(side)],
      ' ',
    );
  });
  return words.length === 0 ? '' : `leads to ${words.join(', ')}`;
}

/** Those of the words that there are. */
function said(words: readonly string[], between: string): string {
  return words.filter((word) => word !== '').join(between);
}

function cut(text: string, most = LABEL): string {
  const characters = Array.from(text);
  if (characters.length <= most) return text;
  return `${characters.slice(0, most - 7).join('')}…${characters.slice(-6).join('')}`;
}

/** A line, with its sign if it comes or goes. */
export function drawEdge({ path, side, middle }: Pick<PlacedEdge, 'path' | 'side' | 'middle'>): SVGGElement {
  const line = shape('path', { d: path });
  return shape('g', { class: `edge ${CLASSES[side] ?? ''}`, 'aria-hidden': 'true' }, line, ...signOf(side, middle));
}

function signOf(side: number, { x, y }: PlacedEdge['middle']): readonly SVGElement[] {
  const sign = SIGNS[side];
  if (sign === undefined) return [];
  return [shape('circle', { cx: x, cy: y, r: 8 }), shape('text', { x, y: y + 4.5, 'text-anchor': 'middle' }, sign)];
}

/** What the signs and lines mean. */
export function legend(): HTMLElement {
  const key = (...sign: readonly (Node | string)[]) => element('span', { class: 'key' }, ...sign);
  const line = (side: number, text: string): HTMLElement => {
    const drawn = drawEdge({ side, path: 'M2 9H42', middle: { x: 22, y: 9 } });
    return key(shape('svg', { width: 44, height: 18, 'aria-hidden': 'true' }, drawn), text);
  };
  return element(
    'p',
    { class: 'legend' },
    line(AFTER, 'comes'),
    line(BEFORE, 'goes'),
    line(BOTH, 'stays'),
    key(element('b', {}, '~'), ' its content changes'),
  );
}
