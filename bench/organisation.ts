/**
 * An organisation of a given size, as the simulator's state and as the configuration that declares all of it: nine
 * grants in ten are of groups, each pair of account and permission set has one assignee, memberships are spread evenly.
 */

import type {
  AssignmentState,
  GroupState,
  PermissionSetState,
  SimulatorState,
  UserState,
} from '../reconciler/simulator/state.types.ts';

export interface Size {
  readonly accounts: number;
  readonly sets: number;
  readonly users: number;
  readonly groups: number;
  readonly assignments: number;
  readonly groupsOfUser: number;
  /** Users who hold something themselves. */
  readonly holders: number;
  /** Calls of the cheapest read, by pairs and by principals, without those for stale provisioning (one for each set). */
  readonly bounds: { readonly thorough: number; readonly quick: number };
}

export type SizeName = 'S' | 'M' | 'L';

export const SIZES: { readonly [name in SizeName]: Size } = {
  S: {
    accounts: 50,
    sets: 15,
    users: 100,
    groups: 20,
    assignments: 300,
    groupsOfUser: 2,
    holders: 6,
    bounds: { thorough: 436, quick: 162 },
  },
  M: {
    accounts: 1_000,
    sets: 50,
    users: 5_000,
    groups: 500,
    assignments: 10_000,
    groupsOfUser: 5,
    holders: 200,
    bounds: { thorough: 11_011, quick: 1_711 },
  },
  L: {
    accounts: 5_000,
    sets: 200,
    users: 50_000,
    groups: 3_000,
    assignments: 100_000,
    groupsOfUser: 5,
    holders: 2_000,
    bounds: { thorough: 105_987, quick: 10_987 },
  },
};

/** Everything that is declared and live. */
export function thingsIn(size: Size): number {
  return size.accounts + size.sets + size.users + size.groups + size.users * size.groupsOfUser + size.assignments;
}

export interface Organisation {
  /** All that the configuration declares is live. */
  readonly whole: SimulatorState;
  /** The same, less each twentieth assignment and each hundredth membership; each fiftieth set has an older policy. */
  readonly behind: SimulatorState;
  /** Parts of the configuration: file → text. */
  readonly files: ReadonlyMap<string, string>;
}

const MANAGEMENT = '100000000000';
const READ_ONLY = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
const BILLING = 'arn:aws:iam::aws:policy/job-function/Billing';

/** The same size gives the same organisation. */
export function organisation(size: Size): Organisation {
  const accounts = numbers(size.accounts).map((index) => ({ id: accountId(index), name: accountName(index) }));
  const users = numbers(size.users).map(userOf);
  const groups = groupsOf(size);
  const sets = numbers(size.sets).map(setOf);
  const grants = grantsOf(size);
  const stateOf = (live: Parts): SimulatorState => ({
    version: 1,
    organization: {
      id: 'o-benchmark1',
      managementAccount: MANAGEMENT,
      accounts: accounts.map((account) => ({ ...account, customerManagedPolicies: [{ name: 'guard' }] })),
    },
    identityCenter: { region: 'us-east-1', users, ...live },
  });
  return {
    whole: stateOf({ groups, permissionSets: sets, assignments: grants }),
    behind: stateOf({
      groups: withoutSome(groups),
      permissionSets: sets.map((set, index) => (index % 50 === 0 ? { ...set, inlinePolicy: policyOf('older') } : set)),
      assignments: grants.filter((_, index) => index % 20 !== 0),
    }),
    files: filesOf({ users, groups, sets, grants }),
  };
}

interface Parts {
  readonly groups: readonly GroupState[];
  readonly permissionSets: readonly PermissionSetState[];
  readonly assignments: readonly AssignmentState[];
}

export function numbers(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index);
}

export function accountId(index: number): string {
  return String(Number(MANAGEMENT) + index);
}

export function accountName(index: number): string {
  return `account-${String(index).padStart(4, '0')}`;
}

function userName(index: number): string {
  return `user-${String(index).padStart(5, '0')}`;
}

function groupName(index: number): string {
  return `group-${String(index).padStart(4, '0')}`;
}

function setName(index: number): string {
  return `Set${String(index).padStart(3, '0')}`;
}

function userOf(index: number): UserState {
  const familyName = `Family ${index}`;
  return {
    userName: userName(index),
    givenName: 'Given',
    familyName,
    displayName: `Given ${familyName}`,
    email: `${userName(index)}@example.com`,
  };
}

/**
 * Who holds something themselves is in groups of the second half, which hold less: so all that such a person holds is
 * one page, as in the reference's estimate.
 */
function groupsOf({ users, groups, groupsOfUser, holders }: Size): readonly GroupState[] {
  const members = numbers(groups).map((): string[] => []);
  const half = Math.ceil(groups / 2);
  for (const user of numbers(users)) {
    for (const turn of numbers(groupsOfUser)) {
      const place = user * groupsOfUser + turn;
      members[user < holders ? half + (place % (groups - half)) : place % groups]?.push(userName(user));
    }
  }
  return members.map((names, index) => ({
    name: groupName(index),
    description: `Group number ${index}`,
    members: names,
  }));
}

function withoutSome(groups: readonly GroupState[]): readonly GroupState[] {
  let count = 0;
  return groups.map((group) => ({ ...group, members: (group.members ?? []).filter(() => (count += 1) % 100 !== 0) }));
}

function policyOf(bucket: string): NonNullable<PermissionSetState['inlinePolicy']> {
  return {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: ['s3:GetObject', 's3:ListBucket'], Resource: `arn:aws:s3:::${bucket}/*` }],
  };
}

/** Two policies of AWS's, one of the customer's, one inline, and a boundary on every other set. */
function setOf(index: number): PermissionSetState {
  return {
    name: setName(index),
    description: `Permission set number ${index}`,
    sessionDuration: 'PT4H',
    managedPolicies: [READ_ONLY, BILLING],
    customerManagedPolicies: [{ name: 'guard' }],
    inlinePolicy: policyOf(`bucket-${index}`),
    ...(index % 2 === 0 ? { permissionsBoundary: { managedPolicy: READ_ONLY } } : {}),
    tags: { owner: `team-${index % 7}` },
  };
}

type Grant = AssignmentState & { readonly account: string; readonly permissionSet: string };

/** Each set on as many accounts; of each ten accounts of a set nine are a group's and one is a user's. */
function grantsOf({ accounts, sets, assignments, groups, holders }: Size): readonly Grant[] {
  const setsOfAccount = assignments / accounts;
  const pairs = numbers(accounts)
    .flatMap((account) =>
      numbers(setsOfAccount).map((turn) => ({ account, set: (setsOfAccount * account + turn) % sets })),
    )
    .toSorted((a, b) => a.set - b.set || a.account - b.account);
  const ofUsers = Math.floor(pairs.length / 10);
  const ofGroups = pairs.length - ofUsers;
  return pairs.map(({ account, set }, index) => {
    const where = { permissionSet: setName(set), account: accountId(account) };
    const user = Math.floor(index / 10);
    return index % 10 === 9
      ? { ...where, user: userName(Math.floor((user * holders) / ofUsers)) }
      : { ...where, group: groupName(holderAt((index - user) / ofGroups, groups)) };
  });
}

/** The group of a grant that is so far through all of them (0 to 1): the first half of the groups holds three in four. */
function holderAt(share: number, groups: number): number {
  const half = Math.ceil(groups / 2);
  return share < 0.75
    ? Math.floor((share / 0.75) * half)
    : half + Math.floor(((share - 0.75) / 0.25) * (groups - half));
}

interface Written {
  readonly users: readonly UserState[];
  readonly groups: readonly GroupState[];
  readonly sets: readonly PermissionSetState[];
  readonly grants: readonly Grant[];
}

const THINGS_OF_PART = 5_000;

function filesOf({ users, groups, sets, grants }: Written): ReadonlyMap<string, string> {
  return new Map([
    ['organization.yaml', `version: 1\norganization:\n  id: o-benchmark1\n  managementAccount: "${MANAGEMENT}"\n`],
    ...parts('users', users.map(writtenUser)),
    ...parts('groups', groups.map(writtenGroup)),
    ...parts('permissionSets', sets.map(writtenSet)),
    ...parts('assignments', entriesOf(grants)),
  ]);
}

function parts(member: string, entries: readonly string[]): readonly (readonly [string, string])[] {
  return numbers(Math.ceil(entries.length / THINGS_OF_PART)).map((index) => {
    const part = entries.slice(index * THINGS_OF_PART, (index + 1) * THINGS_OF_PART);
    return [`${member}-${String(index).padStart(2, '0')}.yaml`, `${member}:\n${part.join('')}`];
  });
}

function writtenUser({ userName: name, givenName, familyName, email }: UserState): string {
  return `  - userName: ${name}\n    givenName: ${givenName}\n    familyName: ${familyName}\n    email: ${email}\n`;
}

function writtenGroup({ name, description, members = [] }: GroupState): string {
  const lines = members.map((member) => `      - ${member}\n`).join('');
  return `  - name: ${name}\n    description: ${description}\n    members:\n${lines}`;
}

function writtenSet(set: PermissionSetState): string {
  const { name, description, sessionDuration, inlinePolicy, permissionsBoundary, tags } = set;
  const boundary =
    permissionsBoundary === undefined ? '' : '    permissionsBoundary: { managedPolicy: ReadOnlyAccess }\n';
  return `  - name: ${name}
    description: ${description}
    sessionDuration: ${sessionDuration}
    managedPolicies: [ReadOnlyAccess, job-function/Billing]
    customerManagedPolicies: [{ name: guard }]
${boundary}    inlinePolicy: ${JSON.stringify(inlinePolicy)}
    tags: ${JSON.stringify(tags)}
`;
}

/** One entry for all that a principal holds of one set. */
function entriesOf(grants: readonly Grant[]): readonly string[] {
  const accounts = new Map<string, string[]>();
  for (const grant of grants) {
    const holder = 'group' in grant ? `groups: [${grant.group}]` : 'user' in grant ? `users: [${grant.user}]` : '';
    const key = `  - permissionSet: ${grant.permissionSet}\n    ${holder}\n`;
    accounts.set(key, [...(accounts.get(key) ?? []), accountName(Number(grant.account) - Number(MANAGEMENT))]);
  }
  return [...accounts].map(([key, names]) => `${key}    accounts: [${names.join(', ')}]\n`);
}
