/**
 * From paths to what is drawn: people, groups and accounts that are connected alike are one node, and a permission set is
 * a node for each group of accounts on which the same is held, so that every way through the picture is a true one.
 */

import type { Membership, ThingType } from './model.ts';
import { BOTH } from './model.ts';
import type { Selection } from './select.ts';

export interface PictureNode {
  readonly id: string;
  readonly type: ThingType;
  /** The numbers of the things that it stands for. */
  readonly things: readonly number[];
  /** Of its edges: 1 where all go, 2 where all come, else 3. */
  readonly side: number;
}

export interface PictureEdge {
  readonly from: string;
  readonly to: string;
  readonly side: number;
}

export interface Picture {
  readonly nodes: readonly PictureNode[];
  readonly edges: readonly PictureEdge[];
  /** How many things of each type are on the paths, but not drawn. */
  readonly left: { readonly [type in ThingType]: number };
}

/** Most nodes of a column. */
const MOST = 40;
/** So few things are drawn each by itself. */
const FEW: { readonly [type in ThingType]: number } = { user: 10, group: 24, set: 0, place: 10 };

/** A permission set on some accounts, and who holds it there: `user 7` → side. */
interface Hold {
  readonly id: string;
  readonly set: number;
  readonly places: readonly number[];
  readonly holders: Map<string, number>;
}

interface Bundle {
  readonly id: string;
  readonly things: number[];
  /** Where its edges lead to or come from → side. */
  readonly links: ReadonlyMap<string, number>;
}

export function pictureOf(selection: Selection): Picture {
  const all = holdsOf(selection);
  const drawn = mostTelling(all, selection).slice(0, MOST);
  const byPrincipal = linksOf(drawn);
  const memberships = [...selection.memberships];
  const groups = new Map<number, Map<string, number>>();
  const people = new Map<number, Map<string, number>>();
  for (const [name, links] of byPrincipal) {
    const [type, index] = name.split(' ');
    (type === 'group' ? groups : people).set(Number(index), new Map(links));
  }
  const isWhole = all.length === drawn.length;
  for (const membership of memberships) link(membership, groups, people, isWhole);
  const userBundles = bundled('user', people);
  const kept = userBundles.toSorted(largest).slice(0, MOST);
  const groupBundles = bundled('group', withMembers(groups, kept)).toSorted(largest).slice(0, MOST);
  const placeBundles = bundled('place', placesOf(drawn)).toSorted(largest).slice(0, MOST);
  const edges = edgesOf(kept, groupBundles, drawn, placeBundles);
  const nodes = [
    ...kept.map(({ id, things }) => ({ id, type: 'user' as const, things })),
    ...groupBundles.map(({ id, things }) => ({ id, type: 'group' as const, things })),
    ...drawn.map(({ id, set }) => ({ id, type: 'set' as const, things: [set] })),
    ...placeBundles.map(({ id, things }) => ({ id, type: 'place' as const, things })),
  ];
  return {
    nodes: nodes.map((node) => ({ ...node, side: sideOf(node.id, edges) })),
    edges,
    left: {
      user:
        distinct(
          memberships.map(({ user }) => user),
          selection,
          'user',
        ) - sum(kept),
      group:
        distinct(
          memberships.map(({ group }) => group),
          selection,
          'group',
        ) - sum(groupBundles),
      set: all.length - drawn.length,
      place: new Set(selection.grants.flatMap(({ places }) => places)).size - sum(placeBundles),
    },
  };
}

/** Who holds what on which accounts, gathered by set and accounts. */
function holdsOf({ grants }: Selection): readonly Hold[] {
  const sides = new Map<string, Map<number, number>>();
  for (const { grant, principals, places } of grants) {
    for (const principal of principals) {
      const key = `${grant.set} ${grant.principalType} ${principal}`;
      const held = sides.get(key) ?? new Map<number, number>();
      sides.set(key, held);
      for (const place of places) held.set(place, (held.get(place) ?? 0) | grant.side);
    }
  }
  const holds = new Map<string, Hold>();
  for (const [key, held] of sides) {
    const [set, type, principal] = key.split(' ');
    for (const side of [1, 2, BOTH]) {
      const places = [...held].flatMap(([place, at]) => (at === side ? [place] : [])).sort((a, b) => a - b);
      if (places.length === 0) continue;
      const id = `${set} on ${places.join(' ')}`;
      const hold = holds.get(id) ?? { id: `set ${holds.size}`, set: Number(set), places, holders: new Map() };
      holds.set(id, hold);
      hold.holders.set(`${type} ${principal}`, side);
    }
  }
  return [...holds.values()];
}

/** What changes comes first, then what most people and accounts are behind. */
function mostTelling(holds: readonly Hold[], { memberships }: Selection): readonly Hold[] {
  const members = new Map<string, number>();
  for (const { group } of memberships) members.set(`group ${group}`, (members.get(`group ${group}`) ?? 0) + 1);
  const ranked = holds.map((hold) => {
    const people = [...hold.holders.keys()].reduce((all, holder) => all + (members.get(holder) ?? 1), 0);
    const changes = Number([...hold.holders.values()].some((side) => side !== BOTH));
    return { hold, changes, size: people * hold.places.length };
  });
  return ranked.sort((a, b) => b.changes - a.changes || b.size - a.size).map(({ hold }) => hold);
}

function linksOf(holds: readonly Hold[]): ReadonlyMap<string, Map<string, number>> {
  const links = new Map<string, Map<string, number>>();
  for (const { id, holders } of holds) {
    for (const [holder, side] of holders) {
      const known = links.get(holder) ?? new Map<string, number>();
      links.set(holder, known.set(id, side));
    }
  }
  return links;
}

/** A group that holds nothing is drawn too, unless grants are left out, since it may only hold those. */
function link(
  { user, group, side }: Membership,
  groups: Map<number, Map<string, number>>,
  people: Map<number, Map<string, number>>,
  isWhole: boolean,
): void {
  if (!groups.has(group)) {
    if (!isWhole) return;
    groups.set(group, new Map());
  }
  const links = people.get(user) ?? new Map<string, number>();
  people.set(user, links.set(`group ${group}`, side));
}

/** Things with the same links are one, unless there are so few that each can stand by itself. */
function bundled(type: ThingType, things: ReadonlyMap<number, ReadonlyMap<string, number>>): readonly Bundle[] {
  const bundles = new Map<string, Bundle>();
  for (const [thing, links] of [...things].sort(([a], [b]) => a - b)) {
    const alike = [...links].map(([to, side]) => `${to}:${side}`).sort();
    const key = things.size <= FEW[type] ? String(thing) : alike.join(',');
    const bundle = bundles.get(key) ?? { id: `${type} bundle ${bundles.size}`, things: [], links };
    bundles.set(key, bundle);
    bundle.things.push(thing);
  }
  return [...bundles.values()];
}

function withMembers(
  groups: ReadonlyMap<number, ReadonlyMap<string, number>>,
  people: readonly Bundle[],
): ReadonlyMap<number, ReadonlyMap<string, number>> {
  const linked = new Map([...groups].map(([group, links]) => [group, new Map(links)]));
  for (const { id, links } of people) {
    for (const [to, side] of links) {
      if (to.startsWith('group ')) linked.get(Number(to.slice(6)))?.set(id, side);
    }
  }
  return linked;
}

function placesOf(holds: readonly Hold[]): ReadonlyMap<number, ReadonlyMap<string, number>> {
  const places = new Map<number, Map<string, number>>();
  for (const { id, places: held, holders } of holds) {
    const side = [...holders.values()].reduce((all, one) => all | one, 0);
    for (const place of held) places.set(place, (places.get(place) ?? new Map<string, number>()).set(id, side));
  }
  return places;
}

function edgesOf(
  people: readonly Bundle[],
  groups: readonly Bundle[],
  holds: readonly Hold[],
  places: readonly Bundle[],
): readonly PictureEdge[] {
  const nodeOfGroup = new Map(groups.flatMap(({ id, things }) => things.map((group) => [`group ${group}`, id])));
  const drawn = new Set(holds.map(({ id }) => id));
  const edges = new Map<string, PictureEdge>();
  const add = (from: string, to: string, side: number): void => {
    edges.set(`${from} > ${to}`, { from, to, side });
  };
  for (const { id, links } of people) {
    for (const [to, side] of links) {
      const node = to.startsWith('group ') ? nodeOfGroup.get(to) : to;
      if (node !== undefined) add(id, node, side);
    }
  }
  for (const { id, links } of groups) for (const [to, side] of links) if (drawn.has(to)) add(id, to, side);
  for (const { id, links } of places) for (const [from, side] of links) add(from, id, side);
  return [...edges.values()];
}

function sideOf(id: string, edges: readonly PictureEdge[]): number {
  const sides = edges.filter(({ from, to }) => from === id || to === id).map(({ side }) => side);
  return sides.length === 0 ? BOTH : sides.reduce((all, side) => all | side, 0);
}

function largest(a: Bundle, b: Bundle): number {
  const changes = ({ links }: Bundle): number => Number([...links.values()].some((side) => side !== BOTH));
  return changes(b) - changes(a) || b.things.length - a.things.length || Number(a.things[0]) - Number(b.things[0]);
}

function sum(bundles: readonly Bundle[]): number {
  return bundles.reduce((all, { things }) => all + things.length, 0);
}

function distinct(members: readonly number[], { grants }: Selection, type: 'user' | 'group'): number {
  const principals = grants.flatMap(({ grant, principals: held }) => (grant.principalType === type ? held : []));
  return new Set([...members, ...principals]).size;
}
