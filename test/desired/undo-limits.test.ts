import { expect, test } from 'vitest';
import type { Facts } from '../../reconciler/core/facts.ts';
import type { UndoChange } from '../../reconciler/core/undo.types.ts';
import { expand } from '../../reconciler/desired/expand.ts';
import { undoLimits } from '../../reconciler/desired/undo-limits.ts';
import type { Thing } from '../support/builders.ts';
import {
  aGroup,
  aMembership,
  anAssignment,
  anAuthorization,
  aPermissionSet,
  aProfile,
  aThing,
  aUser,
} from '../support/builders.ts';
import type { Folder } from './support.ts';
import { FACTS, lines, valid } from './support.ts';

const PROD = '333333333333';
const STAGING = '444444444444';

/** What the file says to each thing that comes back. */
async function saysOf(
  content: string | Folder,
  things: readonly Thing[],
  { facts = {}, renames = new Map() }: { facts?: Partial<Facts>; renames?: ReadonlyMap<string, string> } = {},
): Promise<readonly (string | undefined)[]> {
  return says(content, things.map(back), { ...FACTS, ...facts }, renames);
}

async function says(
  content: string | Folder,
  changes: readonly UndoChange[],
  facts: Facts = FACTS,
  renames: ReadonlyMap<string, string> = new Map(),
): Promise<readonly (string | undefined)[]> {
  const configuration = await valid(content);
  const expanded = expand(configuration, facts);
  if (!expanded.ok) throw new Error(lines(expanded.issues).join('\n'));
  return changes.map(undoLimits({ configuration, desired: expanded.value, facts, renames }));
}

function back({ kind, key, spec }: Thing): UndoChange {
  return { id: key, kind, verb: 'create', before: null, after: spec };
}

function gone({ kind, key, spec }: Thing): UndoChange {
  return { id: key, kind, verb: 'delete', before: spec, after: null };
}

const FILE = `
users: [{ userName: ada, givenName: Ada, familyName: Lovelace }]
groups: [{ name: devs, members: [ada] }]
permissionSets: [{ name: Auditor }]
assignments: [{ permissionSet: Auditor, accounts: ["${PROD}"], groups: [devs] }]
`;
const OUTSIDE = 'the file neither declares it nor may remove it';

test('what the file declares or may remove can be touched, nothing else', async () => {
  const things = [aUser('ada'), aMembership('devs', 'bob'), anAssignment('Auditor', STAGING, 'user', 'bob')];
  expect(await saysOf(FILE, things)).toEqual([undefined, undefined, undefined]);
  const others = [
    aUser('bob'),
    aMembership('auditors', 'bob'),
    aPermissionSet('Old'),
    anAssignment('Old', PROD, 'user', 'bob'),
  ];
  expect(await saysOf(FILE, others)).toEqual([OUTSIDE, OUTSIDE, OUTSIDE, OUTSIDE]);
  expect(await says(FILE, others.map(gone))).toEqual([OUTSIDE, OUTSIDE, OUTSIDE, OUTSIDE]);
  expect(await says(FILE, [gone(aUser('ada'))])).toEqual([undefined]);
});

test('a group is judged by the name that the file has for it', async () => {
  const renames = new Map([['then', 'devs']]);
  const things = [aGroup('then'), aMembership('then', 'bob')];
  expect(await saysOf(FILE, things, { renames })).toEqual([undefined, undefined]);
  expect(await saysOf(FILE, things)).toEqual([OUTSIDE, OUTSIDE]);
});

test('what is never taken away or made by an undo is not, whoever asks', async () => {
  const access = aThing('service-access', 'service-access/q', { principal: 'q' });
  const why = 'trusted access is never switched off here: do it by hand when nothing needs it';
  expect(await says(FILE, [back(access), gone(access)])).toEqual([why, why]);
  const changed = {
    id: access.key,
    kind: access.kind,
    verb: 'update',
    before: access.spec,
    after: access.spec,
  } as const;
  expect(await says(FILE, [changed])).toEqual([OUTSIDE]);
});

test('what has expired, and what must not exist, does not come back; it may go', async () => {
  const expired = FILE.replace('[ada]', '[ada, { user: bob, expires: 2026-01-01, reason: x }]');
  expect(await saysOf(expired, [aMembership('devs', 'bob')])).toEqual(['it has expired']);
  expect(await says(expired, [gone(aMembership('devs', 'bob'))])).toEqual([undefined]);
  const removed = `${FILE}removed: { users: [bob], groups: [old], permissionSets: [Old] }`;
  const must = (key: string): string => `the file says under \`removed\` that ${key} must not exist`;
  const things = [aUser('bob'), aMembership('devs', 'bob'), aGroup('old'), anAssignment('Old', PROD, 'user', 'ada')];
  expect(
    await saysOf(removed, things, { facts: { groups: [...FACTS.groups, { name: 'old', external: false }] } }),
  ).toEqual([must('user/bob'), must('user/bob'), must('group/old'), must('permission-set/Old')]);
});

test('what an identity provider keeps is never written', async () => {
  const theirs = 'it belongs to the identity provider';
  const provided = `
identityCenter: { identitySource: external, localGroups: ["local-*"] }
groups: [{ name: local-a }]
unmanaged: { users: remove, groups: remove, memberships: remove }
`;
  const more = {
    users: [...FACTS.users, { name: 'x', external: false, enabled: true }],
    groups: [...FACTS.groups, { name: 'local-b', external: false }],
  };
  const things = [aUser('x'), aGroup('devs'), aGroup('local-b'), aMembership('local-a', 'ada')];
  expect(await saysOf(provided, things, { facts: more })).toEqual([theirs, theirs, undefined, undefined]);
  const declared = 'groups: [{ name: devs }]';
  const groups = [{ name: 'devs', external: true }];
  expect(await saysOf(declared, [aMembership('devs', 'ada')], { facts: { groups } })).toEqual([theirs]);
});

test('what may only be granted for a time comes back only as the file grants it', async () => {
  const guarded = `
groups: [{ name: devs }]
permissionSets: [{ name: Auditor }]
assignments: [{ permissionSet: Auditor, accounts: ["${PROD}"], groups: [devs], expires: 2027-01-01 }]
guards: { expiry: [{ permissionSet: Auditor, within: P400D }] }
`;
  expect(
    await saysOf(guarded, [
      anAssignment('Auditor', PROD, 'group', 'devs'),
      anAssignment('Auditor', STAGING, 'group', 'devs'),
    ]),
  ).toEqual([undefined, 'guards.expiry lets Auditor be granted only with `expires`, which an undo cannot give']);
});

test("only the file's own profile is touched", async () => {
  const file = `
codewhisperer: { account: "222222222222", region: us-east-1, authorized: [{ users: [ada] }] }
identityCenter: { region: us-east-1 }
`;
  const other = 'it is of another profile than that of the file';
  const elsewhere = anAuthorization('user', 'bob', { region: 'eu-central-1' });
  const things = [
    anAuthorization('user', 'bob'),
    elsewhere,
    anAuthorization('user', 'bob', { account: PROD }),
    aProfile(),
  ];
  expect(await saysOf(file, things)).toEqual([undefined, other, other, undefined]);
  expect(await saysOf(FILE, [anAuthorization('user', 'bob')])).toEqual([other]);
});

test('a grant must be inside the scopes of the files that declare what it names', async () => {
  const folder = {
    'root.yaml': `version: 1
permissionSets: [{ name: Auditor }]
groups: [{ name: all }]
scopes:
  - { files: "team/**", accounts: ["${PROD}"], permissionSets: ["Aud*"], groups: ["pay-*"], users: ["ada"] }
`,
    'team/a.yaml': 'groups: [{ name: pay-devs, members: [ada] }]',
  };
  const out = expect.stringMatching(/^the scope of .*team\/a\.yaml does not allow it$/u) as string;
  const things = [
    anAssignment('Auditor', PROD, 'group', 'pay-devs'),
    anAssignment('Auditor', STAGING, 'group', 'pay-devs'),
    anAssignment('Auditor', STAGING, 'group', 'all'),
    anAssignment('Auditor', STAGING, 'user', 'ada'),
    aMembership('pay-devs', 'ada'),
    aMembership('pay-devs', 'bob'),
    aPermissionSet('Auditor'),
  ];
  expect(await saysOf(folder, things)).toEqual([undefined, out, undefined, undefined, undefined, out, undefined]);
});
