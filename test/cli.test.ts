/**
 * The command line as people use it: what is printed where, and the exit codes of DESIGN section 3. Most of it runs in this
 * process; the built program runs where only a process can show something, and once for each way to end.
 */

import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, symlink, writeFile } from 'node:fs/promises';
import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { bundle } from './support/bundle.ts';
import type { Ran } from './support/command.ts';
import { command, inProcess, inTemporaryFolder, launch } from './support/command.ts';
import { CONFIG } from './support/small-organisation.ts';

interface Desk {
  readonly config: string;
  readonly state: string;
  readonly file: (name: string) => string;
  /** Rewrites the configuration. */
  readonly edit: (change: (text: string) => string) => Promise<void>;
  readonly run: (...args: readonly string[]) => Promise<Ran>;
  /** The same as a process of the built program. */
  readonly built: (...args: readonly string[]) => Promise<Ran>;
}

/** A folder with a configuration and a simulator's state file; `run` adds the options that name them. */
async function atDesk(work: (desk: Desk) => Promise<void>): Promise<void> {
  await inTemporaryFolder(async (folder) => {
    const file = (name: string): string => path.join(folder, name);
    const config = file('config.yaml');
    const state = file('state.json');
    const withFiles = (args: readonly string[]) => [...args, '--config', config, '--simulate', state];
    await writeFile(config, CONFIG);
    await work({
      config,
      state,
      file,
      edit: async (change) => writeFile(config, change(await readFile(config, 'utf8'))),
      run: (...args) => inProcess(withFiles(args)),
      built: (...args) => command(withFiles(args)),
    });
  });
}

describe('plan and apply', () => {
  test('a plan exits 0 or, asked for, 2; applied, the next one is empty and applying again does nothing', async () => {
    await atDesk(async ({ built, state }) => {
      const planned = await built('plan', '--detailed-exitcode');
      expect(planned).toMatchObject({ code: 2, err: '' });
      expect(planned.out).toContain('Digest  sha256:');
      expect(await built('plan')).toMatchObject({ code: 0 });
      const applied = await built('apply', '--yes');
      expect(applied).toMatchObject({ code: 0, err: '' });
      const after = await readFile(state, 'utf8');
      expect(await built('plan', '--detailed-exitcode')).toMatchObject({ code: 0 });
      expect((await built('apply', '--yes')).out).toContain('No changes');
      expect(await readFile(state, 'utf8')).toBe(after);
    });
  });

  test('says once for what of somebody else it waits, since that takes minutes', async () => {
    await atDesk(async ({ run, state }) => {
      expect(await run('apply', '--yes')).toMatchObject({ code: 0 });
      const live = JSON.parse(await readFile(state, 'utf8')) as object;
      const operation = {
        operation: 'CreateAccountAssignment',
        requestId: '11111111-2222-3333-4444-555555555555',
        startedAt: new Date().toISOString(),
        endsAt: new Date(Date.now() + 5 * 60_000).toISOString(),
        permissionSet: 'Auditor',
        account: '111111111111',
        user: 'ada',
      };
      await writeFile(state, JSON.stringify({ ...live, operations: [operation] }));
      const planned = await run('plan');
      expect(planned.err).toBe("waiting until somebody else's operations have ended: assignments being created (1)\n");
      expect(planned.out).toContain('- assignment');
      expect((await run('plan', '--quiet')).err).toBe('');
    });
  });

  test('a plan file is applied as it is, or what is left of it, and refused when something moved since', async () => {
    await atDesk(async ({ run, file, edit, state }) => {
      expect(await run('plan', '--out', file('plan.json'))).toMatchObject({ code: 0 });
      await edit((text) => text.replace('ReadOnlyAccess', 'PowerUserAccess'));
      const refused = await run('apply', file('plan.json'));
      expect(refused.code).toBe(3);
      expect(refused.err).toContain('permission-set/Auditor');
      await edit((text) => text.replace('PowerUserAccess', 'ReadOnlyAccess'));
      const applied = await run('apply', file('plan.json'));
      expect(applied).toMatchObject({ code: 0, err: 'this is the very plan that was approved\n' });
      await writeFile(state, (await readFile(state, 'utf8')).replace(/"members": \[\s*"ada",/u, '"members": ['));
      const rest = await run('apply', file('plan.json'));
      expect(rest).toMatchObject({ code: 0 });
      expect(rest.err).toMatch(/^this is what is left of the approved plan: 1 of \d+ changes\n$/u);
    });
  });

  test('an apply that nobody reads goes on to its end, and its exit code tells', async () => {
    await atDesk(async ({ run, config, state, file }) => {
      const unread = '{ "$@" 2>&1; echo $? > "$0"; } | true';
      const args = ['--yes', '--verbose', '--config', config, '--simulate', state, '--undo-out', file('undo.json')];
      execFileSync('sh', ['-c', unread, file('code'), process.execPath, bundle(), 'apply', ...args]);
      expect(await readFile(file('code'), 'utf8')).toBe('0\n');
      expect(JSON.parse(await readFile(file('undo.json'), 'utf8'))).toMatchObject({ undoes: { ended: true } });
      expect(await run('plan', '--detailed-exitcode')).toMatchObject({ code: 0 });
    });
  });

  test.skipIf(!existsSync('/dev/full'))('results that find no room are told, and a plan has failed', async () => {
    await atDesk(async ({ config, state, file }) => {
      const args = ['plan', '--config', config, '--simulate', state];
      const full = '"$@" > /dev/full 2> "$0"; echo $? >> "$0"';
      execFileSync('sh', ['-c', full, file('told'), process.execPath, bundle(), ...args]);
      expect(await readFile(file('told'), 'utf8')).toBe(
        'error USAGE_OUTPUT standard output cannot be written (ENOSPC)\n1\n',
      );
    });
  });

  test('a digest is applied as it is, and any other is refused with what the plan is now', async () => {
    await atDesk(async ({ run }) => {
      const { out } = await run('plan', '--format', 'json');
      const { digest } = JSON.parse(out) as { readonly digest: string };
      const refused = await run(
        'apply',
        '--expect-digest',
        digest.replace(/.$/u, (last) => (last === '0' ? '1' : '0')),
      );
      expect(refused).toMatchObject({ code: 3 });
      expect(refused.err).toContain(digest);
      expect(await run('apply', '--expect-digest', digest)).toMatchObject({ code: 0 });
    });
  });

  test('without anybody to ask, apply needs --yes, a plan file or a digest', async () => {
    await atDesk(async ({ run }) => {
      expect(await run('apply')).toMatchObject({ code: 1, out: '', err: expect.stringContaining('--yes') });
    });
  });

  test('a deadline that is weeks away stops nothing', async () => {
    await atDesk(async ({ run }) => {
      expect(await run('apply', '--yes', '--deadline', 'P5W')).toMatchObject({ code: 0, err: '' });
    });
  });

  test('no Identity Center is found in another Region than its own, on the simulator as on AWS', async () => {
    await atDesk(async ({ run, edit }) => {
      expect(await run('plan')).toMatchObject({ code: 0 });
      await edit((text) => `${text}identityCenter: { region: eu-west-1 }\n`);
      const { code, err } = await run('plan');
      expect({ code, says: err.includes('no Identity Center instance in eu-west-1') }).toEqual({ code: 1, says: true });
    });
  });

  test('another organisation is refused', async () => {
    await atDesk(async ({ run, built, edit }) => {
      await run('plan');
      await edit((text) => text.replace('o-exampleorg1', 'o-otherorg123'));
      const refused = await built('apply', '--yes');
      expect(refused).toMatchObject({ code: 3, out: '' });
      expect(refused.err).toContain('o-otherorg123');
    });
  });

  test('the last administrator cannot be taken away: the plan is printed whole, and nothing is changed', async () => {
    await atDesk(async ({ run, edit, state }) => {
      await run('apply', '--yes');
      const before = await readFile(state, 'utf8');
      await edit((text) =>
        text
          .replace(
            'admins:\n  organization: { users: [ada] }\n',
            'guards: { administrators: [{ permissionSet: AdministratorAccess, account: management, atLeast: 1 }] }\n',
          )
          .replace(
            'permissionSets:',
            'permissionSets:\n  - { name: AdministratorAccess, preset: organization-administrator }',
          ),
      );
      const planned = await run('plan');
      expect(planned.code).toBe(3);
      expect(planned.out).toContain('AdministratorAccess');
      expect(planned.out).not.toContain('sha256:');
      expect(await run('apply', '--yes')).toMatchObject({ code: 3 });
      expect(await readFile(state, 'utf8')).toBe(before);
    });
  });

  test('the file of a plan that a guard refused approves nothing, also once an override lifts the guard', async () => {
    await atDesk(async ({ run, edit, state, file }) => {
      await run('apply', '--yes');
      const before = await readFile(state, 'utf8');
      await edit((text) => text.replace('members: [ada, bob]', 'members: []'));
      expect(await run('plan', '--out', file('plan.json'))).toMatchObject({ code: 3 });
      const refused = await run('apply', file('plan.json'));
      expect(refused).toMatchObject({ code: 3, err: expect.not.stringContaining('left of the approved plan') });
      await edit((text) => `${text}guards: { removals: { memberships: 2 } }\n`);
      expect(await run('plan')).toMatchObject({ code: 0 });
      const lifted = await run('apply', file('plan.json'));
      expect(lifted).toMatchObject({ code: 3, err: expect.stringContaining('PLAN_REFUSED') });
      expect(await readFile(state, 'utf8')).toBe(before);
    });
  });

  test('--only takes chosen causes: what has expired goes, the rest stays for a pull request', async () => {
    await atDesk(async ({ run, edit, state }) => {
      await edit((text) => text.replace('[ada, bob] }', '[ada, { user: bob, expires: 2031-01-31 }] }'));
      await run('apply', '--yes');
      await edit((text) => text.replace('2031-01-31', '2026-01-31').replace('familyName: Ito', 'familyName: Sato'));
      const applied = await run('apply', '--yes', '--only', 'clock');
      expect(applied).toMatchObject({ code: 0, out: expect.stringContaining('1 of origin drift') });
      const again = await run('apply', '--yes', '--only', 'clock');
      expect(again.out).toContain('more is due');
      expect(again.out).not.toContain('as declared');
      const live = await readFile(state, 'utf8');
      expect(live).toContain('"Ito"');
      expect(JSON.parse(live)).toMatchObject({ identityCenter: { groups: [{ members: ['ada'] }] } });
    });
  });

  test('--only leaves out what a guard forbids, applies the rest, and says so with exit 4', async () => {
    await atDesk(async ({ run, edit, state }) => {
      const admins = 'admins:\n  organization: { users: [ada], expires: 2031-01-31 }\n';
      await edit((text) =>
        text
          .replace(/admins:[^]*?\}\n/u, admins)
          .replace('[ada, bob] }', '[ada, { user: bob, expires: 2031-01-31 }] }'),
      );
      await run('apply', '--yes');
      await edit((text) => text.replaceAll('2031-01-31', '2026-01-31'));
      const applied = await run('apply', '--yes', '--only', 'clock');
      expect(applied.code).toBe(4);
      expect(applied.out).toContain('GUARD_LEFT_OUT');
      const { identityCenter } = JSON.parse(await readFile(state, 'utf8')) as {
        readonly identityCenter: { readonly groups: unknown; readonly assignments: unknown };
      };
      expect(identityCenter.groups).toMatchObject([{ members: ['ada'] }]);
      expect(identityCenter.assignments).toContainEqual({
        permissionSet: 'AdministratorAccess',
        account: '111111111111',
        user: 'ada',
      });
    });
  });

  test('an account without a policy of the set: what failed says what to do, and the same command finishes it', async () => {
    await atDesk(async ({ run, built, edit, file, state }) => {
      await run('apply', '--yes');
      await edit((text) =>
        text.replace('[ReadOnlyAccess]', '[ReadOnlyAccess], customerManagedPolicies: [{ name: deny }]'),
      );
      await run('plan', '--out', file('plan.json'));
      const partial = await built('apply', file('plan.json'));
      expect(partial.code).toBe(4);
      expect(partial.out).toContain('make the policy in that account');
      expect(partial.out).toContain('To finish this: mend what failed, then run the same command again.');
      const { organization, ...rest } = JSON.parse(await readFile(state, 'utf8')) as {
        readonly organization: { readonly accounts: readonly object[] };
      };
      const accounts = organization.accounts.map((account) => ({
        ...account,
        customerManagedPolicies: [{ name: 'deny' }],
      }));
      await writeFile(state, JSON.stringify({ organization: { ...organization, accounts }, ...rest }));
      expect(await run('apply', file('plan.json'))).toMatchObject({ code: 0 });
      expect(await run('drift')).toMatchObject({ code: 0 });
    });
  });

  test('a hand edit is drift, and apply repairs it', async () => {
    await atDesk(async ({ run, state }) => {
      await run('apply', '--yes');
      expect(await run('drift')).toMatchObject({ code: 0 });
      const text = await readFile(state, 'utf8');
      await writeFile(state, text.replace('"Lovelace"', '"Byron"'));
      const drift = await run('drift');
      expect(drift.code).toBe(2);
      expect(drift.out).toContain('familyName');
      await run('apply', '--yes');
      expect(await run('drift')).toMatchObject({ code: 0 });
    });
  });
});

describe('what cannot be done', () => {
  test.each([
    [['plna'], 'plan'],
    [['plan', '--formt', 'json'], '--format'],
    [['plan', '--format', 'xml'], 'markdown'],
    [['validate', '--format', 'html'], 'text, markdown, json'],
    [['apply', '--format', 'html'], 'text, markdown, json'],
    [['plan', '--at', 'tomorrow'], '2027-01-31'],
    [['apply', '--only', 'weather'], 'clock'],
    [['apply', '--deadline', 'soon'], 'PT30M'],
    [['apply', '--expect-digest', '4be1'], '64 hexadecimal digits'],
    [['simulate', '--port', '99999999'], '65535'],
  ])('bad usage exits 1 and says what is meant: %j', async (args, hint) => {
    const { code, out, err } = await inProcess(args);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain(hint);
  });

  test.each(['validate', 'plan', 'apply', 'drift', 'export', 'access', 'rehearse', 'simulate', 'demo'])(
    '%s --help shows an example',
    async (name) => {
      const { code, out } = await inProcess([name, '--help']);
      expect({ code, example: out.includes(`$ cw-gitops ${name}`) }).toEqual({ code: 0, example: true });
    },
  );

  test('the help of all commands says what exit codes and the environment mean', async () => {
    const { code, out } = await command(['--help']);
    expect(code).toBe(0);
    expect(out).toContain('4  applied in part');
    expect(out).toContain('CW_GITOPS_CALLS_PER_SECOND');
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  test('the built command starts by its own name, as an installed one does', async () => {
    await inTemporaryFolder(async (folder) => {
      const installed = path.join(folder, 'cw-gitops');
      await symlink(bundle(), installed);
      expect(execFileSync(installed, ['--version'], { encoding: 'utf8' })).toMatch(/^\d+\.\d+\.\d+\n$/u);
    });
  });

  test('the licences of what is bundled go with it', async () => {
    const text = await readFile(path.join(path.dirname(bundle()), 'THIRD-PARTY.txt'), 'utf8');
    for (const name of ['@aws-sdk/client-sso-admin', '@dagrejs/dagre', 'commander', 'undici', 'yaml'])
      expect(text).toMatch(new RegExp(`^${name}@\\d+\\.\\S+ \\(\\S+\\)$`, 'mu'));
    expect(text).toContain('Apache License');
    expect(text).not.toContain(process.cwd());
  });

  test('AWS that cannot be reached is one line, in bounded time', async () => {
    await atDesk(async ({ config }) => {
      const env = {
        AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
        AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
        AWS_SECRET_ACCESS_KEY: 'very-secret',
        AWS_REGION: 'us-east-1',
      };
      const { code, out, err } = await command(['plan', '--config', config, '--verbose'], { env });
      expect({ code, out }).toEqual({ code: 1, out: '' });
      expect(err).toContain('AWS_UNREACHABLE');
      expect(err).not.toContain('very-secret');
    });
  });

  test('no credentials: what to do is said', async () => {
    await atDesk(async ({ config }) => {
      const { code, err } = await command(['plan', '--config', config], { env: { AWS_REGION: 'us-east-1' } });
      expect(code).toBe(1);
      expect(err).toContain('AWS_PROFILE');
    });
  });

  test('a plan file where a folder is, is told and leaves nothing behind', async () => {
    await atDesk(async ({ built, file }) => {
      await mkdir(file('plans'));
      const { code, err } = await built('plan', '--out', file('plans'));
      expect(code).toBe(1);
      expect(err).toContain('USAGE_FILE');
      expect(existsSync(file('plans.new'))).toBe(false);
    });
  });

  test.each([
    ['a plan file cut in half', '{"formatVersion":1,"target"'],
    ['a plan of another version', '{"formatVersion":99}'],
    ['something else', 'hello'],
  ])('%s is refused with exit 1', async (_, text) => {
    await atDesk(async ({ run, file }) => {
      await writeFile(file('plan.json'), text);
      const { code, out, err } = await run('apply', file('plan.json'));
      expect({ code, out }).toEqual({ code: 1, out: '' });
      expect(err).toContain('error PLAN_');
    });
  });

  test('a state file cut in half is refused with exit 1', async () => {
    await atDesk(async ({ run, state }) => {
      await writeFile(state, '{"version":1,"organization":{');
      const { code, err } = await run('plan');
      expect(code).toBe(1);
      expect(err).toContain('error SIMULATOR_STATE');
    });
  });

  test('nothing of a file that is no state is shown', async () => {
    await atDesk(async ({ run, state }) => {
      await writeFile(state, 'root:secret:19000');
      const { code, err } = await run('plan');
      expect(code).toBe(1);
      expect(err).toContain('no JSON');
      expect(err).not.toContain('secret');
    });
  });
});

describe('a simulator that cannot be used', () => {
  test('a state file that cannot be written ends the command, and the server with it', async () => {
    await atDesk(async ({ config, file }) => {
      const missing = file('missing/state.json');
      const ran = await command(['plan', '--config', config, '--simulate', missing]);
      expect(ran.code).toBe(1);
      expect(ran.err).toContain(`error USAGE_FILE ${missing} cannot be written`);
    });
  });

  test('so does an address of a proxy that is none', async () => {
    await atDesk(async ({ config }) => {
      const ran = await command(['plan', '--config', config, '--simulate'], { env: { HTTPS_PROXY: '::' } });
      expect(ran).toMatchObject({ code: 1, out: '' });
      expect(ran.err).toContain('HTTPS_PROXY is not the address of a proxy');
    });
  });

  test('a proxy is asked to lead on to the services', async () => {
    await atDesk(async ({ config }) => {
      const asked: (string | undefined)[] = [];
      const proxy = createHttpServer().on('connect', ({ url }, socket) => {
        asked.push(url);
        socket.end('HTTP/1.1 407 \r\n\r\n');
      });
      await once(proxy.listen(0, '127.0.0.1'), 'listening');
      const { port } = proxy.address() as AddressInfo;
      const ran = await command(['plan', '--config', config], {
        env: {
          AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE000000000',
          AWS_SECRET_ACCESS_KEY: 'none',
          AWS_REGION: 'us-east-1',
          AWS_ENDPOINT_URL: 'https://aws.example',
          HTTPS_PROXY: `http://127.0.0.1:${port}`,
        },
      });
      proxy.close();
      expect(ran).toMatchObject({ code: 1, out: '' });
      expect(ran.err).toContain('error AWS_UNREACHABLE');
      expect(new Set(asked)).toEqual(new Set(['aws.example:443']));
    });
  });

  test('`simulate` on a port that somebody else has says so', async () => {
    await atDesk(async ({ config }) => {
      const { port, close } = await somebodyElse();
      try {
        expect(await inProcess(['simulate', '--config', config, '--port', String(port)])).toEqual({
          code: 1,
          out: '',
          err: `error USAGE_PORT port ${port} cannot be listened on (EADDRINUSE); name another one with --port\n`,
        });
      } finally {
        close();
      }
    });
  });

  test('`simulate` whose state cannot be written back ends all the same', async () => {
    await atDesk(async ({ config, file }) => {
      const missing = file('missing/state.json');
      const running = launch(['simulate', '--config', config, '--state', missing]);
      await vi.waitFor(() => expect(running.written()).toContain('Ctrl-C stops it'), 10_000);
      running.signal('SIGINT');
      const ran = await running.ended;
      expect(ran.code).toBe(1);
      expect(ran.err).toContain(`error USAGE_FILE ${missing} cannot be written`);
    });
  });
});

/** A server on loopback. */
async function somebodyElse(): Promise<{ readonly port: number; readonly close: () => void }> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { port: (server.address() as AddressInfo).port, close: () => void server.close() };
}

describe('wrong files', () => {
  test('none of them writes anything to AWS, none shows a stack trace, and each exits 1', async () => {
    // Those with facts are wrong only in an organisation that has them.
    const rejects = (await readdir('test/rejects')).filter((name) => !existsSync(`test/rejects/${name}/facts.json`));
    expect(rejects.length).toBeGreaterThanOrEqual(60);
    await inTemporaryFolder(async (folder) => {
      for (const name of rejects) await applyWrongFile(name, folder);
    });
  }, 180_000);
});

async function applyWrongFile(name: string, folder: string): Promise<void> {
  const state = path.join(folder, `${name}.json`);
  const files = await readdir(path.join('test/rejects', name));
  const config = path.join('test/rejects', name, files.includes('config') ? 'config' : 'config.yaml');
  const { code, out, err } = await inProcess(['apply', '--yes', '--config', config, '--simulate', state]);
  expect({ name, code, out }).toEqual({ name, code: 1, out: '' });
  expect(err, name).toMatch(/ error CONFIG_|^error CONFIG_/mu);
  expect(err, name).not.toMatch(/^\s+at /mu);
  // Most stop before anything is opened; the others only read what is live.
  const { identityCenter = {} } = JSON.parse(await readFile(state, 'utf8').catch(() => '{}')) as {
    readonly identityCenter?: object;
  };
  expect(Object.keys(identityCenter), name).not.toContain('permissionSets');
  expect(Object.keys(identityCenter), name).not.toContain('assignments');
}
