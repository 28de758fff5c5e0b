/**
 * How long an apply takes: the plan is played with the waits, places and rates that the apply will meet, and nobody is
 * called. What is read before, and read back after, comes on top.
 */

import type { Change } from '../core/change.ts';
import type { KindOf } from '../core/diff.ts';
import type { Directory } from '../core/forecast-read-back.ts';
import { readBackCalls } from '../core/forecast-read-back.ts';
import type { Calls, Cost, Pool, RateOf } from '../core/forecast.ts';
import { costOf, seatlessCost, secondsOf, totalOf, writesOf } from '../core/forecast.ts';
import { popSmallest, pushSmallest } from '../core/heap.ts';
import type { Key } from '../core/key.ts';
import type { Forecast } from '../core/plan.types.ts';
import { createSchedule, obstaclesOf } from './schedule.ts';

export interface ForecastInput {
  /** In the plan's order, with what each waits for. */
  readonly changes: readonly Change[];
  readonly kindOf: KindOf;
  /** The accounts that carry each permission set that is provisioned anew, by the key of the set. */
  readonly provisionings: ReadonlyMap<Key, ReadonlySet<string>>;
  /** Calls that the reading of this plan took: an apply reads again before it writes. */
  readonly reads: Calls;
  readonly directory: Directory;
  readonly rateOf: RateOf;
}

export function forecast(input: ForecastInput): Forecast {
  const { changes, kindOf, reads, rateOf } = input;
  const reading = secondsOf(reads, rateOf);
  if (changes.length === 0) return { writes: 0, calls: totalOf(reads), seconds: wholeSeconds(reading) };
  const back = readBackCalls(changes, input.directory);
  const seatless = seatlessCost(changes, rateOf);
  const cost = (change: Change): Cost => costOf(change, [...(input.provisionings.get(change.key) ?? [])], kindOf);
  const played = play(changes, kindOf, cost, createCourse(rateOf));
  return {
    writes: changes.reduce((total, change) => total + writesOf(change, kindOf), 0),
    calls: totalOf(reads) + played.calls + seatless.calls + totalOf(back),
    seconds: wholeSeconds(reading + played.seconds + seatless.seconds + secondsOf(back, rateOf)),
  };
}

/** No run takes no time at all. */
function wholeSeconds(seconds: number): number {
  return Math.max(1, Math.ceil(seconds));
}

/** Changes that are under way at the same time, and operations of each sort (engine/apply.ts, aws/places.ts). */
const AT_ONCE = 64;
const PLACES: { readonly [name in Pool]: number } = { assignment: 15, provisioning: 3 };
/** While operations are under way their list is asked for so often. */
const SECONDS_BETWEEN_LISTS = 1.4;

interface Played {
  readonly seconds: number;
  readonly calls: number;
}

/** Plays the changes in the order in which they will start; milliseconds inside, so that ends can be told apart. */
function play(
  changes: readonly Change[],
  kindOf: KindOf,
  cost: (change: Change) => Cost,
  course: ReturnType<typeof createCourse>,
): Played {
  const schedule = createSchedule(changes, (change) => obstaclesOf(change, kindOf(change.kind)));
  const positions = new Map(changes.map((change, position) => [change, position]));
  /** Ends of what is under way: milliseconds times the number of changes, and the change's position. */
  const ends: number[] = [];
  /** What has yet to ask for its place, by position. */
  const placeless = new Map<number, Cost>();
  const push = (position: number, end: number): void => pushSmallest(ends, Math.ceil(end) * changes.length + position);
  let now = 0;
  for (;;) {
    const change = ends.length < AT_ONCE ? schedule.next() : undefined;
    if (change !== undefined) {
      const position = positions.get(change) ?? 0;
      const { before, ...rest } = cost(change);
      if (before !== undefined) placeless.set(position, rest);
      push(position, course.end(now, before === undefined ? rest : { calls: before, seconds: 0 }));
      continue;
    }
    const first = popSmallest(ends);
    if (first === undefined) break;
    now = Math.floor(first / changes.length);
    const position = first % changes.length;
    const next = placeless.get(position);
    placeless.delete(position);
    const ended = changes[position];
    if (next !== undefined) push(position, course.end(now, next));
    else if (ended !== undefined) schedule.settle({ status: 'done', change: ended });
  }
  return { seconds: now / 1_000, calls: course.calls() };
}

/** The rates of the services and the places for operations, in the order in which they are asked for. */
function createCourse(rateOf: RateOf) {
  const served = new Map<string, number>();
  const places = new Map<Pool, number[]>();
  const taken = new Map<string, number>();
  const watched = new Map<Pool, number>();
  let calls = 0;
  let listed = 0;

  function take(service: string, at: number, count: number): number {
    const { rate, burst } = rateOf(service);
    const each = 1_000 / rate;
    // After a pause so many calls may follow each other at once.
    const saved = burst * each;
    const next = Math.max(served.get(service) ?? -saved, at - saved) + count * each;
    served.set(service, next);
    return Math.max(at, next);
  }

  function takeAll(wanted: Calls, at: number): number {
    return Math.max(at, ...Object.entries(wanted).map(([service, count]) => take(service, at, count)));
  }

  function placed(now: number, { calls: wanted, seconds }: Cost, { pool, accounts }: Required<Cost>['place']) {
    const free = places.get(pool) ?? Array.from({ length: PLACES[pool] }, () => 0);
    places.set(pool, free);
    const from = accounts.reduce((latest, account) => Math.max(latest, taken.get(account) ?? 0), now);
    const begin = Math.max(from, popSmallest(free) ?? 0);
    const end = takeAll(wanted, begin) + seconds * 1_000;
    pushSmallest(free, end);
    for (const account of accounts) taken.set(account, end);
    listed += Math.max(0, end - Math.max(begin, watched.get(pool) ?? 0));
    watched.set(pool, Math.max(end, watched.get(pool) ?? 0));
    return end;
  }

  return {
    /** When something that starts at `now` will have ended. */
    end: (now: number, cost: Cost): number => {
      calls += totalOf(cost.calls);
      if (cost.place !== undefined) return placed(now, cost, cost.place);
      return takeAll(cost.calls, now) + cost.seconds * 1_000;
    },
    calls: () => calls + Math.round(listed / 1_000 / SECONDS_BETWEEN_LISTS),
  };
}
