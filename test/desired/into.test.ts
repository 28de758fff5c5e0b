/** What `export --into` makes of one difference each: the smallest words for it, or a line that says why it stays. */

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { SimulatorState } from '../../reconciler/simulator/state.types.ts';
import { inProcess, inTemporaryFolder } from '../support/command.ts';

const HEAD = `version: 1
accounts: { management: "111111111111", tooling: "222222222222", prod: "333333333333" }
`;
const PEOPLE = `users:
  - { userName: ada, givenName: Ada, familyName: Lee }
  - { userName: bob, givenName: Bob, familyName: Ito }
groups:
  - { name: devs }
`;

type Center = Partial<NonNullable<SimulatorState['identityCenter']>>;
type Live = Partial<Omit<SimulatorState, 'identityCenter'>> & { readonly center?: Center };

const ACCOUNTS = ['management', 'tooling', 'prod', 'staging', 'sandbox'].map((name, index) => ({
  id: String(index + 1).repeat(12),
  name,
  ou: index > 1 ? 'Workloads' : '',
  customerManagedPolicies: [{ name: 'guard' }, { name: 'deny', path: '/rails/' }],
}));

function stateOf({ center = {}, organization, ...rest }: Live): SimulatorState {
  return {
    version: 1,
    organization: organization ?? {
      id: 'o-exampleorg1',
      managementAccount: '111111111111',
      serviceAccess: ['sso.amazonaws.com'],
      organizationalUnits: [{ name: 'Workloads' }],
      accounts: ACCOUNTS.map(({ ou, ...account }) => (ou === '' ? account : { ...account, ou })),
    },
    ...rest,
    identityCenter: {
      region: 'us-east-1',
      users: [
        { userName: 'ada', givenName: 'Ada', familyName: 'Lee', displayName: 'Ada Lee' },
        { userName: 'bob', givenName: 'Bob', familyName: 'Ito', displayName: 'Bob Ito' },
      ],
      groups: [{ name: 'devs', members: [] }],
      ...center,
    },
  };
}

interface Edited {
  readonly err: string;
  readonly out: string;
  readonly code: number | null;
  readonly text: (file?: string) => Promise<string>;
}

async function edited<T>(
  files: string | Readonly<Record<string, string>>,
  live: Live,
  work: (edited: Edited) => Promise<T>,
  ...args: readonly string[]
): Promise<T> {
  return inTemporaryFolder(async (folder) => {
    const config = path.join(folder, 'config');
    const all = typeof files === 'string' ? { 'a.yaml': HEAD + files } : files;
    for (const [file, text] of Object.entries(all)) {
      await mkdir(path.dirname(path.join(config, file)), { recursive: true });
      await writeFile(path.join(config, file), text);
    }
    const state = path.join(folder, 'state.json');
    await writeFile(state, JSON.stringify(stateOf(live)));
    const ran = await inProcess([
      'export',
      '--into',
      config,
      '--simulate',
      state,
      '--accept-removals',
      '--quiet',
      ...args,
    ]);
    return work({ ...ran, text: (file = 'a.yaml') => readFile(path.join(config, file), 'utf8') });
  });
}

/** One part: what is written, what is live, and what is then written. */
async function becomes(before: string, live: Live, after: string): Promise<void> {
  await edited(before, live, async ({ code, err, text }) => {
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(await text()).toBe(HEAD + after);
  });
}

async function stays(written: string, live: Live, why: string): Promise<void> {
  await edited(written, live, async ({ code, err, out, text }) => {
    expect({ code, out }).toEqual({ code: 0, out: 'no file was changed\n' });
    expect(err).toContain(why);
    expect(await text()).toBe(HEAD + written);
  });
}

const on = (permissionSet: string, account: string, who: { readonly user: string } | { readonly group: string }) => ({
  permissionSet,
  account: account.repeat(12),
  ...who,
});
const arn = (name: string) => `arn:aws:iam::aws:policy/${name}`;
const SET = 'permissionSets: [{ name: Auditor }]\n';
const AUDITOR = [{ name: 'Auditor' }];

describe('assignments', () => {
  test('an account that is excepted is no longer, and another is named', async () => {
    const entry = (except: string) =>
      `${SET}assignments:\n  - permissionSet: Auditor\n    accounts: [{ ou: Workloads }]\n    except: ${except}\n    groups: [devs]\n`;
    const held = ['3', '4', '5'].map((account) => on('Auditor', account, { group: 'devs' }));
    const center = { permissionSets: AUDITOR, assignments: held };
    await becomes(PEOPLE + entry('[prod]'), { center }, PEOPLE + entry('[]'));
    const more = { ...center, assignments: [...held, on('Auditor', '2', { group: 'devs' })] };
    const named = PEOPLE + entry('[]').replace('Workloads }]', 'Workloads }, tooling]');
    await becomes(PEOPLE + entry('[]'), { center: more }, named);
    const unselected = PEOPLE + entry('[prod]').replace('{ ou: Workloads }', 'tooling, staging, sandbox');
    const written = PEOPLE + entry('[]').replace('{ ou: Workloads }', 'tooling, staging, sandbox, prod');
    await becomes(unselected, { center: more }, written);
    // What is excepted by a selector is left alone, and gets an entry of its own.
    const selected = PEOPLE + entry('[{ ou: Workloads }]').replace('{ ou: Workloads }]\n', 'tooling]\n');
    await becomes(
      selected,
      { center: more },
      `${selected}\n`.replace(/\n$/u, '') +
        '  - permissionSet: Auditor\n    accounts: [{ ou: Workloads }]\n    groups: [devs]\n',
    );
  });

  test('what an entry names and a selector excepts is named by another', async () => {
    const entry = (words: string) => `  - { permissionSet: Auditor, ${words}, groups: [devs] }\n`;
    const before = `${PEOPLE}${SET}assignments:\n${entry('accounts: [prod, tooling], except: [{ ou: Workloads }]')}`;
    const held = [on('Auditor', '2', { group: 'devs' }), on('Auditor', '3', { group: 'devs' })];
    await becomes(
      before,
      { center: { permissionSets: AUDITOR, assignments: held } },
      before + entry('accounts: [prod]'),
    );
  });

  test('an entry is cut, or split with its end and its reason', async () => {
    const text = (entries: string) =>
      `${PEOPLE}permissionSets: [{ name: Auditor }, { name: Billing }]\nassignments:\n${entries}`;
    const before =
      '  - permissionSets: [Auditor, Billing]\n    accounts: [prod, staging]\n    except: [tooling]\n    users: [ada]\n    groups: [devs]\n    expires: 2031-01-31\n    reason: a project\n';
    const sets = [{ name: 'Auditor' }, { name: 'Billing' }];
    const held = [
      on('Auditor', '3', { user: 'ada' }),
      on('Auditor', '4', { user: 'ada' }),
      on('Billing', '3', { group: 'devs' }),
    ];
    const after =
      '  - permissionSets: [Auditor]\n    accounts: [prod, staging]\n    except: [tooling]\n    users: [ada]\n    groups: []\n    expires: 2031-01-31\n    reason: a project\n' +
      '  - permissionSet: Billing\n    accounts: [prod]\n    except: [tooling]\n    groups: [devs]\n    expires: 2031-01-31\n    reason: a project\n';
    await becomes(text(before), { center: { permissionSets: sets, assignments: held } }, text(after));
    const both = [
      on('Auditor', '3', { user: 'ada' }),
      on('Billing', '3', { user: 'ada' }),
      on('Auditor', '4', { group: 'devs' }),
    ];
    const plain = before.replace(/ {4}(?:except|expires|reason).*\n/gu, '');
    await becomes(
      text(plain),
      { center: { permissionSets: sets, assignments: both } },
      text(
        '  - permissionSets: [Auditor, Billing]\n    accounts: [prod]\n    users: [ada]\n    groups: []\n' +
          '  - permissionSet: Auditor\n    accounts: [staging]\n    groups: [devs]\n',
      ),
    );
    const two = [...both.slice(0, 2), on('Auditor', '4', { group: 'devs' }), on('Billing', '4', { group: 'devs' })];
    await becomes(
      text(plain),
      { center: { permissionSets: sets, assignments: two } },
      text(
        '  - permissionSets: [Auditor, Billing]\n    accounts: [prod]\n    users: [ada]\n    groups: []\n' +
          '  - permissionSets: [Auditor, Billing]\n    accounts: [staging]\n    groups: [devs]\n',
      ),
    );
  });

  test('only what an entry then says whole is added to it', async () => {
    const entry = `${PEOPLE}${SET}assignments:\n  - permissionSet: Auditor\n    accounts: [prod]\n    users: [ada, bob]\n`;
    const held = [
      on('Auditor', '3', { user: 'ada' }),
      on('Auditor', '3', { user: 'bob' }),
      on('Auditor', '4', { user: 'ada' }),
    ];
    const assignments = [...held, on('Auditor', '3', { group: 'devs' })];
    await becomes(
      entry,
      { center: { permissionSets: AUDITOR, assignments } },
      `${entry}    groups: [devs]\n  - permissionSet: Auditor\n    accounts: [staging]\n    users: [ada]\n`,
    );
    await becomes(
      entry,
      { center: { permissionSets: AUDITOR, assignments: held } },
      `${entry}  - permissionSet: Auditor\n    accounts: [staging]\n    users: [ada]\n`,
    );
  });

  test('an entry that another one repeats by an alias is written out before either is cut', async () => {
    const entry = (first: string, second: string) => `${PEOPLE}${SET}assignments:\n  - ${first}\n  - ${second}\n`;
    const all = (rest: string) => `{ permissionSet: Auditor, accounts: [{ all: true }], users: [ada]${rest} }`;
    const assignments = ['2', '4', '5'].map((account) => on('Auditor', account, { user: 'ada' }));
    await becomes(
      entry(`&e ${all('')}`, '*e'),
      { center: { permissionSets: AUDITOR, assignments } },
      entry(`&e ${all(', except: [prod]')}`, all(', except: [prod]')),
    );
    // Written out, both would name the same grant.
    await becomes(
      entry(`&e ${all('')}`, '*e'),
      { center: { permissionSets: AUDITOR, assignments: assignments.slice(0, 1) } },
      entry('&e { permissionSet: Auditor, accounts: [tooling], users: [ada] }', '').replace(/ {2}- \n$/u, ''),
    );
  });

  test('an entry that another one repeats by an alias loses the same, and is written out', async () => {
    const all = (users: string) => `{ permissionSet: Auditor, accounts: [{ all: true }], users: ${users} }`;
    const entries = (first: string, second: string) => `${PEOPLE}${SET}assignments:\n  - ${first}\n  - ${second}\n`;
    const assignments = ['2', '3', '4', '5'].map((account) => on('Auditor', account, { user: 'ada' }));
    await becomes(
      entries(`&e ${all('[ada, bob]')}`, '*e'),
      { center: { permissionSets: AUDITOR, assignments } },
      entries(`&e ${all('[ada]')}`, all('[ada]')),
    );
  });

  test('a selector that is left with less than it lost is written out', async () => {
    const before = `${PEOPLE}${SET}assignments:\n  - permissionSet: Auditor\n    accounts: [{ all: true }, prod]\n    users: [ada]\n`;
    const assignments = [on('Auditor', '3', { user: 'ada' })];
    await becomes(
      before,
      { center: { permissionSets: AUDITOR, assignments } },
      before.replace('[{ all: true }, prod]', '[prod]'),
    );
    const other = [on('Auditor', '5', { user: 'ada' })];
    await becomes(
      before,
      { center: { permissionSets: AUDITOR, assignments: other } },
      before.replace('[{ all: true }, prod]', '[sandbox]'),
    );
  });

  test('administrators: the section of admins is kept up, and its set becomes an entry when it must', async () => {
    const admins = (people: string) => `${PEOPLE}admins: { organization: { users: ${people} } }\n`;
    const administrators = (...more: readonly object[]) => ({
      center: {
        permissionSets: [
          {
            name: 'AdministratorAccess',
            managedPolicies: [arn('AdministratorAccess')],
            inlinePolicy: {
              Version: '2012-10-17',
              Statement: [
                {
                  Sid: 'Statement1',
                  Effect: 'Allow',
                  Action: [
                    'sso:CreateManagedApplicationInstance',
                    'sso:DeleteManagedApplicationInstance',
                    'codewhisperer:CreateProfile',
                    'codewhisperer:DeleteProfile',
                  ],
                  Resource: ['*'],
                },
              ],
            },
          },
        ],
        assignments: [on('AdministratorAccess', '1', { user: 'ada' }), ...more] as Center['assignments'] & object,
      },
    });
    await becomes(admins('[ada, bob]'), administrators(), admins('[ada]'));
    const more = administrators(on('AdministratorAccess', '3', { user: 'bob' }));
    await edited(admins('[ada]'), more, async ({ err, text }) => {
      expect(err).toBe('');
      expect(await text('permission-sets.yaml')).toBe(
        '# What can be held.\n\npermissionSets:\n  - name: AdministratorAccess\n    preset: organization-administrator\n',
      );
      expect(await text('assignments.yaml')).toContain(
        'assignments:\n  - permissionSet: AdministratorAccess\n    accounts: [prod]\n    users: [bob]\n',
      );
    });
    const { center } = administrators();
    const permissionSets = center.permissionSets.map((set) => ({ ...set, sessionDuration: 'PT2H' }));
    await edited(admins('[ada]'), { center: { ...center, permissionSets } }, async ({ text }) => {
      const sets = await text('permission-sets.yaml');
      expect(sets).toContain('permissionSets:\n  - name: AdministratorAccess\n    sessionDuration: PT2H\n');
      expect(sets).toContain('    inlinePolicy: policies/AdministratorAccess.json\n');
    });
  });

  test('what a guard wants an end for, what is nobody, and what another rule is about stay', async () => {
    const center = { permissionSets: AUDITOR, assignments: [on('Auditor', '3', { user: 'ada' })] };
    const guarded = `${PEOPLE}${SET}guards: { expiry: [{ permissionSet: Auditor, within: P90D }] }\n`;
    await stays(guarded, { center }, '`guards.expiry` asks for `expires`');
    const orphan = {
      permissionSet: 'Auditor',
      account: '333333333333',
      principalId: '11111111-1111-1111-1111-111111111111',
      principalType: 'USER' as const,
    };
    await stays(PEOPLE + SET, { center: { ...center, assignments: [orphan] } }, 'that principal no longer exists');
    await stays(
      `${PEOPLE}${SET}guards: { administrators: [{ permissionSet: Auditor, account: prod, atLeast: 1 }] }\n`,
      { center: {} },
      'create permission-set/Auditor stays in the plan: a guard of the file names it',
    );
    await stays(
      `${PEOPLE}permissionSets: [{ name: Reader, previously: Auditor }]\n`,
      { center },
      'permission set "Reader" is being renamed',
    );
    const member = PEOPLE.replace('{ name: devs }', '{ name: devs, members: [{ user: ada, expires: 2020-01-31 }] }');
    await stays(
      member,
      { center: { groups: [{ name: 'devs', members: ['ada'] }] } },
      'it expired on 2020-02-01T00:00:00Z',
    );
    await stays(
      PEOPLE.replace('{ name: devs }', '{ name: people, previously: devs }'),
      {},
      'update group/people stays in the plan: it is being renamed',
    );
  });
});

describe('what is named by an entry that gives nothing, and so is not cut', () => {
  const entry = (words: string) => `assignments:\n  - { permissionSet: Auditor, ${words} }\n`;
  const whys = 'stays in the plan: an entry that gives nothing, or nothing any more, still names it';

  test.each([
    ['that has ended', 'accounts: [prod], users: [ada], expires: 2020-01-31'],
    ['without anybody', 'accounts: [prod], users: []'],
    ['whose selector selects nothing', 'accounts: [{ tag: { stage: none } }], users: [ada]'],
    ['whose accounts are all excepted', 'accounts: [{ ou: Workloads }], except: [{ all: true }], users: [ada]'],
  ])('a permission set of an entry %s stays', async (_name, words) => {
    await stays(PEOPLE + SET + entry(words), {}, `create permission-set/Auditor ${whys}`);
  });

  test('a user of an entry without a permission set stays', async () => {
    const words = 'assignments:\n  - { permissionSets: [], accounts: [prod], users: [ada] }\n';
    const bob = [{ userName: 'bob', givenName: 'Bob', familyName: 'Ito', displayName: 'Bob Ito' }];
    await stays(PEOPLE + words, { center: { users: bob } }, `create user/ada ${whys}`);
  });

  test('a group stays while the entry could give it something, and leaves when it has ended', async () => {
    const words = 'accounts: [{ tag: { stage: none } }], groups: [devs]';
    const center = { permissionSets: AUDITOR, groups: [] };
    await stays(PEOPLE + SET + entry(words), { center }, `create group/devs ${whys}`);
    const ended = entry('accounts: [prod], groups: [devs], expires: 2020-01-31');
    await edited(PEOPLE + SET + ended, { center }, async ({ code, text }) => {
      expect(code).toBe(0);
      expect(await text()).toBe(HEAD + PEOPLE.replace('groups:\n  - { name: devs }', 'groups: []') + SET + ended);
    });
  });
});

describe('permission sets', () => {
  const sets = (entry: string) => `${PEOPLE}permissionSets:\n  - name: Auditor\n${entry}`;
  const live = (set: object): Live => ({ center: { permissionSets: [{ name: 'Auditor', ...set }] } });

  test('each field that differs, and no other', async () => {
    await becomes(
      sets(
        '    description: Old\n    relayState: https://example.com/a\n    sessionDuration: PT2H # long\n    permissionsBoundary: { managedPolicy: PowerUserAccess }\n',
      ),
      live({ description: 'New', sessionDuration: 'PT3H' }),
      sets('    description: New\n    sessionDuration: PT3H # long\n'),
    );
    await becomes(
      sets(
        '    customerManagedPolicies: [{ name: guard }, { name: other, path: /x/ }]\n    managedPolicies: [ReadOnlyAccess]\n',
      ),
      live({ customerManagedPolicies: [{ name: 'guard' }, { name: 'deny', path: '/rails/' }], managedPolicies: [] }),
      sets('    customerManagedPolicies: [{ name: guard }, { name: deny, path: /rails/ }]\n'),
    );
    await becomes(
      sets('    sessionDuration: PT1H\n'),
      live({
        managedPolicies: [arn('ReadOnlyAccess')],
        permissionsBoundary: { managedPolicy: arn('PowerUserAccess') },
      }),
      sets(
        '    sessionDuration: PT1H\n    managedPolicies: [ReadOnlyAccess]\n    permissionsBoundary: { managedPolicy: PowerUserAccess }\n',
      ),
    );
  });

  test('tags, one by one', async () => {
    const remove = 'unmanaged: { tags: remove }\n';
    await becomes(
      sets('    tags:\n      a: "1" # one\n      b: "2"\n      c: "3"\n'),
      live({ tags: { a: '9', b: '2' } }),
      sets('    tags:\n      a: "9" # one\n      b: "2"\n'),
    );
    await becomes(sets('    tags: { a: "1", b: "2" }\n'), live({ tags: { b: '3' } }), sets('    tags: { b: "3" }\n'));
    const likeMembers = sets('    tags:\n      a: "1"\n      constructor: "2"\n');
    await becomes(likeMembers, live({ tags: { a: '1' } }), sets('    tags:\n      a: "1"\n'));
    await becomes(remove + sets(''), live({ tags: { a: '1' } }), `${remove}${sets('')}    tags: { a: "1" }\n`);
  });

  test('a field goes with what stands before its name', async () => {
    const set = (tags: string) => `${PEOPLE}permissionSets:\n  - name: Auditor\n    tags:\n${tags}`;
    const center = { permissionSets: [{ name: 'Auditor', tags: { owner: 'a', stage: 'b' } }] };
    const [owner, stage] = ['      ? owner\n      : a\n', '      &k stage: b # which\n'];
    await becomes(
      set(`${owner}      ? old\n      : a\n${stage}      !!str older: x\n`),
      { center },
      set(owner + stage),
    );
  });

  test('a preset is kept where it can be, and written out where it cannot', async () => {
    const preset = '    preset: organization-administrator\n';
    const inlinePolicy = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sso:*', Resource: '*' }] };
    await edited(sets(preset), live({ inlinePolicy, managedPolicies: [] }), async ({ err, text }) => {
      expect(err).toBe('');
      expect(await text()).toBe(
        `${HEAD}${sets(preset)}    inlinePolicy: policies/Auditor.json\n    managedPolicies: []\n`,
      );
      expect(JSON.parse(await text('policies/Auditor.json'))).toEqual(inlinePolicy);
    });
    await becomes(
      sets(preset),
      live({ managedPolicies: [arn('AdministratorAccess')], sessionDuration: 'PT1H' }),
      sets('    managedPolicies: [AdministratorAccess]\n'),
    );
    await becomes(
      sets(`${preset}    sessionDuration: PT2H\n`),
      live({ managedPolicies: [arn('ReadOnlyAccess')], sessionDuration: 'PT3H' }),
      sets('    sessionDuration: PT3H\n    managedPolicies: [ReadOnlyAccess]\n'),
    );
  });

  const statement = (action: string) => ({ Effect: 'Allow', Action: action, Resource: '*' });
  const policy = (...actions: readonly string[]) => ({ Version: '2012-10-17', Statement: actions.map(statement) });

  test('a policy in its own file, in one that others share, or in the part', async () => {
    const files = (text: string) => ({
      'sets/a.yaml': `version: 1\n${sets('    inlinePolicy: p.json\n')}`,
      'sets/p.json': text,
    });
    const two = `{\n  "Version": "2012-10-17",\n  "Statement": [\n    {"Effect": "Allow", "Action": ["s3:*"], "Resource": "*"},\n    {"Effect": "Allow", "Action": "sqs:*", "Resource": "*"}\n  ]\n}\n`;
    await edited(files(two), live({ inlinePolicy: policy('s3:*', 'ec2:*') }), async ({ text }) => {
      expect(await text('sets/p.json')).toBe(two.replace('sqs:*', 'ec2:*'));
    });
    const one = '{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}}';
    await edited(files(one), live({ inlinePolicy: policy('ec2:*') }), async ({ text }) => {
      expect(await text('sets/p.json')).toBe(`${JSON.stringify(policy('ec2:*'), null, 2)}\n`);
    });
    const lines = one.replaceAll(/\{(?=")|(?<=")\}/gu, (brace) => `${brace}\r\n`);
    await edited(files(lines), live({ inlinePolicy: policy('ec2:*') }), async ({ text }) => {
      expect(await text('sets/p.json')).toBe(`${JSON.stringify(policy('ec2:*'), null, 2)}\n`.replaceAll('\n', '\r\n'));
    });
    await edited(files(two), live({ inlinePolicy: { ...policy('s3:*'), Version: '2008-10-17' } }), async ({ text }) => {
      expect(JSON.parse(await text('sets/p.json'))).toEqual({ ...policy('s3:*'), Version: '2008-10-17' });
    });
    await edited(files(two), live({}), async ({ text }) => {
      expect(await text('sets/a.yaml')).toBe(`version: 1\n${sets('')}`);
    });
    const shared = {
      ...files(two),
      'sets/policies/Auditor.json': '{}',
      'sets/b.yaml': 'permissionSets: [{ name: B, inlinePolicy: p.json }]\n',
    };
    const both = {
      center: {
        permissionSets: [
          { name: 'Auditor', inlinePolicy: policy('ec2:*') },
          { name: 'B', inlinePolicy: policy('s3:*', 'sqs:*') },
        ],
      },
    };
    await edited(shared, both, async ({ text }) => {
      expect(await text('sets/a.yaml')).toContain('inlinePolicy: policies/Auditor-2.json\n');
      expect(JSON.parse(await text('sets/policies/Auditor-2.json'))).toEqual(policy('ec2:*'));
      expect(await text('sets/p.json')).toBe(two);
    });
    // The same file by another path, and another file by the same.
    const inFolders = {
      'sets/a.yaml': `version: 1\n${sets('    inlinePolicy: ../p.json\n')}`,
      'b.yaml': 'permissionSets: [{ name: B, inlinePolicy: p.json }]\n',
      'p.json': two,
    };
    await edited(inFolders, both, async ({ code, err, text }) => {
      expect({ code, err }).toEqual({ code: 0, err: '' });
      expect(await text('sets/a.yaml')).toContain('inlinePolicy: policies/Auditor.json\n');
      expect(await text('p.json')).toBe(two);
    });
    const apart = { ...files(two), 'b.yaml': 'permissionSets: [{ name: B, inlinePolicy: p.json }]\n', 'p.json': two };
    await edited(apart, both, async ({ text }) => {
      expect(await text('sets/a.yaml')).toBe(files(two)['sets/a.yaml']);
      expect(JSON.parse(await text('sets/p.json'))).toEqual(policy('ec2:*'));
    });
    const inPart = (actions: string) =>
      sets(
        `    inlinePolicy:\n      Version: "2012-10-17" # now\n      Statement:\n        - { Effect: Allow, Action: ${actions}, Resource: "*" }\n`,
      );
    await becomes(inPart('"s3:*"'), live({ inlinePolicy: policy('ec2:*') }), inPart('ec2:*'));
    await edited(
      inPart('"s3:*"'),
      live({ inlinePolicy: { Version: '2008-10-17', Statement: policy('ec2:*').Statement } }),
      async ({ text }) => {
        expect(await text()).toContain(
          'inlinePolicy: { Version: 2008-10-17, Statement: [{ Effect: Allow, Action: ec2:*, Resource: "*" }] }',
        );
      },
    );
  });

  test('an account with an older version stays for the plan', async () => {
    const outdated = { center: { permissionSets: [{ name: 'Auditor', outdated: ['333333333333'] }] } };
    await stays(sets(''), outdated, 'older version');
    const both = {
      center: { permissionSets: [{ name: 'Auditor', sessionDuration: 'PT3H', outdated: ['333333333333'] }] },
    };
    await edited(sets(''), both, async ({ err, text }) => {
      expect(err).toContain('older version');
      expect(await text()).toBe(`${HEAD}${sets('')}    sessionDuration: PT3H\n`);
    });
  });
});

describe('identities', () => {
  test('who is live and would be removed comes in, with a file of their own where none is there', async () => {
    const text = `unmanaged: { users: remove, groups: remove, permissionSets: remove }\n`;
    const live: Live = {
      center: {
        users: [
          { userName: 'ada', givenName: 'Ada', familyName: 'Lee', displayName: 'Countess', email: 'a@example.com' },
          { userName: 'zoe', givenName: 'Zoe', familyName: 'Ito', displayName: 'Zoe Ito' },
        ],
        groups: [{ name: 'devs', description: 'Developers', members: ['ada'] }, { name: 'plain' }],
        permissionSets: [
          { name: 'Plain' },
          {
            name: 'Auditor',
            inlinePolicy: { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }] },
          },
        ],
        assignments: [on('Auditor', '3', { group: 'devs' })],
      },
    };
    const people =
      'users:\n  - userName: ada\n    givenName: Ada\n    familyName: Lee\n    displayName: Countess\n    email: a@example.com\n  - userName: zoe\n    givenName: Zoe\n    familyName: Ito\n\n' +
      'groups:\n  - name: devs\n    description: Developers\n    members: [ada]\n  - name: plain\n';
    await edited(text, live, async ({ err, text: read }) => {
      expect(err).toBe('');
      expect(await read('people.yaml')).toBe(`# Users and groups that are kept in Identity Center.\n\n${people}`);
      expect(await read('permission-sets.yaml')).toContain(
        '  - name: Auditor\n    inlinePolicy: policies/Auditor.json\n',
      );
      expect(await read('assignments.yaml')).toContain('accounts: [prod]\n    groups: [devs]');
    });
    // One file stays one file; one that is there and free is taken.
    await inTemporaryFolder(async (folder) => {
      const [file, state] = [path.join(folder, 'one.yaml'), path.join(folder, 'state.json')];
      await writeFile(file, `\uFEFF${HEAD}${text}`);
      await writeFile(state, JSON.stringify(stateOf(live)));
      expect(await inProcess(['export', '--into', file, '--simulate', state])).toMatchObject({ code: 0 });
      expect(await readFile(file, 'utf8')).toContain(`\uFEFF${HEAD}${text}\n${people}`);
    });
    await edited({ 'a.yaml': HEAD + text, 'people.yaml': '# People.\n' }, live, async ({ text: read }) => {
      expect(await read('people.yaml')).toContain('# People.\n\nusers:\n');
    });
  });

  test('a file of a team takes nothing that its scope does not allow, nor what belongs elsewhere', async () => {
    const scopes = (files: string, users: string) =>
      `scopes: [{ files: "${files}", users: ${users}, groups: ["*"], permissionSets: ["*"], accounts: [{ all: true }] }]\n`;
    const team =
      'groups: [{ name: devs, members: [ada] }]\npermissionSets: [{ name: Auditor }]\nassignments: [{ permissionSet: Auditor, accounts: [prod], users: [ada] }]\n';
    const center = {
      permissionSets: AUDITOR,
      groups: [{ name: 'devs', members: ['ada', 'bob'] }],
      assignments: [on('Auditor', '3', { user: 'ada' }), on('Auditor', '3', { user: 'bob' })],
    };
    const people = PEOPLE.replace(/groups[^]*$/u, '');
    await edited(
      { 'a.yaml': HEAD + people + scopes('team.yaml', '[ada]'), 'team.yaml': team },
      { center },
      async ({ err, text }) => {
        expect(err).toContain('delete membership/devs/bob stays in the plan: the file has no words for it');
        expect(await text('team.yaml')).toBe(team);
        expect(await text('assignments.yaml')).toContain('users: [bob]');
      },
    );
    const everywhere = { 'a.yaml': HEAD + people + scopes('[a-z]*', '[]').replace('[a-z]*', 't*'), 'team.yaml': team };
    await edited(everywhere, { center }, async ({ code }) => expect(code).toBe(1));
    const closed = { 'a.yaml': `${HEAD}${people}${scopes('{x}', '["*"]').replace('"{x}"', '"[!]"')}`, 't.yaml': team };
    await edited(closed, { center }, async ({ code, text }) => {
      expect(code).toBe(0);
      expect(await text('t.yaml')).toContain('users: [ada, bob]');
    });
  });

  test('an anchor stays before what comes to stand in the place of its value', async () => {
    const members = (list: string) =>
      PEOPLE.replace('  - { name: devs }', `  - name: devs\n    members: &m # who${list}`);
    await becomes(members('\n      - ada'), {}, members('').replace('&m # who', '&m [] # who'));
    const boundary = (value: string) =>
      `${PEOPLE}permissionSets:\n  - name: Auditor\n    permissionsBoundary: ${value}\n`;
    const center = {
      permissionSets: [{ name: 'Auditor', permissionsBoundary: { managedPolicy: arn('SecurityAudit') } }],
    };
    await becomes(
      boundary('!!map &b\n      managedPolicy: ReadOnlyAccess'),
      { center },
      boundary('!!map &b { managedPolicy: SecurityAudit }'),
    );
    const people = `unmanaged: { users: remove, groups: ignore }\nusers: &none []\n`;
    const written =
      '  - userName: ada\n    givenName: Ada\n    familyName: Lee\n  - userName: bob\n    givenName: Bob\n    familyName: Ito\n';
    await becomes(people, {}, `${people.replace(' []', '')}${written}`);
  });

  test('what stands behind an alias is not edited, and what it stands for is', async () => {
    const text = `users: [&ada { userName: ada, givenName: Ada, familyName: Old }]\ngroups: [{ name: devs }]\n`;
    const live: Live = {
      center: { users: [{ userName: 'ada', givenName: 'Ada', familyName: 'Lee', displayName: 'Ada Lee' }] },
    };
    await becomes(text, live, text.replace('Old', 'Lee'));
    const aliased = `users: []\ngroups: [{ name: devs, members: &m [ada] }, { name: ops, members: *m }]\n`;
    await edited(
      aliased,
      {
        center: {
          ...live.center,
          groups: [
            { name: 'devs', members: ['ada'] },
            { name: 'ops', members: [] },
          ],
        },
      },
      async ({ err, text: read }) => {
        expect(err).toContain('create membership/ops/ada stays in the plan: the file has no words for it');
        expect(await read()).toBe(HEAD + aliased);
      },
    );
  });
});

describe('services', () => {
  const PLACE = { account: '222222222222', region: 'us-east-1' };
  const SEAT = 'Q_DEVELOPER_STANDALONE_PRO';
  const own = (
    profile: object,
    authorized: readonly object[],
    seats: readonly object[] = [],
    enabled = true,
  ): Live => ({
    codewhisperer: {
      profiles: [{ ...PLACE, name: 'Acme', codeReferences: 'BLOCK', ...profile, application: { enabled, authorized } }],
      seats: seats.map((seat) => ({ ...PLACE, subscription: SEAT, ...seat })),
    } as unknown as NonNullable<SimulatorState['codewhisperer']>,
    serviceLinkedRoles: { '222222222222': ['q.amazonaws.com', 'user-subscriptions.amazonaws.com'] },
  });
  const section = (rest: string) => `${PEOPLE}codewhisperer:\n  account: tooling\n  region: us-east-1\n${rest}`;

  test('the profile, field by field', async () => {
    await becomes(
      section(
        '  description: Old\n  codeReferences: block # legal\n  features: { dashboardAnalytics: false }\n  tags: { costCenter: "1" }\n',
      ),
      own(
        { codeReferences: 'ALLOW', features: { dashboardAnalytics: { toggle: 'ON' } }, tags: { costCenter: '2' } },
        [],
        [],
        false,
      ),
      section(
        '  codeReferences: allow # legal\n  features: { dashboardAnalytics: true }\n  tags: { costCenter: "2" }\n  enabled: false\n',
      ),
    );
  });

  test('who may use it: those who left go, those who came are added, and a seat moves with its end', async () => {
    const before =
      '  authorized:\n    - users: [{ user: ada, expires: 2031-01-31, reason: a trial }, bob]\n    - groups: [{ group: devs, expires: 2031-01-31 }]\n';
    await becomes(
      section(before),
      own({}, [{ user: 'ada' }, { group: 'devs' }], [{ user: 'ada' }, { group: 'devs' }]),
      section(
        `  authorized:\n    - subscription: ${SEAT}\n      groups: [{ group: devs, expires: 2031-01-31 }]\n    - subscription: ${SEAT}\n      users: [{ user: ada, expires: 2031-01-31, reason: a trial }]\n`,
      ),
    );
    await becomes(
      section('  enabled: true\n'),
      own({}, [{ user: 'bob' }]),
      section('  enabled: true\n  authorized: [{ users: [bob] }]\n'),
    );
    await becomes(
      section('  authorized:\n    - users: [ada, { user: guest, expires: 2020-01-31 }]\n'),
      own({}, [{ user: 'ada' }, { user: 'bob' }]),
      section('  authorized:\n    - users: [ada, { user: guest, expires: 2020-01-31 }, bob]\n'),
    );
    await stays(
      section('  authorized: [{ users: [ada] }]\n'),
      own({}, [], [{ user: 'ada' }]),
      'it is a seat without sign-in',
    );
    await stays(section('  enabled: true\n'), own({}, [], [{ user: 'ada' }]), 'it is a seat without sign-in');
  });

  test('a profile that is not live leaves with its section, and its administrator is named with the account', async () => {
    const admins = '  codewhisperer: { users: [ada] }\n';
    const live: Live = { center: { permissionSets: [], assignments: [] } };
    await edited(`admins:\n${admins}${section('  authorized: [{ users: [ada] }]\n')}`, live, async ({ err, text }) => {
      expect(err).toBe('');
      expect(await text()).toBe(`${HEAD}admins:\n${PEOPLE}`);
    });
    await stays(section('  state: absent\n'), own({}, []), 'the file says `codewhisperer.state: absent`');
    const without = { ...own({}, []), serviceLinkedRoles: {} };
    await stays(section('  enabled: true\n'), without, 'it comes with the profile');
  });

  test('a seat moves with what is said of it, to an entry that gives it', async () => {
    const live = own({}, [{ user: 'ada' }, { user: 'bob' }], [{ user: 'ada' }, { user: 'bob' }]);
    const entries = (first: string, second: string) =>
      section(`  authorized:\n    - subscription: ${SEAT}\n      users: ${first}\n${second}`);
    await becomes(entries('[bob]', '    - users: [ada]\n'), live, entries('[bob, ada]', ''));
    await becomes(
      entries('[bob]', '    - users: [{ user: ada, reason: a trial }]\n'),
      live,
      entries('[bob, { user: ada, reason: a trial }]', ''),
    );
    await becomes(section('  authorized: [{ users: [ada] }]\n'), {}, PEOPLE);
  });

  test('a profile that was never made whole stays', async () => {
    const live = own({}, []);
    const broken = {
      ...PLACE,
      name: 'Acme',
      codeReferences: 'BLOCK' as const,
      status: 'CREATE_FAILED' as const,
      errorDetails: 'no role',
    };
    await stays(
      section('  profileName: Acme\n'),
      { ...live, codewhisperer: { profiles: [broken] } },
      'it was never made whole',
    );
  });

  test('services of the organisation', async () => {
    const organization = (rest: string) => `organization:\n  serviceAccess: [sso.amazonaws.com${rest}`;
    const delegate = (account: string) =>
      `${organization(']')}\n  delegatedAdministrators:\n    sso.amazonaws.com: ${account} # ours\n${PEOPLE}`;
    const base = stateOf({}).organization;
    await becomes(
      delegate('prod'),
      { organization: { ...base, delegatedAdministrators: { 'sso.amazonaws.com': '222222222222' } } },
      delegate('tooling'),
    );
    await becomes(delegate('prod'), {}, `${organization(']')}\n  delegatedAdministrators:\n${PEOPLE}`);
    await becomes(`${organization(', config.amazonaws.com]')}\n${PEOPLE}`, {}, `${organization(']')}\n${PEOPLE}`);
  });
});

test('a folder and how to write it have to fit', async () => {
  const both = await inProcess(['export', '--out', 'x', '--into', 'y', '--simulate']);
  expect(both).toMatchObject({
    code: 1,
    out: '',
    err: expect.stringContaining('either --out with a new folder, or --into'),
  });
  expect(await inProcess(['export', '--out', 'x', '--accept-removals', '--simulate'])).toMatchObject({
    code: 1,
    out: '',
  });
  expect(await inProcess(['export', '--into', '/nonexistent/folder', '--simulate'])).toMatchObject({
    code: 1,
    out: '',
  });
});
