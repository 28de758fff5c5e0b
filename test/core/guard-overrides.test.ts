import { describe, expect, test } from 'vitest';
import type { Override } from '../../reconciler/core/desired.ts';
import { guard } from '../../reconciler/core/guard.ts';
import { aMembership } from '../support/builders.ts';
import { HERE, many, overrideOf, situation } from '../support/guard-input.ts';

const DAY = 86_400_000;
const UNTIL = Date.UTC(2026, 11, 1);

/** Nine of twenty-nine members go, which needs an override up to nine. */
function given(now: number, ...overrides: readonly Override[]): ReturnType<typeof guard> {
  const member = (number: number): ReturnType<typeof aMembership> => aMembership('devs', `dev_${number}`);
  const removed = many(9, (number) => member(number + 100));
  return guard(situation({ kept: many(20, member), removed, desired: { overrides }, input: { now } }));
}

const override = (parts: Partial<Override> = {}): Override =>
  overrideOf('removals.memberships', { upTo: 9, until: UNTIL, ...parts });

describe('an override', () => {
  test('counts in the 31 days before its until, and not at the instant itself', () => {
    expect(given(UNTIL - 1, override())).toMatchObject({ breaches: [], warnings: [] });
    expect(given(UNTIL - 31 * DAY, override())).toMatchObject({ breaches: [], warnings: [] });
    expect(given(UNTIL, override())).toMatchObject({
      breaches: [{ code: 'GUARD_REMOVALS' }],
      warnings: [
        {
          code: 'GUARD_OVERRIDE_EXPIRED',
          severity: 'warning',
          message: 'the override of removals.memberships ended on 2026-12-01T00:00:00Z',
          at: HERE,
        },
      ],
    });
    expect(given(UNTIL - 31 * DAY - 1, override())).toMatchObject({
      breaches: [{ code: 'GUARD_REMOVALS' }],
      warnings: [
        {
          code: 'GUARD_OVERRIDE_AHEAD',
          message:
            'the override of removals.memberships does not count before 2026-10-31T00:00:00Z, 31 days before its until',
        },
      ],
    });
  });

  test('that does not reach far enough lifts nothing, and says so', () => {
    expect(given(UNTIL - DAY, override({ upTo: 8 }))).toMatchObject({
      breaches: [{ code: 'GUARD_REMOVALS' }],
      warnings: [
        {
          code: 'GUARD_OVERRIDE_SHORT',
          message: 'the override of removals.memberships reaches up to 8; this plan would need 9',
        },
      ],
    });
    const { upTo: _upTo, ...unbounded } = override();
    expect(given(UNTIL - DAY, unbounded)).toMatchObject({
      breaches: [{ code: 'GUARD_REMOVALS' }],
      warnings: [{ message: 'the override of removals.memberships reaches up to 0; this plan would need 9' }],
    });
  });

  test('that lifts nothing is told', () => {
    const unused = ['seats', 'administrators', 'protected'].map((guard_) => overrideOf(guard_));
    expect(given(UNTIL - DAY, override(), ...unused).warnings).toMatchObject(
      ['seats', 'administrators', 'protected'].map((name) => ({
        code: 'GUARD_OVERRIDE_UNUSED',
        message: `the override of ${name} lifts nothing in this plan`,
      })),
    );
  });

  test('beside one that is too short is enough', () => {
    expect(given(UNTIL - DAY, override({ upTo: 8 }), override({ upTo: 12 }))).toMatchObject({
      breaches: [],
      warnings: [{ code: 'GUARD_OVERRIDE_SHORT' }],
    });
  });
});
