/** `export --into`: a folder is made to say what is live, and nothing else in it changes. */

import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { validateConfiguration } from '../reconciler/desired/validate.ts';
import type { SimulatorState } from '../reconciler/simulator/state.types.ts';
import { inProcess, inTemporaryFolder } from './support/command.ts';
import { configurations } from './support/configurations.ts';
import { wide } from './support/wide-organizations.ts';

const RUNS = Number(process.env['LAW_RUNS'] ?? 12);

type Folder = Readonly<Record<string, string>>;

interface Desk {
  readonly into: (...args: readonly string[]) => ReturnType<typeof inProcess>;
  /** `verb id` of each change of the plan. */
  readonly changes: () => Promise<readonly string[]>;
  readonly texts: () => Promise<Folder>;
  readonly config: string;
}

async function write(folder: string, files: Folder): Promise<void> {
  for (const [file, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
    await writeFile(path.join(folder, file), text);
  }
}

async function atDesk<T>(state: SimulatorState, files: Folder, work: (desk: Desk) => Promise<T>): Promise<T> {
  return inTemporaryFolder(async (folder) => {
    const [config, live] = [path.join(folder, 'config'), path.join(folder, 'state.json')];
    await write(config, files);
    await writeFile(live, JSON.stringify(state));
    return work({
      config,
      into: (...args) => inProcess(['export', '--into', config, '--simulate', live, ...args]),
      changes: async () => {
        const ran = await inProcess(['plan', '--config', config, '--simulate', live, '--format', 'json']);
        if (ran.code !== 0 && ran.code !== 3) throw new Error(ran.err + ran.out);
        const { changes } = JSON.parse(ran.out) as { readonly changes: readonly { verb: string; id: string }[] };
        return changes.map(({ verb, id }) => `${verb} ${id}`);
      },
      texts: async () => {
        const entries = (await readdir(config, { recursive: true, withFileTypes: true })).filter((one) => one.isFile());
        const names = entries.map((one) => path.relative(config, path.join(one.parentPath, one.name))).toSorted();
        const texts = await Promise.all(names.map((name) => readFile(path.join(config, name), 'utf8')));
        return Object.fromEntries(names.map((name, index) => [name, String(texts[index])]));
      },
    });
  });
}

/** `verb id` of each change that an export said would stay. */
function listed(err: string): readonly string[] {
  return [...err.matchAll(/CONFIG_EXPORT (\w+ \S+) stays in the plan: /gu)].map(([, what]) => String(what));
}

/** Comments of a text, in their order. */
const comments = (text: string): readonly string[] => [...text.matchAll(/# [\w ]+/gu)].map(([comment]) => comment);

const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** What a person may have written: selectors, several sets to an entry, ends, presets, in one file or in several. */
const written: fc.Arbitrary<Folder> = fc
  .tuple(
    configurations,
    fc.record({
      wide: fc.array(
        fc.record({
          sets: fc.subarray([0, 1, 2], { minLength: 1 }),
          accounts: fc.subarray([{ all: true }, { ou: 'Workloads', recursive: true }, { tag: { stage: 'prod' } }], {
            minLength: 1,
            maxLength: 1,
          }),
          except: fc.subarray(['prod', 'tooling']),
          users: fc.subarray([0, 1, 2, 3]),
          groups: fc.subarray([0, 1, 2]),
          ends: fc.constantFrom(undefined, day(30), day(-30)),
        }),
        { maxLength: 2 },
      ),
      ends: fc.array(fc.constantFrom(undefined, day(20), day(-20)), { minLength: 9, maxLength: 9 }),
      unmanaged: fc.record({
        users: fc.constantFrom('report', 'remove', 'ignore'),
        groups: fc.constantFrom('report', 'remove'),
        permissionSets: fc.constantFrom('report', 'remove'),
        assignments: fc.constantFrom('remove', 'report'),
        tags: fc.constantFrom('ignore', 'remove'),
      }),
      removed: fc.boolean(),
      flow: fc.boolean(),
      split: fc.boolean(),
      guard: fc.boolean(),
      admins: fc.boolean(),
      profile: fc.option(
        fc.record({
          references: fc.constantFrom('allow', 'block'),
          users: fc.subarray([0, 1, 2, 3]),
          seats: fc.subarray([0, 1, 2]),
        }),
      ),
    }),
  )
  .map(([document, more]): Folder => {
    const names = {
      users: (document.users ?? []).map(({ userName }) => userName),
      groups: (document.groups ?? []).map(({ name }) => name),
      sets: (document.permissionSets ?? []).map(({ name }) => name),
    };
    const pick = (list: readonly string[], indexes: readonly number[]) => indexes.flatMap((index) => list[index] ?? []);
    const broad = more.wide.map(({ sets, accounts, except, users, groups, ends }) => ({
      permissionSets: pick(names.sets, sets),
      accounts,
      except,
      users: pick(names.users, users),
      groups: pick(names.groups, groups),
      ...(ends === undefined ? {} : { expires: ends, reason: 'a project' }),
    }));
    const groups = (document.groups ?? []).map((group, at) => ({
      ...group,
      members: (group.members ?? []).map((member, index) => {
        const end = more.ends[(at * 3 + index) % 9];
        return end === undefined ? member : { user: member, expires: end };
      }),
    }));
    const absent = (all: readonly string[], own: readonly string[]) =>
      all.filter((name) => !own.includes(name)).slice(0, 1);
    const { users = [], permissionSets = [], assignments = [], ...rest } = document;
    const profile = more.profile;
    const sections: Record<string, unknown> = {
      ...rest,
      unmanaged: more.unmanaged,
      ...(more.removed
        ? {
            removed: {
              users: absent(['ada', 'bob', 'cleo'], names.users),
              permissionSets: absent(['Auditor'], names.sets),
            },
          }
        : {}),
      ...(more.guard && names.sets.includes('Billing')
        ? { guards: { administrators: [{ permissionSet: 'Billing', account: 'prod', atLeast: 1 }] } }
        : {}),
      ...(more.admins && names.users[0] !== undefined
        ? { admins: { organization: { users: names.users.slice(0, 2) } } }
        : {}),
      ...(profile === null
        ? {}
        : {
            codewhisperer: {
              account: '111111111111',
              region: 'us-east-1',
              codeReferences: profile.references,
              tags: { costCenter: '1' },
              authorized: [
                { subscription: 'Q_DEVELOPER_STANDALONE_PRO', groups: pick(names.groups, profile.seats) },
                { users: pick(names.users, profile.users).map((user) => ({ user, expires: day(9) })) },
              ],
            },
          }),
    };
    const lists: Record<string, readonly unknown[]> = {
      users,
      groups,
      permissionSets,
      assignments: [...assignments, ...broad.filter((entry) => entry.permissionSets.length > 0)],
    };
    const yaml = (value: object, title: string) => {
      const text = stringify(value, more.flow ? { collectionStyle: 'flow', lineWidth: 60 } : {});
      return `# ${title}\n${text}# end of ${title}\n`;
    };
    if (!more.split) return { 'all.yaml': yaml({ ...sections, ...lists }, 'all of it') };
    const parts = Object.entries(lists).map(([name, list]) => [`${name}.yaml`, yaml({ [name]: list }, name)] as const);
    return { 'rest.yaml': yaml(sections, 'the rest'), ...Object.fromEntries(parts) };
  });

describe('the laws of an export into a folder', () => {
  test('the plan is then empty but for what is listed, and the same again changes no byte', async () => {
    let empty = 0;
    await fc.assert(
      fc.asyncProperty(wide, written, async (state, files) => {
        await atDesk(state, files, async ({ into, changes, texts, config }) => {
          const valid = await validateConfiguration(config, { now: Date.now() });
          fc.pre(valid.ok);
          const first = await into('--accept-removals');
          if (first.code !== 0 && /CONFIG_REFERENCE|no organisational unit/u.test(first.err)) return;
          const before = await texts();
          expect({ code: first.code, err: first.code === 0 ? '' : first.err, before }).toEqual({
            code: 0,
            err: '',
            before,
          });
          const left = await changes();
          expect({ left: left.toSorted(), before }).toEqual({ left: listed(first.err).toSorted(), before });
          if (left.length === 0) empty += 1;
          for (const [file, text] of Object.entries(files))
            expect(comments(before[file] ?? '')).toEqual(comments(text));
          const second = await into('--accept-removals');
          expect(second.out).toBe('no file was changed\n');
          expect(await texts()).toEqual(before);
          const third = await into();
          expect(third.out).toBe('no file was changed\n');
        });
      }),
      { numRuns: RUNS },
    );
    expect(empty).toBeGreaterThan(0);
  }, 240_000);
});

describe('what an export into a folder reads like', () => {
  const BEFORE = path.join(import.meta.dirname, 'golden/into/before');

  /** The folder of the golden, applied, and then changed in the console. */
  async function drifted(): Promise<readonly [SimulatorState, Folder]> {
    return inTemporaryFolder(async (folder) => {
      const file = path.join(folder, 'state.json');
      const live = ['--config', BEFORE, '--simulate', file];
      const placed = await inProcess(['apply', '--yes', '--quiet', ...live]);
      expect(placed.code).toBe(0);
      const state = JSON.parse(await readFile(file, 'utf8')) as SimulatorState;
      const names = (await readdir(BEFORE, { recursive: true, withFileTypes: true })).filter((one) => one.isFile());
      const files = names.map((one) => path.relative(BEFORE, path.join(one.parentPath, one.name)));
      const texts = await Promise.all(files.map((name) => readFile(path.join(BEFORE, name), 'utf8')));
      return [inConsole(state), Object.fromEntries(files.map((name, index) => [name, String(texts[index])]))];
    });
  }

  function inConsole(state: SimulatorState): SimulatorState {
    const { identityCenter: center = { region: 'us-east-1' }, codewhisperer: own = {}, organization } = state;
    const { users = [], groups = [], permissionSets = [], assignments = [] } = center;
    return {
      ...state,
      organization: {
        ...organization,
        accounts: organization.accounts
          .filter(({ id }) => /^(\d)\1+$/u.test(id))
          .map((account) => (account.id >= '333333333333' ? { ...account, ou: 'Workloads' } : account)),
      },
      identityCenter: {
        ...center,
        users: [
          ...users
            .filter(({ userName }) => userName !== 'cleo')
            .map((user) =>
              user.userName === 'ada' ? { ...user, familyName: "O'Hara", displayName: 'Countess' } : user,
            ),
          { userName: 'left_last_year', givenName: 'L', familyName: 'Y', displayName: 'L Y' },
        ],
        groups: groups.map(({ members = [], ...group }) => {
          const stayed = members.filter((name) => name !== 'cleo');
          return { ...group, members: group.name === 'auditors' ? [...stayed, 'bob', 'left_last_year'] : stayed };
        }),
        permissionSets: permissionSets.map((set) =>
          set.name === 'Auditor'
            ? {
                ...set,
                sessionDuration: 'PT8H',
                managedPolicies: ['arn:aws:iam::aws:policy/ReadOnlyAccess', 'arn:aws:iam::aws:policy/SecurityAudit'],
                inlinePolicy: {
                  Version: '2012-10-17',
                  Statement: [
                    {
                      Sid: 'Logs',
                      Effect: 'Allow',
                      Action: ['s3:GetObject', 's3:ListBucket'],
                      Resource: 'arn:aws:s3:::logs/*',
                    },
                    { Effect: 'Allow', Action: 'ec2:Describe*', Resource: '*' },
                  ],
                },
                tags: { owner: 'audit' },
              }
            : set,
        ),
        assignments: [
          ...['333333333333', '444444444444', '555555555555'].map((account) => ({
            permissionSet: 'Auditor',
            account,
            group: 'auditors',
          })),
          ...assignments.filter(
            ({ permissionSet, account, ...who }) =>
              permissionSet !== 'Auditor' &&
              !(permissionSet === 'Deploy' && account === '555555555555' && 'user' in who && who.user === 'contractor'),
          ),
          { permissionSet: 'Deploy', account: '333333333333', user: 'ada' },
          { permissionSet: 'Deploy', account: '444444444444', user: 'ada' },
          { permissionSet: 'AdministratorAccess', account: '111111111111', user: 'bob' },
          { permissionSet: 'Auditor', account: '222222222222', user: 'left_last_year' },
        ].filter(({ permissionSet, account }) => !(permissionSet === 'Auditor' && account === '444444444444')),
      },
      codewhisperer: {
        ...own,
        profiles: (own.profiles ?? []).map((profile) => ({ ...profile, codeReferences: 'ALLOW' as const })),
      },
    };
  }

  test('only what differs, with every comment and the order kept', async () => {
    const [state, files] = await drifted();
    await atDesk(state, files, async ({ into, texts, changes, config }) => {
      const ran = await into('--accept-removals');
      const after = await texts();
      const told = `${ran.out}${ran.err}`.replaceAll(config, 'config');
      await expect(told).toMatchFileSnapshot('golden/into/told.txt');
      for (const [file, text] of Object.entries(after))
        await expect(text).toMatchFileSnapshot(`golden/into/after/${file}`);
      expect((await changes()).toSorted()).toEqual(listed(ran.err).toSorted());
    });
  });

  test('what is declared and not live stays, unless removals are accepted', async () => {
    const [state, files] = await drifted();
    await atDesk(state, files, async ({ into, texts }) => {
      const { err } = await into();
      expect((await texts())['people.yaml']).toContain('cleo, # writes the compiler');
      expect(err).toContain('create user/cleo stays in the plan: it is declared and not live');
    });
  });

  test('only the kinds that are asked for', async () => {
    const [state, files] = await drifted();
    await atDesk(state, files, async ({ into, texts }) => {
      const ran = await into('--only', 'user');
      const after = await texts();
      const changed = Object.keys(after).filter((file) => after[file] !== files[file]);
      expect(changed).toEqual(['people.yaml']);
      expect(ran.err).toMatch(/\d+ more in the plan: not of the kinds that --only names/u);
    });
  });
});

describe('an export into one small file', () => {
  const person = (userName: string) => ({ userName, givenName: 'G', familyName: 'F', displayName: 'G F' });
  const STATE: SimulatorState = {
    version: 1,
    organization: {
      id: 'o-exampleorg1',
      managementAccount: '111111111111',
      accounts: [{ id: '111111111111', name: 'management' }],
    },
    identityCenter: {
      region: 'us-east-1',
      users: [person('ada'), person('bob')],
      groups: [
        { name: 'devs', members: ['ada'] },
        { name: 'ops', members: ['bob'] },
      ],
      permissionSets: [{ name: 'Auditor', sessionDuration: 'PT8H' }],
      assignments: [],
    },
  };
  const PEOPLE =
    '  - { userName: ada, givenName: G, familyName: F }\n  - { userName: bob, givenName: G, familyName: F }\n';
  const WHOLE = `version: 1
identityCenter: { region: us-east-1 }
unmanaged: { groups: remove }
users:
${PEOPLE}groups:
  - name: devs
    members: [bob]
permissionSets:
  - name: Auditor
assignments:
  - { permissionSet: Auditor, accounts: [management], groups: [ops] }
`;

  test('a group that nothing names any longer comes in with its members, at once', async () => {
    await atDesk(STATE, { 'a.yaml': WHOLE }, async ({ into, texts, changes }) => {
      await into('--accept-removals');
      const { 'a.yaml': text } = await texts();
      expect(text).toContain('  - name: ops\n    members: [bob]\n');
      expect(await changes()).toEqual([]);
      expect((await into('--accept-removals')).out).toContain('no file was changed');
    });
  });

  test.each([
    ['an anchor without a blank', WHOLE.replace('[bob]', '&b[bob]'), '9:16', 'tags and anchors must be separated'],
    ['an end of a document before it', `...\n${WHOLE}`, '2:1', 'a second document begins here'],
    ['a begin of a document that is indented', `  ---\n${WHOLE}`, '1:3', 'implicit keys need to be on a single line'],
    ['line ends of a third system', WHOLE.replaceAll('\n', '\r'), '1:11', 'a line ends with a carriage return alone'],
  ])('%s: it is read, but not edited', async (_name, text, place, why) => {
    await atDesk(STATE, { 'a.yaml': text }, async ({ into, texts, changes, config }) => {
      expect(await changes()).toContain('create membership/devs/bob');
      const { code, err } = await into('--accept-removals');
      expect(code).toBe(1);
      expect(err).toContain(`${config}/a.yaml:${place} error USAGE_EXPORT this file cannot be edited in place`);
      expect(err).toContain(why);
      expect(await texts()).toEqual({ 'a.yaml': text });
    });
  });

  test('a group without braces in a list in brackets is left as it is', async () => {
    const text = WHOLE.replace(/groups:\n {2}- name: devs\n {4}members: \[bob\]\n/u, 'groups: [name: devs]\n');
    await atDesk(STATE, { 'a.yaml': text }, async ({ into, texts }) => {
      const { code, err } = await into('--accept-removals');
      expect(code).toBe(1);
      expect(err).toContain('the files cannot be edited so that they say what is live; nothing was written');
      expect(await texts()).toEqual({ 'a.yaml': text });
    });
  });

  const GRANTED: SimulatorState = {
    ...STATE,
    organization: {
      ...STATE.organization,
      accounts: ['management', 'tooling', 'prod'].map((name, index) => ({ id: String(index + 1).repeat(12), name })),
    },
    identityCenter: {
      ...STATE.identityCenter,
      region: 'us-east-1',
      assignments: [{ permissionSet: 'Auditor', account: '333333333333', group: 'devs' }],
    },
  };
  const granting = (...entries: readonly string[]): string =>
    WHOLE.replace('[bob]', '[ada]')
      .replace('permissionSets:', '  - name: ops\n    members: [bob]\npermissionSets:')
      .replace('- name: Auditor', '- { name: Auditor, sessionDuration: PT8H }')
      .replace(
        /(?<=assignments:\n)[^]*/u,
        entries.map((entry) => `  - { permissionSet: Auditor, ${entry} }\n`).join(''),
      );
  const NAMED = 'accounts: [prod], groups: [devs]';

  test.each([
    ['one names and one selects', [NAMED, 'accounts: [{ all: true }], groups: [devs]']],
    ['one selects and one names', ['accounts: [{ all: true }], groups: [devs]', NAMED]],
    ['both select', ['accounts: [{ all: true }], groups: [devs]', 'accounts: [{ all: true }], groups: [devs, ops]']],
  ])('a grant of two entries is named by one of them: %s', async (_name, entries) => {
    await atDesk(GRANTED, { 'a.yaml': granting(...entries) }, async ({ into, texts, changes }) => {
      const { code, err } = await into('--accept-removals');
      expect([code, err]).toEqual([0, '']);
      expect(await texts()).toEqual({ 'a.yaml': granting(NAMED) });
      expect(await changes()).toEqual([]);
    });
  });
});
