import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { permissionSetKey } from '../../reconciler/core/key.ts';
import type { Plan } from '../../reconciler/core/plan.types.ts';
import { renderPlanMarkdown } from '../../reconciler/report/markdown.ts';
import { renderPlanText } from '../../reconciler/report/text.ts';
import {
  aMembership,
  anAssignment,
  aPermissionSet,
  aPlan,
  aProfile,
  aThing,
  aUser,
  creation,
  effect,
  removal,
  update,
} from '../support/builders.ts';
import { hostileName } from '../support/hostile.ts';
import {
  codewhispererPlan,
  emptyPlan,
  endingPlan,
  hostilePlan,
  hugePlan,
  refusedPlan,
  samplePlan,
} from '../support/plans.ts';

function text(plan: Plan): string {
  return renderPlanText(plan, { color: false, verbose: false });
}

test('in few lines what things hold is cut first, and each change stays', () => {
  const policies = Array.from({ length: 15 }, (_, index) => `Policy${index}`);
  const sets = ['One', 'Two', 'Three'].map((name) => creation(aPermissionSet(name, { managedPolicies: policies })));
  const plan = aPlan({ changes: sets });
  const short = renderPlanText(plan, { color: false, verbose: false, room: 30 });
  expect(text(plan)).toContain('Policy14');
  expect(short).not.toContain('Policy14');
  expect(short.split('\n').length).toBeLessThanOrEqual(30);
  for (const name of ['One', 'Two', 'Three']) expect(short).toContain(`+ permission set  ${name}`);
  expect(renderPlanText(plan, { color: false, verbose: true, room: 30 })).toContain('Policy14');
});

test.each([
  ['sample', samplePlan(), false],
  ['empty', emptyPlan(), false],
  ['refused', refusedPlan(), false],
  ['refused-verbose', refusedPlan(), true],
  ['codewhisperer', codewhispererPlan(), false],
  ['codewhisperer-verbose', codewhispererPlan(), true],
  ['ending', endingPlan(), false],
  ['hostile', hostilePlan(), false],
  ['hostile-verbose', hostilePlan(), true],
])('the %s plan reads well', async (name, plan, verbose) => {
  await expect(renderPlanText(plan, { color: false, verbose })).toMatchFileSnapshot(`golden/${name}.txt`);
});

test('a plan of 100,000 changes is told in under 60 lines within seconds', async () => {
  const plan = hugePlan();
  // Processor time: how busy the machine is makes no difference.
  const started = process.cpuUsage();
  const told = text(plan);
  const { user, system } = process.cpuUsage(started);
  expect((user + system) / 1_000).toBeLessThan(20_000);
  expect(told.split('\n').length).toBeLessThan(60);
  await expect(told).toMatchFileSnapshot('golden/huge.txt');
});

test('verbose tells every change, person and unmanaged thing', () => {
  const told = renderPlanText(hugePlan(5_000), { color: false, verbose: true });
  for (const word of ['group-499', 'user-1499', 'Set9', 'principal-899', 'selector 249 selects']) {
    expect(told).toContain(word);
  }
  expect(told.split('\n').length).toBeGreaterThan(13_000);
});

test('colours say no more than the text, and stand around whole words', () => {
  // oxlint-disable-next-line no-control-regex
  const escapes = /\u001b\[\d+m/gu;
  for (const plan of [samplePlan(), refusedPlan(), hostilePlan()]) {
    const colored = renderPlanText(plan, { color: true, verbose: false });
    expect(colored).toMatch(escapes);
    expect(colored.replaceAll(escapes, '')).toBe(text(plan));
  }
});

test('an empty plan says so in one line, with its digest', () => {
  expect(text(aPlan())).toBe(
    `o-exampleorg1 · Identity Center us-east-1\n\nNo changes: what is live is as declared.\n\nDigest  ${aPlan().digest}\n`,
  );
});

test('a plan from which something is left out is not called all that is due', () => {
  for (const code of ['PLAN_NOT_CHOSEN', 'GUARD_LEFT_OUT'] as const) {
    const told = text(aPlan({ warnings: [{ code, severity: 'warning', message: 'more is due' }] }));
    expect(told).toContain('No changes here, though more is due');
  }
});

test('tags that nobody declared are unmanaged like things are', () => {
  const set = { key: permissionSetKey('Audit'), kind: 'permission-set' } as const;
  const plan = aPlan({
    unmanaged: [
      { ...set, tags: ['a\u202e', 'b'] },
      { ...set, tags: ['c'] },
      { key: aUser('u').key, kind: 'user' },
    ],
  });
  expect(text(plan)).toContain('Unmanaged  1 user, 3 tags');
  const verbose = renderPlanText(plan, { color: false, verbose: true });
  expect(verbose).toContain(
    '  tags a\\u{202e}, b of permission set Audit\n  tag c of permission set Audit\n  user u\n',
  );
});

test('whatever fills a rectangle of groups and accounts is one line', () => {
  const grants = ['a', 'b', 'c', 'd'].flatMap((group) =>
    ['111111111111', '222222222222'].map((account) => creation(anAssignment('Audit', account, 'group', group))),
  );
  expect(text(aPlan({ changes: grants }))).toContain('+ assignment  Audit for 4 groups on management, tooling\n');
  const wide = Array.from({ length: 5 }, (_, index) =>
    creation(anAssignment('Audit', `90000000000${index}`, 'user', 'ada')),
  );
  expect(text(aPlan({ changes: wide }))).toContain(
    'Audit for user ada on 5 accounts\n                accounts 900000000000, 900000000001, 900000000002, 900000000003, 900000000004\n',
  );
  const many = ['a', 'b', 'c', 'd'].map((user) => creation(anAssignment('Audit', '222222222222', 'user', user)));
  expect(text(aPlan({ changes: many }))).toContain('Audit on tooling for 4 users\n                users a, b, c, d\n');
});

test('memberships gather by group or by user, whichever says it in fewer lines', () => {
  const into = ['a', 'b', 'c'].map((user) => creation(aMembership('developers', user)));
  expect(text(aPlan({ changes: into }))).toContain('+ membership  a, b, c in group developers\n');
  const of = ['a', 'b', 'c', 'd'].map((group) => removal(aMembership(group, 'ada')));
  expect(text(aPlan({ changes: of }))).toContain('- membership  ada in 4 groups  live, not in the file\n');
  expect(text(aPlan({ changes: of }))).toContain('                groups a, b, c, d\n');
});

test('odd ones out are named, and of many causes some are counted', () => {
  const grant = (name: string, via?: string): ReturnType<typeof creation> =>
    creation(anAssignment('Audit', '222222222222', 'user', name), via === undefined ? {} : { via });
  const told = text(
    aPlan({ changes: [...['a', 'b', 'c', 'd'].map((name) => grant(name, 'all')), grant('e'), grant('f', 'ou X')] }),
  );
  expect(told).toContain('all (4); written out: e (1); ou X: f (1)\n');
  const causes = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => grant(name, `ou ${name}`));
  expect(text(aPlan({ changes: causes }))).toContain(
    'ou a: a (1); ou b: b (1); ou c: c (1); ou d: d (1); 2 more causes\n',
  );
  const square = ['a', 'b'].flatMap((group) =>
    ['x', 'y'].map((user) => creation(aMembership(group, user), group + user === 'ax' ? { via: 'z' } : {})),
  );
  expect(text(aPlan({ changes: square }))).toContain('z: x in group a (1)');
  const users = ['a', 'b'].map((name) => removal(aUser(name), { reason: name }));
  expect(text(aPlan({ changes: users }))).toContain('a: a (1); b: b (1)');
  const leavers = ['ada', 'bob'].map((name) => removal(aMembership('a', name), { reason: `${name} left` }));
  expect(text(aPlan({ changes: leavers }))).toContain('ada left: ada (1); bob left: bob (1)');
  const members = ['a', 'b'].map((name) => removal(aMembership(name, 'ada'), { reason: `left ${name}` }));
  expect(text(aPlan({ changes: members }))).toContain('left a: a (1); left b: b (1)');
  const accounts = ['111111111111', '222222222222'].map((account) =>
    removal(anAssignment('Audit', account, 'user', 'ada'), { reason: `left ${account}` }),
  );
  expect(text(aPlan({ changes: accounts }))).toContain(
    'left 111111111111: management (1); left 222222222222: tooling (1)',
  );
});

test('a grant tells until when and why it is given', () => {
  const day = Date.UTC(2027, 3, 1);
  const change = creation(aMembership('a', 'b'), { expires: day, grantReason: 'Project X' });
  expect(text(aPlan({ changes: [change] }))).toContain('b in group a  until 2027-03-31, “Project X”\n');
  const instant = creation(aMembership('a', 'b'), { expires: day + 1_000, origin: 'organization' });
  expect(text(aPlan({ changes: [instant] }))).toContain('new account, until 2027-04-01T00:00:01Z\n');
});

test('what differs late in two long texts is seen', () => {
  const long = 'x'.repeat(400);
  const change = update(
    aPermissionSet('Audit', { description: `${long} before` }),
    aPermissionSet('Audit', { description: `${long} after` }),
  );
  expect(text(aPlan({ changes: [change] }))).toContain(`…${'x'.repeat(19)} before → …${'x'.repeat(19)} after\n`);
  const early = update(
    aPermissionSet('Audit', { description: `before ${long}` }),
    aPermissionSet('Audit', { description: `after ${long}` }),
  );
  expect(text(aPlan({ changes: [early] }))).toMatch(/ {2}before x+…x+ → after x+…x+\n/u);
});

test('fields of every form tell what comes and what goes', () => {
  const change = update(
    aPermissionSet('Audit', {
      relayState: 'https://old.example',
      permissionsBoundary: { managedPolicy: 'arn:aws:iam::aws:policy/PowerUserAccess' },
      tags: { stage: 'test', owner: 'a' },
      provisioned: { outdated: ['111111111111', '222222222222'] },
    }),
    aPermissionSet('Audit', {
      permissionsBoundary: { customerManagedPolicy: { name: 'limit', path: '/' } },
      tags: { owner: 'b' },
      inlinePolicy: { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: 'iam:*', Resource: '*' }] },
    }),
  );
  const told = text(aPlan({ changes: [change], provisionings: { Audit: 2 } }));
  expect(told.slice(told.indexOf('Changes'), told.indexOf('Digest'))).toMatchInlineSnapshot(`
    "Changes  1 to update
      ~ permission set  Audit
                        provisions 2 accounts anew, about 1 s; roles keep their names
          inlinePolicy         + Deny iam:* on *
          permissionsBoundary  - managedPolicy = PowerUserAccess
                               + customerManagedPolicy = /limit
          provisioned          older version on management, tooling
          relayState           - https://old.example
          tags                 - stage = test
                               - owner = a
                               + owner = b

    "
  `);
});

test('each action, resource and condition of a policy is told, however long the statement', () => {
  const Action = Array.from({ length: 60 }, (_, index) => `service-${index + 10}:DoSomething`);
  const Resource = `arn:aws:s3:::${'x'.repeat(300)}/end`;
  const Statement = [
    { Effect: 'Allow', Action, Resource, Condition: { Bool: { 'aws:MultiFactorAuthPresent': true } } },
  ];
  const inlinePolicy = { Version: '2012-10-17', Statement };
  const plan = aPlan({ changes: [creation(aPermissionSet('Audit', { inlinePolicy }))] });
  const lines = text(plan).split('\n');
  const told = lines.flatMap((line) => /^ {6}(?:inlinePolicy)? +\+ {1,3}(.*)$/u.exec(line)?.[1] ?? []);
  expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(120);
  expect(told.join('').replaceAll(' ', '')).toBe(
    `Allow${Action.join(',')}on${Resource}whenaws:MultiFactorAuthPresentistrue`,
  );
  expect(renderPlanMarkdown(plan)).not.toContain('…');
});

test('a thing with content is told with it, and a replacement by what differs', () => {
  const profile = (value: boolean | { readonly s3Uri: string; readonly x: number }): ReturnType<typeof aThing> =>
    aThing('profile', 'profile/222222222222/us-east-1', { features: value, provisioned: 'latest' });
  const told = text(
    aPlan({
      changes: [
        creation(aPermissionSet('Audit', { managedPolicies: ['arn:aws-cn:iam::aws:policy/ReadOnlyAccess'] })),
        update(profile(true), profile({ s3Uri: 's3://bucket', x: 1 })),
        removal(aThing('application', 'application/222222222222/us-east-1', { enabled: false })),
      ],
    }),
  );
  expect(told).toContain('managedPolicies  + ReadOnlyAccess\n');
  expect(told).toContain('features  true → {"s3Uri":"s3://bucket","x":1}\n');
  expect(told).toContain('enabled  - false\n');
});

test('two accounts of one name, and a name that looks like an account, are followed by their ids', () => {
  const grants = ['111111111111', '222222222222', '333333333333'].map((account, index) =>
    creation(anAssignment(`Set${index}`, account, 'user', 'ada')),
  );
  const accounts = { '111111111111': 'same', '222222222222': 'same', '333333333333': '444444444444' };
  const told = text(aPlan({ changes: grants, accounts }));
  expect(told).toContain('Set0 on same (111111111111) for user ada');
  expect(told).toContain('Set1 on same (222222222222) for user ada');
  expect(told).toContain('Set2 on 444444444444 (333333333333) for user ada');
});

test('people with many paths and places are told in one line', () => {
  const accounts = ['1', '2', '3', '4'].map((digit) => digit.repeat(12));
  const people = [
    effect(['ada', 'bob'], 'keeps', 'Audit', accounts, { before: ['a', 'b', 'c', 'd'], after: [null, 'e'] }),
  ];
  expect(text(aPlan({ people }))).toContain(
    '  = ada, bob  keep  Audit  on 4 accounts  was through groups a, b, c and 1 more, now direct and through group e\n',
  );
});

test('too many people and places for a line each are told with all their names', () => {
  const users = Array.from({ length: 101 }, (_, index) => `user-${index}`);
  const accounts = Array.from({ length: 100 }, (_, index) => String(400_000_000_000 + index));
  const people = [
    effect(users, 'gains', 'Audit', accounts, { after: ['staff'] }),
    effect('ada', 'loses', 'Audit', '333333333333', { before: [null] }),
  ];
  const told = renderPlanText(aPlan({ people }), { color: false, verbose: true });
  expect(told).toContain(
    '  + user-0, user-1, user-2 and 98 more  gain   Audit  on 100 accounts  through group staff\n',
  );
  expect(told).toContain('\n      people: user-0, user-1, ');
  expect(told).toContain(', user-100\n      accounts: 400000000000, ');
  for (const name of [...users, ...accounts]) expect(told.split(/[\s,]+/u)).toContain(name);
  expect(told.split('\n').filter((line) => line.length > 110)).toEqual([]);
});

test('long waits and few calls are told in their own units', () => {
  const forecast = (writes: number, seconds: number): string =>
    text(aPlan({ changes: [creation(aUser('ada'))], forecast: { writes, calls: 1, seconds } }));
  expect(forecast(1, 89)).toContain('Apply   1 writing call, about 89 s at the quota\n');
  expect(forecast(2, 90)).toContain('about 2 min');
  expect(forecast(2, 7_200)).toContain('about 2 h at');
  expect(forecast(2, 7_201)).toContain('about 2 h 1 min at');
});

test('a wide or combining script does not push the columns out of line', () => {
  const people = [
    effect('漢字', 'gains', 'Audit', '222222222222', { after: [null] }),
    effect('zoe\u0308', 'loses', 'Audit', '222222222222', { before: [null] }),
  ];
  expect(text(aPlan({ people }))).toContain('  + 漢字  gains  Audit  on tooling  direct\n  - zoe\u0308   loses  Audit');
});

test('no name reaches the terminal unescaped', () => {
  fc.assert(
    fc.property(fc.array(hostileName, { minLength: 1, maxLength: 4 }), fc.boolean(), (names, verbose) => {
      const told = renderPlanText(hostilePlan(names), { color: false, verbose });
      for (const line of told.split('\n')) {
        expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
        expect(line).not.toMatch(/^\s*::|##\[/u);
      }
    }),
    { numRuns: 50 },
  );
});

test('a group with very much content is shortened, and verbose tells it all', () => {
  const tags = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`key-${index}`, 'value']));
  const plan = aPlan({ changes: [creation(aPermissionSet('Audit', { tags }))] });
  expect(text(plan)).toMatch(/key-36 = value\n {6}… 23 more lines\n\nDigest/u);
  expect(renderPlanText(plan, { color: false, verbose: true })).toContain('key-59 = value\n');
});

test('where there is no room for one group, a line counts all of them', () => {
  const kinds = Array.from({ length: 210 }, (_, index) => [
    creation(aPermissionSet(`New${index}`, { description: 'a' })),
    removal(aPermissionSet(`Old${index}`, { description: 'a' })),
    ...['user', 'group', 'profile', 'application', 'service-linked-role'].flatMap((kind) => [
      update(
        aThing(kind as 'user', `${kind}/u${index}`, { a: index }),
        aThing(kind as 'user', `${kind}/u${index}`, { a: -index - 1 }),
      ),
      update(
        aThing(kind as 'user', `${kind}/r${index}`, { a: index }),
        aThing(kind as 'user', `${kind}/r${index}`, { a: -index - 1 }),
        {
          verb: 'replace',
        },
      ),
    ]),
  ]).flat();
  const profile = creation(aProfile({ description: 'a', kmsKey: 'b', tags: { c: 'd', e: 'f' } }));
  const told = renderPlanText(hugeOn([...kinds, profile]), { color: false, verbose: false });
  expect(told).toContain('  + 1 profile to create (--verbose lists them)\n');
  expect(told).toContain('  ± 210 users to replace (--verbose lists them)\n');
  expect(told.split('\n').length).toBeLessThan(60);
});

/** A plan with so many people, warnings and breaches that the changes get as few lines as they ever do. */
function hugeOn(changes: Plan['changes']): Plan {
  const { warnings, people } = hostilePlan();
  return aPlan({ changes, warnings, people, breaches: refusedPlan().breaches });
}

test('administrators are told where their number changes, and sessions where somebody loses something', () => {
  const held = { permissionSet: 'AdministratorAccess', account: '111111111111' };
  const administrators = [
    { ...held, before: 3, after: 1 },
    { ...held, permissionSet: 'Other', before: 2, after: 2 },
  ];
  const people = [effect('ada', 'loses', 'AdministratorAccess', '111111111111', { before: [null] })];
  const told = text(aPlan({ administrators, people }));
  expect(told).toContain('Administrators  AdministratorAccess on management  3 → 1 person\n');
  expect(told).not.toContain('Other');
  expect(told).toContain('  ! sessions that are already open outlive this');
  expect(text(aPlan({ people: people.map((person) => ({ ...person, effect: 'keeps' })) }))).not.toContain('sessions');
});
