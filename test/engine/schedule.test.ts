import { describe, expect, it } from 'vitest';
import type { Change } from '../../reconciler/core/change.ts';
import { createSchedule, obstaclesOf } from '../../reconciler/engine/schedule.ts';
import { kindOf } from '../../reconciler/kinds/index.ts';
import { assignment, creation, setResource, update } from '../support/arbitraries.ts';

const SET = update(setResource('Auditor', 1), setResource('Auditor', 2));
const grant = (set: string, account: string): Change => creation(assignment(set, account, 'user', 'ada'));

function scheduled(...changes: readonly Change[]) {
  const schedule = createSchedule(changes, (change) => obstaclesOf(change, kindOf(change.kind)));
  return {
    /** Starts everything that may start now. */
    start: (): readonly string[] => {
      const started: string[] = [];
      for (let next = schedule.next(); next !== undefined; next = schedule.next()) started.push(next.key);
      return started;
    },
    done: (change: Change) => schedule.settle({ status: 'done', change }),
  };
}

describe('createSchedule', () => {
  it('does not let grants of a set that is being provisioned keep others waiting', () => {
    const [first, second, other] = [grant('Auditor', '1'), grant('Auditor', '2'), grant('Deploy', '2')];
    const schedule = scheduled(SET, first, second, other);
    expect(schedule.start()).toEqual([SET.key, other.key]);
    schedule.done(other);
    expect(schedule.start()).toEqual([]);
    schedule.done(SET);
    expect(schedule.start()).toEqual([first.key, second.key]);
  });

  it('hands an account on to the next one where the set of the first one is being provisioned', () => {
    const [before, held, next] = [grant('Billing', '1'), grant('Auditor', '1'), grant('Deploy', '1')];
    const schedule = scheduled(before, held, next, SET);
    expect(schedule.start()).toEqual([before.key, SET.key]);
    schedule.done(before);
    expect(schedule.start()).toEqual([next.key]);
    schedule.done(SET);
    expect(schedule.start()).toEqual([]);
    schedule.done(next);
    expect(schedule.start()).toEqual([held.key]);
  });
});
