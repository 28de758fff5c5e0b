import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Change } from '../../reconciler/core/change.ts';
import type { Key } from '../../reconciler/core/key.ts';
import { assignmentKey, membershipKey, permissionSetKey } from '../../reconciler/core/key.ts';
import { order } from '../../reconciler/core/order.ts';
import type { AssignmentSpec } from '../../reconciler/core/resource.ts';
import type { Organisation, OrganisationPair } from '../support/arbitraries.ts';
import { changesOf, liveOf, organisationPairs } from '../support/arbitraries.ts';

/** A path of a person, as the keys of its legs. */
interface Leg {
  readonly key: Key;
  readonly old: boolean;
  readonly wanted: boolean;
}

interface NaivePath {
  readonly user: string;
  readonly grant: AssignmentSpec;
  readonly legs: readonly Leg[];
}

const isOld = ({ legs }: NaivePath): boolean => legs.every(({ old }) => old);
const isWanted = ({ legs }: NaivePath): boolean => legs.every(({ wanted }) => wanted);
const removals = (paths: readonly NaivePath[]): readonly Key[] =>
  paths.flatMap(({ legs }) => legs.filter(({ wanted }) => !wanted).map(({ key }) => key));
const creations = (paths: readonly NaivePath[]): readonly Key[] =>
  paths.flatMap(({ legs }) => legs.filter(({ old }) => !old).map(({ key }) => key));
const newName = (set: string): string => set.replace(/Old$/u, 'New');

/** Every path of everybody, over all memberships and grants of both ends. */
function allPaths({ before, after }: OrganisationPair): readonly NaivePath[] {
  const keysOf = (one: Organisation): ReadonlySet<Key> => new Set(liveOf(one).map(({ key }) => key));
  const [old, wanted] = [keysOf(before), keysOf(after)];
  const leg = (key: Key): Leg => ({ key, old: old.has(key), wanted: wanted.has(key) });
  const grants = new Map(
    [...before.grants, ...after.grants].map((grant) => [
      assignmentKey(grant.permissionSet, grant.account, grant.principalType, grant.principal),
      grant,
    ]),
  );
  const memberships = new Map(
    [...before.memberships, ...after.memberships].map((one) => [membershipKey(one.group, one.user), one]),
  );
  return [...grants].flatMap(([key, grant]): readonly NaivePath[] => {
    if (grant.principalType === 'user') return [{ user: grant.principal, grant, legs: [leg(key)] }];
    const members = [...memberships].filter(([, { group }]) => group === grant.principal);
    // Somebody nobody knows is in a group without members, and stays.
    if (members.length === 0) return [{ user: `in ${grant.principal}`, grant, legs: [leg(key)] }];
    return members.map(([own, { user }]) => ({ user, grant, legs: [leg(own), leg(key)] }));
  });
}

function grouped<T>(things: readonly T[], name: (thing: T) => string): readonly (readonly T[])[] {
  const groups = new Map<string, T[]>();
  for (const thing of things) groups.set(name(thing), [...(groups.get(name(thing)) ?? []), thing]);
  return [...groups.values()];
}

type Wait = readonly [waiters: readonly Key[], awaited: readonly Key[]];

/** DESIGN section 4, "Order", sentence by sentence, without a thought for speed. */
function naiveWaits(pair: OrganisationPair, changes: readonly Change[]): readonly Wait[] {
  const paths = allPaths(pair);
  const keep = grouped(paths, ({ user, grant }) => `${user} ${newName(grant.permissionSet)} ${grant.account}`)
    .filter((own) => own.some(isOld) && own.some(isWanted) && !own.some((path) => isOld(path) && isWanted(path)))
    .map((own): Wait => [removals(own.filter(isOld)), creations(own.filter(isWanted))]);
  const leaks = grouped(paths, ({ user, grant }) => `${user} ${grant.permissionSet} ${grant.account}`).flatMap(
    (own): readonly Wait[] => {
      const [held, wanted] = [own.some(isOld), own.some(isWanted)];
      if (!held && !wanted) return own.map((path) => [creations([path]), removals([path])]);
      const set = permissionSetKey(own[0]?.grant.permissionSet ?? '');
      const isUpdated = changes.some(({ key, verb }) => key === set && verb === 'update');
      if (!isUpdated || held === wanted) return [];
      return held ? [[[set], removals(own)]] : [[creations(own), [set]]];
    },
  );
  const grantsOnly = paths.map(({ grant, legs }) => ({ grant, leg: legs.at(-1) as Leg }));
  const roles = grouped(grantsOnly, ({ grant }) => `${grant.permissionSet} ${grant.account}`)
    .filter((own) => !own.some(({ leg }) => leg.old && leg.wanted))
    .map((own): Wait => [
      own.filter(({ leg }) => leg.old).map(({ leg }) => leg.key),
      own.filter(({ leg }) => leg.wanted).map(({ leg }) => leg.key),
    ]);
  return [...keep, ...leaks, ...roles, ...serviceWaits(pair, changes)];
}

function serviceWaits({ renames }: OrganisationPair, changes: readonly Change[]): readonly Wait[] {
  const made = new Map(
    changes.flatMap((change) => (change.verb === 'create' ? [[change.key, change.after] as const] : [])),
  );
  const gone = new Map(
    changes.flatMap((change) => (change.verb === 'delete' ? [[change.key, change.before] as const] : [])),
  );
  const needed = [...made.values()].map(({ key, needs }): Wait => [[key], needs.filter((need) => made.has(need))]);
  const needing = [...gone.values()].map(({ key, needs }): Wait => [needs.filter((need) => gone.has(need)), [key]]);
  const renamed = [...renames.permissionSets].map(([name, oldName]): Wait => {
    const grants = [...made.values()].filter(
      ({ kind, spec }) => kind === 'assignment' && spec['permissionSet'] === name,
    );
    const all = [permissionSetKey(name), ...grants.map(({ key }) => key)];
    return [[permissionSetKey(oldName)].filter((key) => gone.has(key)), all.filter((key) => made.has(key))];
  });
  return [...needed, ...needing, ...renamed];
}

function hasCycle(needs: ReadonlyMap<Key, ReadonlySet<Key>>): boolean {
  const open = new Map(needs);
  for (let size = -1; size !== open.size;) {
    size = open.size;
    for (const [key, awaited] of open) if (![...awaited].some((other) => open.has(other))) open.delete(key);
  }
  return open.size > 0;
}

const pairs = organisationPairs({ users: 3, groups: 3, accounts: 2, sets: ['Audit', 'DeployOld', 'DeployNew'] });

test('where there is no cycle, each change waits for just what the rules say, found person by person', () => {
  let compared = 0;
  fc.assert(
    fc.property(pairs, (pair) => {
      const changes = changesOf(pair);
      const expected = new Map(changes.map(({ key }) => [key, new Set<Key>()]));
      for (const [waiters, awaited] of naiveWaits(pair, changes)) {
        for (const waiter of waiters) for (const key of awaited) expected.get(waiter)?.add(key);
      }
      if (hasCycle(expected)) return;
      compared += 1;
      const plan = order({ changes, live: liveOf(pair.before), renames: pair.renames, administrators: [] });
      expect(plan.warnings).toEqual([]);
      expect(new Map(plan.changes.map(({ key, needs }) => [key, new Set(needs)]))).toEqual(expected);
    }),
    { numRuns: Number(process.env['RUNS'] ?? 200) },
  );
  expect(compared).toBeGreaterThan(20);
});
