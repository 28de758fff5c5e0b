/** Plan → outcomes, deciding nothing: a change starts when what it waits for is done, and siblings of a failure go on. */

import type { Change, Outcome } from '../core/change.ts';
import type { Issue } from '../core/issue.ts';
import { IssueError } from '../core/issue.ts';
import type { Fields } from '../core/json.ts';
import type { Key, KindName } from '../core/key.ts';
import type { Driver, Kind, RefOf } from '../core/kind.ts';
import type { LiveResource } from '../core/resource.ts';
import type { Host } from './host.ts';
import { tell } from './host.ts';
import type { Left } from './progress.ts';
import { createSchedule, obstaclesOf } from './schedule.ts';

export interface ApplyInput {
  /** In the plan's order, with what each waits for. */
  readonly changes: readonly Change[];
  /** Everything that was read: whose ids the drivers may need. */
  readonly live: readonly LiveResource[];
  readonly drivers: ReadonlyMap<KindName, Driver>;
  readonly kinds: ReadonlyMap<KindName, Kind>;
  readonly host: Pick<Host, 'notify' | 'cancelled'>;
  /** Calls made so far, for the progress line. */
  readonly calls: () => number;
  /** What is left of the apply at this moment, when so many changes have ended: for the progress line. */
  readonly left?: (ended: number) => Left;
}

/** Most changes that are started at the same time: the services' own limits are kept by the drivers. */
export const AT_ONCE = 64;

/** One outcome for each change, in the plan's order. Never rejects: what goes wrong is an outcome, and a host that cannot be told is not. */
export async function applyChanges(input: ApplyInput): Promise<readonly Outcome[]> {
  const { changes, host } = input;
  const outcomes = new Map<Key, Outcome>();
  const schedule = createSchedule(changes, (change) => obstaclesOf(change, input.kinds.get(change.kind)));
  const refs = new Map<Key, Fields>(input.live.map(({ key, ref }) => [key, ref]));
  const record = (outcome: Outcome): void => {
    outcomes.set(outcome.change.key, outcome);
    const left = input.left?.(outcomes.size);
    const counts = { done: outcomes.size, of: changes.length, calls: input.calls() };
    tell(host, { step: 'ended', outcome, ...counts, ...(left === undefined ? {} : { left }) });
  };
  let underWay = 0;
  // Called whenever a change has ended. To race all that are under way would note each ending on every one of them.
  let wake = (): void => undefined;
  const carry = async (change: Change): Promise<void> => {
    const outcome = await runChange(change, input.drivers, refs);
    record(outcome);
    schedule.settle(outcome).forEach(record);
    underWay -= 1;
    wake();
  };
  for (;;) {
    const change = underWay < AT_ONCE && !host.cancelled.aborted ? schedule.next() : undefined;
    if (change !== undefined) {
      tell(host, { step: 'started', change });
      underWay += 1;
      void carry(change);
      continue;
    }
    if (underWay === 0) break;
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
  }
  schedule.cancel().forEach(record);
  return changes.flatMap((change) => outcomes.get(change.key) ?? []);
}

async function runChange(
  change: Change,
  drivers: ReadonlyMap<KindName, Driver>,
  refs: Map<Key, Fields>,
): Promise<Outcome> {
  const refOf: RefOf = (key) => {
    const ref = refs.get(key);
    if (ref === undefined) throw new IssueError(missingRef(change, key));
    return ref;
  };
  try {
    const driver = drivers.get(change.kind);
    if (driver === undefined) throw new IssueError(missingRef(change, change.key));
    await carryOut(change, driver, refOf, refs);
    return { status: 'done', change };
  } catch (error) {
    return { status: 'failed', change, issue: issueOf(error, change) };
  }
}

async function carryOut(change: Change, driver: Driver, refOf: RefOf, refs: Map<Key, Fields>): Promise<void> {
  switch (change.verb) {
    case 'create':
      refs.set(change.key, await driver.create(change.after, refOf));
      return;
    case 'update':
      refs.set(change.key, await driver.update(change.before, change.after, refOf));
      return;
    case 'replace':
      await driver.remove(change.before, refOf);
      refs.set(change.key, await driver.create(change.after, refOf));
      return;
    case 'delete':
      await driver.remove(change.before, refOf);
      refs.delete(change.key);
  }
}

function missingRef(change: Change, key: Key): Issue {
  return { code: 'APPLY_REFERENCE', severity: 'error', message: `${change.key} needs ${key}, which is not there` };
}

function issueOf(error: unknown, change: Change): Issue {
  const [issue] = error instanceof IssueError ? error.issues : [];
  if (issue !== undefined) return issue;
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'APPLY_FAILED', severity: 'error', message: `${change.key}: ${message}`, cause: error };
}
