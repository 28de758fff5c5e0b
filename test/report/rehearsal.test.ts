import { expect, test } from 'vitest';
import type { Rehearsal, RehearsalRun } from '../../reconciler/core/rehearsal.types.ts';
import { rehearsed } from '../../reconciler/core/rehearsal.ts';
import {
  rehearsalDocument,
  rehearsalVerdict,
  renderRehearsalMarkdown,
  renderRehearsalText,
} from '../../reconciler/report/rehearsal.ts';
import { aPlan } from '../support/builders.ts';
import { HOSTILE_NAMES } from '../support/hostile.ts';
import { refusedPlan } from '../support/plans.ts';

function run(parts: Partial<RehearsalRun> = {}): RehearsalRun {
  return {
    schedule: 'calm',
    seed: 1,
    converged: true,
    left: [],
    breaches: [],
    failures: [],
    applies: 1,
    calls: 1_412,
    writes: 50,
    seconds: 40,
    ...parts,
  };
}

const PLAN = aPlan();
const GOOD: Rehearsal = {
  plan: PLAN,
  runs: [run({ schedule: 'kill', seed: 1, applies: 2, calls: 9 }), run({ seed: 2 })],
};
const BAD: Rehearsal = {
  plan: PLAN,
  unlike: 'the plan on the copy is another: create user/ada',
  runs: [
    run({
      schedule: 'late-failures',
      converged: false,
      left: ['user/a', 'user/b', 'user/c', 'user/d'],
      failures: [{ code: 'AWS_CONFLICT', severity: 'error', message: 'user d: a conflict', hint: 'wait' }],
    }),
    run({ seed: 2, schedule: 'lag', breaches: ['Admin on 111111111111 was held by 0, fewer than 1'] }),
  ],
};

test('the verdict is one line', () => {
  expect([GOOD, BAD, { plan: PLAN, runs: [] }, { plan: refusedPlan(), runs: [] }].map(rehearsalVerdict)).toEqual([
    'Rehearsed: 2 of 2 runs converged, seeds 1 to 2, 1,412 calls, about 40 s at the quota',
    'Rehearsal failed: 0 of 2 runs converged, seeds 1 to 2, 1,412 calls, about 40 s at the quota, on a copy that is not like the organisation',
    'Not rehearsed: there is nothing to do',
    'Not rehearsed: a guard refuses the plan',
  ]);
  expect(rehearsalVerdict({ plan: PLAN, runs: [run({ seed: 7 })] })).toContain('1 of 1 run converged, seed 7,');
  expect([GOOD, BAD, { plan: PLAN, runs: [] }, { plan: refusedPlan(), runs: [] }].map(rehearsed)).toEqual([
    true,
    false,
    true,
    false,
  ]);
});

test('each schedule has a line, and those that failed say why', () => {
  expect(renderRehearsalText(GOOD, { color: false })).toBe(`${rehearsalVerdict(GOOD)}
  ✓ kill             seed 1, after 2 applies, 9 calls, 40 s
  ✓ calm             seed 2, at once, 1,412 calls, 40 s
`);
  expect(renderRehearsalText(BAD, { color: false })).toBe(`${rehearsalVerdict(BAD)}
  ! the plan on the copy is another: create user/ada
  ✗ late-failures    seed 1, at once, 1,412 calls, 40 s
      left to do: user/a, user/b, user/c and 1 more
      AWS_CONFLICT user d: a conflict; wait
  ✗ lag              seed 2, at once, 1,412 calls, 40 s
      a guard did not hold: Admin on 111111111111 was held by 0, fewer than 1
`);
});

test('as Markdown it is a table, and nothing breaks out of it', () => {
  expect(renderRehearsalMarkdown(GOOD)).toBe(`### ${rehearsalVerdict(GOOD)}

| Faults | Seed | Verdict | Applies | Calls | Time | What went wrong |
| --- | --- | --- | --- | --- | --- | --- |
| kill | 1 | converged | 2 | 9 | 40 s |  |
| calm | 2 | converged | 1 | 1412 | 40 s |  |
`);
  expect(renderRehearsalMarkdown(BAD)).toContain('`left to do: user/a, user/b, user/c and 1 more`');
  expect(renderRehearsalMarkdown({ plan: PLAN, runs: [] })).toBe('### Not rehearsed: there is nothing to do\n');
  const hostile = { ...BAD, runs: [run({ converged: false, left: HOSTILE_NAMES, breaches: HOSTILE_NAMES })] };
  const rows = renderRehearsalMarkdown(hostile)
    .split('\n')
    .filter((line) => line.startsWith('|'));
  expect(rows).toHaveLength(3);
  expect(rows[2]?.match(/(?<!\\)\|/gu)).toHaveLength(8);
});

test('as data it has everything, with the plan', () => {
  expect(rehearsalDocument(BAD)).toMatchObject({
    rehearsed: false,
    unlike: BAD.unlike,
    runs: [{ passed: false, failures: [{ code: 'AWS_CONFLICT' }] }, { breaches: [expect.any(String)] }],
    plan: { digest: PLAN.digest },
  });
  expect(rehearsalDocument(GOOD)).not.toHaveProperty('unlike');
});
