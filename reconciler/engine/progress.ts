/** What is left of an apply: as its plan said, or by the pace that is seen where the services are slower. */

export interface Left {
  readonly calls: number;
  readonly seconds: number;
}

/** An apply, from its first change to its last read-back. */
export interface Course {
  /** As the plan said. */
  readonly forecast: Left;
  readonly made: number;
  /** In seconds. */
  readonly elapsed: number;
}

/** A pace is believed when so much of the work is done. */
const SHARE_BEFORE_PACE = 0.1;

export function leftOf({ forecast, made, elapsed }: Course): Left {
  const calls = Math.max(0, forecast.calls - made);
  const share = made / Math.max(1, made + calls);
  const paced = share < SHARE_BEFORE_PACE ? 0 : (elapsed / share) * (1 - share);
  return { calls, seconds: Math.round(Math.max(0, forecast.seconds - elapsed, paced)) };
}
