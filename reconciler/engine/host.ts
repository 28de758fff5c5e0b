/** What the story needs of whoever runs it: a terminal, a GitHub job, a test. */

import type { Change, Outcome } from '../core/change.ts';
import type { Plan } from '../core/plan.types.ts';
import type { Left } from './progress.ts';

export type Progress =
  | { readonly step: 'reading'; readonly what: string; readonly calls: number }
  /** For operations that somebody else began: until they have ended, what they write cannot be read. */
  | { readonly step: 'waiting'; readonly what: string }
  | { readonly step: 'rehearsing'; readonly schedule: string }
  | { readonly step: 'started'; readonly change: Change }
  | {
      readonly step: 'ended';
      readonly outcome: Outcome;
      readonly done: number;
      readonly of: number;
      readonly calls: number;
      /** Absent where nobody forecast the apply. */
      readonly left?: Left;
    }
  | { readonly step: 'reading back'; readonly calls: number }
  | { readonly step: 'cancelling' }
  /** Before anything was written: the run ends with this. */
  | { readonly step: 'stopped' }
  /** How a plan that may be applied stands to the plan file that approved it. */
  | { readonly step: 'approved'; readonly text: string }
  /** For `--verbose`: what was decided and why. */
  | { readonly step: 'note'; readonly text: string };

export interface Host {
  notify(progress: Progress): void;
  /** Shows the plan and asks; resolves to whether it may be applied. */
  confirm(plan: Plan): Promise<boolean>;
  /** Aborted when no new work may start (Ctrl-C, a deadline); what is under way is finished. */
  readonly cancelled: AbortSignal;
}

/** Tells the host once writing has begun: what becomes of a line of progress must not end an apply half way. */
export function tell(host: Pick<Host, 'notify'>, progress: Progress): void {
  try {
    host.notify(progress);
  } catch {
    // The outcomes hold all that it said.
  }
}
