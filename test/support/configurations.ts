/** Random valid configurations, the same meaning written in other ways, and random live organisations to meet them. */

import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as fc from 'fast-check';
import { stringify } from 'yaml';
import type { DesiredState } from '../../reconciler/desired/document.types.ts';
import type { AssignmentState, SimulatorState } from '../../reconciler/simulator/state.types.ts';

export const ACCOUNTS = [
  { id: '111111111111', name: 'management' },
  { id: '222222222222', name: 'tooling' },
  { id: '333333333333', name: 'prod' },
] as const;
const USERS = ['ada', 'bob', 'cleo', 'dan'] as const;
const GROUPS = ['devs', 'ops', 'audit'] as const;
const SETS = ['Auditor', 'Deploy', 'Billing'] as const;
const POLICIES = ['ReadOnlyAccess', 'PowerUserAccess', 'job-function/Billing'] as const;

const person = (userName: string) =>
  fc.record({
    userName: fc.constant(userName),
    givenName: fc.constantFrom('Ada', 'Bo'),
    familyName: fc.constantFrom('Lee', 'Ito'),
  });

const statement = fc.record({
  Effect: fc.constantFrom('Allow', 'Deny'),
  Action: fc.uniqueArray(fc.constantFrom('s3:GetObject', 's3:PutObject', 'iam:*', 'ec2:Describe*'), { minLength: 1 }),
  Resource: fc.uniqueArray(fc.constantFrom('*', 'arn:aws:s3:::logs/*', 'arn:aws:s3:::data/*'), { minLength: 1 }),
});

const anySet = (name: string) =>
  fc.record(
    {
      name: fc.constant(name),
      sessionDuration: fc.constantFrom('PT1H', 'PT2H', 'PT12H'),
      relayState: fc.constantFrom('https://example.com/a', 'https://example.com/b'),
      managedPolicies: fc.subarray([...POLICIES]),
      customerManagedPolicies: fc.subarray([{ name: 'guard' }, { name: 'deny', path: '/rails/' }]),
      permissionsBoundary: fc.constantFrom(
        { managedPolicy: 'PowerUserAccess' },
        { customerManagedPolicy: { name: 'guard' } },
      ),
      inlinePolicy: fc
        .array(statement, { minLength: 1, maxLength: 3 })
        .map((Statement) => ({ Version: '2012-10-17', Statement })),
      tags: fc.dictionary(fc.constantFrom('owner', 'stage'), fc.constantFrom('a', 'b')),
    },
    { requiredKeys: ['name'] },
  );

/** A document that validates, with whatever it names declared and no guard in its way. */
export const configurations: fc.Arbitrary<DesiredState> = fc
  .record({ users: fc.subarray([...USERS]), groups: fc.subarray([...GROUPS]), sets: fc.subarray([...SETS]) })
  .chain(({ users, groups, sets }) =>
    fc.record({
      users: fc.tuple(...users.map(person)),
      groups: fc.tuple(
        ...groups.map((name) =>
          fc.record({
            name: fc.constant(name),
            description: fc.constantFrom('one', 'two'),
            members: fc.subarray(users),
          }),
        ),
      ),
      permissionSets: fc.tuple(...sets.map(anySet)),
      grants: fc.subarray(everyGrant(sets, users, groups)),
    }),
  )
  .map(({ users, groups, permissionSets, grants }) => ({
    version: 1,
    accounts: Object.fromEntries(ACCOUNTS.map(({ id, name }) => [name, id])),
    users,
    groups,
    permissionSets,
    assignments: grants,
    overrides: NOTHING_GUARDED,
  })) as unknown as fc.Arbitrary<DesiredState>;

interface Grant {
  readonly permissionSet: string;
  readonly accounts: readonly string[];
  readonly users?: readonly string[];
  readonly groups?: readonly string[];
}

function everyGrant(sets: readonly string[], users: readonly string[], groups: readonly string[]): Grant[] {
  return sets.flatMap((permissionSet) =>
    ACCOUNTS.flatMap(({ name }): Grant[] => [
      ...users.map((user) => ({ permissionSet, accounts: [name], users: [user] })),
      ...groups.map((group) => ({ permissionSet, accounts: [name], groups: [group] })),
    ]),
  );
}

const SOON = new Date(Date.now() + 10 * 86_400_000).toISOString().slice(0, 10);
const GUARDED = ['permissionSets', 'assignments', 'users', 'groups', 'memberships'];
/** Overrides that let everything pass: these tests are about the engine. */
export const NOTHING_GUARDED = [
  ...GUARDED.map((kind) => ({ guard: `removals.${kind}`, upTo: 1000, reason: 'a test', until: SOON })),
  { guard: 'emptyFile', reason: 'a test', until: SOON },
];

/** An organisation that somebody else has filled, with names that meet those of the configurations. */
export const organizations: fc.Arbitrary<SimulatorState> = configurations.map((document): SimulatorState => {
  const arn = (name: string) => `arn:aws:iam::aws:policy/${name}`;
  const users = document.users ?? [];
  return {
    version: 1,
    organization: {
      id: 'o-exampleorg1',
      managementAccount: '111111111111',
      serviceAccess: ['sso.amazonaws.com'],
      accounts: ACCOUNTS.map((account) => ({
        ...account,
        customerManagedPolicies: [{ name: 'guard' }, { name: 'deny', path: '/rails/' }],
      })),
    },
    identityCenter: {
      region: 'us-east-1',
      users: users.map((user) => ({ ...user, displayName: `${user.givenName} ${user.familyName}` })),
      groups: (document.groups ?? []).map(({ name, description, members }) => ({
        name,
        ...(description === undefined ? {} : { description }),
        members: (members ?? []).map((member) => (typeof member === 'string' ? member : member.user)),
      })),
      permissionSets: (document.permissionSets ?? []).map(({ managedPolicies, permissionsBoundary, ...set }) => ({
        ...(set as object),
        name: set.name,
        managedPolicies: (managedPolicies ?? []).map(arn),
        ...(permissionsBoundary === undefined
          ? {}
          : {
              permissionsBoundary:
                permissionsBoundary.managedPolicy === undefined
                  ? { customerManagedPolicy: { name: 'guard' } }
                  : { managedPolicy: arn(permissionsBoundary.managedPolicy) },
            }),
      })),
      assignments: (document.assignments ?? []).flatMap(assignmentStates),
    },
  };
});

function assignmentStates(entry: NonNullable<DesiredState['assignments']>[number]): readonly AssignmentState[] {
  const { permissionSet = '', accounts, users = [], groups = [] } = entry;
  return accounts.flatMap((name) => {
    const account = ACCOUNTS.find((one) => one.name === name)?.id ?? '';
    return [
      ...users.map((user) => ({ permissionSet, account, user })),
      ...groups.map((group) => ({ permissionSet, account, group })),
    ];
  });
}

/** The files of a configuration folder. */
export type Folder = { readonly [file: string]: string };

export function asFolder(document: DesiredState): Folder {
  return { 'all.yaml': stringify(document) };
}

/** The same meaning in other words: lists shuffled, split over files, statements reordered, other comments. */
export function rewritten(document: DesiredState): fc.Arbitrary<Folder> {
  const shuffled = <T>(list: readonly T[] | undefined) =>
    fc.shuffledSubarray([...(list ?? [])], { minLength: list?.length ?? 0 });
  return fc
    .record({
      users: shuffled(document.users),
      groups: shuffled(document.groups),
      permissionSets: shuffled(document.permissionSets),
      assignments: shuffled(document.assignments),
      split: fc.nat(3),
      comment: fc.constantFrom('# reviewed', '# another remark'),
    })
    .map(({ split, comment, ...lists }) => {
      const rest = { version: 1, accounts: document.accounts, overrides: document.overrides };
      const parts: DesiredState[] = [
        { ...rest, users: lists.users, groups: lists.groups.map(membersReversed) } as DesiredState,
        { permissionSets: lists.permissionSets.map(policyReversed), assignments: lists.assignments.slice(0, split) },
        { assignments: lists.assignments.slice(split) },
      ];
      return Object.fromEntries(parts.map((part, index) => [`part-${index}.yaml`, `${comment}\n${stringify(part)}`]));
    });
}

type GroupEntry = NonNullable<DesiredState['groups']>[number];
type SetEntry = NonNullable<DesiredState['permissionSets']>[number];

function membersReversed(group: GroupEntry): GroupEntry {
  return { ...group, members: (group.members ?? []).toReversed() };
}

function policyReversed(set: SetEntry): SetEntry {
  const policy = set.inlinePolicy;
  if (policy === undefined || typeof policy === 'string') return set;
  const statements = (policy['Statement'] as readonly Record<string, unknown>[]).toReversed();
  const other = statements.map(({ Resource, Effect, Action }) => ({
    Sid: '',
    Resource: reversed(Resource),
    Effect,
    Action: reversed(Action),
  }));
  return { ...set, inlinePolicy: { Statement: other, Version: '2012-10-17' } };
}

// A list of one and the one are the same to IAM.
function reversed(list: unknown): unknown {
  const items = (list as readonly string[]).toReversed();
  return items.length === 1 ? items[0] : items;
}

/** Does the work with the folder on disk, and takes it away again. */
export async function withFolder<T>(files: Folder, work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), 'cw-gitops-'));
  try {
    for (const [file, text] of Object.entries(files)) {
      await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
      await writeFile(path.join(folder, file), text);
    }
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}
