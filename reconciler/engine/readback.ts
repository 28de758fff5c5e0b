/** After the writes: what was accepted is read again, and what is not there is said (exit 4), however often AWS said yes. */

import type { Change, Outcome } from '../core/change.ts';
import { fieldChanges } from '../core/diff.ts';
import type { Issue } from '../core/issue.ts';
import type { Key, KindName } from '../core/key.ts';
import type { LiveResource } from '../core/resource.ts';
import type { Cloud } from './cloud.ts';

/** Reads lag behind writes (reference, pitfall 30): a difference is believed only when it outlives these pauses (milliseconds). */
const PAUSES = [0, 1_000, 2_000, 4_000, 8_000, 15_000] as const;

/** The outcomes, with every `done` that does not show when it is read back turned into `failed`. */
export async function readBack(outcomes: readonly Outcome[], cloud: Cloud): Promise<readonly Outcome[]> {
  let open = new Map(outcomes.filter(({ status }) => status === 'done').map(({ change }) => [change.key, change]));
  let missing: readonly Issue[] = [];
  for (const pause of PAUSES) {
    if (open.size === 0) break;
    if (pause > 0) await cloud.sleep(pause);
    const live = await readAgain(open, cloud.fresh());
    const checked = [...open.values()].map((change) => ({ change, problem: problemOf(change, live.get(change.key)) }));
    open = new Map(checked.filter(({ problem }) => problem !== undefined).map(({ change }) => [change.key, change]));
    missing = checked.flatMap(({ problem }) => problem ?? []);
  }
  const issues = new Map([...open.keys()].map((key, index) => [key, missing[index]]));
  return outcomes.map((outcome) => {
    const issue = issues.get(outcome.change.key);
    return issue === undefined ? outcome : { status: 'failed', change: outcome.change, issue };
  });
}

async function readAgain(open: ReadonlyMap<Key, Change>, cloud: Cloud): Promise<ReadonlyMap<Key, LiveResource>> {
  const kinds = new Set([...open.values()].map(({ kind }) => kind));
  const scope = { keys: new Set<Key>(), whole: new Set<KindName>(), only: new Set(open.keys()) };
  const lists = await Promise.all([...kinds].map(async (kind) => (await cloud.drivers.get(kind)?.read(scope)) ?? []));
  return new Map(lists.flat().map((resource) => [resource.key, resource]));
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
  const expected = { ...live.spec, ...change.after.spec };
  const fields = fieldChanges(live.spec, expected).map(({ field }) => field);
  return fields.length === 0
    ? undefined
    : problem(`${fields.join(', ')} ${fields.length === 1 ? 'is' : 'are'} not as asked`);
}
