/** On a schedule: one issue for drift, and what the clock and the organisation ask for without a pull request. */

import { execFile, execFileSync } from 'node:child_process';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import type { PlanDocument } from '../../reconciler/core/plan.types.ts';
import { appliedState, atDesk } from '../support/action.ts';
import { CONFIG } from '../support/small-organisation.ts';
import { bundledAction } from '../support/bundle.ts';
import { actionInputs, workflow } from '../support/workflow.ts';

const SLOW = 180_000;

test.concurrent(
  'one issue is opened for drift, updated in place, and closed when it is gone',
  async () => {
    const live = await appliedState(CONFIG);
    await atDesk(
      async ({ commit, push, run, github, simulator }) => {
        const head = await commit();
        push(head);
        github.state.issues.push(
          { number: 1, title: 'Other', body: 'Nothing of ours', state: 'open', author: { type: 'User', login: 'ada' } },
          { number: 2, title: 'Other', body: 'Nor this', state: 'open', author: { type: 'User', login: 'ada' } },
        );
        const drift = (inputs = {}) =>
          run({
            inputs: { ...actionInputs('drift', 'drift'), ...inputs },
            event: 'schedule',
            commit: head,
            ref: 'refs/heads/main',
          });
        const issues = () => github.state.issues.slice(2);
        expect(await drift()).toMatchObject({ code: 0, outputs: { 'has-changes': 'false', 'exit-code': '0' } });
        expect(issues()).toEqual([]);

        simulator.edit((state) => {
          state.identityCenter?.groups?.[0]?.members?.pop();
        });
        await drift({ 'working-directory': 'config', config: 'all.yaml' });
        // The commands are for the root of a clone; and it is another configuration, with an issue of its own.
        expect(issues()[0]?.body).toContain('\ncw-gitops export --into config/all.yaml\ngit add config/all.yaml\n');
        github.state.issues.pop();
        expect(await drift({ 'drift-issue': 'false' })).toMatchObject({ code: 0, outputs: { 'exit-code': '2' } });
        expect(issues()).toEqual([]);
        expect(await drift({ 'fail-on-changes': 'true' })).toMatchObject({ code: 1, outputs: { 'exit-code': '2' } });
        expect(issues()).toMatchObject([{ title: 'Drift in o-exampleorg1', state: 'open' }]);
        expect(issues()[0]?.body).toContain('#### What happened\n\n```diff\n- gone  membership  bob in group auditors');
        expect(issues()[0]?.body).toContain('CloudTrail in `us-east-1` names them');
        expect(issues()[0]?.body).toContain('[run](https://github.example/acme/access/actions/runs/4711)');

        simulator.edit((state) => {
          state.identityCenter?.groups?.[0]?.members?.pop();
        });
        await drift();
        expect(issues()).toHaveLength(1);
        expect(issues()[0]?.body).toContain('2 memberships to create');

        const digest = /sha256:[0-9a-f]{64}/u.exec(issues()[0]?.body.split('\n').slice(1).join('\n') ?? '')?.[0] ?? '';
        await run({
          inputs: { command: 'apply', 'expect-digest': digest },
          event: 'workflow_dispatch',
          commit: head,
          ref: 'refs/heads/main',
        });
        expect(await drift()).toMatchObject({ code: 0, outputs: { 'exit-code': '0' } });
        expect(issues()).toMatchObject([{ state: 'closed' }]);
      },
      { live },
    );
  },
  SLOW,
);

test.concurrent(
  'a pull request is told what it causes and what was waiting; one without a base to compare with is planned all the same',
  async () => {
    const live = await appliedState(CONFIG);
    await atDesk(
      async ({ commit, open, onPull, simulator, folder, github, file }) => {
        const git = (...args: readonly string[]) =>
          execFileSync('git', ['-c', 'user.name=ada', '-c', 'user.email=ada@example.com', ...args], { cwd: folder });
        const committed = async (change?: (text: string) => string): Promise<string> => {
          const head = await commit(change);
          git('add', 'config');
          git('commit', '--quiet', '--allow-empty', '-m', 'Next');
          return head;
        };
        const inputs = actionInputs('plan', 'plan');
        git('init', '--quiet');
        git('commit', '--quiet', '--allow-empty', '-m', 'Before there was a configuration');
        const first = open(6, await committed());
        const withoutBase = await onPull(first, inputs);
        expect(withoutBase).toMatchObject({ code: 0, outputs: { 'has-changes': 'false' } });
        expect(withoutBase.log).toMatch(/^::warning title=PLAN_BASE::at HEAD\^1 there is no config$/mu);

        simulator.edit((state) => {
          state.identityCenter?.groups?.[0]?.members?.pop();
        });
        const pull = open(7, await committed((text) => text.replace('ReadOnlyAccess', 'PowerUserAccess')));
        const planned = await onPull(pull, inputs);
        expect(planned).toMatchObject({ code: 0 });
        const text = await readFile(String(planned.outputs['plan-path']), 'utf8');
        const { changes } = JSON.parse(text) as PlanDocument;
        expect(Object.fromEntries(changes.map(({ id, origin }) => [id, origin]))).toEqual({
          'membership/auditors/bob': 'drift',
          'permission-set/Auditor': 'file',
        });
        const comment = String(github.state.comments.find((one) => one.pull === 7)?.body);
        expect(comment).toContain('#### Was waiting already\n\nNot this pull request, but');
        expect(comment).toContain(
          'is the cause of 1 of 2 changes:\n\n```diff\n- gone  membership  bob in group auditors',
        );

        // A branch that is broken can be mended.
        await writeFile(file('config/all.yaml'), 'version: 2\n');
        git('commit', '--quiet', '--all', '-m', 'Broken');
        const mended = await onPull(open(8, await committed()), inputs);
        expect(mended).toMatchObject({ code: 0, outputs: { updates: '1' } });
        expect(mended.log).toContain('::warning title=PLAN_BASE::the configuration at HEAD^1 is not valid');
      },
      { live },
    );
  },
  SLOW,
);

test.concurrent(
  'apply-only takes away what has expired and gives a new account its baseline, and leaves drift alone',
  async () => {
    const selected = CONFIG.replace('accounts: [prod], groups', 'accounts: [{ all: true }], groups');
    const live = await appliedState(selected);
    const config = selected.replace('members: [ada, bob]', 'members: [ada, { user: bob, expires: 2026-01-31 }]');
    await atDesk(
      async ({ commit, push, run, simulator, github }) => {
        const head = await commit();
        push(head);
        simulator.edit((state) => {
          state.organization.accounts.push({ id: '444444444444', name: 'vended' });
          const ada = state.identityCenter?.users?.find(({ userName }) => userName === 'ada');
          if (ada !== undefined) ada.displayName = 'Somebody Else';
        });
        // Also by hand, where the job has no right to read pull requests, since nobody's review is asked for.
        const data = { message: 'Resource not accessible by integration' };
        github.faults.push({ on: /\/pulls/u, status: 403, data });
        const baseline = await run({
          inputs: actionInputs('baseline', 'baseline'),
          event: 'workflow_dispatch',
          commit: head,
          ref: 'refs/heads/main',
        });
        expect(baseline).toMatchObject({ code: 0, outputs: { creates: '1', deletes: '1', updates: '0' } });
        const center = simulator.state().identityCenter;
        expect(center?.groups?.[0]?.members).toEqual(['ada']);
        expect(center?.assignments).toContainEqual(
          expect.objectContaining({ account: '444444444444', group: 'auditors', permissionSet: 'Auditor' }),
        );
        expect(center?.users?.find(({ userName }) => userName === 'ada')?.displayName).toBe('Somebody Else');
      },
      { config, live },
    );
  },
  SLOW,
);

test.concurrent(
  'what drifted is offered as a branch to merge, which ends the drift',
  async () => {
    const live = await appliedState(CONFIG);
    await atDesk(
      async ({ commit, push, run, simulator, github, folder, file }) => {
        const git = (...args: readonly string[]) => execFileSync('git', args, { cwd: folder, encoding: 'utf8' });
        const head = await commit((text) => text.replace('groups:\n', 'groups:\n  # Who may look.\n'));
        push(head);
        git('init', '--quiet', '--initial-branch=main');
        git('init', '--quiet', '--bare', 'origin.git');
        git('remote', 'add', 'origin', 'origin.git');
        git('add', 'config');
        git('-c', 'user.name=ada', '-c', 'user.email=ada@example.com', 'commit', '--quiet', '-m', 'Before');
        // What the workflow's checkouts do.
        await mkdir(file('.cw-gitops'));
        await symlink(path.dirname(bundledAction()), file('.cw-gitops/dist'));
        simulator.edit((state) => {
          state.identityCenter?.users?.push({
            userName: 'cleo',
            givenName: 'Cleo',
            familyName: 'Cruz',
            displayName: 'Cleo Cruz',
          });
          state.identityCenter?.groups?.[0]?.members?.push('cleo');
        });
        const drift = () =>
          run({ inputs: actionInputs('drift', 'drift'), event: 'schedule', commit: head, ref: 'refs/heads/main' });
        expect(await drift()).toMatchObject({ code: 0, outputs: { deletes: '1' } });
        expect(github.state.issues[0]?.body).toContain('\ncw-gitops export --into config\n');

        const env = {
          ...simulator.environment(),
          ACCEPT_REMOVALS: '',
          GITHUB_SERVER_URL: 'https://github.example',
          GITHUB_REPOSITORY: 'acme/access',
          GITHUB_REF_NAME: 'main',
          GITHUB_STEP_SUMMARY: file('summary.md'),
        };
        // Not synchronously: the simulator answers in this process.
        const keep = async (): Promise<void> => {
          for (const { run: script } of workflow('keep').jobs['keep']?.steps ?? [])
            if (script !== undefined)
              await promisify(execFile)('bash', ['-e', '-c', script], { cwd: folder, env: { ...process.env, ...env } });
        };
        await keep();
        const [offered] = (await readFile(file('summary.md'), 'utf8')).split('\n');
        expect(offered).toBe(
          '[Open the pull request](https://github.example/acme/access/compare/main...keep-what-is-live?expand=1)',
        );
        expect(git('--git-dir=origin.git', 'show', '--format=%an', '--unified=0', 'keep-what-is-live')).toMatch(
          /^github-actions\[bot\]\n[^]*\n-.*members: \[ada, bob\].*\n\+.*members: \[ada, bob, cleo\]/u,
        );
        // The branch is what is checked out now: merged, it leaves no drift, and nothing more to keep.
        expect(await drift()).toMatchObject({ code: 0, outputs: { 'has-changes': 'false' } });
        expect(github.state.issues[0]?.state).toBe('closed');
        expect(await readFile(file('config/all.yaml'), 'utf8')).toContain('# Who may look.');
        await keep();
        expect(await readFile(file('summary.md'), 'utf8')).toContain('The configuration says what is live.');
      },
      { live },
    );
  },
  SLOW,
);
