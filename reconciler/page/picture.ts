/**
 * From paths to what is drawn: people, groups and accounts that are connected alike are one node, and a permission set is
 * a node for each group of accounts on which the same is held, so that every way through the picture is a true one.
 */

import type { ThingType } from './model.ts';
import { BOTH, TYPES } from './model.ts';
import type { Selection } from './select.ts';
import { countsOf } from './select.ts';

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
  const holds = holdsOf(selection);
  const drawn = mostTelling(holds, selection).slice(0, MOST);
  const { people, groups } = principalsOf(drawn, selection, holds.length === drawn.length);
  const user = column('user', people);
  const group = column('group', withMembers(groups, user));
  const set = drawn.map((hold) => ({ id: hold.id, things: [hold.set] }));
  const place = column('place', placesOf(drawn));
  const edges = edgesOf(user, group, drawn, place);
  const columns = { user, group, set, place };
  const counts = countsOf(selection);
  return {
    nodes: TYPES.flatMap((type) =>
      columns[type].map(({ id, things }) => ({ id, type, things, side: sideOf(id, edges) })),
    ),
    edges,
    left: {
      user: counts.user - sum(user),
      group: counts.group - sum(group),
      set: holds.length - drawn.length,
      place: counts.place - sum(place),
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

/** Thing → where its edges lead to or come from → side. */
type Links = Map<number, Map<string, number>>;

/**
 * People and groups with what they hold, and people with their groups. A group that holds nothing is there too, unless
 * grants are left out (then the holds are not `whole`), since it may only hold those.
 */
function principalsOf(holds: readonly Hold[], { memberships }: Selection, whole: boolean) {
  const people: Links = new Map();
  const groups: Links = new Map();
  for (const { id, holders } of holds) {
    for (const [holder, side] of holders) {
      const [type, index] = holder.split(' ');
      linksOf(type === 'group' ? groups : people, Number(index)).set(id, side);
    }
  }
  for (const { user, group, side } of memberships) {
    if (whole) linksOf(groups, group);
    if (groups.has(group)) linksOf(people, user).set(`group ${group}`, side);
  }
  return { people, groups };
}

function linksOf(links: Links, thing: number): Map<string, number> {
  const known = links.get(thing) ?? new Map<string, number>();
  links.set(thing, known);
  return known;
}

/** The largest bundles of a type. */
function column(type: ThingType, things: ReadonlyMap<number, ReadonlyMap<string, number>>): readonly Bundle[] {
  return bundled(type, things).toSorted(largest).slice(0, MOST);
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
  const places: Links = new Map();
  for (const { id, places: held, holders } of holds) {
    const side = [...holders.values()].reduce((all, one) => all | one, 0);
    for (const place of held) linksOf(places, place).set(id, side);
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
