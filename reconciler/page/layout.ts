/** Where each node stands: a column for each type, few crossings, what hangs together close together (dagre). */

import { Graph, layout } from '@dagrejs/dagre';
import type { ThingType } from './model.ts';
import type { Picture, PictureEdge, PictureNode } from './picture.ts';

export interface PlacedNode extends PictureNode {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface PlacedEdge extends PictureEdge {
  /** The path of an SVG element. */
  readonly path: string;
  readonly middle: { readonly x: number; readonly y: number };
}

export interface Placed {
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
  readonly width: number;
  readonly height: number;
}

const COLUMN: { readonly [type in ThingType]: number } = { user: 0, group: 1, set: 2, place: 3 };
const WIDTH = 222;
const HEIGHT = 40;
const GAP = 58;
const SPACE = 12;
const TOP = 34;
const MARGIN = 6;

/** The left side of a type's column, and the width of all. */
export function columnLeft(type: ThingType): number {
  return MARGIN + COLUMN[type] * (WIDTH + GAP);
}

export function placed(picture: Picture): Placed {
  const heights = new Map<string, { readonly y: number; readonly through: ReadonlyMap<string, number> }>();
  let top = TOP;
  for (const part of parts(picture)) top += arrange(part, top, heights) + SPACE;
  const nodes = picture.nodes.map((node) => {
    const y = heights.get(node.id)?.y ?? TOP;
    return { ...node, x: columnLeft(node.type), y: y - HEIGHT / 2, width: WIDTH, height: HEIGHT };
  });
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const edges = picture.edges.flatMap((edge): readonly PlacedEdge[] => {
    const from = byId.get(edge.from);
    const to = byId.get(edge.to);
    if (from === undefined || to === undefined) return [];
    return [{ ...edge, ...drawn(from, to, heights.get(edge.from)?.through.get(edge.to)) }];
  });
  return { nodes, edges, width: columnLeft('place') + WIDTH + MARGIN, height: top + MARGIN };
}

/** What is connected, each by itself: so one part's order never pulls at another's. */
function parts({ nodes, edges }: Picture): readonly Picture[] {
  const root = new Map(nodes.map(({ id }) => [id, id]));
  const find = (id: string): string => {
    let at = id;
    for (let next = root.get(at); next !== undefined && next !== at; next = root.get(at)) at = next;
    return at;
  };
  for (const { from, to } of edges) root.set(find(from), find(to));
  const found = new Map<string, { nodes: PictureNode[]; edges: PictureEdge[] }>();
  for (const node of nodes) {
    const part = found.get(find(node.id)) ?? { nodes: [], edges: [] };
    found.set(find(node.id), part);
    part.nodes.push(node);
  }
  for (const edge of edges) found.get(find(edge.from))?.edges.push(edge);
  const left = { user: 0, group: 0, set: 0, place: 0 };
  return [...found.values()].map((part) => ({ ...part, left }));
}

/** Heights of one part's nodes, and of where an edge passes the columns between. Returns the height of all. */
function arrange(
  { nodes, edges }: Picture,
  top: number,
  heights: Map<string, { readonly y: number; readonly through: ReadonlyMap<string, number> }>,
): number {
  const graph = new Graph({ directed: true });
  graph.setGraph({ rankdir: 'LR', nodesep: SPACE, edgesep: SPACE, ranksep: GAP });
  const columns = new Map(nodes.map(({ id, type }) => [id, COLUMN[type]]));
  for (const { id } of nodes) graph.setNode(id, { width: WIDTH, height: HEIGHT });
  for (const { from, to, side } of edges) {
    const minlen = Number(columns.get(to)) - Number(columns.get(from));
    graph.setEdge(from, to, { minlen, weight: side === 3 ? 2 : 1 });
  }
  layout(graph);
  for (const { id } of nodes) {
    const through = new Map<string, number>();
    for (const { from, to } of edges) {
      const { points = [] } = (graph.edge(from, to) ?? {}) as { readonly points?: readonly { readonly y: number }[] };
      if (from === id) through.set(to, top + Number(points[Math.floor(points.length / 2)]?.y));
    }
    heights.set(id, { y: top + Number(graph.node(id)?.y), through });
  }
  return Number(graph.graph()?.height ?? HEIGHT);
}

/** From the right side of one node to the left side of another, straight past the columns between. */
function drawn(from: PlacedNode, to: PlacedNode, through: number | undefined): Pick<PlacedEdge, 'path' | 'middle'> {
  const start = { x: from.x + from.width, y: from.y + from.height / 2 };
  const end = { x: to.x, y: to.y + to.height / 2 };
  const bend = GAP / 2;
  if (COLUMN[to.type] - COLUMN[from.type] < 2 || through === undefined) {
    return {
      path: `M${start.x} ${start.y}C${start.x + bend} ${start.y} ${end.x - bend} ${end.y} ${end.x} ${end.y}`,
      middle: { x: (start.x + end.x) / 2, y: (start.y + end.y) / 2 },
    };
  }
  const left = start.x + GAP;
  const right = end.x - GAP;
  const path =
    `M${start.x} ${start.y}C${start.x + bend} ${start.y} ${left - bend} ${through} ${left} ${through}` +
    `L${right} ${through}C${right + bend} ${through} ${end.x - bend} ${end.y} ${end.x} ${end.y}`;
  return { path, middle: { x: (left + right) / 2, y: through } };
}
