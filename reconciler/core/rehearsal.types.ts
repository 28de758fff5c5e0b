/** What came of rehearsing a plan, as data. */

import type { Issue } from './issue.ts';
import type { Plan } from './plan.types.ts';

/** One rehearsal under one schedule of faults. */
export interface RehearsalRun {
  /** The schedule's name, such as `throttling`. */
  readonly schedule: string;
  /** With it the same faults strike again. */
  readonly seed: number;
  /** Nothing was left to do at the end, by a plan that no fault disturbed. */
  readonly converged: boolean;
  /** Ids of the changes that were left. */
  readonly left: readonly string[];
  /** Guards that did not hold at some step, in words. */
  readonly breaches: readonly string[];
  /** What failed on the way, in the last run. */
  readonly failures: readonly Issue[];
  /** How often it was applied: more than once only when faults stopped it. */
  readonly applies: number;
  readonly calls: number;
  readonly writes: number;
  /** On the services' clock, at their quotas. */
  readonly seconds: number;
}

export interface Rehearsal {
  readonly plan: Plan;
  /** Why the copy is not like the organisation, so that the rehearsal proves little; absent when it is. */
  readonly unlike?: string;
  readonly runs: readonly RehearsalRun[];
}
