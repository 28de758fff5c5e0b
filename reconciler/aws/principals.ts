/** Users or groups of a scope, by whichever way takes fewer calls: the whole list, or one call for each known id. */

import type { Key, KindName } from '../core/key.ts';
import { keysOf, namesIn } from '../core/key.ts';
import type { Scope } from '../core/kind.ts';
import { type Names } from './names.ts';
import type { Roster } from './roster.ts';

interface Reads<T> {
  readonly kind: KindName & ('user' | 'group');
  readonly names: Names;
  readonly roster: Roster<T>;
  readonly describe: (id: string) => Promise<T | undefined>;
}

const PAGE = 100;

/** Those that the scope asks for and that are live. */
export async function readPrincipals<T>(scope: Scope, reads: Reads<T>): Promise<readonly T[]> {
  const { kind, roster } = reads;
  if (scope.only !== undefined) return readOnly(keysOf(scope.only, kind), reads);
  if (scope.whole.has(kind)) return [...(await roster.known()).values()];
  const wanted = namesIn(scope.keys, kind);
  if (wanted.length === 0) return [];
  const live = await roster.named(wanted);
  return wanted.flatMap((name) => live.get(name) ?? []);
}

async function readOnly<T>(keys: readonly Key[], reads: Reads<T>): Promise<readonly T[]> {
  const { kind, names, roster, describe } = reads;
  if (keys.length > Math.ceil(names.count(kind) / PAGE)) {
    // There may be more of them than this run has met.
    roster.onlyMet();
    const live = await roster.named(namesIn(keys, kind));
    return namesIn(keys, kind).flatMap((name) => live.get(name) ?? []);
  }
  // An id that was never seen is nobody's.
  const ids = keys.flatMap((key) => names.idOf(key) ?? []);
  const found = await Promise.all(ids.map((id) => describe(id)));
  return found.filter((item) => item !== undefined);
}
