/** One guard that a plan breaches, before it is known whether an override lifts it, and its ways out in words. */

import type { Override } from './desired.ts';
import { GUARDED_KIND, GUARDED_KINDS } from './desired.ts';
import type { Issue, IssueCode, Position } from './issue.ts';
import { isNamed } from './guard-live.ts';
import type { Key } from './key.ts';
import type { LiveResource } from './resource.ts';
import { isoDay } from './time.ts';

export const DAY = 86_400_000;

/** What an override must say to lift a breach. */
export type Lift = Pick<Override, 'guard' | 'upTo' | 'id'>;

export interface Breach {
  readonly code: IssueCode;
  readonly message: string;
  readonly at?: Position;
  /** What would be removed, and must not be. */
  readonly removals: readonly LiveResource[];
  /** What else helps. */
  readonly advice?: string;
  /** Absent: nothing overrides the guard. */
  readonly lift?: Lift;
}

/** The breach as an error; the hint names the ways out, the one that changes least first. `removed` is what the file says must go. */
export function asIssue(breach: Breach, now: number, removed: ReadonlySet<Key>): Issue {
  const { code, message, at, removals, advice, lift } = breach;
  const counted = removals.filter(({ kind }) => GUARDED_KINDS.some((guarded) => GUARDED_KIND[guarded] === kind));
  const undeclared = counted.filter((resource) => !isNamed(resource, removed));
  const kinds = GUARDED_KINDS.filter((kind) => undeclared.some((resource) => resource.kind === GUARDED_KIND[kind]));
  const settings = kinds.map((kind) => `unmanaged.${kind}: report`).join(', ');
  const ways = [
    ...(kinds.length === 0
      ? []
      : [
          'to keep what is live, take it into the file with `cw-gitops export --into DIR`',
          `to leave alone what the file does not declare, set ${settings}`,
        ]),
    ...(undeclared.length === counted.length ? [] : [TAKEN_AWAY]),
    ...(advice === undefined ? [] : [advice]),
    lift === undefined
      ? 'no override lifts this guard'
      : `if the plan is right, add to overrides in the same pull request: ${overrideText(lift, now)}`,
  ];
  return { code, severity: 'error', message, hint: ways.join('; '), ...(at === undefined ? {} : { at }) };
}

const TAKEN_AWAY = 'what `removed` or `state: absent` takes away stays only when that is taken back';

// Two weeks are enough to review and merge, and fewer than the 31 days in which an override counts.
function overrideText({ guard, upTo, id }: Lift, now: number): string {
  const bounds = [...(upTo === undefined ? [] : [`upTo: ${upTo}`]), ...(id === undefined ? [] : [`id: ${id}`])];
  return `{ ${[`guard: ${guard}`, ...bounds, 'reason: "…"', `until: ${isoDay(now + 14 * DAY)}`].join(', ')} }`;
}
