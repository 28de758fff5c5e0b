/** What is to be created beside something live whose name is the same but for case or form: the service is likely to refuse it. */

import type { Change, Create } from './change.ts';
import type { Facts } from './facts.ts';
import { folded } from './folded.ts';
import type { Issue } from './issue.ts';
import type { Key, KindName } from './key.ts';
import type { LiveResource } from './resource.ts';
import { setStubs } from './scope.ts';

/** What has a name that is unique in its directory or instance. */
const NAMED: ReadonlySet<KindName> = new Set<KindName>(['user', 'group', 'permission-set']);

/**
 * A warning for each such creation, in the order of the changes; `undeclared` is what is live and in no file. Names compare
 * exactly here, and which case rules the services have is not documented (reference, pitfall 26), so this refuses nothing.
 */
export function caseTwins(changes: readonly Change[], undeclared: readonly LiveResource[]): readonly Issue[] {
  const created = changes.filter((change): change is Create => change.verb === 'create' && NAMED.has(change.kind));
  if (created.length === 0) return [];
  const live = new Map<string, Key>();
  for (const { kind, key } of undeclared) if (NAMED.has(kind)) live.set(folded(key), key);
  return created.flatMap((change) => {
    const twin = live.get(folded(change.key));
    return twin === undefined ? [] : [likelyRefused(change, twin)];
  });
}

/** The same beside permission sets that are in no file: these are not read, and known by name only. */
export function setTwins(
  changes: readonly Change[],
  live: readonly LiveResource[],
  facts: Pick<Facts, 'permissionSets'>,
): readonly Issue[] {
  const isSet = ({ kind }: Pick<LiveResource, 'kind'>): boolean => kind === 'permission-set';
  const read = new Set(live.filter(isSet).map(({ key }) => key));
  return caseTwins(
    changes.filter(isSet),
    setStubs(facts).filter(({ key }) => !read.has(key)),
  );
}

function likelyRefused({ key, after }: Create, twin: Key): Issue {
  return {
    code: 'CONFIG_DUPLICATE',
    severity: 'warning',
    message: `${key} is to be created beside ${twin}, which is live and differs only in case or form: the service may refuse it`,
    hint: 'write the name as it is live, unless two are meant',
    ...(after.at === undefined ? {} : { at: after.at }),
  };
}
