/** Plans and outcomes by hand: each builder fills in what the test does not care about. */

import type { Change, Create, Delete, Update } from '../../reconciler/core/change.ts';
import { fieldChanges } from '../../reconciler/core/field-changes.ts';
import type { Fields } from '../../reconciler/core/json.ts';
import type { Key, KindName, PrincipalType } from '../../reconciler/core/key.ts';
import {
  assignmentKey,
  authorizationKey,
  groupKey,
  membershipKey,
  permissionSetKey,
  profileKey,
  userKey,
} from '../../reconciler/core/key.ts';
import type { PlanParts } from '../../reconciler/core/plan.ts';
import { assemblePlan } from '../../reconciler/core/plan.ts';
import type { PeopleEffect, Plan } from '../../reconciler/core/plan.types.ts';
import type {
  AuthorizationSpec,
  LiveResource,
  PermissionSetSpec,
  ProfileSpec,
  Resource,
} from '../../reconciler/core/resource.ts';
import { permissionSetSpec } from './resources.ts';

/** A plan around some of its parts; without any, the empty plan. */
export function aPlan(parts: Partial<PlanParts> = {}): Plan {
  return assemblePlan({
    target: {
      organization: { id: 'o-exampleorg1', managementAccount: '111111111111' },
      identityCenter: { instanceArn: 'arn:aws:sso:::instance/ssoins-1111111111111111', region: 'us-east-1' },
    },
    changes: [],
    people: [],
    administrators: [],
    breaches: [],
    warnings: [],
    unmanaged: [],
    forecast: { writes: parts.changes?.length ?? 0, calls: 40, seconds: 12 },
    accounts: { '111111111111': 'management', '222222222222': 'tooling', '333333333333': 'prod' },
    provisionings: {},
    lastAssignees: [],
    ...parts,
  });
}

export interface Thing {
  readonly kind: KindName;
  readonly key: Key;
  readonly spec: Fields;
}

export function aUser(userName: string): Thing {
  const spec = { userName, givenName: userName, familyName: 'Example', displayName: userName };
  return { kind: 'user', key: userKey(userName), spec };
}

export function aGroup(name: string): Thing {
  return { kind: 'group', key: groupKey(name), spec: { name } };
}

export function aMembership(group: string, user: string): Thing {
  return { kind: 'membership', key: membershipKey(group, user), spec: { group, user } };
}

export function anAssignment(
  permissionSet: string,
  account: string,
  principalType: PrincipalType,
  principal: string,
): Thing {
  const spec = { permissionSet, account, principalType, principal };
  return { kind: 'assignment', key: assignmentKey(permissionSet, account, principalType, principal), spec };
}

export function anAuthorization(
  principalType: PrincipalType,
  principal: string,
  parts: Partial<AuthorizationSpec> = {},
): Thing {
  const place = { account: '222222222222', region: 'us-east-1' };
  const spec = { principalType, principal, ...place, signIn: true, subscription: null, ...parts };
  return { kind: 'authorization', key: authorizationKey(principalType, principal), spec };
}

export function aProfile(parts: Partial<ProfileSpec> = {}): Thing {
  const place = { account: '222222222222', region: 'us-east-1' };
  const spec = { ...place, profileName: 'QDevProfile-us-east-1', features: {}, tags: {}, ...parts };
  return { kind: 'profile', key: profileKey(place.account, place.region), spec };
}

export function aPermissionSet(name: string, parts: Partial<PermissionSetSpec> = {}): Thing {
  return { kind: 'permission-set', key: permissionSetKey(name), spec: permissionSetSpec(name, parts) };
}

/** A thing of any kind, with as much of a spec as a test needs; `key` is written out. */
export function aThing(kind: KindName, key: string, spec: Fields): Thing {
  return { kind, key: key as Key, spec };
}

type Extras = Partial<Pick<Change, 'needs' | 'origin' | 'reason' | 'widensAccess'>>;
type DesiredExtras = Extras & Partial<Pick<Resource, 'at' | 'via' | 'expires'>> & { readonly grantReason?: string };

export function creation(thing: Thing, extras: DesiredExtras = {}): Create {
  return { ...base(thing, 'in the file, not live', extras), verb: 'create', after: desired(thing, extras) };
}

export function removal(thing: Thing, extras: Extras = {}): Delete {
  return { ...base(thing, 'live, not in the file', extras), verb: 'delete', before: live(thing) };
}

export function update(
  before: Thing,
  after: Thing,
  extras: DesiredExtras & { readonly verb?: Update['verb'] } = {},
): Update {
  return {
    ...base(after, 'differs from the file', extras),
    verb: extras.verb ?? 'update',
    before: live(before),
    after: desired(after, extras),
    fields: fieldChanges(before.spec, after.spec),
  };
}

function base(thing: Thing, why: string, extras: Extras): Pick<Change, 'kind' | 'key' | keyof Extras> {
  const { needs = [], origin = 'file', reason = why, widensAccess = false } = extras;
  return { kind: thing.kind, key: thing.key, needs, origin, reason, widensAccess };
}

function desired(thing: Thing, { at, via, expires, grantReason }: DesiredExtras): Resource {
  return {
    ...thing,
    needs: [],
    ...(at === undefined ? {} : { at }),
    ...(via === undefined ? {} : { via }),
    ...(expires === undefined ? {} : { expires }),
    ...(grantReason === undefined ? {} : { reason: grantReason }),
  };
}

/** The live twin of a thing. */
export function live(thing: Thing): LiveResource {
  return { ...thing, needs: [], ref: {} };
}

/** What a plan means for one person or many, on one account or many; paths are names of groups, `null` for a direct grant. */
export function effect(
  user: string | readonly string[],
  does: PeopleEffect['effect'],
  permissionSet: string,
  account: string | readonly string[],
  paths: { readonly before?: readonly (string | null)[]; readonly after?: readonly (string | null)[] },
): PeopleEffect {
  const sides = [paths.before ?? [], paths.after ?? []].map((side) =>
    side.map((group) => (group === null ? {} : { group })),
  );
  const [before = [], after = []] = sides;
  return { permissionSet, effect: does, before, after, users: [user].flat(), accounts: [account].flat() };
}
