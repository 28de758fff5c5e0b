/** What is live → the document that a person would have written; what cannot be said is told, never dropped in silence. */

import type { KnownUser, Organization } from '../core/facts.ts';
import { isGone } from '../core/gone.ts';
import type { Issue } from '../core/issue.ts';
import type { Fields } from '../core/json.ts';
import { byCodePoint } from '../core/json.ts';
import type { KindName } from '../core/key.ts';
import type {
  AssignmentSpec,
  AuthorizationSpec,
  DelegatedAdministratorSpec,
  GroupSpec,
  LiveResource,
  MembershipSpec,
  PermissionSetSpec,
  ServiceAccessSpec,
  UserSpec,
} from '../core/resource.ts';
import { caution } from './codes.ts';
import type { DesiredState, Group, PermissionSet, User } from './document.types.ts';
import { expressible } from './expressible.ts';
import { gatherAssignments } from './gather.ts';
import { grouped } from '../core/grouped.ts';
import { writeCodewhisperer } from './write-codewhisperer.ts';
import { writePermissionSet } from './write-permission-set.ts';
import type { AccountWriter } from './write-accounts.ts';
import type { ExportKind } from '../core/export-kinds.ts';
import { createAccountWriter } from './write-accounts.ts';

export interface ExportInput {
  readonly organization: Organization;
  /** Of Identity Center. */
  readonly region: string;
  /** `aws`, `aws-us-gov`, …. */
  readonly partition: string;
  readonly users: readonly KnownUser[];
  readonly live: readonly LiveResource[];
  readonly kinds: ReadonlySet<ExportKind>;
  /** What was left out, so that the plan of what is written leaves it alone too. */
  readonly ignore?: NonNullable<DesiredState['ignore']>;
  /** By which all this was read, and is read again. */
  readonly roles?: NonNullable<DesiredState['roles']>;
  /** Of Identity Center, where it had to be named. */
  readonly instanceArn?: string;
}

export interface Written {
  readonly document: DesiredState;
  readonly notices: readonly Issue[];
}

type Writing = ExportInput & { readonly accounts: AccountWriter; readonly notices: Issue[] };

/** The document whose plan is empty, but for what the notices say. */
export function writeDocument(input: ExportInput): Written {
  const writing: Writing = { ...input, accounts: createAccountWriter(input.organization), notices: [] };
  const { users, groups } = identities(writing);
  const { permissionSets, assignments } = access(writing);
  const codewhisperer = writeCodewhisperer(writing);
  const { id, managementAccount } = input.organization;
  const body = {
    organization: { id, managementAccount, ...services(writing) },
    identityCenter: {
      region: input.region,
      ...(input.instanceArn === undefined ? {} : { instanceArn: input.instanceArn }),
    },
    ...(input.roles === undefined ? {} : { roles: input.roles }),
    ...unmanaged(writing),
    ...(input.ignore === undefined ? {} : { ignore: input.ignore }),
    ...present('users', users),
    ...present('groups', groups),
    ...present('permissionSets', permissionSets),
    ...present('assignments', assignments),
    ...(codewhisperer === undefined ? {} : { codewhisperer }),
  };
  const accounts = shortNames(writing, body);
  const document: DesiredState = { version: 1, ...(accounts === undefined ? {} : { accounts }), ...body };
  return { document, notices: writing.notices };
}

function present<Name extends string, T>(name: Name, items: readonly T[]): { readonly [name in Name]?: readonly T[] } {
  return items.length === 0 ? {} : ({ [name]: items } as { readonly [name in Name]: readonly T[] });
}

function specsOf<S extends Fields>({ live }: ExportInput, kind: KindName): readonly LiveResource<S>[] {
  const found = live.filter((resource): resource is LiveResource<S> => resource.kind === kind);
  return found.toSorted((a, b) => byCodePoint(a.key, b.key));
}

function tell(writing: Pick<Writing, 'notices'>, message: string, hint?: string): void {
  writing.notices.push(caution('CONFIG_EXPORT', undefined, message, hint));
}

/** What is not exported of an exported thing is nobody's to remove. */
function unmanaged({ kinds, live }: Writing): Pick<DesiredState, 'unmanaged'> {
  const left = {
    ...(kinds.has('group') && !kinds.has('membership') ? { memberships: 'ignore' as const } : {}),
    ...(kinds.has('permission-set') && !kinds.has('assignment') ? { assignments: 'ignore' as const } : {}),
    ...(kinds.has('profile') && !kinds.has('authorization') ? { authorizations: 'ignore' as const } : {}),
    ...(live.some((resource) => resource.kind === 'authorization' && !isSayable(resource)) && kinds.has('authorization')
      ? { authorizations: 'report' as const }
      : {}),
  };
  return Object.keys(left).length === 0 ? {} : { unmanaged: left };
}

/** Sign-in is what an authorisation is in the file; a principal that no longer exists has no name there. */
function isSayable({ spec }: LiveResource): boolean {
  const { signIn, subscription, principal } = spec as AuthorizationSpec;
  // A seat that only comes through a group is the group's.
  return (!signIn && subscription === null) || (signIn && !isGone(principal));
}

function services(writing: Writing): Pick<NonNullable<DesiredState['organization']>, 'serviceAccess'> {
  const principals = specsOf<ServiceAccessSpec>(writing, 'service-access').map(({ spec }) => spec.principal);
  const active = new Set(writing.organization.accounts.filter((account) => account.active).map(({ id }) => id));
  const delegates = specsOf<DelegatedAdministratorSpec>(writing, 'delegated-administrator').flatMap(({ spec }) => {
    const [first, ...others] = [spec.account, ...(spec.others ?? [])].filter((id) => active.has(id));
    if (first === undefined) return [];
    for (const id of others)
      tell(writing, `account ${id} too is a delegated administrator of ${spec.principal}: the file names one`);
    return [[spec.principal, writing.accounts.nameOf(first)] as const];
  });
  return {
    ...present('serviceAccess', principals),
    ...(delegates.length === 0 ? {} : { delegatedAdministrators: Object.fromEntries(delegates) }),
  };
}

function identities(writing: Writing): { readonly users: readonly User[]; readonly groups: readonly Group[] } {
  const { kinds } = writing;
  const users = kinds.has('user') ? ownUsers(writing) : [];
  return { users, groups: kinds.has('group') ? ownGroups(writing) : [] };
}

function ownUsers(writing: Writing): readonly User[] {
  const own = specsOf<UserSpec>(writing, 'user').filter(({ external }) => external !== true);
  const names = new Set(own.map(({ spec }) => spec.userName));
  for (const { name, enabled } of writing.users) {
    if (!enabled && names.has(name)) tell(writing, `user "${name}" cannot sign in, which the file has no word for`);
  }
  const written = own.map(({ spec }) => userEntry(spec));
  return expressible('users', written, writing.notices);
}

/** A user as the file has it: a display name made of the names need not be said. */
export function userEntry({ userName, givenName, familyName, displayName, email }: UserSpec): User {
  return {
    userName,
    givenName,
    familyName,
    ...(displayName === `${givenName} ${familyName}` ? {} : { displayName }),
    ...(email === undefined ? {} : { email }),
  };
}

function ownGroups(writing: Writing): readonly Group[] {
  const members = grouped(specsOf<MembershipSpec>(writing, 'membership'), ({ spec }) => spec.group);
  const written = specsOf<GroupSpec>(writing, 'group')
    .filter(({ external }) => external !== true)
    .map(({ spec: { name, description } }): Group => {
      const all = (members.get(name) ?? []).map(({ spec }) => spec.user);
      const named = all.filter((user) => !isGone(user));
      for (const user of all.filter(isGone))
        tell(writing, `membership of ${user} in group "${name}" is left as it is: that user no longer exists`);
      return {
        name,
        ...(description === undefined ? {} : { description }),
        ...present('members', named.toSorted(byCodePoint)),
        ...(named.length === all.length ? {} : { unmanagedMembers: 'report' }),
      };
    });
  return expressible('groups', written, writing.notices);
}

function access(writing: Writing): Pick<Required<DesiredState>, 'permissionSets' | 'assignments'> {
  const { kinds } = writing;
  if (!kinds.has('permission-set')) return { permissionSets: [], assignments: [] };
  const grants = specsOf<AssignmentSpec>(writing, 'assignment').map(({ spec }) => spec);
  const untold = new Set(grants.filter(({ principal }) => isGone(principal)).map(({ permissionSet }) => permissionSet));
  const written = specsOf<PermissionSetSpec>(writing, 'permission-set').map(({ spec }): PermissionSet => {
    const { provisioned, name } = spec;
    if (provisioned !== 'latest')
      tell(
        writing,
        `permission set "${name}" is out of date on ${provisioned.outdated.join(', ')}: a plan will provision it anew`,
      );
    return {
      ...writePermissionSet(spec, writing.partition),
      ...(untold.has(name) ? { unmanagedAssignments: 'report' as const } : {}),
    };
  });
  const sets = expressible('permissionSets', written, writing.notices);
  const declared = new Set(sets.map(({ name }) => name));
  const told = grants.filter((grant) => declared.has(grant.permissionSet) && canSay(grant, writing));
  return { permissionSets: sets, assignments: gatherAssignments(told, writing.accounts) };
}

function canSay({ permissionSet, account, principalType, principal }: AssignmentSpec, writing: Writing): boolean {
  const what = `assignment of ${permissionSet} on ${account} for ${principalType} "${principal}" is left as it is`;
  const found = writing.organization.accounts.find(({ id }) => id === account);
  if (found === undefined) tell(writing, `${what}: the account is not in the organisation`);
  else if (!found.active) tell(writing, `${what}: the account is ${found.state}`);
  else if (isGone(principal)) tell(writing, `${what}: that ${principalType} no longer exists`);
  else return true;
  return false;
}

/** Short names of the accounts that the document names, in order of name. */
function shortNames(writing: Writing, body: unknown): DesiredState['accounts'] {
  const used = new Set<string>();
  collect(body, used);
  const names = writing.organization.accounts
    .map(({ id }) => [writing.accounts.nameOf(id), id] as const)
    .filter(([name, id]) => name !== id && used.has(name))
    .toSorted(([a], [b]) => byCodePoint(a, b));
  return names.length === 0 ? undefined : Object.fromEntries(names);
}

/** Where accounts are named. */
const ACCOUNT_FIELDS: ReadonlySet<string> = new Set(['accounts', 'except', 'account', 'delegatedAdministrators']);

function collect(value: unknown, used: Set<string>, within = false): void {
  if (typeof value === 'string') {
    if (within) used.add(value);
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, member] of Object.entries(value)) {
      collect(member, used, Array.isArray(value) || within ? within : ACCOUNT_FIELDS.has(name));
    }
  }
}
