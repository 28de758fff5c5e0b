/**
 * Cut off before or after the effect of any writing call, the next run ends where an undisturbed one ends, makes nothing
 * twice, and is still what was approved. Here the run ends inside this process; test/engine/kill-process.test.ts kills.
 */

import { beforeAll, describe, expect, test } from 'vitest';
import type { PlanDocument } from '../../reconciler/core/plan.types.ts';
import { planDocument } from '../../reconciler/report/json.ts';
import { KINDS } from '../../reconciler/kinds/index.ts';
import type { WritingCall } from '../support/all-kinds.ts';
import { ALL_KINDS, beforeAllKinds, held, writingCalls } from '../support/all-kinds.ts';
import { onSimulator } from '../support/simulated.ts';

interface Undisturbed {
  readonly approved: PlanDocument;
  readonly state: unknown;
  readonly writes: number;
  readonly calls: readonly WritingCall[];
}

let undisturbed: Undisturbed;

beforeAll(async () => {
  undisturbed = await onSimulator(beforeAllKinds(), async (run) => {
    const approved = planDocument(await run.planAt(ALL_KINDS));
    const ended = await run.applyAt(ALL_KINDS, approved);
    if (ended.ended !== 'applied') throw new Error(ended.ended);
    const { simulator } = run;
    const calls = writingCalls(simulator.calls());
    return { approved, state: held(simulator.state()), writes: simulator.writes(), calls };
  });
});

test('the plan has at least 40 changes, and changes of every kind', () => {
  const { changes } = undisturbed.approved;
  expect(changes.length).toBeGreaterThanOrEqual(40);
  expect(new Set(changes.map(({ kind }) => kind))).toEqual(new Set(KINDS.keys()));
  expect(undisturbed.calls).toHaveLength(undisturbed.writes);
});

/** A new profile refuses seats for a while, whoever asks: those calls are repeated in undisturbed runs, too. */
const PATIENT = 'q:CreateAssignment';

/** Writing calls of both runs that an undisturbed run does not make. */
function sentAgain(calls: Readonly<Record<string, number>>): number {
  const usual = new Set(undisturbed.calls.map(({ operation, number }) => `${operation} ${number}`));
  return writingCalls(calls).filter(
    ({ operation, number }) => operation !== PATIENT && !usual.has(`${operation} ${number}`),
  ).length;
}

describe.each(['before', 'after'] as const)('cut off %s the effect of any writing call', (when) => {
  test('the next run finishes what was approved', { timeout: 240_000 }, async () => {
    for (const last of undisturbed.calls) {
      const { operation, number } = last;
      const at = `${when} ${operation} ${number}`;
      const faults = when === 'before' ? [] : [{ operation, when: { calls: [number] }, kind: 'lost-answer' as const }];
      await onSimulator(
        beforeAllKinds(),
        async (run) => {
          expect(await run.applyUntil(ALL_KINDS, last, when === 'after'), at).toBe(true);
          const ended = await run.applyAt(ALL_KINDS, undisturbed.approved);
          expect(ended.ended === 'refused' ? ended.issues : [], at).toEqual([]);
          const bad = ended.ended === 'applied' ? ended.outcomes.filter(({ status }) => status !== 'done') : [];
          expect(bad, at).toEqual([]);
          expect(held(run.simulator.state()), at).toEqual(undisturbed.state);
          expect(sentAgain(run.simulator.calls()), at).toBeLessThanOrEqual(1);
        },
        { faults },
      );
    }
  });
});
