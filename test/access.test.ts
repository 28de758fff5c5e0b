/** `access`: agreement with a brute-force reading of the simulator's state, and what people read. */

import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import type { DesiredState } from '../reconciler/desired/document.types.ts';
import type { SimulatorState } from '../reconciler/simulator/state.types.ts';
import { inProcess, inTemporaryFolder } from './support/command.ts';
import { configurations, organizations } from './support/configurations.ts';

interface Place {
  readonly type: string;
  readonly id?: string;
  readonly text?: string;
}

interface Row {
  readonly user: string | null;
  readonly group: string | null;
  readonly permissionSet: string;
  readonly places: readonly Place[];
  readonly grant: {
    readonly at: { readonly line: number } | null;
    readonly expires?: string;
    readonly reason?: string;
  };
}

interface Report {
  readonly access: readonly Row[];
  readonly codewhisperer: {
    readonly authorized: readonly { readonly user: string | null; readonly subscription: string | null }[];
    readonly seats: { readonly [user: string]: string };
  };
}

type Ask = (...args: readonly string[]) => ReturnType<typeof inProcess>;

async function asking<T>(text: string, state: SimulatorState | undefined, work: (ask: Ask) => Promise<T>): Promise<T> {
  return inTemporaryFolder(async (folder) => {
    const config = path.join(folder, 'config.yaml');
    await writeFile(config, text);
    const file = path.join(folder, 'state.json');
    if (state !== undefined) await writeFile(file, JSON.stringify(state));
    const live = state === undefined ? [] : ['--live', '--simulate', file];
    return work((...args) => inProcess(['access', ...args, '--config', config, ...live]));
  });
}

async function reportOf(ask: Ask, ...args: readonly string[]): Promise<Report> {
  const { code, out, err } = await ask('--format', 'json', ...args);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return JSON.parse(out) as Report;
}

/** `user group set account` of every way to hold something. */
function ways({ access }: Report): readonly string[] {
  return access
    .flatMap(({ user, group, permissionSet, places }) =>
      places.map(({ id, text }) => `${user} ${group} ${permissionSet} ${id ?? text}`),
    )
    .toSorted();
}

/** The same from the state, by going through everything. */
function bruteForce({ identityCenter = { region: '' } }: SimulatorState): readonly string[] {
  const { users = [], groups = [], assignments = [] } = identityCenter;
  const found: string[] = [];
  for (const assignment of assignments) {
    const what = `${assignment.permissionSet} ${assignment.account}`;
    for (const { userName } of users) {
      if ('user' in assignment && assignment.user === userName) found.push(`${userName} null ${what}`);
      for (const { name, members = [] } of groups) {
        const holds = 'group' in assignment && assignment.group === name && members.includes(userName);
        if (holds) found.push(`${userName} ${name} ${what}`);
      }
    }
    const empty = groups.find(
      ({ name, members = [] }) => members.length === 0 && 'group' in assignment && assignment.group === name,
    );
    if (empty !== undefined) found.push(`null ${empty.name} ${what}`);
  }
  return found.toSorted();
}

const RUNS = Number(process.env['LAW_RUNS'] ?? 12);

describe('access --live', () => {
  test('agrees with the state, whatever is asked', async () => {
    await fc.assert(
      fc.asyncProperty(organizations, async (state) => {
        await asking('version: 1\n', state, async (ask) => {
          const all = bruteForce(state);
          expect(ways(await reportOf(ask))).toEqual(all);
          const [user = '', group = '', set = '', account = ''] = (all[0] ?? '').split(' ');
          if (all.length === 0) return;
          const only = (part: number, value: string) => all.filter((way) => way.split(' ')[part] === value);
          if (user !== 'null') expect(ways(await reportOf(ask, '--user', user))).toEqual(only(0, user));
          if (group !== 'null') expect(ways(await reportOf(ask, '--group', group))).toEqual(only(1, group));
          expect(ways(await reportOf(ask, '--permission-set', set))).toEqual(only(2, set));
          expect(ways(await reportOf(ask, '--account', account))).toEqual(only(3, account));
        });
      }),
      { numRuns: RUNS },
    );
  }, 120_000);

  test('says who may use CodeWhisperer and who pays, the line of the file, and what has expired', async () => {
    const text = `version: 1
users:
  - { userName: ada, givenName: Ada, familyName: Lovelace }
  - { userName: bob, givenName: Bob, familyName: Ito }
groups: [{ name: devs, members: [ada, bob] }]
permissionSets: [{ name: Auditor }]
assignments:
  - { permissionSet: Auditor, accounts: ["111111111111"], users: [ada], expires: 2027-01-31, reason: SEC-1 }
codewhisperer:
  account: "111111111111"
  region: us-east-1
  authorized:
    - { subscription: Q_DEVELOPER_STANDALONE_PRO, groups: [devs] }
`;
    await inTemporaryFolder(async (folder) => {
      const files = ['--config', path.join(folder, 'c.yaml'), '--simulate', path.join(folder, 's.json')];
      await writeFile(path.join(folder, 'c.yaml'), text);
      expect(await inProcess(['apply', '--yes', ...files])).toMatchObject({ code: 0 });
      const ask: Ask = (...args) => inProcess(['access', '--live', ...args, ...files]);
      const report = await reportOf(ask);
      expect(report.access).toMatchObject([{ user: 'ada', grant: { at: { line: 8 }, reason: 'SEC-1' } }]);
      expect(report.codewhisperer.seats).toEqual({
        ada: 'Q_DEVELOPER_STANDALONE_PRO',
        bob: 'Q_DEVELOPER_STANDALONE_PRO',
      });
      const later = await ask('--at', '2027-03-01', '--no-color');
      expect(later.out).toContain('expired on 2027-01-31');
      expect(later.out).toContain('2 people, 2 paid seats');
      // A file that names somebody who is not there says which line gives nothing; what is live is as it is.
      await writeFile(path.join(folder, 'c.yaml'), text.replace('members: [', 'members: [nobody, '));
      const unresolved = await ask('--format', 'json');
      expect(unresolved.err).toContain('no line of it is shown; no user "nobody", declared or live');
      const { codewhisperer } = JSON.parse(unresolved.out) as Report;
      expect(codewhisperer.seats).toEqual(report.codewhisperer.seats);
    });
  });

  test('what `ignore` names is not shown, and that something is not is said', async () => {
    const state: SimulatorState = {
      version: 1,
      organization: {
        id: 'o-exampleorg1',
        managementAccount: '1'.repeat(12),
        accounts: [{ id: '1'.repeat(12), name: 'm' }],
      },
      identityCenter: {
        region: 'us-east-1',
        users: [{ userName: 'ada', givenName: 'A', familyName: 'B', displayName: 'A B', status: 'DISABLED' }],
        permissionSets: [{ name: 'Hidden' }, { name: 'Seen' }],
        assignments: [
          { permissionSet: 'Hidden', account: '1'.repeat(12), user: 'ada' },
          { permissionSet: 'Seen', account: '1'.repeat(12), user: 'ada' },
          {
            permissionSet: 'Seen',
            account: '1'.repeat(12),
            principalId: '11111111-1111-1111-1111-111111111111',
            principalType: 'USER',
          },
        ],
      },
    };
    await asking('version: 1\nignore: { permissionSets: [Hid*] }\n', state, async (ask) => {
      const told = await ask('--no-color');
      expect(told.out).not.toContain('Hidden');
      expect(told.err).toContain('1 thing is not shown');
      expect(told.out).toContain('ada (cannot sign in)');
      expect(told.out).toContain('~11111111-1111-1111-1111-111111111111 (no longer exists)');
      expect(told.out).toContain('not in the file');
      const unknown = await ask('--account', 'n');
      expect(unknown).toMatchObject({ code: 1, out: '' });
    });
  });

  test('an account is asked for as the file names one: by its short name, by its id, and only then by the name it has live', async () => {
    const [management, mine, other] = ['1', '2', '3'].map((digit) => digit.repeat(12)) as [string, string, string];
    const state: SimulatorState = {
      version: 1,
      organization: {
        id: 'o-exampleorg1',
        managementAccount: management,
        accounts: [
          { id: management, name: 'Root' },
          { id: mine, name: 'Payments' },
          { id: other, name: 'prod' },
          { id: '4'.repeat(12), name: other },
          { id: '5'.repeat(12), name: 'twin' },
          { id: '6'.repeat(12), name: 'twin' },
        ],
      },
      identityCenter: {
        region: 'us-east-1',
        users: [{ userName: 'ada', givenName: 'A', familyName: 'B', displayName: 'A B' }],
        permissionSets: [{ name: 'Seen' }],
        assignments: [mine, other, '4'.repeat(12)].map((account) => ({ permissionSet: 'Seen', account, user: 'ada' })),
      },
    };
    await asking(`version: 1\naccounts: { prod: "${mine}" }\n`, state, async (ask) => {
      const where = async (account: string) => ways(await reportOf(ask, '--account', account));
      expect(await where('prod')).toEqual([`ada null Seen ${mine}`]);
      expect(await where('Payments')).toEqual([`ada null Seen ${mine}`]);
      expect(await where(other)).toEqual([`ada null Seen ${other}`]);
      expect(await ask('--account', 'twin')).toMatchObject({ code: 1, out: '' });
    });
  });
});

describe('access from the file alone', () => {
  test('agrees with the file, whatever it is', async () => {
    const grants = ({ groups = [], assignments = [], accounts = {} }: DesiredState): readonly string[] =>
      assignments
        .flatMap(({ permissionSet, accounts: places, users = [], groups: holders = [] }) =>
          places.flatMap((place) => {
            const what = `${permissionSet} ${accounts[place as string]}`;
            return [
              ...users.map((user) => `${user} null ${what}`),
              ...holders.flatMap((name) => {
                const members = groups.find((group) => group.name === name)?.members ?? [];
                const held = members.map((member) => `${member as string} ${name} ${what}`);
                return held.length === 0 ? [`null ${name} ${what}`] : held;
              }),
            ];
          }),
        )
        .toSorted();
    await fc.assert(
      fc.asyncProperty(configurations, async (document) => {
        await asking(stringify(document), undefined, async (ask) => {
          const { out } = await ask('--format', 'json', '--quiet');
          expect(ways(JSON.parse(out) as Report)).toEqual(grants(document));
        });
      }),
      { numRuns: RUNS },
    );
  });

  const TEXT = `version: 1
organization: { managementAccount: "111111111111" }
accounts: { management: "111111111111", prod: "333333333333" }
groups:
  - { name: auditors, members: [ada, { user: contractor, expires: 2027-01-31, reason: OPS-77 }] }
permissionSets: [{ name: Auditor }, { name: Billing }]
admins: { organization: { users: [root_admin] } }
assignments:
  - { permissionSets: [Auditor, Billing], accounts: [prod, { ou: Workloads, recursive: true }, named], groups: [auditors, provided] }
  - { permissionSet: Billing, accounts: [{ all: true }], except: [prod], users: [ada], expires: 2027-06-30 }
codewhisperer:
  account: prod
  region: us-east-1
  authorized: [{ groups: [auditors] }, { subscription: Q_DEVELOPER_STANDALONE_PRO, users: [ada] }]
`;

  test('reads like this', async () => {
    await asking(TEXT, undefined, async (ask) => {
      const told = await ask('--at', '2026-11-21', '--no-color', '--quiet');
      const steady = (text: string): string => text.replaceAll(/\/\S*\/(?=config\.yaml)/gu, '');
      await expect(steady(told.out)).toMatchFileSnapshot('golden/access.txt');
      const table = await ask('--at', '2026-11-21', '--format', 'markdown', '--quiet');
      await expect(steady(table.out)).toMatchFileSnapshot('golden/access.md');
    });
  });

  test('selectors stay selectors, and reach an account unless they cannot', async () => {
    await asking(TEXT, undefined, async (ask) => {
      const rows = async (...args: readonly string[]) =>
        ways(JSON.parse((await ask('--format', 'json', '--quiet', ...args)).out) as Report);
      const at = ['--at', '2026-11-21'];
      expect(await rows('--account', '333333333333', '--user', 'ada', ...at)).toEqual([
        'ada auditors Auditor 333333333333',
        'ada auditors Auditor ou Workloads and below',
        'ada auditors Billing 333333333333',
        'ada auditors Billing ou Workloads and below',
      ]);
      expect(await rows('--account', 'management', ...at)).toEqual([
        'root_admin null AdministratorAccess 111111111111',
      ]);
      expect(await rows('--account', 'other', '--user', 'ada', ...at)).toContain('ada null Billing all accounts');
      expect(await rows('--user', 'contractor', '--at', '2027-02-01')).toEqual([]);
      expect(await rows('--user', 'contractor', '--at', '2027-01-31T23:59:59Z')).not.toEqual([]);
    });
  });

  test('what the file cannot tell of an account is said, and never passes for nobody', async () => {
    const told = (text: string, account: string) =>
      asking(text, undefined, async (ask) => (await ask('--account', account)).err);
    expect(await told(TEXT, '333333333333')).toContain('whether "333333333333" is "named": what is held there');
    expect(await told(TEXT, 'named')).toBe('');
    expect(await told(TEXT, 'nowhere')).toContain('does not name an account "nowhere"');
    const unnamed = TEXT.replace(/organization.*\n/u, '')
      .replace(', named]', ']')
      .replace(/management: \S+ /u, '');
    expect(await told(unnamed, 'prod')).toContain('whether "prod" is the management account');
    expect(await told(unnamed, 'Root')).toMatch(/does not name .*\n.*whether "Root" is the management account/u);
    expect(await told(TEXT.replace(', named]', ']'), 'prod')).toBe('');
  });

  test('one place twice is one, whatever it is called, and who is reached twice pays once', async () => {
    const text = `version: 1
permissionSets: [{ name: Auditor }]
groups: [{ name: seated, members: [ada] }, { name: empty }]
admins: { organization: { users: [ada] } }
assignments:
  - { permissionSet: Auditor, accounts: ["444444444444", "444444444444", { all: true }], except: [{ tag: { a: b } }], users: [ada, bob] }
codewhisperer:
  account: "444444444444"
  region: us-east-1
  authorized:
    - { subscription: Q_DEVELOPER_STANDALONE_PRO, groups: [seated, empty] }
    - { subscription: KIRO_ENTERPRISE_POWER, users: [ada] }
`;
    await asking(text, undefined, async (ask) => {
      const report = JSON.parse((await ask('--format', 'json', '--quiet')).out) as Report;
      expect(ways(report)).toEqual([
        'ada null AdministratorAccess undefined',
        'ada null Auditor 444444444444',
        'ada null Auditor all accounts',
        'bob null Auditor 444444444444',
        'bob null Auditor all accounts',
      ]);
      expect(report.codewhisperer.seats).toEqual({ ada: 'Q_DEVELOPER_STANDALONE_POWER' });
      expect((await ask('--verbose', '--quiet', '--no-color')).out).toContain('all accounts but tag a=b');
      const none = await ask('--user', 'nobody', '--format', 'markdown', '--quiet');
      expect(none.out).not.toContain('|');
    });
    await asking(text.replace('region: us-east-1', 'region: us-east-1\n  state: absent'), undefined, async (ask) => {
      const { codewhisperer } = JSON.parse((await ask('--format', 'json', '--quiet')).out) as Report;
      expect(codewhisperer.authorized).toEqual([]);
    });
  });

  test('a name that nothing has is told, and a file that is wrong is an error', async () => {
    await asking(TEXT, undefined, async (ask) => {
      expect(await ask('--user', 'adda')).toMatchObject({
        code: 0,
        err: expect.stringContaining('did you mean "ada"'),
      });
      expect((await ask('--user', 'adda', '--quiet')).out).toContain('Nobody');
    });
    await asking('version: 2\n', undefined, async (ask) => expect(await ask()).toMatchObject({ code: 1, out: '' }));
  });
});
