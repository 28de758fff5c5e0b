/**
 * Random organisations before and after a plan: people, groups, permission sets, memberships and grants, as live
 * resources, as desired ones, and as the changes that lead from one to the other.
 */

import * as fc from 'fast-check';
import type { Change } from '../../reconciler/core/change.ts';
import { fieldChanges } from '../../reconciler/core/field-changes.ts';
import type { Fields } from '../../reconciler/core/json.ts';
import { sameJson } from '../../reconciler/core/json.ts';
import type { Key, KindName, PrincipalType } from '../../reconciler/core/key.ts';
import {
  assignmentKey,
  groupKey,
  membershipKey,
  permissionSetKey,
  principalKey,
  userKey,
} from '../../reconciler/core/key.ts';
import type {
  AssignmentSpec,
  LiveResource,
  MembershipSpec,
  PermissionSetSpec,
  Resource,
} from '../../reconciler/core/resource.ts';

/** An organisation at one moment. */
export interface Organisation {
  readonly users: readonly string[];
  readonly groups: readonly string[];
  /** Name → version of its content. */
  readonly sets: ReadonlyMap<string, number>;
  readonly memberships: readonly MembershipSpec[];
  readonly grants: readonly AssignmentSpec[];
}

export interface OrganisationPair {
  readonly before: Organisation;
  readonly after: Organisation;
  readonly renames: {
    readonly permissionSets: ReadonlyMap<string, string>;
    readonly groups: ReadonlyMap<string, string>;
  };
}

export interface OrganisationSize {
  readonly users: number;
  readonly groups: number;
  readonly accounts: number;
  /** Names of the sets; one that ends in `New` is being renamed from the same with `Old`. */
  readonly sets: readonly string[];
}

/** At which ends something is there: bit 1 before, bit 2 after. */
type Ends = 0 | 1 | 2 | 3;

const always = fc.constant<Ends>(3);
const sometimes = fc.constantFrom<Ends[]>(0, 0, 1, 2, 3);

export function account(index: number): string {
  return String(111111111111 + index);
}

/** Pairs of organisations that share part of what they hold, so that people move between paths. */
export function organisationPairs(size: OrganisationSize): fc.Arbitrary<OrganisationPair> {
  const users = Array.from({ length: size.users }, (_, index) => `user-${String(index)}`);
  const groups = Array.from({ length: size.groups }, (_, index) => `group-${String(index)}`);
  const accounts = Array.from({ length: size.accounts }, (_, index) => account(index));
  const rare = fc.oneof({ weight: 6, arbitrary: always }, { weight: 1, arbitrary: fc.constantFrom<Ends[]>(0, 1, 2) });
  const principals: readonly (readonly [PrincipalType, string])[] = [
    ...users.map((name) => ['user', name] as const),
    ...groups.map((name) => ['group', name] as const),
  ];
  const memberships = groups.flatMap((group) => users.map((user) => ({ group, user })));
  const grants = size.sets.flatMap((permissionSet) =>
    accounts.flatMap((id) =>
      principals.map(([principalType, name]) => ({ permissionSet, account: id, principalType, principal: name })),
    ),
  );
  return fc
    .record({
      users: endsOf(users, rare),
      groups: endsOf(groups, rare),
      sets: fc.tuple(...size.sets.map(setEnds)),
      updated: fc.subarray([...size.sets]),
      memberships: endsOf(memberships, sometimes),
      grants: endsOf(grants, sometimes),
    })
    .map((drawn) => pairOf(drawn, size.sets));
}

function endsOf<T>(things: readonly T[], ends: fc.Arbitrary<Ends>): fc.Arbitrary<readonly (readonly [T, Ends])[]> {
  return fc.tuple(...things.map((thing) => ends.map((value) => [thing, value] as const)));
}

function setEnds(name: string): fc.Arbitrary<readonly [string, Ends]> {
  const renamed = name.endsWith('Old') ? fc.constantFrom<Ends[]>(1, 1, 1, 3) : fc.constantFrom<Ends[]>(2, 2, 3);
  const ends = /(?:Old|New)$/u.test(name) ? renamed : always;
  return ends.map((value) => [name, value] as const);
}

interface Drawn {
  readonly users: readonly (readonly [string, Ends])[];
  readonly groups: readonly (readonly [string, Ends])[];
  readonly sets: readonly (readonly [string, Ends])[];
  readonly updated: readonly string[];
  readonly memberships: readonly (readonly [MembershipSpec, Ends])[];
  readonly grants: readonly (readonly [AssignmentSpec, Ends])[];
}

function pairOf(drawn: Drawn, sets: readonly string[]): OrganisationPair {
  const renames = sets
    .filter((name) => name.endsWith('New'))
    .map((name) => [name, name.replace(/New$/u, 'Old')] as const);
  return {
    before: at(drawn, 1),
    after: at(drawn, 2),
    renames: { permissionSets: new Map(renames), groups: new Map() },
  };
}

function at(drawn: Drawn, end: 1 | 2): Organisation {
  const present = <T>(things: readonly (readonly [T, Ends])[]): readonly T[] =>
    things.filter(([, ends]) => (ends & end) !== 0).map(([thing]) => thing);
  const users = present(drawn.users);
  const groups = present(drawn.groups);
  const sets = new Map(present(drawn.sets).map((name) => [name, end === 2 && drawn.updated.includes(name) ? 2 : 1]));
  return {
    users,
    groups,
    sets,
    memberships: present(drawn.memberships).filter(({ group, user }) => groups.includes(group) && users.includes(user)),
    grants: present(drawn.grants).filter(
      ({ permissionSet, principalType, principal }) =>
        sets.has(permissionSet) && (principalType === 'user' ? users : groups).includes(principal),
    ),
  };
}

function setSpec(name: string, version: number): PermissionSetSpec {
  return {
    name,
    sessionDuration: 'PT1H',
    relayState: null,
    managedPolicies: [`arn:aws:iam::aws:policy/Version${String(version)}`],
    customerManagedPolicies: [],
    permissionsBoundary: null,
    inlinePolicy: null,
    tags: {},
    provisioned: 'latest',
  };
}

/** Everything in an organisation, as what a file would declare. */
export function resourcesOf(organisation: Organisation): readonly Resource[] {
  return [
    ...organisation.users.map(userResource),
    ...organisation.groups.map(groupResource),
    ...[...organisation.sets].map(([name, version]) => setResource(name, version)),
    ...organisation.memberships.map((spec) => membership(spec.group, spec.user)),
    ...organisation.grants.map((spec) =>
      assignment(spec.permissionSet, spec.account, spec.principalType, spec.principal),
    ),
  ];
}

export function userResource(userName: string): Resource {
  return resource('user', userKey(userName), { userName, givenName: userName, familyName: 'X', displayName: userName });
}

export function groupResource(name: string): Resource {
  return resource('group', groupKey(name), { name });
}

/** A permission set whose version stands for its content. */
export function setResource(name: string, version: number): Resource {
  return resource('permission-set', permissionSetKey(name), setSpec(name, version));
}

function resource(kind: KindName, key: Key, spec: Fields, needs: readonly Key[] = []): Resource {
  return { kind, key, spec, needs };
}

export function membership(group: string, user: string): Resource {
  return resource('membership', membershipKey(group, user), { group, user }, [groupKey(group), userKey(user)]);
}

export function assignment(permissionSet: string, id: string, type: PrincipalType, principal: string): Resource {
  const spec: AssignmentSpec = { permissionSet, account: id, principalType: type, principal };
  const needs = [permissionSetKey(permissionSet), principalKey(type, principal)];
  return resource('assignment', assignmentKey(permissionSet, id, type, principal), spec, needs);
}

export function live(declared: Resource): LiveResource {
  return { kind: declared.kind, key: declared.key, spec: declared.spec, needs: declared.needs, ref: {} };
}

export function liveOf(organisation: Organisation): readonly LiveResource[] {
  return resourcesOf(organisation).map(live);
}

export function creation(after: Resource): Change {
  return { ...base(after), verb: 'create', after };
}

export function deletion(before: Resource): Change {
  return { ...base(before), verb: 'delete', before: live(before) };
}

export function update(before: Resource, after: Resource, verb: 'update' | 'replace' = 'update'): Change {
  return { ...base(after), verb, before: live(before), after, fields: fieldChanges(before.spec, after.spec) };
}

function base({ kind, key }: Resource): Pick<Change, 'kind' | 'key' | 'needs' | 'origin' | 'reason' | 'widensAccess'> {
  return { kind, key, needs: [], origin: 'file', reason: 'drawn', widensAccess: false };
}

/** The changes that lead from one organisation to the other. */
export function changesOf({ before, after }: Pick<OrganisationPair, 'before' | 'after'>): readonly Change[] {
  const old = new Map(resourcesOf(before).map((declared) => [declared.key, declared]));
  const wanted = new Map(resourcesOf(after).map((declared) => [declared.key, declared]));
  const kept = [...wanted.values()].flatMap((declared): readonly Change[] => {
    const was = old.get(declared.key);
    if (was === undefined) return [creation(declared)];
    return sameJson(was.spec, declared.spec) ? [] : [update(was, declared)];
  });
  return [...kept, ...[...old.values()].filter(({ key }) => !wanted.has(key)).map(deletion)];
}
