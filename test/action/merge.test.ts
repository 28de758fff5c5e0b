/** From a pull request to an applied merge, as GitHub runs it. */

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { atDesk, pullPayload } from '../support/action.ts';
import { keptBy, unpack } from '../support/artifact.ts';
import { CONFIG } from '../support/small-organisation.ts';
import { actionInputs } from '../support/workflow.ts';

/** The first grant is accepted, and then fails. */
const LATE_FAILURE = {
  operation: 'sso-admin:CreateAccountAssignment',
  when: { calls: [1] },
  kind: 'late-failure',
} as const;

const SLOW = 180_000;

describe('on a pull request', () => {
  test.concurrent(
    'one comment shows the plan, and is updated in place; all clear is one line',
    async () => {
      await atDesk(async ({ commit, open, merge, onPull, onPush, github, folder, run }) => {
        const pull = open(7, await commit());
        github.state.comments.push({
          id: 'IC_other',
          pull: 7,
          body: 'Looks good',
          author: { type: 'User', login: 'ada' },
          written: 0,
        });
        const planned = await onPull(pull);
        expect(planned).toMatchObject({
          code: 0,
          outputs: { 'has-changes': 'true', creates: '9', updates: '0', deletes: '0', 'exit-code': '2' },
        });
        expect(planned.summary).toContain('### Plan: 9 to create');
        const plan = JSON.parse(await readFile(String(planned.outputs['plan-path']), 'utf8')) as { digest: string };
        expect(plan.digest).toBe(planned.outputs['digest']);
        expect(await readFile(String(planned.outputs['report-path']), 'utf8')).toContain('### Plan: 9 to create');
        const page = path.join(path.dirname(String(planned.outputs['report-path'])), 'report.html');
        expect(await readFile(page, 'utf8')).toContain('<h1>9 to create');
        expect(String(planned.outputs['plan-path'])).toContain(folder);

        pull.head = await commit((text) => text.replace('members: [ada, bob]', 'members: [ada]'));
        const rehearsed = await onPull(pull, { 'fail-on-changes': 'true', rehearse: 'true' });
        expect(rehearsed).toMatchObject({ code: 1, outputs: { 'exit-code': '2' } });
        expect(rehearsed.summary).toMatch(/^Rehearsed: (\d+) of \1 runs converged, /u);
        const comments = github.state.comments.map(({ body }) => body);
        expect(comments).toHaveLength(2);
        expect(comments[1]).toContain('### Plan: 8 to create');
        expect(comments[1]).toContain(`Planned for [\`${pull.head.slice(0, 7)}\`]`);
        expect(comments[1]).toContain('```mermaid');
        expect(comments[1]).toMatch(
          /actions\/runs\/4711\)\\\nRehearsed: (\d+) of \1 runs converged, seeds 1 to \1, .*\n\n/u,
        );

        const merged = merge(pull);
        expect(await onPush(merged, { command: 'apply' })).toMatchObject({ code: 0 });
        const next = open(8, await commit());
        expect(await onPull(next)).toMatchObject({ code: 0, outputs: { 'has-changes': 'false', 'exit-code': '0' } });
        const clear = github.state.comments.find((comment) => comment.pull === 8);
        expect(clear?.body.trim().split('\n').slice(1)).toEqual([expect.stringMatching(/^\*\*No changes\*\*: /u)]);

        // A fork's token may not write: the plan is in the log and the summary, and nothing fails.
        const forked = await run({
          inputs: { command: 'plan', 'github-token': 'fork-token' },
          event: 'pull_request',
          payload: pullPayload({ number: 9, head: next.head, base: 'main' }, 'stranger/access'),
          commit: next.head,
          ref: 'refs/pull/9/merge',
        });
        expect(forked).toMatchObject({ code: 0 });
        expect(github.state.comments.some((comment) => comment.pull === 9)).toBe(false);
      });
    },
    SLOW,
  );

  test.concurrent(
    'a mistake is annotated on its line, and told in place of the plan of the commit before',
    async () => {
      await atDesk(async ({ commit, open, onPull, github, run }) => {
        const pull = open(7, await commit());
        await onPull(pull);
        pull.head = await commit((text) => text.replace('groups: [auditors] }', 'groups: [auditros] }\n  - 1'));
        const failed = await onPull(pull);
        expect(failed).toMatchObject({ code: 1, outputs: { 'exit-code': '1' } });
        expect(failed.log).toMatch(/^::error title=CONFIG_[A-Z]+,file=config\/all\.yaml,line=\d+,col=\d+::/mu);
        expect(github.state.comments).toHaveLength(1);
        const [comment] = github.state.comments;
        expect(comment?.body).toContain('### No plan');
        expect(comment?.body).not.toContain('sha256:');
        const validated = await run({
          inputs: { ...actionInputs('plan', 'validate'), 'github-token': '' },
          event: 'pull_request',
          payload: pullPayload(pull),
          commit: pull.head,
          ref: 'refs/pull/7/merge',
          env: { AWS_ENDPOINT_URL: 'http://127.0.0.1:1' },
        });
        expect(validated).toMatchObject({ code: 1 });
        expect(validated.summary).toContain('### Could not validate');
      });
    },
    SLOW,
  );

  test.concurrent(
    'a file in a working directory: annotated by its path in the repository, with the seats of its profile',
    async () => {
      const config = `${CONFIG}codewhisperer:
  account: management
  region: us-east-1
  authorized: [{ subscription: Q_DEVELOPER_STANDALONE_PRO, users: [ada] }]
`;
      await atDesk(
        async ({ commit, open, onPull }) => {
          const pull = open(7, await commit());
          const inputs = { 'working-directory': 'config', config: 'all.yaml' };
          const planned = await onPull(pull, inputs);
          expect(planned).toMatchObject({ code: 0, outputs: { 'seats-before': '0', 'seats-after': '1' } });
          pull.head = await commit((text) => text.replace('Auditor, accounts', 'Auditors, accounts'));
          expect((await onPull(pull, inputs)).log).toContain(',file=config/all.yaml,line=');
        },
        { config },
      );
    },
    SLOW,
  );

  test.concurrent(
    'a run that ends after a newer commit or after the merge leaves the comment as it is',
    async () => {
      await atDesk(async ({ commit, open, merge, onPull, onPush, run, github }) => {
        const pull = open(7, await commit((text) => text.replace('members: [ada, bob]', 'members: [ada]')));
        const older = { ...pull };
        pull.head = await commit((text) => text.replace('members: [ada]', 'members: [ada, bob]'));
        await onPull(pull);
        const shown = github.state.comments.map(({ body }) => body);
        expect(shown).toEqual([expect.stringContaining(` ${pull.head} sha256:`)]);
        const late = await onPull(older);
        expect(late).toMatchObject({ code: 0, outputs: { 'has-changes': 'true' } });
        expect(late.log).toContain('::warning::the comment is left as it is: pull request 7 has a newer commit');
        const failed = await run({
          inputs: { command: 'plan', base: 'HEAD~1' },
          event: 'pull_request',
          payload: pullPayload(older),
          commit: older.head,
          ref: 'refs/pull/7/merge',
        });
        expect(failed).toMatchObject({ code: 1 });
        const merged = merge(pull);
        expect((await onPull(pull)).log).toContain('::warning::the comment is left as it is: pull request 7 is merged');
        expect(github.state.comments.map(({ body }) => body)).toEqual(shown);
        expect(await onPush(merged, { command: 'plan' })).toMatchObject({ code: 0, outputs: { 'exit-code': '2' } });
      });
    },
    SLOW,
  );

  test.concurrent(
    'a comment that cannot be written is a warning',
    async () => {
      await atDesk(async ({ commit, open, onPull, github }) => {
        const pull = open(7, await commit());
        const planned = await onPull(pull, { 'github-token': 'fork-token' });
        expect(planned).toMatchObject({ code: 0, outputs: { 'has-changes': 'true' } });
        expect(planned.log).toMatch(/^::warning::the comment could not be written: /mu);
        expect((await onPull(pull, { comment: 'false' })).log).not.toContain('could not be written');
        expect(github.state.comments).toEqual([]);
      });
    },
    SLOW,
  );
});

describe('on a merge', () => {
  test.concurrent(
    'apply alone takes the digest of the comment, applies, and writes back; run again, it does nothing',
    async () => {
      await atDesk(async ({ commit, open, merge, onPull, onPush, run, github, simulator }) => {
        const pull = open(7, await commit());
        await onPull(pull);
        const merged = merge(pull);
        // Without a summary it is applied, and told, all the same.
        const applied = await run({
          inputs: { command: 'apply' },
          event: 'push',
          commit: merged,
          ref: 'refs/heads/main',
          env: { GITHUB_STEP_SUMMARY: '/nonexistent/summary' },
        });
        expect(applied).toMatchObject({ code: 0, outputs: { 'exit-code': '0', creates: '9' } });
        expect(applied.log).toContain('::warning::the summary could not be written: ');
        expect(simulator.state().identityCenter?.assignments).toHaveLength(2);
        expect(github.state.comments.map(({ body }) => body.split('\n')[1])).toEqual([
          '### Plan: 9 to create; 6 may give more access',
          '### Applied: 9 changes done',
        ]);
        simulator.resetCounts();
        const again = await onPush(merged, { command: 'apply' });
        expect(again).toMatchObject({ code: 0, outputs: { 'has-changes': 'false', 'exit-code': '0' } });
        expect(simulator.writes()).toBe(0);
        expect(github.state.comments).toHaveLength(2);
      });
    },
    SLOW,
  );

  test.concurrent(
    'a fast-forward of the branch to the head of the pull request is a merge too, also on GitHub Enterprise Server',
    async () => {
      await atDesk(async ({ commit, open, merge, onPull, run, github }) => {
        const pull = open(7, await commit());
        await onPull(pull);
        merge(pull, pull.head);
        const onEnterprise = await run({
          inputs: { command: 'plan' },
          event: 'push',
          commit: pull.head,
          ref: 'refs/heads/main',
          env: { GITHUB_API_URL: `${github.url}/api/v3` },
        });
        expect(onEnterprise).toMatchObject({ code: 0, outputs: { 'exit-code': '2' } });
      });
    },
    SLOW,
  );

  test.concurrent(
    'apply alone that stopped half way says that what is left needs a digest of its own, and takes that',
    async () => {
      await atDesk(
        async ({ commit, open, merge, onPull, onPush, run, github }) => {
          const pull = open(7, await commit());
          await onPull(pull);
          const merged = merge(pull);
          const second = (): string => String(github.state.comments[1]?.body);
          expect(await onPush(merged, { command: 'apply' })).toMatchObject({ code: 1, outputs: { 'exit-code': '4' } });
          expect(second()).toContain('What is left is another plan than the one that was approved.');
          const refused = await onPush(merged, { command: 'apply' });
          expect(refused).toMatchObject({ code: 1, outputs: { 'exit-code': '3', creates: '1' } });
          expect(second()).toContain('or part of it was applied');
          const finished = await run({
            inputs: { command: 'apply', 'expect-digest': String(refused.outputs['digest']) },
            event: 'workflow_dispatch',
            commit: merged,
            ref: 'refs/heads/main',
          });
          expect(finished).toMatchObject({ code: 0, outputs: { creates: '1', 'exit-code': '0' } });
        },
        { faults: [LATE_FAILURE] },
      );
    },
    SLOW,
  );

  test.concurrent(
    'in two jobs, the plan must be the reviewed one and the apply takes its file; run again, it finishes what is left',
    async () => {
      await atDesk(
        async ({ commit, open, merge, push, onPull, onPush, github, simulator, file }) => {
          const pull = open(7, await commit());
          await onPull(pull);
          const merged = merge(pull);
          const planned = await onPush(merged, actionInputs('apply', 'plan', { 'inputs.expect-digest': '' }));
          expect(planned).toMatchObject({ code: 0, outputs: { 'has-changes': 'true', 'exit-code': '2' } });
          expect(simulator.writes()).toBe(0);

          const artifacts = keptBy('apply', 'plan', planned, file('temp'));
          expect([...artifacts].map(([name, files]) => [name, [...files.keys()].sort()])).toEqual([
            ['plan', ['plan.json', 'plan.md', 'report.html']],
          ]);
          for (const files of artifacts.values()) unpack(files, file('next-job/reviewed'));
          const inputs = actionInputs('apply', 'apply', { 'runner.temp': file('next-job') });
          expect(await onPush(merged, inputs)).toMatchObject({ code: 1, outputs: { 'exit-code': '4' } });
          expect(github.state.comments[1]?.body).toContain('### Applied in part: 8 done, 1 failed');
          expect(github.state.comments[1]?.body).toContain('#### Failed');

          // A commit that leaves the configuration as it is changes nothing about that.
          push(await commit());
          const again = await onPush(merged, inputs);
          expect(again).toMatchObject({ code: 0, outputs: { creates: '1', 'exit-code': '0' } });
          expect(again.log).toContain('what is left of the approved plan: 1 of 9 changes');
          expect(github.state.comments[1]?.body).toContain('### Applied: 1 change done');

          push(await commit((text) => text.replace('PT1H', 'PT2H').replace('ReadOnlyAccess', 'PowerUserAccess')));
          const superseded = await onPush(merged, inputs);
          expect(superseded).toMatchObject({ code: 1, outputs: { 'exit-code': '3' } });
          expect(superseded.log).toContain('PLAN_SUPERSEDED');
        },
        { faults: [LATE_FAILURE] },
      );
    },
    SLOW,
  );
});
