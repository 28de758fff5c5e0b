/**
 * How long an apply takes: all of it is played, from its first read to its last read-back, with the waits, places, looks
 * and rates that it will meet, and nobody is called.
 */

import type { Change } from '../core/change.ts';
import type { Directory } from '../core/forecast-read-back.ts';
import { readBackCalls } from '../core/forecast-read-back.ts';
import type { Calls, Cost, Provisioning, RateOf } from '../core/forecast.ts';
import { costOf, seatlessCost, writesOf } from '../core/forecast.ts';
import type { Key } from '../core/key.ts';
import type { KindOf } from '../core/kind.ts';
import type { Forecast } from '../core/plan.types.ts';
import { AT_ONCE } from './apply.ts';
import { createOperationsOn } from './forecast-operations.ts';
import type { Stage } from './forecast-stage.ts';
import { createStage } from './forecast-stage.ts';
import { createSchedule, obstaclesOf } from './schedule.ts';

export interface ForecastInput {
  /** In the plan's order, with what each waits for. */
  readonly changes: readonly Change[];
  readonly kindOf: KindOf;
  /** Of the permission sets that are provisioned anew, by their keys. */
  readonly provisionings: ReadonlyMap<Key, Provisioning>;
  /** Calls that the reading of this plan took, one part after the other: an apply reads again before it writes. */
  readonly reads: readonly Calls[];
  readonly directory: Directory;
  readonly rateOf: RateOf;
}

/** An apply from its first change on, as its plan says. */
export interface Course {
  /** Until the last read-back. */
  readonly calls: number;
  readonly seconds: number;
  /** Seconds until so many changes have ended: the first, the second, … */
  readonly ends: Float64Array;
}

export interface Forecasted {
  readonly forecast: Forecast;
  readonly course: Course;
}

export function forecast(input: ForecastInput): Forecasted {
  const { changes, kindOf, rateOf } = input;
  const stage = createStage(rateOf);
  inTurn(stage, input.reads);
  const [began, read] = [stage.now(), stage.calls()];
  const cost = (change: Change): Cost => costOf(change, input.provisionings.get(change.key), kindOf);
  const ends = playChanges(stage, changes, kindOf, cost);
  const seatless = seatlessCost(changes, rateOf);
  stage.after(seatless.seconds * 1_000, () => undefined);
  stage.play();
  inTurn(stage, [readBackCalls(changes, input.directory)]);
  const calls = stage.calls() + seatless.calls;
  const planned = changes.reduce((total, change) => total + writesOf(change, kindOf), 0);
  // One of a change is its provisioning, in one operation or in many.
  const further = [...input.provisionings.values()].reduce((total, { operations }) => total + operations.length - 1, 0);
  const writes = planned + further;
  return {
    forecast: { writes, calls, seconds: wholeSeconds(stage.now() / 1_000) },
    course: { calls: calls - read, seconds: (stage.now() - began) / 1_000, ends },
  };
}

/** No run takes no time at all. */
function wholeSeconds(seconds: number): number {
  return Math.max(1, Math.ceil(seconds));
}

function inTurn(stage: Stage, parts: readonly Calls[]): void {
  for (const calls of parts) {
    stage.callAll(calls, () => undefined);
    stage.play();
  }
}

/** Plays the changes as `engine/apply.ts` carries them out; the seconds until so many have ended. */
function playChanges(
  stage: Stage,
  changes: readonly Change[],
  kindOf: KindOf,
  cost: (change: Change) => Cost,
): Float64Array {
  const schedule = createSchedule(changes, (change) => obstaclesOf(change, kindOf(change.kind)));
  const carryOut = createCarrierOn(stage);
  const began = stage.now();
  const ends = new Float64Array(changes.length);
  let ended = 0;
  let underWay = 0;
  const startMore = (): void => {
    for (;;) {
      const change = underWay < AT_ONCE ? schedule.next() : undefined;
      if (change === undefined) return;
      underWay += 1;
      carryOut(cost(change), () => {
        ends[ended] = (stage.now() - began) / 1_000;
        ended += 1;
        underWay -= 1;
        schedule.settle({ status: 'done', change });
        startMore();
      });
    }
  };
  startMore();
  stage.play();
  return ends;
}

/** Carries out what one change costs: its calls, one after the other, and then its operations, all at once. */
function createCarrierOn(stage: Stage): (cost: Cost, done: () => void) => void {
  const operate = createOperationsOn(stage);
  return ({ calls, seconds, operations }, done) => {
    const services = Object.entries(calls).flatMap(([service, count]) => Array.from({ length: count }, () => service));
    const callFrom = (place: number): void => {
      const service = services[place];
      if (service !== undefined) stage.call(service, () => callFrom(place + 1));
      else if (operations.length === 0) stage.after(seconds * 1_000, done);
      else startAll();
    };
    const startAll = (): void => {
      let open = operations.length;
      for (const operation of operations) {
        operate(operation, () => {
          open -= 1;
          if (open === 0) done();
        });
      }
    };
    callFrom(0);
  };
}
