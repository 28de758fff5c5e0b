/** Whatever is not the reviewed plan is refused, in words, before anything is written to AWS. */

import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { appliedState, atDesk, pullPayload } from '../support/action.ts';
import { CONFIG } from '../support/small-organisation.ts';
import { actionInputs } from '../support/workflow.ts';

const SLOW = 180_000;

describe('what approves nothing', () => {
  test.concurrent(
    'a merge whose comment is missing, was written or edited by somebody else, or came too late',
    async () => {
      await atDesk(async ({ commit, open, merge, onPull, onPush, github, simulator }) => {
        const pull = open(7, await commit());
        const merged = merge(pull);
        const refusal = async (): Promise<string> => {
          const { code, outputs, log } = await onPush(merged, { command: 'apply' });
          expect({ code, exit: outputs['exit-code'] }).toEqual({ code: 1, exit: '3' });
          return /PLAN_NOT_REVIEWED::(.*?);/u.exec(log)?.[1] ?? log;
        };
        expect(await refusal()).toBe('pull request 7 was merged without a plan on it');

        github.state.comments.length = 0;
        delete pull.merged;
        await onPull(pull);
        const [comment] = github.state.comments;
        if (comment === undefined) throw new Error('there is no comment');
        pull.merged = Date.now();
        const forge = (author: object): void => {
          github.state.comments.length = 0;
          github.state.comments.push({ ...comment, ...author });
        };
        // A person who bears the name of the app.
        forge({ author: { type: 'User', login: 'github-actions' } });
        expect(await refusal()).toBe('pull request 7 has a plan only in a comment that somebody else wrote');

        forge({ editor: { type: 'User', login: 'mallory' } });
        expect(await refusal()).toBe('pull request 7 has a plan in a comment that somebody else edited');

        forge({ written: pull.merged + 60_000 });
        expect(await refusal()).toBe('pull request 7 has a plan that was written after the merge');

        forge({});
        const { head } = pull;
        pull.head = '5'.repeat(40);
        expect(await refusal()).toBe('pull request 7 was planned for an earlier commit than the one that was merged');
        pull.head = head;

        expect(simulator.writes()).toBe(0);
        expect(await onPush(merged, { command: 'plan' })).toMatchObject({ code: 0 });
      });
    },
    SLOW,
  );

  test.concurrent(
    'a plan that moved since: what moved is told, and a second comment carries the plan that a dispatch can apply',
    async () => {
      await atDesk(async ({ commit, open, merge, onPull, onPush, run, github, simulator, file }) => {
        const pull = open(7, await commit());
        await onPull(pull);
        const merged = merge(pull);
        simulator.edit((state) => {
          if (state.identityCenter !== undefined) {
            state.identityCenter.users = [{ userName: 'ada', givenName: 'Ada', familyName: 'L', displayName: 'Ada L' }];
          }
        });
        const refused = await onPush(merged, { command: 'plan' });
        expect(refused).toMatchObject({ code: 1, outputs: { 'exit-code': '3' } });
        expect(refused.log).toContain('PLAN_STALE');
        const second = (): string => String(github.state.comments[1]?.body);
        expect(second()).toContain('### Not applied');
        expect(second()).toContain('! became another: update user ada');
        expect(second()).toContain('approves nothing');
        // It stands once, below the plan that is shown whole.
        expect(second().split(String(refused.outputs['digest']))).toHaveLength(3);
        expect(refused.summary).toContain('! became another: update user ada');

        // It is no approval, neither as it is nor dressed up as the plan of the pull request.
        expect(await onPush(merged, { command: 'apply' })).toMatchObject({ code: 1, outputs: { 'exit-code': '3' } });
        expect(simulator.writes()).toBe(0);
        const shown = (): string => /\*\*Digest\*\* `([^`]+)`/u.exec(second())?.[1] ?? '';
        const dispatch = (job: string, context: Readonly<Record<string, string>>) =>
          run({
            inputs: actionInputs('apply', job, context),
            event: 'workflow_dispatch',
            commit: merged,
            ref: 'refs/heads/main',
          });
        const wrong = await dispatch('plan', { 'inputs.expect-digest': `sha256:${'0'.repeat(64)}` });
        expect(wrong).toMatchObject({ code: 1, outputs: { 'exit-code': '3' } });
        // By hand, too, it is told what moved since the comment that has the digest.
        simulator.edit((state) => {
          if (state.identityCenter !== undefined) state.identityCenter.users = [];
        });
        const moved = await dispatch('plan', { 'inputs.expect-digest': shown() });
        expect(moved).toMatchObject({ code: 1, outputs: { 'exit-code': '3' } });
        expect(moved.summary).toContain('! became another: create user ada');
        const digest = shown();
        const planned = await dispatch('plan', { 'inputs.expect-digest': digest });
        expect(planned).toMatchObject({ code: 0, outputs: { digest, 'exit-code': '2' } });
        expect(simulator.writes()).toBe(0);
        await mkdir(file('next-job/reviewed'), { recursive: true });
        await copyFile(String(planned.outputs['plan-path']), file('next-job/reviewed/plan.json'));
        const applied = await dispatch('apply', { 'runner.temp': file('next-job') });
        expect(applied).toMatchObject({ code: 0, outputs: { 'exit-code': '0' } });
        expect(second()).toContain('### Applied: 9 changes done');
      });
    },
    SLOW,
  );

  test.concurrent(
    'a plan too long to be shown whole: only by its digest, which the summary has',
    async () => {
      const statement = (index: number): object => ({
        Effect: 'Deny',
        Action: Array.from({ length: 60 }, (_, action) => `service${index}:Action${action}`),
        Resource: '*',
      });
      const sets = Array.from({ length: 100 }, (_, index) => ({
        name: `Set${index}`,
        inlinePolicy: { Version: '2012-10-17', Statement: [statement(index)] },
      }));
      const config = CONFIG.replace(
        'permissionSets:\n',
        () => `permissionSets:\n${sets.map((set) => `  - ${JSON.stringify(set)}\n`).join('')}`,
      );
      await atDesk(
        async ({ commit, open, merge, onPull, onPush, github, simulator }) => {
          const pull = open(7, await commit());
          const planned = await onPull(pull);
          const [comment] = github.state.comments;
          expect(comment?.body).toContain('shortened from the bottom, so that it approves nothing');
          expect(comment?.body).not.toContain('sha256:');
          expect(planned.summary).toContain(String(planned.outputs['digest']));
          const refused = await onPush(merge(pull), { command: 'apply' });
          expect(refused).toMatchObject({ code: 1, outputs: { 'exit-code': '3' } });
          expect(refused.log).toContain('has a comment that approves nothing');
          expect(simulator.writes()).toBe(0);
        },
        { config },
      );
    },
    SLOW,
  );

  test.concurrent(
    'a push without a pull request, unless it is allowed',
    async () => {
      await atDesk(async ({ commit, push, onPush, simulator, github }) => {
        const pushed = await commit();
        push(pushed);
        const refused = await onPush(pushed, { command: 'apply' });
        expect(refused).toMatchObject({ code: 1, outputs: { 'exit-code': '3' } });
        expect(refused.log).toContain('pushed without a pull request');
        expect(refused.summary).toContain(String(refused.outputs['digest']));
        expect(simulator.writes()).toBe(0);
        const allowed = await onPush(pushed, { command: 'apply', 'allow-direct-push': 'true' });
        expect(allowed).toMatchObject({ code: 0, outputs: { 'exit-code': '0' } });
        expect(github.state.comments).toEqual([]);
      });
    },
    SLOW,
  );

  test.concurrent(
    'a plan that a guard refuses, an old run after a newer configuration, and the wrong organisation',
    async () => {
      const live = await appliedState(CONFIG);
      await atDesk(
        async ({ commit, open, merge, push, onPull, onPush, github, simulator }) => {
          const first = await commit();
          push(first);
          const pull = open(
            8,
            await commit((text) =>
              text
                .replace('admins:\n  organization: { users: [ada] }\n', '')
                .concat('unmanaged: { permissionSets: remove, users: remove }\n')
                .replace(/users:\n(?: {2}- .*\n)+/u, '')
                .replace('members: [ada, bob]', 'members: []'),
            ),
          );
          const planned = await onPull(pull);
          expect(planned).toMatchObject({ code: 1, outputs: { 'exit-code': '3', digest: '' } });
          expect(planned.log).toMatch(/^::error title=GUARD_/mu);
          expect(github.state.comments[0]?.body).toContain('> [!CAUTION]');
          expect(github.state.comments[0]?.body).not.toContain('sha256:');
          const merged = merge(pull);
          expect(await onPush(merged, { command: 'apply' })).toMatchObject({ code: 1, outputs: { 'exit-code': '3' } });

          const old = await onPush(first, { command: 'apply', 'allow-direct-push': 'true' });
          expect(old).toMatchObject({ code: 1, outputs: { 'exit-code': '3' } });
          expect(old.log).toContain('PLAN_SUPERSEDED');

          // The merge between them is told on its pull request, once: what an earlier run did stays there.
          const between = open(9, await commit((text) => text.concat('# one\n')));
          const superseded = merge(between);
          push(await commit((text) => text.concat('# two\n')));
          const onBetween = (): readonly string[] =>
            github.state.comments.filter((one) => one.pull === 9).map(({ body }) => body);
          expect(await onPush(superseded, { command: 'apply' })).toMatchObject({ code: 1 });
          expect(onBetween()).toEqual([
            expect.stringMatching(/^<!-- cw-gitops after-merge .*\n### Could not apply\n/u),
          ]);
          expect(onBetween()[0]).toContain('`PLAN_SUPERSEDED`');
          Object.assign(github.state.comments.at(-1) as object, { body: onBetween()[0]?.replace('Could', 'Did') });
          expect(await onPush(superseded, { command: 'apply' })).toMatchObject({ code: 1 });
          expect(onBetween()).toEqual([expect.stringContaining('### Did not apply')]);

          const strange = await commit((text) => text.replace('o-exampleorg1', 'o-anotherorg2'));
          push(strange);
          const wrong = await onPush(strange, { command: 'apply', 'allow-direct-push': 'true' });
          expect(wrong).toMatchObject({ code: 1, outputs: { 'exit-code': '3' } });
          expect(wrong.log).toContain('PLAN_WRONG_ORGANIZATION');
          expect(simulator.writes()).toBe(0);
        },
        { live },
      );
    },
    SLOW,
  );

  test.concurrent(
    'wrong inputs, and events that nobody reviewed',
    async () => {
      await atDesk(async ({ commit, open, push, run, github, simulator, file }) => {
        const head = await commit();
        push(head);
        const pull = open(7, head);
        await writeFile(file('plan.json'), '{}');
        const onMain = { commit: head, ref: 'refs/heads/main' };
        const onPull = { event: 'pull_request', payload: pullPayload(pull), commit: head, ref: 'refs/pull/7/merge' };
        const zero = `sha256:${'0'.repeat(64)}`;
        const wrong = [
          [{ ...onMain, event: 'push', inputs: { command: 'aply' } }, 'the input command is "aply"'],
          [{ ...onMain, event: 'push', inputs: { command: 'plan', base: 'HEAD~1' } }, 'USAGE_BASE'],
          [
            { ...onMain, event: 'push', inputs: { command: 'plan', config: 'none' } },
            'there is no file or folder none; it is the input config, in what a step before has checked out (actions/checkout)',
          ],
          [
            { ...onMain, event: 'push', inputs: { command: 'plan', 'working-directory': 'none' } },
            'there is no folder none; it is the input working-directory',
          ],
          [{ ...onMain, event: 'push', inputs: { command: 'apply', 'plan-file': 'none.json' } }, 'there is no plan'],
          [{ ...onMain, event: 'push', inputs: { command: 'apply', 'plan-file': 'plan.json' } }, 'PLAN_INVALID'],
          [{ ...onMain, event: 'push', inputs: { command: 'plan', 'github-token': '' } }, 'github-token is empty'],
          [
            { ...onMain, event: 'push', inputs: { command: 'plan' }, env: { GITHUB_REPOSITORY: '' } },
            'a run with debug logging shows where',
          ],
          [
            { ...onMain, event: 'schedule', inputs: { command: 'plan' }, env: { AWS_ACCESS_KEY_ID: '' } },
            'a step before gives this job its credentials (aws-actions/configure-aws-credentials), for which the job needs the permission id-token: write',
          ],
          [{ ...onMain, event: 'schedule', inputs: { command: 'apply' } }, 'nobody has approved'],
          [{ ...onMain, event: 'schedule', inputs: { command: 'apply', 'apply-only': 'drift' } }, 'takes drift only'],
          [{ ...onPull, inputs: { command: 'apply', 'expect-digest': zero } }, 'is planned, never applied'],
          [
            { ...onPull, payload: {}, inputs: { command: 'apply', 'expect-digest': zero } },
            'is planned, never applied',
          ],
          [
            { ...onPull, event: 'pull_request_review', inputs: { command: 'apply', 'apply-only': 'clock' } },
            'is planned, never applied',
          ],
          [
            { ...onMain, event: 'merge_group', inputs: { command: 'apply', 'apply-only': 'organization' } },
            'is planned, never applied',
          ],
          [{ ...onPull, event: 'pull_request_target', inputs: { command: 'plan' } }, 'pull_request_target is never'],
        ] as const;
        for (const [call, message] of wrong) {
          const ran = await run(call);
          expect(ran).toMatchObject({ code: 1, outputs: { 'exit-code': '1' } });
          expect(ran.log).toContain(message);
        }
        expect(github.state.comments).toEqual([]);
        expect(simulator.calls()).toEqual({});
      });
    },
    SLOW,
  );
});
