/**
 * Who has access, before a plan, after it, and in between: people, the groups that they are in, and the grants of both.
 *
 * An access is a person, a permission set with its content, and an account. A path is what gives it: a grant of the
 * person, or a membership and a grant of the group. Nothing here multiplies people by assignments: memberships and
 * grants are linked, and whoever asks walks only what touches a change.
 */

import type { Change } from './change.ts';
import type { Desired } from './desired.ts';
import { isGone } from './gone.ts';
import { addTo } from './grouped.ts';
import type { PrincipalType } from './key.ts';
import { getOrInsert } from './once.ts';
import type { AssignmentSpec, AuthorizationSpec, LiveResource, MembershipSpec, Resource } from './resource.ts';

/**
 * When something is there, as bits: at the start of the plan, at its end, or at both. A path with an old membership and a
 * new grant (or the other way round) is there at neither end, only for a while in between: it is called a crossing path.
 */
export const START = 1;
export const END = 2;
export const BOTH = 3;
/** A further bit, which `holding` sets where at least one path is there at both ends. */
export const UNCHANGED = 4;

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

export interface AccessInput {
  readonly live: readonly LiveResource[];
  /** A change's number is its place in this list. */
  readonly changes: readonly Change[];
  readonly renames: Pick<Desired['renames'], 'permissionSets'>;
}

interface Building {
  readonly principals: { readonly [type in PrincipalType]: Map<string, Principal> };
  readonly cells: Map<string, Cell>;
  /** What profiles give. */
  readonly uses: Map<string, Cell>;
  readonly newNames: ReadonlyMap<string, string>;
}

/** Links memberships and grants at both ends of a plan, in time linear in their number. */
export function readAccesses({ live, changes, renames }: AccessInput): Accesses {
  const newNames = new Map([...renames.permissionSets].map(([name, oldName]) => [oldName, name]));
  const building: Building = {
    principals: { user: new Map(), group: new Map() },
    cells: new Map(),
    uses: new Map(),
    newNames,
  };
  const changed = new Set(changes.map(({ key }) => key));
  for (const resource of live) if (!changed.has(resource.key)) add(building, resource, BOTH, -1);
  for (const [number, change] of changes.entries()) {
    if (change.verb === 'create') add(building, change.after, END, number);
    else if (change.verb === 'delete') add(building, change.before, START, number);
    else if (change.kind === 'authorization') addUses(building, specOf(change.before), specOf(change.after), number);
    else add(building, change.before, BOTH, -1);
  }
  const users = [...building.principals.user.values()];
  const groups = [...building.principals.group.values()];
  for (const group of groups) if (group.memberships.length === 0) addStandIn(group);
  return {
    changes,
    cells: building.cells,
    memberships: users.flatMap(({ changedMemberships }) => changedMemberships),
    grants: [...users, ...groups].flatMap(({ changedGrants }) => changedGrants),
  };
}

function add(building: Building, resource: Resource | LiveResource, side: number, change: number): void {
  if (resource.kind === 'membership') addMembership(building, resource.spec as MembershipSpec, side, change);
  if (resource.kind === 'assignment') addGrant(building, resource.spec as AssignmentSpec, side, change);
  if (resource.kind === 'authorization') {
    const spec = specOf(resource);
    addUses(building, (side & START) === 0 ? undefined : spec, (side & END) === 0 ? undefined : spec, change);
  }
}

function specOf({ spec }: Pick<Resource, 'spec'>): AuthorizationSpec {
  return spec as AuthorizationSpec;
}

/**
 * An authorisation gives two things: signing in, and the seat, of whichever type. What is desired may always sign in, so
 * no update takes that away: an update that waits for another as a removal is never waited for by it.
 */
function addUses(
  building: Building,
  start: AuthorizationSpec | undefined,
  end: AuthorizationSpec | undefined,
  change: number,
): void {
  const { principalType, principal: name, account, region } = (end ?? start) as AuthorizationSpec;
  const holder = principal(building, principalType, name);
  const uses = [
    { set: 'CodeWhisperer', has: (spec?: AuthorizationSpec) => spec?.signIn === true },
    { set: 'a seat of CodeWhisperer', has: (spec?: AuthorizationSpec) => typeof spec?.subscription === 'string' },
  ];
  for (const { set, has } of uses) {
    const side = (has(start) ? START : 0) | (has(end) ? END : 0);
    if (side === 0) continue;
    const cell = cellAt(building.uses, `${account}/${region} ${set}`, { set, account });
    link({ principal: holder, cell, set, side, change: side === BOTH ? -1 : change });
  }
}

function addMembership(building: Building, spec: MembershipSpec, side: number, change: number): void {
  const user = principal(building, 'user', spec.user);
  const group = principal(building, 'group', spec.group);
  const membership: Membership = { user, group, side, change };
  for (const end of [user, group]) {
    end.memberships.push(membership);
    if (side !== BOTH) end.changedMemberships.push(membership);
  }
}

function addGrant(building: Building, spec: AssignmentSpec, side: number, change: number): void {
  const holder = principal(building, spec.principalType, spec.principal);
  const name = building.newNames.get(spec.permissionSet) ?? spec.permissionSet;
  const cell = cellAt(building.cells, `${spec.account} ${name}`, { set: name, account: spec.account });
  link({ principal: holder, cell, set: spec.permissionSet, side, change });
}

function cellAt(cells: Map<string, Cell>, place: string, named: Pick<Cell, 'set' | 'account'>): Cell {
  return getOrInsert(cells, place, () => ({ ...named, grants: [] }));
}

function link(grant: Grant): void {
  const { principal: holder, cell, side } = grant;
  cell.grants.push(grant);
  if (side !== BOTH) holder.changedGrants.push(grant);
  addTo(holder.grants, cell, grant);
}

function principal(building: Building, type: PrincipalType, name: string): Principal {
  const known = building.principals[type].get(name);
  if (known !== undefined) return known;
  const number = building.principals.user.size + building.principals.group.size;
  const made = newPrincipal(number, { type, name, label: name, person: type === 'user' && !isGone(name) });
  building.principals[type].set(name, made);
  return made;
}

function newPrincipal(number: number, named: Pick<Principal, 'type' | 'name' | 'label' | 'person'>): Principal {
  return { number, ...named, memberships: [], grants: new Map(), changedMemberships: [], changedGrants: [] };
}

/** A group whose members were not read is treated as if it had one member, who stays: somebody may depend on what it holds. */
function addStandIn(group: Principal): void {
  const named = { type: 'user', name: group.name, label: `the members of group ${group.name}`, person: false } as const;
  const user = newPrincipal(-1, named);
  const membership: Membership = { user, group, side: BOTH, change: -1 };
  user.memberships.push(membership);
  group.memberships.push(membership);
}

/** When a user holds a cell, as the bits START, END and UNCHANGED. With `set`, only grants under that name of the set count. */
export function holding(user: Principal, cell: Cell, set?: string): number {
  let held = sides(user.grants.get(cell), BOTH, set);
  for (const { group, side } of user.memberships) held |= sides(group.grants.get(cell), side, set);
  return held;
}

/** Whether at least one path of a user to a cell is there at both ends, so that nothing can interrupt the access. */
export function hasUnchangedPath(user: Principal, cell: Cell): boolean {
  return (holding(user, cell) & UNCHANGED) !== 0;
}

function sides(grants: readonly Grant[] | undefined, membership: number, set: string | undefined): number {
  let held = 0;
  for (const grant of grants ?? []) {
    if (set !== undefined && grant.set !== set) continue;
    const side = grant.side & membership;
    held |= side === BOTH ? BOTH | UNCHANGED : side;
  }
  return held;
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
