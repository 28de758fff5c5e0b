/** `--base`: one planted change of each cause, each labelled right, and the union is the whole plan. */

import { execFileSync } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { ALL_KINDS, beforeAllKinds } from './support/all-kinds.ts';
import { command, inProcess, inTemporaryFolder } from './support/command.ts';
import type { KmsKeyState, UserState } from '../reconciler/simulator/state.types.ts';
import { onSimulator } from './support/simulated.ts';
import { renderPlanText } from '../reconciler/report/text.ts';

const CONFIG = `
version: 1
accounts: { management: "111111111111", prod: "333333333333" }
users:
  - { userName: ada, givenName: Ada, familyName: Lovelace }
  - { userName: bob, givenName: Bob, familyName: Ito }
groups:
  - { name: auditors, members: [ada, { user: bob, expires: 2027-01-31 }] }
permissionSets:
  - { name: Auditor, managedPolicies: [ReadOnlyAccess] }
assignments:
  - { permissionSet: Auditor, accounts: [{ all: true }], groups: [auditors] }
`;

function git(folder: string, ...args: readonly string[]): void {
  const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com', '-c', 'commit.gpgsign=false'];
  execFileSync('git', ['-C', folder, ...identity, ...args], { stdio: 'pipe' });
}

/** An organisation with one account beside the management account. */
const ONE_MEMBER = {
  version: 1,
  organization: {
    id: 'o-exampleorg1',
    managementAccount: '111111111111',
    accounts: [
      { id: '111111111111', name: 'management' },
      { id: '333333333333', name: 'prod', tags: { stage: 'prod' } },
    ] as object[],
  },
  identityCenter: { region: 'us-east-1' },
};

interface Told {
  readonly changes: readonly { readonly id: string; readonly origin: string }[];
}

test('each change says what caused it: this branch, drift, the organisation, the clock', async () => {
  await inTemporaryFolder(async (folder) => {
    const config = path.join(folder, 'config.yaml');
    const state = path.join(folder, 'state.json');
    const run = (...args: readonly string[]) => inProcess([...args, '--config', config, '--simulate', state]);
    await writeFile(config, CONFIG);
    git(folder, 'init', '--quiet', '--initial-branch=main');
    git(folder, 'add', 'config.yaml');
    git(folder, 'commit', '--quiet', '--message', 'Base');
    expect(await run('apply', '--yes')).toMatchObject({ code: 0 });

    const live = JSON.parse(await readFile(state, 'utf8')) as {
      organization: { accounts: object[] };
      identityCenter: { users: { familyName: string }[] };
    };
    live.organization.accounts.push({ id: '444444444444', name: 'vended' });
    for (const user of live.identityCenter.users) if (user.familyName === 'Lovelace') user.familyName = 'Byron';
    await writeFile(state, JSON.stringify(live));
    await writeFile(config, CONFIG.replace('ReadOnlyAccess', 'SecurityAudit'));

    const told = await run('plan', '--base', 'main', '--at', '2027-03-01', '--format', 'json');
    expect(told).toMatchObject({ code: 0 });
    const { changes } = JSON.parse(told.out) as Told;
    expect(Object.fromEntries(changes.map(({ id, origin }) => [id, origin]))).toEqual({
      'user/ada': 'drift',
      'permission-set/Auditor': 'file',
      'assignment/Auditor/444444444444/group/auditors': 'organization',
      'membership/auditors/bob': 'clock',
    });
    const unknown = await run('plan', '--base', 'nowhere');
    expect(unknown).toMatchObject({ code: 1, out: '', err: expect.stringContaining('USAGE_BASE') });
    const injected = await run('plan', '--base', '--output=x');
    expect(injected).toMatchObject({ code: 1, out: '' });
  });
});

test.each([
  ['..', 1],
  ['/', 0],
  ['.git', 0],
] as const)('a commit with a folder named %s writes nothing elsewhere', async (name, code) => {
  await inTemporaryFolder(async (folder) => {
    const config = path.join(folder, 'config');
    const file = `cw-gitops-${process.pid}-${Date.now()}.yaml`;
    await mkdir(config);
    await writeFile(path.join(config, 'a.yaml'), CONFIG);
    git(folder, 'init', '--quiet', '--initial-branch=main');
    const object = (type: string, content: string | Buffer): string =>
      execFileSync('git', ['-C', folder, 'hash-object', '-t', type, '--literally', '-w', '--stdin'], {
        input: content,
        encoding: 'utf8',
      }).trim();
    const entry = (mode: string, called: string, id: string): Buffer =>
      Buffer.concat([Buffer.from(`${mode} ${called}\0`), Buffer.from(id, 'hex')]);
    const inner = object('tree', entry('100644', file, object('blob', CONFIG)));
    const root = object('tree', entry('40000', 'config', object('tree', entry('40000', name, inner))));
    const by = 'Test <test@example.com> 1 +0000';
    const commit = object('commit', `tree ${root}\nauthor ${by}\ncommitter ${by}\n\nCrafted\n`);
    const ran = await inProcess(['plan', '--config', config, '--simulate', '--quiet', '--base', commit]);
    expect(ran).toMatchObject({ code, err: expect.stringContaining(code === 0 ? '' : 'PLAN_BASE') });
    const beside = [...(await readdir(tmpdir())), ...(await readdir('/'))];
    expect(beside).not.toContain(file);
  });
});

test.each([
  ['named beside it', '[prod, { all: true }], groups: [auditors]'],
  ['named after it', '[{ all: true }, prod], groups: [auditors]'],
  ['selected twice', '[{ all: true }, { tag: { stage: prod } }, prod], groups: [auditors]'],
  [
    'named elsewhere',
    '[{ all: true }], groups: [auditors] }\n  - { permissionSet: Auditor, accounts: [prod], groups: [auditors]',
  ],
])('a new account gets its baseline also where the only other account of a selector is %s', async (_name, grant) => {
  await inTemporaryFolder(async (folder) => {
    const config = path.join(folder, 'config.yaml');
    const state = path.join(folder, 'state.json');
    const run = (...args: readonly string[]) =>
      inProcess([...args, '--config', config, '--simulate', state, '--quiet']);
    await writeFile(config, CONFIG.replace('[{ all: true }], groups: [auditors]', grant));
    await writeFile(state, JSON.stringify(ONE_MEMBER));
    expect(await run('apply', '--yes')).toMatchObject({ code: 0 });
    const live = JSON.parse(await readFile(state, 'utf8')) as typeof ONE_MEMBER;
    live.organization.accounts.push({ id: '444444444444', name: 'vended' });
    await writeFile(state, JSON.stringify(live));
    const { changes } = JSON.parse((await run('drift', '--format', 'json')).out) as Told;
    expect(changes.map(({ id, origin }) => [id, origin])).toEqual([
      ['assignment/Auditor/444444444444/group/auditors', 'organization'],
    ]);
  });
});

test('--only leaves out what cannot go without something that was not chosen, and says so with exit 4', async () => {
  await inTemporaryFolder(async (folder) => {
    const config = path.join(folder, 'config.yaml');
    const state = path.join(folder, 'state.json');
    const run = (...args: readonly string[]) =>
      inProcess([...args, '--config', config, '--simulate', state, '--quiet', '--no-color']);
    await writeFile(config, CONFIG);
    git(folder, 'init', '--quiet', '--initial-branch=main');
    git(folder, 'add', 'config.yaml');
    git(folder, 'commit', '--quiet', '--message', 'Base');
    expect(await run('apply', '--yes')).toMatchObject({ code: 0 });
    interface Live {
      readonly identityCenter: { users: readonly { userName: string }[]; assignments: object[] };
    }
    const live = JSON.parse(await readFile(state, 'utf8')) as Live;
    live.identityCenter.assignments.push({ permissionSet: 'Auditor', account: '333333333333', user: 'bob' });
    await writeFile(state, JSON.stringify(live));

    const without = CONFIG.replace(/ {2}- \{ userName: bob.*\n/u, '').replace(/, \{ user: bob[^}]*\}/u, '');
    await writeFile(config, `${without}removed: { users: [bob] }\n`);
    const applied = await run('apply', '--yes', '--base', 'main', '--only', 'file');
    expect(applied).toMatchObject({ code: 4, out: expect.stringContaining('Applied: 1 change done') });
    expect(applied.out).toContain(
      'user/bob is left out: it waits for assignment/Auditor/333333333333/user/bob, which is left out too',
    );
    const left = JSON.parse(await readFile(state, 'utf8')) as Live;
    expect(left.identityCenter.users.map(({ userName }) => userName)).toContain('bob');
    expect(await run('apply', '--yes', '--base', 'main', '--only', 'file,drift')).toMatchObject({ code: 0 });
    expect(await run('plan', '--detailed-exitcode')).toMatchObject({ code: 0 });
  });
});

test('another end or reason is no change, but a plan that says so is not called empty', async () => {
  await inTemporaryFolder(async (folder) => {
    const config = path.join(folder, 'config.yaml');
    const state = path.join(folder, 'state.json');
    const run = (...args: readonly string[]) =>
      inProcess([...args, '--config', config, '--simulate', state, '--quiet']);
    await writeFile(config, CONFIG);
    git(folder, 'init', '--quiet', '--initial-branch=main');
    git(folder, 'add', 'config.yaml');
    git(folder, 'commit', '--quiet', '--message', 'Base');
    const day = ['--at', '2026-11-21'];
    expect(await run('apply', '--yes')).toMatchObject({ code: 0 });
    expect(await run('plan', '--base', 'main', '--detailed-exitcode', ...day)).toMatchObject({
      code: 0,
      out: expect.stringContaining('No changes: what is live is as declared.'),
    });

    await writeFile(config, CONFIG.replace('expires: 2027-01-31', 'expires: 2027-06-30, reason: OPS-1'));
    const told = await run('plan', '--base', 'main', '--detailed-exitcode', '--no-color', ...day);
    expect(told.code).toBe(2);
    expect(told.out).toContain('~ bob in group auditors  until 2027-01-31 → until 2027-06-30, reason none → “OPS-1”');
    expect(told.out).toContain('No changes to what is live, but 1 grant with another end or reason');
    expect((await run('plan', '--format', 'markdown', '--base', 'main', ...day)).out).toContain(
      '### Plan: 1 grant with another end or reason',
    );
    expect(await run('drift', '--base', 'main', ...day)).toMatchObject({ code: 0 });
    expect((await run('plan', ...day)).out).toContain('No changes: what is live is as declared.');
  });
});

test('what ends within 14 days is listed, and goes at the very second at which it has expired', async () => {
  await inTemporaryFolder(async (folder) => {
    const config = path.join(folder, 'config.yaml');
    const state = path.join(folder, 'state.json');
    const run = (...args: readonly string[]) =>
      inProcess([...args, '--config', config, '--simulate', state, '--quiet']);
    await writeFile(config, CONFIG);
    expect(await run('apply', '--yes')).toMatchObject({ code: 0 });
    const plan = async (at: string) => (await run('plan', '--no-color', '--at', at)).out;
    expect(await plan('2027-01-17T23:59:59Z')).not.toContain('Ending');
    expect(await plan('2027-01-18T00:00:00Z')).toMatch(
      /Ending in the next 14 days\n {2}! bob in group auditors {2}until 2027-01-31/u,
    );
    expect(await plan('2027-01-31T23:59:59Z')).toContain('No changes');
    expect(await plan('2027-02-01T00:00:00Z')).toContain('expired on 2027-02-01T00:00:00Z');
    expect(await plan('2027-01-31T19:59:59-04:00')).toContain('No changes');
    expect(await plan('2027-01-31T20:00:00-04:00')).toContain('expired on');
  });
});

test('a base explains a plan and changes nothing of it: the profile and its key are looked at all the same', async () => {
  await onSimulator(beforeAllKinds(), async (run) => {
    const plan = await run.planAt(ALL_KINDS);
    const explained = await run.planAt(ALL_KINDS, ALL_KINDS);
    expect(explained.digest).toBe(plan.digest);
    expect(explained.warnings).toEqual(plan.warnings);
    expect(new Set(explained.changes.map(({ origin }) => origin))).toContain('drift');
  });
});

test('a name that the base declares and the file only names is warned of; what nobody declared goes singly', async () => {
  await inTemporaryFolder(async (folder) => {
    const [config, base] = [path.join(folder, 'config.yaml'), path.join(folder, 'base.yaml')];
    await writeFile(base, CONFIG);
    await writeFile(
      config,
      CONFIG.replace('  - { userName: bob, givenName: Bob, familyName: Ito }\n', '').replace(
        '- { name: auditors, members',
        '- { name: readers, members',
      ),
    );
    const live = beforeAllKinds();
    await onSimulator(
      {
        ...live,
        identityCenter: {
          region: 'us-east-1',
          users: [person('ada'), person('bob'), person('eve')],
          groups: [{ name: 'auditors', members: ['ada', 'bob', 'eve'] }],
        },
      },
      async (run) => {
        const dropped = await run.planAt(config, base);
        expect(dropped.warnings.map(({ message }) => message)).toEqual([
          'the base declares user "bob", and the file only names it: it is left as it is from now on',
          'the base declares group "auditors", and the file only names it: it is left as it is from now on',
        ]);
        const text = renderPlanText(await run.planAt(base, base), { color: false, verbose: false });
        expect(text).toMatch(/People\n(?: .*\n)*  - membership +eve in group auditors +goes: nobody declared it\n/u);
      },
    );
  });
});

test('another key of the profile is what this branch says, and not drift', async () => {
  await inTemporaryFolder(async (folder) => {
    const [config, base] = [path.join(folder, 'config.yaml'), path.join(folder, 'base.yaml')];
    const own = 'version: 1\nroles: { codewhisperer: "arn:aws:iam::222222222222:role/cw-gitops" }\n';
    await writeFile(base, `${own}codewhisperer: { account: "222222222222", region: us-east-1, kmsKey: alias/old }\n`);
    await writeFile(config, (await readFile(base, 'utf8')).replace('alias/old', 'alias/new'));
    const [oldKey, newKey] = [keyCalled('old', '1'), keyCalled('new', '2')];
    const state = {
      ...beforeAllKinds(),
      kmsKeys: [oldKey, newKey],
      codewhisperer: {
        profiles: [
          { ...PLACE, name: 'QDevProfile-us-east-1', kmsKey: `arn:aws:kms:us-east-1:222222222222:key/${oldKey.id}` },
        ],
      },
    };
    await onSimulator(state, async (run) => {
      const { changes } = await run.planAt(config, base);
      const [profile] = changes.filter(({ kind }) => kind === 'profile');
      expect(profile).toMatchObject({ origin: 'file', fields: [{ field: 'kmsKey' }] });
      // Where both say the same, a key that somebody changed by hand is drift.
      expect((await run.planAt(config, config)).changes).toContainEqual({ ...profile, origin: 'drift' });
    });
  });
});

const PLACE = { account: '222222222222', region: 'us-east-1' };

function keyCalled(alias: string, digit: string): KmsKeyState {
  const id = '11111111-1111-1111-1111-111111111111'.replaceAll('1', digit);
  return { ...PLACE, id, aliases: [`alias/${alias}`] };
}

function person(userName: string): UserState {
  return { userName, givenName: userName, familyName: 'Ito', displayName: `${userName} Ito` };
}

test('what else lies beside the configuration is not read, however much of it there is', async () => {
  await inTemporaryFolder(async (folder) => {
    const config = path.join(folder, 'config.yaml');
    await writeFile(config, CONFIG.replace('managedPolicies: [ReadOnlyAccess]', 'inlinePolicy: policy.json'));
    await writeFile(path.join(folder, 'other.yaml'), 'no: [configuration');
    await writeFile(path.join(folder, 'picture.bin'), Buffer.alloc(65_000_000));
    // More than one answer of git holds.
    for (let number = 1; number <= 5; number += 1)
      await writeFile(path.join(folder, `data-${number}.json`), ' '.repeat(15_000_000));
    const deny = (action: string): Promise<void> => {
      const statement = { Effect: 'Deny', Action: action, Resource: '*' };
      const policy = { Version: '2012-10-17', Statement: [statement] };
      return writeFile(path.join(folder, 'policy.json'), JSON.stringify(policy));
    };
    await deny('iam:*');
    git(folder, 'init', '--quiet', '--initial-branch=main');
    git(folder, '-c', 'core.compression=1', 'add', '.');
    git(folder, 'commit', '--quiet', '--message', 'Base');
    await deny('s3:*');
    const options = ['--config', config, '--simulate', '--format', 'json'];
    const told = await inProcess(['plan', '--base', 'main', ...options]);
    expect(told).toMatchObject({ code: 0, err: '' });
    const { changes } = JSON.parse(told.out) as Told;
    const fromFile = changes.filter(({ origin }) => origin === 'file').map(({ id }) => id);
    expect(fromFile).toEqual(['permission-set/Auditor']);
  });
});

test.each([
  ['there is no git', { PATH: '/nonexistent' }, 'there is no git on this machine\n'],
  [
    'git refuses the folder',
    { GIT_TEST_ASSUME_DIFFERENT_OWNER: '1' },
    "git config --global --add safe.directory '?/\\S+\n",
  ],
  ['it is no repository', { GIT_DIR: '/nonexistent' }, "not a git repository: '/nonexistent'\n"],
  ['the commit is not there', {}, 'Needed a single revision; is the commit fetched\\? .+\n'],
] as const)('where %s that is said', async (_where, env, words) => {
  await inTemporaryFolder(async (folder) => {
    await writeFile(path.join(folder, 'config.yaml'), CONFIG);
    git(folder, 'init', '--quiet', '--initial-branch=main');
    const told = await command(['plan', '--config', 'config.yaml', '--base', 'main', '--simulate'], {
      cwd: folder,
      env,
    });
    expect(told).toMatchObject({ code: 1, out: '' });
    expect(told.err).toMatch(
      new RegExp(`^error USAGE_BASE git cannot read the configuration at main: .*${words}$`, 'u'),
    );
  });
});
