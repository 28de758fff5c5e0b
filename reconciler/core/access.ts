/**
 * Who has access, before a plan, after it, and in between: people, the groups that they are in, and the grants of both.
 *
 * An access is a person, a permission set with its content, and an account; the set on the account, whoever holds it, is a
 * `Cell`. A path is what gives an access: a grant of the person, or a membership and a grant of the group.
 *
 *     ada ── membership ── developers ── grant ── Auditor on prod
 *     eve ────────────────────────────── grant ── Auditor on prod
 *
 * Nothing here multiplies people by assignments: memberships and grants are linked (`read-accesses.ts`), and whoever asks walks
 * only what touches a change.
 */

import type { Change } from './change.ts';
import type { PrincipalType } from './key.ts';

/**
 * When something is there, as bits: at the start of the plan, at its end, or at both. A path with an old membership and a
 * new grant (or the other way round) is there at neither end, only for a while in between: it is called a crossing path.
 */
export const START = 1;
export const END = 2;
export const BOTH = 3;

export interface Principal {
  /** Its own: no two principals have the same. */
  readonly number: number;
  readonly type: PrincipalType;
  readonly name: string;
  /** How warnings call it. */
  readonly label: string;
  /** Somebody who can be named and can sign in. Not: a group, the unread members of one, or what remains of a deleted user. */
  readonly person: boolean;
  /** The members of a group; the groups of a user. */
  readonly memberships: Membership[];
  readonly grants: Map<Cell, Grant[]>;
  /** The memberships and grants that the plan makes or takes away. */
  readonly changedMemberships: Membership[];
  readonly changedGrants: Grant[];
}

export interface Membership {
  readonly user: Principal;
  readonly group: Principal;
  readonly side: number;
  /** The number of the change that makes or takes it; -1 when it stays. */
  readonly change: number;
}

export interface Grant {
  readonly principal: Principal;
  readonly cell: Cell;
  /** The name of the set that this grant is of. While a set is being renamed, a cell has grants of the old and of the new name. */
  readonly set: string;
  readonly side: number;
  readonly change: number;
}

/**
 * What can be held: one permission set on one account (a set that is being renamed is one, under both names), the use of a
 * CodeWhisperer profile, or a paid seat of it.
 */
export interface Cell {
  /** Its new name, when it is being renamed; what people read of a profile. */
  readonly set: string;
  readonly account: string;
  readonly grants: Grant[];
}

export interface AccessPath {
  /** Absent for a direct grant. */
  readonly membership?: Membership;
  readonly grant: Grant;
}

export interface Accesses {
  /** By their numbers. */
  readonly changes: readonly Change[];
  /** Those of permission sets. */
  readonly cells: ReadonlyMap<string, Cell>;
  /** Those that the plan makes or takes away. */
  readonly memberships: readonly Membership[];
  readonly grants: readonly Grant[];
}

/**
 * At which ends of the plan a user holds a cell, by whichever paths: START, END, BOTH, or 0. With `set`, only grants under that
 * name of the set count.
 */
export function holding(user: Principal, cell: Cell, set?: string): number {
  let held = sidesOf(user.grants.get(cell), set);
  for (const { group, side } of user.memberships) held |= side & sidesOf(group.grants.get(cell), set);
  return held;
}

function sidesOf(grants: readonly Grant[] | undefined, set: string | undefined): number {
  let sides = 0;
  for (const grant of grants ?? []) if (set === undefined || grant.set === set) sides |= grant.side;
  return sides;
}

/** Whether at least one path of a user to a cell is there at both ends, so that nothing can interrupt the access. */
export function hasUnchangedPath(user: Principal, cell: Cell): boolean {
  const stays = (holder: Principal): boolean => holder.grants.get(cell)?.some(({ side }) => side === BOTH) === true;
  return stays(user) || user.memberships.some(({ group, side }) => side === BOTH && stays(group));
}

/** Every path of a user in a cell, old, new and crossing. */
export function pathsOf(user: Principal, cell: Cell): readonly AccessPath[] {
  const direct = (user.grants.get(cell) ?? []).map((grant) => ({ grant }));
  const indirect = user.memberships.flatMap((membership) =>
    (membership.group.grants.get(cell) ?? []).map((grant) => ({ membership, grant })),
  );
  return [...direct, ...indirect];
}

/** At which ends a path is there. */
export function sideOf({ membership, grant }: AccessPath): number {
  return membership === undefined ? grant.side : membership.side & grant.side;
}

/** The numbers of the changes on a path, of those that make (END) or take away (START) what they change. */
export function changesOn({ membership, grant }: AccessPath, side: number): readonly number[] {
  const legs = membership === undefined ? [grant] : [membership, grant];
  return legs.filter((leg) => leg.side === side).map(({ change }) => change);
}

/** The users behind a principal: itself, or its members, at whichever end. */
export function usersOf(principalOrUser: Principal): readonly Principal[] {
  return principalOrUser.type === 'user' ? [principalOrUser] : principalOrUser.memberships.map(({ user }) => user);
}

/** The same with the ends at which they are behind it. */
export function usersAt(principalOrUser: Principal): readonly Pick<Membership, 'user' | 'side'>[] {
  return principalOrUser.type === 'user' ? [{ user: principalOrUser, side: BOTH }] : principalOrUser.memberships;
}

/** Everybody with a path in a cell, each once. */
export function usersIn(cell: Cell): ReadonlySet<Principal> {
  return new Set(cell.grants.flatMap((grant) => usersOf(grant.principal)));
}
