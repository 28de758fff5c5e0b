/** CodeWhisperer over whole runs: what a service does that takes its time, forgets, or has other ideas. */

import { describe, expect, test } from 'vitest';
import type { Plan } from '../../reconciler/core/plan.types.ts';
import { organization, PRO } from '../aws/codewhisperer.ts';
import { onSimulator } from '../support/simulated.ts';

const people = ['ada', 'bob', 'cleo'].map((name) => `{ userName: ${name}, givenName: ${name}, familyName: Example }`);

function file(codewhisperer: string, members = 'bob'): { readonly [name: string]: string } {
  return {
    'a.yaml': `
version: 1
roles: { codewhisperer: arn:aws:iam::222222222222:role/cw-gitops }
users: [${people.join(', ')}]
groups: [{ name: devs, members: [${members}] }]
guards: { removals: { authorizations: 5, memberships: 5 } }
codewhisperer:
  account: "222222222222"
  region: us-east-1
${codewhisperer}
`,
  };
}

function changesOf(plan: Plan): readonly string[] {
  return plan.changes.map(({ verb, key }) => `${verb} ${key}`);
}

describe('seats of a group', () => {
  const granted = `  authorized: [{ subscription: ${PRO}, groups: [devs] }]`;

  test('that take a day to reach its members are not repaired meanwhile, and counted as pending', async () => {
    const limits = { memberSeatMilliseconds: 86_400_000 };
    await onSimulator(
      organization(),
      async (run) => {
        await run.apply(file(granted, 'bob, cleo'));
        const next = await run.plan(file(granted, 'bob, cleo'));
        expect(changesOf(next)).toEqual([]);
        expect(next.seats).toMatchObject({ before: 2, after: 2, active: { before: 0, after: 0 } });
      },
      { limits },
    );
  });

  test('end with the membership, and then show as cancelled where the service lists them still', async () => {
    const both = `  authorized: [{ subscription: ${PRO}, groups: [devs], users: [ada] }]`;
    await onSimulator(organization(), async (run) => {
      await run.apply(file(both, 'bob, cleo'));
      const without = await run.plan(file(granted, 'bob'));
      expect(without.seats).toMatchObject({ before: 3, after: 1 });
      expect(without.seats?.people.map(({ users, after }) => [users, after])).toEqual([
        [['ada'], null],
        [['cleo'], null],
      ]);
      expect(without.signIns).toMatchObject([
        { effect: 'loses', users: ['ada'] },
        { effect: 'loses', users: ['cleo'] },
      ]);
      await run.apply(file(granted, 'bob'));
      const next = await run.plan(file(granted, 'bob'));
      expect([changesOf(next), next.seats]).toMatchObject([[], { before: 1, cancelled: ['ada'] }]);
    });
  });
});

describe('a seat of one’s own and one through a group', () => {
  const group = `{ subscription: ${PRO}, groups: [devs] }`;
  const own = `{ subscription: ${PRO}_PLUS, users: [bob] }`;

  test('are both given by one plan', async () => {
    await onSimulator(organization(), async (run) => {
      const both = file(`  authorized: [${group}, ${own}]`);
      await run.apply(both);
      expect(run.simulator.state().codewhisperer?.seats).toHaveLength(2);
      expect(changesOf(await run.plan(both))).toEqual([]);
    });
  });

  test('come one plan after the other where the one takes the place of the other, which the first one says', async () => {
    await onSimulator(organization(), async (run) => {
      await run.apply(file(`  authorized: [${group}]`));
      const wanted = file(`  authorized: [${own}]`);
      expect((await run.plan(wanted)).warnings).toMatchObject([{ code: 'ORDER_SEAT' }]);
      await run.apply(wanted);
      const next = await run.plan(wanted);
      expect([changesOf(next), next.warnings]).toEqual([['update authorization/user/bob'], []]);
      await run.apply(wanted);
      expect(run.simulator.state().codewhisperer?.seats).toMatchObject([
        { group: 'devs', status: 'CANCELLED' },
        { user: 'bob', subscription: `${PRO}_PLUS` },
      ]);
    });
  });

  test('stay as they are, and an apply that is to change the one says why it cannot', async () => {
    await onSimulator(organization(), async (run) => {
      await run.apply(file(`  authorized: [${group}, ${own}]`));
      const applied = await run.tryApply(file(`  authorized: [${group}, { subscription: ${PRO}, users: [bob] }]`));
      const issue = { message: expect.stringContaining('somebody who has one through a group as well') };
      expect(applied.ended === 'applied' ? applied.outcomes : []).toMatchObject([{ status: 'failed', issue }]);
    });
  });
});

describe('a feature that the service accepts and forgets', () => {
  test('is told as not there, once, and is a change of the next plan again', async () => {
    const wanted = file('  features: { webTools: true }');
    await onSimulator(
      organization(),
      async (run) => {
        const applied = await run.tryApply(wanted);
        const failed = applied.ended === 'applied' ? applied.outcomes.filter(({ status }) => status === 'failed') : [];
        expect(failed).toMatchObject([
          { issue: { code: 'APPLY_NOT_THERE', message: expect.stringContaining('features') } },
        ]);
        expect(run.simulator.calls()['codewhisperer:UpdateProfile']).toBe(1);
        expect(changesOf(await run.plan(wanted))).toEqual(['update profile/222222222222/us-east-1']);
      },
      { limits: { forgottenFeatures: ['webTools'] } },
    );
  });
});

describe('a profile whose creation fails late', () => {
  test('is told as failed in the words of the service, although the read-back finds it', async () => {
    const faults = [
      { kind: 'late-failure', operation: 'codewhisperer:CreateProfile', when: { always: true }, reason: 'No capacity' },
    ] as const;
    await onSimulator(
      organization({ profile: 'none' }),
      async (run) => {
        const applied = await run.tryApply(file('  authorized: [{ users: [ada] }]'));
        const outcomes = applied.ended === 'applied' ? applied.outcomes : [];
        expect(outcomes.find(({ change }) => change.kind === 'profile')).toMatchObject({
          status: 'failed',
          issue: { code: 'AWS_OPERATION_FAILED', message: expect.stringContaining('CREATE_FAILED: No capacity') },
        });
      },
      { faults },
    );
  });
});

describe('a profile that shares its name with nothing in the file', () => {
  test('is adopted as it is: no second one is made, and none is renamed', async () => {
    const state = organization({ profile: { name: 'SomebodyElsesName' } });
    await onSimulator(state, async (run) => {
      await run.apply(file('  profileName: Ours\n  codeReferences: allow'));
      expect(run.simulator.state().codewhisperer?.profiles).toMatchObject([
        { name: 'SomebodyElsesName', codeReferences: 'ALLOW' },
      ]);
      expect(run.simulator.calls()).not.toHaveProperty('codewhisperer:CreateProfile');
    });
  });
});
