/** Links memberships and grants at both ends of a plan, so that who has what can be asked (`access.ts`). */

import type { Accesses, Cell, Grant, Membership, Principal } from './access.ts';
import { BOTH, END, START } from './access.ts';
import type { Change } from './change.ts';
import type { Desired } from './desired.ts';
import { isGone } from './gone.ts';
import { addTo } from './grouped.ts';
import type { PrincipalType } from './key.ts';
import { getOrInsert } from './once.ts';
import type { AssignmentSpec, AuthorizationSpec, LiveResource, MembershipSpec, Resource } from './resource.ts';

/** How people call a paid seat; no permission set can be called so. */
export const SEAT = 'a seat of CodeWhisperer';

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
  const holder = principalNamed(building, principalType, name);
  const uses = [
    { set: 'CodeWhisperer', has: (spec?: AuthorizationSpec) => spec?.signIn === true },
    { set: SEAT, has: (spec?: AuthorizationSpec) => typeof spec?.subscription === 'string' },
  ];
  for (const { set, has } of uses) {
    const side = (has(start) ? START : 0) | (has(end) ? END : 0);
    if (side === 0) continue;
    const cell = cellAt(building.uses, `${account}/${region} ${set}`, { set, account });
    link({ principal: holder, cell, set, side, change: side === BOTH ? -1 : change });
  }
}

function addMembership(building: Building, spec: MembershipSpec, side: number, change: number): void {
  const user = principalNamed(building, 'user', spec.user);
  const group = principalNamed(building, 'group', spec.group);
  const membership: Membership = { user, group, side, change };
  for (const end of [user, group]) {
    end.memberships.push(membership);
    if (side !== BOTH) end.changedMemberships.push(membership);
  }
}

function addGrant(building: Building, spec: AssignmentSpec, side: number, change: number): void {
  const holder = principalNamed(building, spec.principalType, spec.principal);
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

function principalNamed(building: Building, type: PrincipalType, name: string): Principal {
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
