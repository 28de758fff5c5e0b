/** `apply --undo` as people use it: where the file goes, what is printed, and the exit codes of DESIGN section 3. */

import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { digestOf } from '../reconciler/core/plan.ts';
import type { UndoDocument } from '../reconciler/core/undo.types.ts';
import type { Ran } from './support/command.ts';
import { inProcess, inTemporaryFolder } from './support/command.ts';
import { CONFIG } from './support/small-organisation.ts';

const AFTER = CONFIG.replace('members: [ada, bob]', 'members: [ada]')
  .replace('[ReadOnlyAccess]', '[SecurityAudit]')
  .concat('  - { permissionSet: Auditor, accounts: [prod], users: [bob] }\n');

interface Desk {
  readonly file: (name: string) => string;
  readonly run: (...args: readonly string[]) => Promise<Ran>;
  /** Puts another configuration in place. */
  readonly write: (text: string) => Promise<void>;
  /** Changes the simulated organisation by hand. */
  readonly edit: (from: string, to: string) => Promise<void>;
  /** Writes an undo file with another content, its digest mended. */
  readonly forge: (change: (undo: UndoDocument) => UndoDocument) => Promise<void>;
}

/** After CONFIG and then AFTER were applied, with the file of the second apply in undo.json. */
async function atDesk(work: (desk: Desk) => Promise<void>): Promise<void> {
  await inTemporaryFolder(async (folder) => {
    const file = (name: string): string => path.join(folder, name);
    const files = ['--config', file('config.yaml'), '--simulate', file('state.json')];
    const run = (...args: readonly string[]): Promise<Ran> => {
      const out = args[0] === 'apply' && !args.includes('--undo-out') ? ['--undo-out', file('undo.json')] : [];
      return inProcess([...args, ...out, ...files]);
    };
    const write = (text: string): Promise<void> => writeFile(file('config.yaml'), text);
    await write(CONFIG);
    expect(await run('apply', '--yes', '--undo-out', file('first.json'))).toMatchObject({ code: 0 });
    await write(AFTER);
    expect(await run('apply', '--yes')).toMatchObject({ code: 0, err: '' });
    await work({
      file,
      run,
      write,
      edit: async (from, to) => {
        const text = await readFile(file('state.json'), 'utf8');
        expect(text).toContain(from);
        await writeFile(file('state.json'), text.replace(from, to));
      },
      forge: async (change) => {
        const undo = change(JSON.parse(await readFile(file('undo.json'), 'utf8')) as UndoDocument);
        await writeFile(file('undo.json'), `${JSON.stringify({ ...undo, digest: digestOf(undo) }, null, 2)}\n`);
      },
    });
  });
}

test('an apply says how to undo it; undone, the file of before has an empty plan and this one differs', async () => {
  await atDesk(async ({ run, file, write }) => {
    const undone = await run('apply', '--undo', file('undo.json'), '--yes');
    expect(undone).toMatchObject({ code: 0, err: '' });
    expect(undone.out).toContain('the file differs from what will be live in 3 of 3 changes');
    // The inverse of the inverse goes beside it: nothing is overwritten. The line can be copied as it stands.
    expect(undone.out).toMatch(
      /\nTo undo this: cw-gitops apply --undo \S+\/undo-2\.json --config \S+ --simulate \S+\.json\n$/u,
    );
    expect((await run('plan', '--detailed-exitcode')).code).toBe(2);
    await write(CONFIG);
    expect((await run('plan', '--detailed-exitcode')).code).toBe(0);
    // Nothing is left to do, and then nothing is written beside it either.
    expect(await run('apply', '--undo', file('undo.json'), '--yes')).toMatchObject({ code: 0 });
    expect((await readdir(path.dirname(file('x')))).filter((name) => name.startsWith('undo')).toSorted()).toEqual([
      'undo-2.json',
      'undo.json',
    ]);
    expect(await run('apply', '--undo', file('undo-2.json'), '--yes')).toMatchObject({ code: 0 });
    await write(AFTER);
    expect((await run('plan', '--detailed-exitcode')).code).toBe(0);
  });
});

test('a grant is taken back also where the file ignores those that it does not name', async () => {
  await atDesk(async ({ run, file, write }) => {
    await write(`${AFTER}unmanaged: { assignments: ignore }\n`);
    const undone = await run('apply', '--undo', file('undo.json'), '--yes');
    expect(undone).toMatchObject({ code: 0, err: '' });
    expect(undone.out).toContain('the file differs from what will be live in 3 of 3 changes');
    await write(CONFIG);
    expect((await run('plan', '--detailed-exitcode')).code).toBe(0);
  });
});

test('an apply that only removes what has expired leaves a file as well: it says what no undo gives back, and why', async () => {
  await atDesk(async ({ run, file, write }) => {
    await write(AFTER.replace('users: [bob] }\n', 'users: [bob], expires: 2020-01-31 }\n'));
    const applied = await run('apply', '--yes');
    expect(applied.code).toBe(0);
    expect(applied.out).toMatch(/\nNo undo gives this back: \S+\/undo-2\.json says why\.\n$/u);
    const [grant, why] = ['assignment/Auditor/333333333333/user/bob', 'it had expired, and is not granted again'];
    expect(JSON.parse(await readFile(file('undo-2.json'), 'utf8'))).toMatchObject({
      changes: [],
      notes: [{ id: grant, message: why }],
    });
    const undone = await run('apply', '--undo', file('undo-2.json'), '--yes');
    expect(undone.code).toBe(0);
    expect(undone.out).toContain(`${grant}: ${why}`);
    expect((await readdir(path.dirname(file('x')))).filter((name) => name.startsWith('undo'))).toHaveLength(2);
    expect((await run('plan', '--detailed-exitcode')).code).toBe(0);
  });
});

test('it is no approval: somebody has to say yes, or to name its digest', async () => {
  await atDesk(async ({ run, file }) => {
    expect(await run('apply', '--undo', file('undo.json'))).toMatchObject({
      code: 1,
      err: expect.stringContaining('--yes') as string,
    });
    const { digest } = JSON.parse(await readFile(file('undo.json'), 'utf8')) as { readonly digest: string };
    const other = `sha256:${'0'.repeat(64)}`;
    expect(await run('apply', '--undo', file('undo.json'), '--expect-digest', other)).toMatchObject({ code: 3 });
    expect(await run('apply', '--undo', file('undo.json'), '--expect-digest', digest)).toMatchObject({ code: 0 });
  });
});

test.each([
  [['plan.json'], 'a plan file'],
  [['--only', 'clock'], '--only'],
])('%j does not go with --undo', async (more, what) => {
  const ran = await inProcess(['apply', ...more, '--undo', 'undo.json', '--simulate']);
  expect(ran).toMatchObject({ code: 1, err: expect.stringContaining(what) as string });
});

test('what is no longer as the apply left it stays, and is listed', async () => {
  await atDesk(async ({ run, file, edit }) => {
    await edit('"arn:aws:iam::aws:policy/SecurityAudit"', '"arn:aws:iam::aws:policy/PowerUserAccess"');
    const undone = await run('apply', '--undo', file('undo.json'), '--yes');
    expect(undone).toMatchObject({ code: 4, err: '' });
    expect(undone.out).toContain(
      'permission-set/Auditor is not undone: it is no longer as the apply left it: managedPolicies',
    );
    expect(undone.out).toContain('Applied: 2 changes done');
    // What is left cannot be undone at all.
    expect(await run('apply', '--undo', file('undo.json'), '--yes')).toMatchObject({ code: 3 });
  });
});

test.each([
  ['removed', 'permissionSets: []', 'removed: { users: [bob] }', 'under `removed`'],
  ['expired', 'members: [ada]', 'members: [ada, { user: bob, expires: 2026-01-01, reason: x }]', 'it has expired'],
  ['ignored', 'version: 1', 'version: 1\nignore: { users: [bob] }', 'neither declares it nor may remove it'],
  ['reported', 'version: 1', 'version: 1\nunmanaged: { memberships: report }', 'neither declares it nor may remove it'],
])('nothing is granted that is %s', async (name, from, to, why) => {
  await atDesk(async ({ run, file, write }) => {
    const withoutBob = AFTER.replace(/ {2}- \{ permissionSet: Auditor, accounts: \[prod\], users: \[bob\] \}\n/u, '');
    const plain =
      name === 'removed' || name === 'ignored' ? withoutBob.replace(/ {2}- \{ userName: bob.*\n/u, '') : withoutBob;
    await write(name === 'removed' ? `${plain}${to}\n` : plain.replace(from, to));
    const undone = await run('apply', '--undo', file('undo.json'), '--yes');
    expect(undone.out + undone.err).toContain(`membership/auditors/bob is not undone: `);
    expect(undone.out).toContain(why);
    expect(undone.code).toBe(4);
    expect(JSON.parse(await readFile(file('state.json'), 'utf8'))).toMatchObject({
      identityCenter: { groups: [{ members: ['ada'] }] },
    });
  });
});

test('guards hold for it as for any other plan', async () => {
  await atDesk(async ({ run, file, write }) => {
    await write(`${AFTER}guards: { protected: { users: [bob] } }\n`);
    const refused = await run('apply', '--undo', file('undo.json'), '--yes');
    expect(refused.code).toBe(3);
    expect(refused.out).toContain('GUARD_PROTECTED');
  });
});

test('a file of another organisation is refused', async () => {
  await atDesk(async ({ run, file, forge }) => {
    await forge((undo) => ({
      ...undo,
      target: { ...undo.target, organization: { id: 'o-otherorg11', managementAccount: '111111111111' } },
    }));
    expect(await run('apply', '--undo', file('undo.json'), '--yes')).toMatchObject({
      code: 3,
      err: expect.stringContaining('PLAN_WRONG_ORGANIZATION') as string,
    });
  });
});

test('a file that somebody wrote gives no more than the file of the repository would take', async () => {
  await atDesk(async ({ run, file, forge, write }) => {
    await write(`${AFTER}unmanaged: { users: report }\n`);
    const spec = { userName: 'mallory', givenName: 'M', familyName: 'M', displayName: 'M' };
    await forge((undo) => ({
      ...undo,
      changes: [{ id: 'user/mallory', kind: 'user', verb: 'create', before: null, after: spec } as never],
    }));
    const ran = await run('apply', '--undo', file('undo.json'), '--yes');
    expect(ran).toMatchObject({ code: 3 });
    expect(ran.out).toContain('user/mallory is not undone: the file neither declares it nor may remove it');
  });
});

test.each([
  ['cut', (text: string) => text.slice(0, 400), 'PLAN_CUT'],
  ['edited', (text: string) => text.replace('SecurityAudit', 'AdministratorAccess'), 'PLAN_EDITED'],
  ['of another version', (text: string) => text.replace('"formatVersion": 1', '"formatVersion": 7'), 'PLAN_FORMAT'],
  ['no undo file', () => '{ "formatVersion": 1 }', 'PLAN_INVALID'],
  ['not there', undefined, 'there is no undo file'],
])('a file that is %s is refused with exit 1', async (_, change, what) => {
  await atDesk(async ({ run, file }) => {
    const bad = file('bad.json');
    if (change !== undefined) await writeFile(bad, change(await readFile(file('undo.json'), 'utf8')));
    expect(await run('apply', '--undo', bad, '--yes')).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining(what) as string,
    });
  });
});

test('where it cannot be written nothing is applied', async () => {
  await atDesk(async ({ run, file, write }) => {
    await write(CONFIG);
    const before = await readFile(file('state.json'), 'utf8');
    const ran = await run('apply', '--yes', '--undo-out', file('no/such/folder/undo.json'));
    expect(ran).toMatchObject({ code: 1, err: expect.stringContaining('cannot be written') as string });
    expect(await readFile(file('state.json'), 'utf8')).toBe(before);
  });
});
