/** Time and calls as an apply will meet them, with nobody called: what happens next is kept in order of time. */

import type { Calls, RateOf } from '../core/forecast.ts';

export interface Stage {
  /** Milliseconds since the run began. */
  now(): number;
  /** Does something after so many milliseconds. */
  after(milliseconds: number, act: () => void): void;
  /** Does something when a call to a service has had its turn. */
  call(service: string, act: () => void): void;
  /** The same for many calls; services are called at the same time. */
  callAll(calls: Calls, act: () => void): void;
  /** Calls so far. */
  calls(): number;
  /** Until nothing is left to happen. */
  play(): void;
}

interface Event {
  readonly at: number;
  readonly act: () => void;
}

/** A stage at its beginning, when every service may be called. */
export function createStage(rateOf: RateOf): Stage {
  /** In order of time; never many, since few changes are under way at the same time. */
  const events: Event[] = [];
  /** When the last call to each service was due. */
  const due = new Map<string, number>();
  let now = 0;
  let calls = 0;

  function at(time: number, act: () => void): void {
    let place = events.length;
    while (place > 0 && (events[place - 1] as Event).at > time) place -= 1;
    events.splice(place, 0, { at: time, act });
  }

  /** When so many calls are made, first come, first served. */
  function turn(service: string, count: number): number {
    if (count === 0) return now;
    const { rate, burst } = rateOf(service);
    const each = 1_000 / rate;
    // After a pause so many calls may follow each other at once.
    const saved = burst * each;
    const last = Math.max(due.get(service) ?? -Infinity, now - saved) + count * each;
    due.set(service, last);
    calls += count;
    return Math.max(now, last);
  }

  return {
    now: () => now,
    after: (milliseconds, act) => at(now + milliseconds, act),
    call: (service, act) => at(turn(service, 1), act),
    callAll: (wanted, act) => {
      const turns = Object.entries(wanted).map(([service, count]) => turn(service, count));
      at(Math.max(now, ...turns), act);
    },
    calls: () => calls,
    play: () => {
      for (let next = events.shift(); next !== undefined; next = events.shift()) {
        now = next.at;
        next.act();
      }
    },
  };
}
