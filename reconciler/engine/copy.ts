/**
 * What a plan has read, as a state of the simulator: the same organisation, as far as the plan knows it. What nobody read
 * (the content of undeclared sets, further profiles) is not there, and neither is anything that this program never asks for.
 */

import type { Account, Facts } from '../core/facts.ts';
import { grouped } from '../core/grouped.ts';
import { groupKey, partsOf } from '../core/key.ts';
import { underName } from '../core/rename.ts';
import type {
  DelegatedAdministratorSpec,
  GroupSpec,
  LiveResource,
  MembershipSpec,
  PermissionSetSpec,
  ServiceAccessSpec,
  ServiceLinkedRoleSpec,
  UserSpec,
} from '../core/resource.ts';
import type { Configuration } from '../desired/configuration.ts';
import { references } from '../desired/references.ts';
import type {
  AccountStanding,
  GroupState,
  IdentityCenterState,
  OrganizationState,
  PermissionSetState,
  SimulatorState,
  UnitState,
  UserState,
} from '../simulator/state.types.ts';
import { copiedCodewhisperer } from './copy-codewhisperer.ts';
import { copiedAssignments } from './copy-grants.ts';
import type { Planned } from './planning.ts';

export interface Copied {
  readonly planned: Planned;
  readonly configuration: Configuration;
  /** Service principal → account, also of what the file does not declare. */
  readonly delegatedAdministrators: { readonly [servicePrincipal: string]: string };
}

/** The state to rehearse a plan on. */
export function copyState(copied: Copied): SimulatorState {
  const { planned, configuration } = copied;
  const live = underOldNames(planned.live);
  return {
    version: 1,
    organization: copiedOrganization(copied, live),
    identityCenter: copiedCenter(planned, live),
    ...copiedCodewhisperer(planned, configuration, live),
    serviceLinkedRoles: copiedRoles(live),
  };
}

interface Specs {
  readonly 'service-access': ServiceAccessSpec;
  readonly 'delegated-administrator': DelegatedAdministratorSpec;
  readonly user: UserSpec;
  readonly group: GroupSpec;
  readonly membership: MembershipSpec;
  readonly 'permission-set': PermissionSetSpec;
  readonly 'service-linked-role': ServiceLinkedRoleSpec;
}

/** What there is of a kind. */
function ofKind<Kind extends keyof Specs>(live: readonly LiveResource[], kind: Kind): readonly Specs[Kind][] {
  return live.filter((resource) => resource.kind === kind).map(({ spec }) => spec as Specs[Kind]);
}

/** A group that the plan renames is seen under its new name: here it still has its old one. */
function underOldNames(live: readonly LiveResource[]): readonly LiveResource[] {
  const groups = live.filter(({ kind, key, spec }) => kind === 'group' && key !== groupKey((spec as GroupSpec).name));
  if (groups.length === 0) return live;
  const oldNames = new Map(groups.map(({ key, spec }) => [partsOf(key)[0] ?? '', (spec as GroupSpec).name]));
  return live.map((resource) => (resource.kind === 'group' ? resource : underName(resource, oldNames)));
}

function copiedOrganization(
  { planned: { facts, live: read }, configuration, delegatedAdministrators }: Copied,
  live: readonly LiveResource[],
): OrganizationState {
  const { id, managementAccount } = facts.organization;
  const principals = ofKind(live, 'service-access').map(({ principal }) => principal);
  const registered = ofKind(read, 'delegated-administrator');
  const own = registered.map(({ principal, account }) => [principal, account]);
  const policies = { customerManagedPolicies: customerManagedPolicies(configuration, live) };
  return {
    id,
    managementAccount,
    // Identity Center is there, so it is trusted; a registration goes with trust.
    serviceAccess: [...new Set(['sso.amazonaws.com', ...principals])],
    delegatedAdministrators: { ...delegatedAdministrators, ...Object.fromEntries(own) },
    organizationalUnits: copiedUnits(facts),
    accounts: knownAccounts(facts).map(({ path = [], state, tags, ...account }) => ({
      id: account.id,
      name: account.name,
      state: state as AccountStanding,
      ...(path.length === 0 ? {} : { ou: path.at(-1) ?? '' }),
      ...(tags === undefined ? {} : { tags }),
      ...policies,
    })),
  };
}

/** Where nobody asked for accounts there is the management account at least. */
function knownAccounts({ organization: { accounts, managementAccount: id } }: Facts): readonly Account[] {
  if (accounts.some((account) => account.id === id)) return accounts;
  return [...accounts, { id, name: 'management', active: true, state: 'ACTIVE' }];
}

/** What live sets refer to is there; what the file refers to has to be, and whether it is nobody has asked. */
function customerManagedPolicies(configuration: Configuration, live: readonly LiveResource[]) {
  const referred = ofKind(live, 'permission-set').flatMap((set) => {
    const { permissionsBoundary: boundary } = set;
    const bound = boundary !== null && 'customerManagedPolicy' in boundary ? [boundary.customerManagedPolicy] : [];
    return [...set.customerManagedPolicies, ...bound];
  });
  const all = [...references(configuration).customerManagedPolicies, ...referred];
  return [...new Map(all.map(({ name, path }) => [`${path}${name}`, { name, path }])).values()];
}

/** The units that accounts are in or that selectors name; one that only an account's path knows is called by its id. */
function copiedUnits({ organization: { units, accounts } }: Facts): readonly UnitState[] {
  const parents = new Map(units.map(({ id, parent }) => [id, parent]));
  for (const { path = [] } of accounts) {
    path.forEach((id, index) => {
      if (!parents.has(id)) parents.set(id, path[index - 1]);
    });
  }
  const names = new Map(units.map(({ id, name }) => [id, name]));
  const below = (parent: string | undefined): readonly UnitState[] =>
    [...parents]
      .filter(([, above]) => above === parent)
      .map(([id]) => ({ id, name: names.get(id) ?? id, organizationalUnits: below(id) }));
  return below(undefined);
}

function copiedCenter({ plan, facts }: Planned, live: readonly LiveResource[]): IdentityCenterState {
  const { region, instanceArn } = plan.target.identityCenter;
  return {
    region,
    instanceArn,
    users: copiedUsers(facts, live),
    groups: copiedGroups(facts, live),
    permissionSets: copiedSets(facts, live),
    assignments: copiedAssignments(live, new Set(knownAccounts(facts).map(({ id }) => id))),
  };
}

/** Whoever only facts know has no attributes that anybody asked for. */
function copiedUsers({ users }: Facts, live: readonly LiveResource[]): readonly UserState[] {
  const specs = new Map(ofKind(live, 'user').map((spec) => [spec.userName, spec]));
  return users.map(({ name, external, enabled }) => ({
    ...(specs.get(name) ?? { userName: name, givenName: name, familyName: name, displayName: name }),
    ...(enabled ? {} : { status: 'DISABLED' as const }),
    ...(external ? { externalId: `external-${name}` } : {}),
  }));
}

function copiedGroups({ groups }: Facts, live: readonly LiveResource[]): readonly GroupState[] {
  const specs = new Map(ofKind(live, 'group').map((spec) => [spec.name, spec]));
  const members = grouped(ofKind(live, 'membership'), ({ group }) => group);
  return groups.map(({ name, external }) => ({
    ...(specs.get(name) ?? { name }),
    members: (members.get(name) ?? []).map(({ user }) => user),
    ...(external ? { externalId: `external-${name}` } : {}),
  }));
}

function copiedSets({ permissionSets }: Facts, live: readonly LiveResource[]): readonly PermissionSetState[] {
  const specs = new Map(ofKind(live, 'permission-set').map((spec) => [spec.name, spec]));
  const names = new Set([...permissionSets, ...specs.keys()]);
  return [...names].map((name) => {
    const spec = specs.get(name);
    return spec === undefined ? { name } : copiedSet(spec);
  });
}

function copiedSet({ inlinePolicy, permissionsBoundary, relayState, provisioned, ...spec }: PermissionSetSpec) {
  return {
    ...spec,
    ...(relayState === null ? {} : { relayState }),
    ...(permissionsBoundary === null ? {} : { permissionsBoundary }),
    ...(inlinePolicy === null ? {} : { inlinePolicy: inlinePolicy as NonNullable<PermissionSetState['inlinePolicy']> }),
    ...(provisioned === 'latest' ? {} : { outdated: provisioned.outdated }),
  } satisfies PermissionSetState;
}

function copiedRoles(live: readonly LiveResource[]): { readonly [account: string]: readonly string[] } {
  const roles = grouped(ofKind(live, 'service-linked-role'), ({ account }) => account);
  return Object.fromEntries([...roles].map(([account, held]) => [account, held.map(({ principal }) => principal)]));
}
