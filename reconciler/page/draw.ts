/** The picture as SVG: one stop of the tab key, arrow keys from node to node, Enter for what is behind one. */

import { shape } from './dom.ts';
import type { Placed, PlacedEdge, PlacedNode } from './layout.ts';
import { columnLeft } from './layout.ts';
import type { Model, ThingType } from './model.ts';
import { drawEdge, drawNode } from './shapes.ts';

const HEADS: { readonly [type in ThingType]: string } = {
  user: 'People',
  group: 'Groups',
  set: 'Permission sets',
  place: 'Accounts',
};

interface DrawnNode {
  readonly node: PlacedNode;
  readonly drawn: SVGGElement;
}

/** The picture. `open` is called with a node that is pressed. */
export function draw(placed: Placed, model: Model, summary: string, open: (node: PlacedNode) => void): SVGSVGElement {
  const { nodes, edges, width, height } = placed;
  const drawnNodes = nodes.map((node): DrawnNode => ({ node, drawn: drawNode(node, placed, model) }));
  const drawnEdges = edges.map((edge) => ({ edge, drawn: drawEdge(edge) }));
  const picture = shape(
    'svg',
    { class: 'picture', role: 'group', 'aria-label': summary, width, height, viewBox: `0 0 ${width} ${height}` },
    ...heads(nodes),
    ...drawnEdges.map(({ drawn }) => drawn),
    ...drawnNodes.map(({ drawn }) => drawn),
  );

  function highlight(ids: ReadonlySet<string> | undefined): void {
    picture.classList.toggle('tracing', ids !== undefined);
    for (const { node, drawn } of drawnNodes) drawn.classList.toggle('traced', ids?.has(node.id) === true);
    for (const { edge, drawn } of drawnEdges)
      drawn.classList.toggle('traced', ids?.has(edge.from) === true && ids.has(edge.to));
  }

  const moveTo = oneStop(drawnNodes);
  for (const { node, drawn } of drawnNodes) {
    for (const begin of ['focus', 'mouseenter'])
      drawn.addEventListener(begin, () => highlight(reachedFrom(node.id, edges)));
    for (const end of ['blur', 'mouseleave']) drawn.addEventListener(end, () => highlight(undefined));
    drawn.addEventListener('click', () => {
      moveTo(node.id);
      open(node);
    });
    drawn.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' || event.key === ' ') open(node);
      else if (ARROWS.has(event.key)) moveTo(neighbour(node, event.key, placed));
      else return;
      event.preventDefault();
    });
  }
  return picture;
}

/** Lets the tab key stop at the first node. What it returns moves the stop, and the focus, to another one. */
function oneStop(nodes: readonly DrawnNode[]): (id: string | undefined) => void {
  let current = nodes[0]?.drawn;
  current?.setAttribute('tabindex', '0');
  return (id) => {
    const next = nodes.find(({ node }) => node.id === id)?.drawn;
    if (next === undefined) return;
    current?.setAttribute('tabindex', '-1');
    next.setAttribute('tabindex', '0');
    next.focus();
    current = next;
  };
}

const ARROWS = new Set(['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End']);

/** The next node in the column, or the one that an edge leads to. */
function neighbour(node: PlacedNode, key: string, { nodes, edges }: Placed): string | undefined {
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
