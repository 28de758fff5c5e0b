/** After the writes: what was accepted is read again, and what is not there is said (exit 4), however often AWS said yes. */

import type { Change, Outcome } from '../core/change.ts';
import { subjectOf } from '../core/change.ts';
import { fieldChanges } from '../core/field-changes.ts';
import type { Issue } from '../core/issue.ts';
import type { Key, KindName } from '../core/key.ts';
import type { LiveResource } from '../core/resource.ts';
import { kindOf } from '../kinds/index.ts';
import type { Cloud } from './cloud.ts';

/** Reads lag behind writes (reference, pitfall 30): a difference is believed only when it outlives these pauses (milliseconds). */
const PAUSES = [0, 1_000, 2_000, 4_000, 8_000, 15_000] as const;
/** What failed may have been done when only its answer was lost. */
const PAUSES_AFTER_FAILURE = [0, 2_000, 4_000] as const;
/** Of these AWS has said yes, and not how they ended: they are waited for like what is done. */
const ACCEPTED: ReadonlySet<string> = new Set(['AWS_OPERATION_UNKNOWN', 'AWS_OPERATION_TIMED_OUT']);

/** What was read last of each thing that was read; `undefined` for one that is not there. */
export type Seen = ReadonlyMap<Key, LiveResource | undefined>;

export interface ReadBack {
  readonly outcomes: readonly Outcome[];
  readonly seen: Seen;
}

/**
 * The outcomes as the services show them. Every `done` that does not show has `failed`; so has one that cannot be read:
 * something was written, so this never rejects. A `failed` that shows is `done`: its answer was lost, its effect was not.
 */
export async function readBack(outcomes: readonly Outcome[], cloud: Cloud): Promise<ReadBack> {
  const done = await stillMissing(changesOf(outcomes, 'done'), PAUSES, cloud);
  const { missing } = done;
  const unchanged = new Set(outcomes.filter(({ status }) => status !== 'done').map(({ change }) => change.key));
  const isHidden = (change: Change): boolean => hangsOn(change, unchanged) !== undefined;
  const failed = changesOf(outcomes, 'failed').filter((change) => change.verb !== 'delete' || !isHidden(change));
  const wasAccepted = outcomes.some((outcome) => outcome.status === 'failed' && ACCEPTED.has(outcome.issue.code));
  const again = await stillMissing(failed, wasAccepted ? PAUSES : PAUSES_AFTER_FAILURE, cloud);
  const shows = new Set(failed.map(({ key }) => key).filter((key) => !again.missing.has(key)));
  const told = outcomes.map((outcome): Outcome => {
    const { change } = outcome;
    if (outcome.status === 'failed') {
      return shows.has(change.key) ? { status: 'done', change } : asFarAsRead(outcome, again.missing.get(change.key));
    }
    const issue = missing.get(change.key);
    if (issue === undefined) return outcome;
    const other = hangsOn(change, unchanged);
    return { status: 'failed', change, issue: other === undefined ? issue : behindOldName(change.key, other) };
  });
  return { outcomes: told, seen: new Map([...done.seen, ...again.seen]) };
}

/** A failure that cannot be looked at either: then nobody knows that it is not there. */
function asFarAsRead(failed: Outcome & { readonly status: 'failed' }, seen: Issue | undefined): Outcome {
  if (seen?.code !== 'APPLY_NOT_READ') return failed;
  const message = `${failed.issue.message}; whether it was done all the same could not be read`;
  return { ...failed, issue: { ...failed.issue, code: 'APPLY_NOT_READ', message } };
}

/** What a change hangs on and what may still have its old name: by the new one nothing is found, which proves nothing. */
function hangsOn(change: Change, unchanged: ReadonlySet<Key>): Key | undefined {
  return subjectOf(change).needs.find((key) => unchanged.has(key));
}

function behindOldName(key: Key, other: Key): Issue {
  return {
    code: 'APPLY_NOT_READ',
    severity: 'error',
    message: `${key} was accepted, but could not be read back, since ${other} was not changed`,
    hint: 'plan again: what is then left can be applied again',
  };
}

function changesOf(outcomes: readonly Outcome[], wanted: Outcome['status']): readonly Change[] {
  return outcomes.filter(({ status }) => status === wanted).map(({ change }) => change);
}

interface Look {
  /** The changes that do not show, and why they do not. */
  readonly missing: ReadonlyMap<Key, Issue>;
  readonly seen: Seen;
}

/** The changes as they show after the last of the pauses that it takes. */
async function stillMissing(changes: readonly Change[], pauses: readonly number[], cloud: Cloud): Promise<Look> {
  let open = changes;
  let look: Look = { missing: new Map(), seen: new Map() };
  for (const pause of pauses) {
    if (open.length === 0) break;
    if (pause > 0) await cloud.sleep(pause);
    const { missing, seen } = await lookAt(open, cloud.fresh());
    look = { missing, seen: new Map([...look.seen, ...seen]) };
    open = open.filter(({ key }) => missing.has(key));
  }
  return look;
}

async function lookAt(open: readonly Change[], cloud: Cloud): Promise<Look> {
  const kinds = [...new Set(open.map(({ kind }) => kind))];
  const only = new Set(open.map(({ key }) => key));
  const looks = await Promise.all(
    kinds.map(async (kind): Promise<readonly Looked[]> => {
      const ofKind = open.filter((change) => change.kind === kind);
      try {
        const scope = { keys: new Set<Key>(), whole: new Set<KindName>(), only };
        const resources = (await cloud.drivers.get(kind)?.read(scope)) ?? [];
        const live = new Map(resources.map((resource) => [resource.key, resource]));
        return ofKind.map((change) => {
          const found = live.get(change.key);
          return { key: change.key, issue: problemOf(change, found), seen: [[change.key, found]] };
        });
      } catch (error) {
        return ofKind.map(({ key }) => ({ key, issue: unreadable(key, error), seen: [] }));
      }
    }),
  );
  const all = looks.flat();
  return {
    missing: new Map(all.flatMap(({ key, issue }) => (issue === undefined ? [] : [[key, issue] as const]))),
    seen: new Map(all.flatMap(({ seen }) => seen)),
  };
}

interface Looked {
  readonly key: Key;
  readonly issue: Issue | undefined;
  /** Empty for what could not be read. */
  readonly seen: readonly (readonly [Key, LiveResource | undefined])[];
}

function unreadable(key: Key, error: unknown): Issue {
  const why = error instanceof Error ? error.message : String(error);
  return {
    code: 'APPLY_NOT_READ',
    severity: 'error',
    message: `${key} was accepted, but could not be read back: ${why}`,
    hint: 'plan again: what is then left can be applied again',
    cause: error,
  };
}

function problemOf(change: Change, live: LiveResource | undefined): Issue | undefined {
  const problem = (what: string): Issue => ({
    code: 'APPLY_NOT_THERE',
    severity: 'error',
    message: `${change.key} was accepted, but ${what} when read back`,
    hint: 'plan again in a few minutes; what is then left can be applied again',
  });
  if (change.verb === 'delete') return live === undefined ? undefined : problem('is still there');
  if (live === undefined) return problem('is not there');
  // What is not asked for is left as it is, but for what only a new thing lacks: of a profile, that it was never made whole.
  const { fixed, told = [] } = kindOf(change.kind);
  const kept = Object.entries(live.spec).filter(([field]) => !fixed.includes(field));
  const expected = { ...Object.fromEntries(kept), ...change.after.spec };
  const differing = fieldChanges(live.spec, expected).map(({ field }) => field);
  const fields = differing.filter((field) => !told.includes(field));
  return fields.length === 0
    ? undefined
    : problem(`${fields.join(', ')} ${fields.length === 1 ? 'is' : 'are'} not as asked`);
}
