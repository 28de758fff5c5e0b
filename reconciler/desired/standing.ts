/** What becomes of live things that are not declared: `ignore`, `removed`, `unmanaged`, and what follows from them. */

import type { Desired } from '../core/desired.ts';
import type { Facts } from '../core/facts.ts';
import type { Fields } from '../core/json.ts';
import type { Key, KindName } from '../core/key.ts';
import { assignmentKey, groupKey, permissionSetKey, userKey } from '../core/key.ts';
import type {
  AssignmentSpec,
  AuthorizationSpec,
  GroupSpec,
  MembershipSpec,
  PermissionSetSpec,
  Standing,
  UserSpec,
} from '../core/resource.ts';
import { isKnownSubscription } from '../core/subscriptions.ts';
import type { Accounts } from './accounts.ts';
import type { Configuration } from './configuration.ts';
import type { Group, PermissionSet, Standing as Treatment } from './document.types.ts';
import type { Matcher } from './glob.ts';
import { firstMatch } from './glob.ts';

export interface StandingInput {
  readonly configuration: Configuration;
  readonly accounts: Accounts;
  /** Keys of all desired resources. */
  readonly declared: ReadonlySet<Key>;
  /** Keys of grants of the file whose time has passed. */
  readonly expired: ReadonlySet<Key>;
  /** Principals that the file names without declaring them: they are not removed while it does. */
  readonly referenced: ReadonlySet<Key>;
  readonly facts: Pick<Facts, 'users' | 'groups'>;
}

/** Answers for any live thing; one under the key of a desired resource is `declared`. */
export function createStanding(input: StandingInput): Pick<Desired, 'standing' | 'undeclaredGrants'> {
  const rules = rulesOf(input);
  return {
    standing: ({ kind, key, spec, external }) => {
      if (input.declared.has(key)) return 'declared';
      // What only an expired grant gave goes, whatever `unmanaged` says.
      return external === true ? 'ignored' : UNDECLARED[kind](rules, spec, input.expired.has(key));
    },
    undeclaredGrants: (permissionSet) => grantsStanding(rules, permissionSet),
  };
}

const UNDECLARED: { readonly [kind in KindName]: (rules: Rules, spec: Fields, isExpired: boolean) => Standing } = {
  user: (rules, spec) => userStanding(rules, (spec as UserSpec).userName),
  group: (rules, spec) => groupStanding(rules, (spec as GroupSpec).name),
  membership: (rules, spec, isExpired) => membershipStanding(rules, spec as MembershipSpec, isExpired),
  'permission-set': (rules, spec) => setStanding(rules, (spec as PermissionSetSpec).name),
  assignment: (rules, spec, isExpired) => assignmentStanding(rules, spec as AssignmentSpec, isExpired),
  'service-access': () => 'ignored',
  'delegated-administrator': () => 'ignored',
  'service-linked-role': () => 'ignored',
  // Only one that is to be absent is read without being declared.
  profile: ({ profileGoes }) => (profileGoes ? 'removable' : 'ignored'),
  // The application comes and goes with the profile.
  application: () => 'ignored',
  authorization: (rules, spec, isExpired) => authorizationStanding(rules, spec as AuthorizationSpec, isExpired),
};

/** What the file says of the names of one noun. */
interface NameRules {
  /** Whether a glob of `ignore` matches: unlike with `unmanaged: ignore`, nothing that names it is touched either. */
  readonly ignores: Matcher;
  readonly removed: ReadonlySet<string>;
  readonly treatment: Treatment;
}

interface Rules extends Pick<StandingInput, 'accounts' | 'declared' | 'expired'> {
  readonly names: { readonly [noun in 'users' | 'groups' | 'permissionSets']: NameRules };
  readonly memberships: Treatment;
  readonly assignments: Treatment;
  readonly authorizations: Treatment;
  /** The file wants the profile to be absent: what hangs on it goes with it. */
  readonly profileGoes: boolean;
  readonly groups: ReadonlyMap<string, Group>;
  readonly sets: ReadonlyMap<string, PermissionSet>;
  /** By the name that they had. */
  readonly renamedGroups: ReadonlyMap<string | undefined, Group>;
  readonly renamedSets: ReadonlyMap<string | undefined, PermissionSet>;
  /**
   * Principals that can be removed at all: not those of a provider, nor those that the file names. The id of one that no
   * longer exists is not among them either: what it holds is judged by itself.
   */
  readonly removable: ReadonlySet<Key>;
  /** Names of groups whose members an identity provider writes. */
  readonly provided: ReadonlySet<string>;
}

function rulesOf({ configuration, accounts, declared, expired, referenced, facts }: StandingInput): Rules {
  const { removed = {}, unmanaged = {}, ignore = {}, groups = [], permissionSets = [] } = configuration.document;
  const rules = (noun: 'users' | 'groups' | 'permissionSets'): NameRules => {
    const matched = firstMatch(ignore[noun] ?? []);
    return {
      ignores: (name) => matched(name) !== undefined,
      removed: new Set(removed[noun]),
      treatment: unmanaged[noun] ?? 'report',
    };
  };
  const own = [
    ...facts.users.filter(({ external }) => !external).map(({ name }) => userKey(name)),
    ...facts.groups.filter(({ external }) => !external).map(({ name }) => groupKey(name)),
  ];
  return {
    accounts,
    declared,
    expired,
    names: { users: rules('users'), groups: rules('groups'), permissionSets: rules('permissionSets') },
    memberships: unmanaged.memberships ?? 'remove',
    assignments: unmanaged.assignments ?? 'remove',
    authorizations: unmanaged.authorizations ?? 'remove',
    profileGoes: configuration.document.codewhisperer?.state === 'absent',
    groups: new Map(groups.map((group) => [group.name, group])),
    sets: new Map(permissionSets.map((set) => [set.name, set])),
    renamedGroups: new Map(groups.map((group) => [group.previously, group])),
    renamedSets: new Map(permissionSets.map((set) => [set.previously, set])),
    removable: new Set(own.filter((key) => !referenced.has(key))),
    provided: new Set(facts.groups.filter(({ external }) => external).map(({ name }) => name)),
  };
}

const STANDING: { readonly [treatment in Treatment]: Standing } = {
  ignore: 'ignored',
  report: 'reported',
  remove: 'removable',
};

function userStanding({ declared, names: { users }, removable }: Rules, name: string): Standing {
  return declared.has(userKey(name)) ? 'declared' : principalStanding(users, name, removable.has(userKey(name)));
}

function groupStanding({ declared, names: { groups }, renamedGroups, removable }: Rules, name: string): Standing {
  // A group that is renamed in place is seen under its new name; asked under the old one, it is not unmanaged.
  if (declared.has(groupKey(name)) || renamedGroups.has(name)) return 'declared';
  return principalStanding(groups, name, removable.has(groupKey(name)));
}

function principalStanding({ ignores, removed, treatment }: NameRules, name: string, removable: boolean): Standing {
  if (ignores(name)) return 'ignored';
  const standing = removed.has(name) ? 'removable' : STANDING[treatment];
  return standing === 'removable' && !removable ? 'reported' : standing;
}

function setStanding({ declared, names: { permissionSets }, renamedSets }: Rules, name: string): Standing {
  if (declared.has(permissionSetKey(name))) return 'declared';
  if (permissionSets.ignores(name)) return 'ignored';
  if (permissionSets.removed.has(name) || renamedSets.has(name)) return 'removable';
  return STANDING[permissionSets.treatment];
}

function membershipStanding(rules: Rules, { group, user }: MembershipSpec, isExpired: boolean): Standing {
  if (rules.names.groups.ignores(group) || rules.names.users.ignores(user)) return 'ignored';
  const falls = groupStanding(rules, group) === 'removable' || userStanding(rules, user) === 'removable';
  const isProvided = rules.provided.has(group);
  if (falls || (isExpired && !isProvided)) return 'removable';
  const declaredGroup = rules.groups.get(group);
  // Members of other groups are read only to say what a plan means for people.
  if (declaredGroup === undefined) return 'ignored';
  const standing = STANDING[declaredGroup.unmanagedMembers ?? rules.memberships];
  return isProvided && standing === 'removable' ? 'reported' : standing;
}

function assignmentStanding(rules: Rules, spec: AssignmentSpec, isExpired: boolean): Standing {
  const { permissionSet, account, principalType, principal } = spec;
  const { users, groups, permissionSets } = rules.names;
  const ignored =
    permissionSets.ignores(permissionSet) || (principalType === 'user' ? users : groups).ignores(principal);
  if (ignored || rules.accounts.untouched(account)) return 'ignored';
  const ofPrincipal = principalType === 'user' ? userStanding(rules, principal) : groupStanding(rules, principal);
  if (isExpired || permissionSets.removed.has(permissionSet) || ofPrincipal === 'removable') return 'removable';
  const renamed = rules.renamedSets.get(permissionSet);
  if (renamed !== undefined) {
    // What the file gives under the new name, or gave until it expired, goes under the old one.
    const key = assignmentKey(renamed.name, account, principalType, principal);
    if (rules.declared.has(key) || rules.expired.has(key)) return 'removable';
  }
  return grantsStanding(rules, permissionSet);
}

/** What the set says of grants that nobody declared. */
function grantsStanding(rules: Rules, permissionSet: string): Standing {
  const set = rules.sets.get(permissionSet) ?? rules.renamedSets.get(permissionSet);
  const ofSet = setStanding(rules, permissionSet);
  // A set that only `admins` names is declared, though no entry says so.
  return set === undefined && ofSet !== 'declared' ? ofSet : STANDING[set?.unmanagedAssignments ?? rules.assignments];
}

function authorizationStanding(rules: Rules, spec: AuthorizationSpec, isExpired: boolean): Standing {
  const { principalType, principal, signIn, subscription } = spec;
  const { users, groups } = rules.names;
  if ((principalType === 'user' ? users : groups).ignores(principal) || rules.profileGoes) return 'ignored';
  // A seat that only comes through a group is the group's.
  if (!signIn && subscription === null) return 'ignored';
  const ofPrincipal = principalType === 'user' ? userStanding(rules, principal) : groupStanding(rules, principal);
  if (isExpired || ofPrincipal === 'removable') return 'removable';
  // A type that this program does not know is somebody else's doing.
  const foreign = subscription !== null && !isKnownSubscription(subscription);
  return foreign ? 'reported' : STANDING[rules.authorizations];
}
