/** The picture as SVG: one stop of the tab key, arrow keys from node to node, Enter for what is behind one. */

import { element, shape } from './dom.ts';
import type { Placed, PlacedEdge, PlacedNode } from './layout.ts';
import { columnLeft } from './layout.ts';
import type { Model, ThingType } from './model.ts';
import { AFTER, BEFORE, countedThings, nameOf, sideWord, TYPE_WORDS } from './model.ts';

const LABEL = 25;
const SIGNS: { readonly [side: number]: string } = { [BEFORE]: '−', [AFTER]: '+' };
const CLASSES: { readonly [side: number]: string } = { [BEFORE]: 'gone', [AFTER]: 'new' };
const HEADS: { readonly [type in ThingType]: string } = {
  user: 'People',
  group: 'Groups',
  set: 'Permission sets',
  place: 'Accounts',
};

/** The picture. `open` is called with a node that is pressed. */
export function draw(placed: Placed, model: Model, summary: string, open: (node: PlacedNode) => void): SVGSVGElement {
  const { nodes, edges, width, height } = placed;
  const drawnNodes = new Map(nodes.map((node) => [node.id, drawNode(node, model, placed)]));
  const drawnEdges = edges.map((edge) => ({ edge, drawn: drawEdge(edge) }));
  const picture = shape(
    'svg',
    { class: 'picture', role: 'group', 'aria-label': summary, width, height, viewBox: `0 0 ${width} ${height}` },
    ...heads(nodes),
    ...drawnEdges.map(({ drawn }) => drawn),
    ...drawnNodes.values(),
  );
  const steps = new Map(nodes.map((node) => [node.id, node]));
  let current = nodes[0]?.id;
  if (current !== undefined) drawnNodes.get(current)?.setAttribute('tabindex', '0');

  function highlight(id: string | undefined): void {
    const on = id === undefined ? undefined : reachedFrom(id, edges);
    picture.classList.toggle('tracing', on !== undefined);
    for (const [other, drawn] of drawnNodes) drawn.classList.toggle('traced', on?.has(other) === true);
    for (const { edge, drawn } of drawnEdges) {
      drawn.classList.toggle('traced', on?.has(edge.from) === true && on.has(edge.to));
    }
  }

  function moveTo(id: string | undefined): void {
    if (id === undefined) return;
    if (current !== undefined) drawnNodes.get(current)?.setAttribute('tabindex', '-1');
    current = id;
    const drawn = drawnNodes.get(id);
    drawn?.setAttribute('tabindex', '0');
    drawn?.focus();
  }

  for (const [id, drawn] of drawnNodes) {
    const node = steps.get(id);
    if (node === undefined) continue;
    drawn.addEventListener('click', () => {
      moveTo(id);
      open(node);
    });
    drawn.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' || event.key === ' ') open(node);
      else if (ARROWS.has(event.key)) moveTo(neighbour(node, event.key, nodes, edges));
      else return;
      event.preventDefault();
    });
    drawn.addEventListener('focus', () => highlight(id));
    drawn.addEventListener('blur', () => highlight(undefined));
    drawn.addEventListener('mouseenter', () => highlight(id));
    drawn.addEventListener('mouseleave', () => highlight(undefined));
  }
  return picture;
}

const ARROWS = new Set(['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End']);

/** The next node in the column, or the one that an edge leads to. */
function neighbour(
  node: PlacedNode,
  key: string,
  nodes: readonly PlacedNode[],
  edges: readonly PlacedEdge[],
): string | undefined {
  const column = nodes.filter(({ type }) => type === node.type).toSorted((a, b) => a.y - b.y);
  const place = column.findIndex(({ id }) => id === node.id);
  if (key === 'Home') return nodes[0]?.id;
  if (key === 'End') return nodes.at(-1)?.id;
  if (key === 'ArrowUp') return column[place - 1]?.id;
  if (key === 'ArrowDown') return column[place + 1]?.id;
  const isForth = key === 'ArrowRight';
  const ends = new Set(
    edges.flatMap(({ from, to }) => {
      if (isForth) return from === node.id ? [to] : [];
      return to === node.id ? [from] : [];
    }),
  );
  const near = nodes.filter(({ id }) => ends.has(id));
  return near.toSorted((a, b) => Math.abs(a.y - node.y) - Math.abs(b.y - node.y))[0]?.id;
}

/** All that lies on a way through a node. */
function reachedFrom(id: string, edges: readonly PlacedEdge[]): ReadonlySet<string> {
  const found = new Set([id]);
  for (const [here, there] of [
    ['from', 'to'],
    ['to', 'from'],
  ] as const) {
    const open = [id];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      for (const edge of edges) {
        if (edge[here] !== next || found.has(edge[there])) continue;
        found.add(edge[there]);
        open.push(edge[there]);
      }
    }
  }
  return found;
}

function heads(nodes: readonly PlacedNode[]): readonly SVGElement[] {
  const types = new Set(nodes.map(({ type }) => type));
  return [...types].map((type) =>
    shape('text', { class: 'head', x: columnLeft(type) + 2, y: 18, 'aria-hidden': 'true' }, HEADS[type]),
  );
}

function drawEdge({ path, side, middle }: PlacedEdge): SVGGElement {
  const line = shape('path', { d: path });
  const sign = SIGNS[side];
  const mark =
    sign === undefined
      ? []
      : [
          shape('circle', { cx: middle.x, cy: middle.y, r: 8 }),
          shape('text', { x: middle.x, y: middle.y + 4.5, 'text-anchor': 'middle' }, sign),
        ];
  return shape('g', { class: `edge ${CLASSES[side] ?? ''}`, 'aria-hidden': 'true' }, line, ...mark);
}

function drawNode(node: PlacedNode, model: Model, { nodes, edges }: Placed): SVGGElement {
  const { x, y, width, height, type, things, side } = node;
  const names = things.map((index) => nameOf(model, { type, index }));
  const changed = type === 'set' && things.some((set) => model.isChangedSet(set));
  const sign = changed ? '~' : SIGNS[side];
  const [first = ''] = names;
  const label = names.length === 1 ? first : countedThings(names.length, type);
  const below = belowText(node, names, model, edges, nodes);
  const box = { x, y, width, height, rx: type === 'user' ? height / 2 : 5 };
  return shape(
    'g',
    {
      class: `node ${type} ${changed ? 'changed' : (CLASSES[side] ?? '')}`,
      role: 'button',
      tabindex: -1,
      'aria-label': spoken(node, names, changed, edges, nodes, model),
    },
    shape('title', {}, names.length === 1 ? first : `${label}: ${names.slice(0, 20).join(', ')}`),
    shape('rect', box),
    ...(type === 'group' ? [shape('path', { class: 'bar', d: `M${x + 6} ${y + 1}v${height - 2}` })] : []),
    shape('text', { class: 'name', x: x + 16, y: y + (below === '' ? 25 : 18) }, cut(label)),
    ...(below === '' ? [] : [shape('text', { class: 'below', x: x + 16, y: y + 33 }, cut(below, LABEL + 1))]),
    ...(sign === undefined ? [] : [shape('text', { class: 'sign', x: x + width - 20, y: y + 26 }, sign)]),
  );
}

function belowText(
  node: PlacedNode,
  names: readonly string[],
  model: Model,
  edges: readonly PlacedEdge[],
  nodes: readonly PlacedNode[],
): string {
  if (names.length > 1) return names.slice(0, 3).join(', ');
  const [index = -1] = node.things;
  if (node.type === 'user') return model.isDisabled(index) ? 'cannot sign in' : '';
  if (node.type === 'place') return model.document.ids[index] === names[0] ? '' : (model.document.ids[index] ?? '');
  if (node.type === 'group') return countedThings(model.membersOf(index).length, 'user');
  const ends = new Set(edges.flatMap(({ from, to }) => (from === node.id ? [to] : [])));
  const places = nodes.filter(({ id }) => ends.has(id)).flatMap(({ things }) => things);
  return `on ${countedThings(places.length, 'place')}`;
}

/** What somebody hears who does not see the picture. */
function spoken(
  { id, type, things, side }: PlacedNode,
  names: readonly string[],
  changed: boolean,
  edges: readonly PlacedEdge[],
  nodes: readonly PlacedNode[],
  model: Model,
): string {
  const what = `${things.length === 1 ? TYPE_WORDS[type][0] : countedThings(things.length, type)} ${names.slice(0, 5).join(', ')}`;
  const state = changed ? 'its content changes' : sideWord(side);
  const ends = edges
    .filter(({ from }) => from === id)
    .map((edge) => {
      const end = nodes.find((node) => node.id === edge.to);
      if (end === undefined) return '';
      const [index = -1] = end.things;
      const name =
        end.things.length === 1 ? nameOf(model, { type: end.type, index }) : countedThings(end.things.length, end.type);
      return [name, sideWord(edge.side)].filter((part) => part !== '').join(' ');
    });
  const leads = ends.length === 0 ? '' : `leads to ${ends.slice(0, 8).join(', ')}`;
  return [what, state, leads].filter((part) => part !== '').join('; ');
}

function cut(text: string, most = LABEL): string {
  const characters = Array.from(text);
  if (characters.length <= most) return text;
  return `${characters.slice(0, most - 7).join('')}…${characters.slice(-6).join('')}`;
}

/** What the signs and lines mean. */
export function legend(sides: 1 | 2): HTMLElement {
  const line = (kind: string, text: string): HTMLElement =>
    element(
      'span',
      { class: 'key' },
      shape(
        'svg',
        { width: 44, height: 18, 'aria-hidden': 'true' },
        shape('g', { class: `edge ${kind}` }, shape('path', { d: 'M2 9H42' }), ...markOf(kind)),
      ),
      text,
    );
  return element(
    'p',
    { class: 'legend' },
    ...(sides === 2 ? [line('new', 'comes'), line('gone', 'goes')] : []),
    line('', sides === 2 ? 'stays' : 'holds'),
    ...(sides === 2 ? [element('span', { class: 'key' }, element('b', {}, '~'), ' its content changes')] : []),
  );
}

function markOf(kind: string): readonly SVGElement[] {
  const sign = { new: '+', gone: '−' }[kind];
  if (sign === undefined) return [];
  return [shape('circle', { cx: 22, cy: 9, r: 8 }), shape('text', { x: 22, y: 13.5, 'text-anchor': 'middle' }, sign)];
}
