/** What one person reaches, before and after, and by which paths: the net effect, path by path. */

import type { Given, Grant, Membership, Model } from './model.ts';
import { AFTER, BEFORE } from './model.ts';

export interface Path {
  /** Absent for a grant of one's own. */
  readonly group?: number;
  readonly side: number;
  /** The memberships and grants that give it. */
  readonly given: readonly Given[];
}

export interface Access {
  readonly set: number;
  readonly place: number;
  /** 1: lost, 2: gained, 3: there at both ends, whatever the path. */
  readonly side: number;
  /** By way: directly, or through one group. */
  readonly paths: readonly Path[];
}

interface Ways {
  readonly set: number;
  readonly place: number;
  /** Group, or -1 for a grant of one's own. */
  readonly byGroup: Map<number, { side: number; readonly given: Set<Given> }>;
}

/** Everything that a person reaches at either end; what is gained or lost first. */
export function accessesOf(model: Model, user: number): readonly Access[] {
  const memberships = model.memberships.filter((membership) => membership.user === user);
  const accesses = new Map<string, Ways>();
  for (const grant of model.grants) {
    for (const { group, side, given } of pathsBy(grant, user, memberships)) {
      for (const place of grant.places) {
        const key = `${grant.set} ${place}`;
        const ways = accesses.get(key) ?? { set: grant.set, place, byGroup: new Map() };
        accesses.set(key, ways);
        const way = ways.byGroup.get(group ?? -1) ?? { side: 0, given: new Set() };
        ways.byGroup.set(group ?? -1, way);
        way.side |= side;
        for (const each of given) way.given.add(each);
      }
    }
  }
  return [...accesses.values()].map(accessBy).sort((a, b) => rank(a) - rank(b) || a.set - b.set || a.place - b.place);
}

function pathsBy(grant: Grant, user: number, memberships: readonly Membership[]): readonly Path[] {
  const held = new Set(grant.principals);
  if (grant.principalType === 'user') return held.has(user) ? [{ side: grant.side, given: [grant] }] : [];
  return memberships
    .filter(({ group, side }) => held.has(group) && (side & grant.side) !== 0)
    .map((member) => ({ group: member.group, side: member.side & grant.side, given: [member, grant] }));
}

function accessBy({ set, place, byGroup }: Ways): Access {
  const paths = [...byGroup]
    .sort(([a], [b]) => a - b)
    .map(([group, { side, given }]): Path => ({ ...(group === -1 ? {} : { group }), side, given: [...given] }));
  return { set, place, paths, side: paths.reduce((all, path) => all | path.side, 0) };
}

/** Accesses that are alike but for the account, as one. */
export type AccessRow = Omit<Access, 'place'> & { readonly places: readonly number[] };

/** The same set, by the same paths and lines, is one row, on however many accounts. */
export function rowsOf(accesses: readonly Access[]): readonly AccessRow[] {
  const rows = new Map<string, Omit<Access, 'place'> & { readonly places: number[] }>();
  for (const { place, ...access } of accesses) {
    const ways = access.paths.map(({ group, side, given }) => [
      group,
      side,
      given.map(({ file, line, note }) => [file, line, note]),
    ]);
    const key = JSON.stringify([access.set, ways]);
    const row = rows.get(key) ?? { ...access, places: [] };
    rows.set(key, row);
    row.places.push(place);
  }
  return [...rows.values()];
}

function rank({ side, paths }: Pick<Access, 'side' | 'paths'>): number {
  if (side === AFTER) return 0;
  if (side === BEFORE) return 1;
  return paths.some((path) => path.side === BEFORE) ? 2 : 3;
}

/** `gains`, `loses`, `keeps` (although a path goes), or nothing where nobody would notice. */
export function effectOf(access: Pick<Access, 'side' | 'paths'>): string {
  return ['gains', 'loses', 'keeps', ''][rank(access)] ?? '';
}
