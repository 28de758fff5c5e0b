/**
 * What the pure middle of one plan costs: an organisation in memory, and changes of one scenario. Prints a line of JSON.
 * Harder than most organisations are: five groups hold two fifths of all people each and a set on every account, in pairs
 * nearly the same people; all else is spread at random.
 */

import type { Change } from '../reconciler/core/change.ts';
import type { Desired } from '../reconciler/core/desired.ts';
import { accountNamesOf } from '../reconciler/core/account-names.ts';
import { diff } from '../reconciler/core/diff.ts';
import type { Facts } from '../reconciler/core/facts.ts';
import type { Key } from '../reconciler/core/key.ts';
import { addPair } from '../reconciler/core/pairs.ts';
import type { AssignmentSpec, LiveResource, Resource } from '../reconciler/core/resource.ts';
import { assemble } from '../reconciler/engine/assemble.ts';
import { kindOf } from '../reconciler/kinds/index.ts';
import { renderPlanText } from '../reconciler/report/text.ts';
import { assignment, live, membership, setResource, userResource, groupResource } from '../test/support/arbitraries.ts';
import { desiredOf, NO_GUARDS } from '../test/support/resources.ts';

interface Size {
  readonly accounts: number;
  readonly sets: number;
  readonly users: number;
  readonly groups: number;
  readonly assignments: number;
  readonly memberships: number;
}

const SIZES: { readonly [name: string]: Size } = {
  M: { accounts: 1_000, sets: 50, users: 5_000, groups: 500, assignments: 10_000, memberships: 25_000 },
  L: { accounts: 5_000, sets: 200, users: 50_000, groups: 3_000, assignments: 100_000, memberships: 250_000 },
};

type Things = ReadonlyMap<Key, Resource>;

let noise = 42;
function pick(limit: number): number {
  noise = (noise + 0x6d2b79f5) | 0;
  let bits = Math.imul(noise ^ (noise >>> 15), 1 | noise);
  bits ^= bits + Math.imul(bits ^ (bits >>> 7), 61 | bits);
  return Math.floor((((bits ^ (bits >>> 14)) >>> 0) / 4_294_967_296) * limit);
}

const user = (index: number): string => `user-${String(index).padStart(5, '0')}`;
const group = (index: number): string => `group-${String(index).padStart(4, '0')}`;
const set = (index: number): string => `Set${String(index)}`;
const account = (index: number): string => String(100_000_000_000 + index);

function numbers(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index);
}

const LARGE = 5;

function organisation(size: Size): Things {
  const things = new Map<Key, Resource>();
  const add = (thing: Resource): unknown => things.set(thing.key, thing);
  for (const index of numbers(size.users)) add(userResource(user(index)));
  for (const index of numbers(size.groups)) add(groupResource(group(index)));
  for (const index of numbers(size.sets)) add(setResource(set(index), 1));
  const first = things.size;
  for (const index of numbers(LARGE)) {
    const start = Math.floor((size.users / 10) * (index % 2));
    for (const member of numbers(largeGroup(size))) add(membership(group(index), user(start + member)));
  }
  const small = size.groups - LARGE;
  while (things.size < first + size.memberships) {
    add(membership(group(LARGE + pick(small)), user(pick(size.users))));
  }
  const second = things.size;
  for (const index of numbers(LARGE)) {
    for (const place of numbers(size.accounts)) {
      add(assignment(set(Math.floor(index / 2)), account(place), 'group', group(index)));
    }
  }
  while (things.size < second + size.assignments) {
    const direct = pick(10) === 0;
    const holder = direct ? user(pick(size.users)) : group(LARGE + pick(small));
    add(assignment(set(pick(size.sets)), account(pick(size.accounts)), direct ? 'user' : 'group', holder));
  }
  return things;
}

/** People of each of the five. Their memberships are two fifths of all. */
function largeGroup({ memberships }: Size): number {
  return Math.floor((memberships * 2) / 5 / LARGE);
}

interface Pair {
  readonly before: Things;
  readonly after: Things;
  /** New name → old name of a set. */
  readonly renamed?: ReadonlyMap<string, string>;
}

/** The organisation, with other things in the place of some. */
function exchanged(all: Things, without: readonly Key[], more: readonly Resource[]): Pair {
  const after = new Map(all);
  for (const key of without) after.delete(key);
  for (const thing of more) after.set(thing.key, thing);
  return { before: all, after };
}

function onEvery(size: Size, make: (place: string) => Resource): readonly Resource[] {
  return numbers(size.accounts).map((place) => make(account(place)));
}

const keysOf = (things: readonly Resource[]): readonly Key[] => things.map(({ key }) => key);

const SCENARIOS: { readonly [name: string]: (all: Things, size: Size) => Pair } = {
  'all created': (all) => ({ before: new Map(), after: all }),
  'nothing changed': (all) => ({ before: all, after: all }),
  '1 % changed': changedHere,
  'a big group swapped': (all, size) => {
    const members = numbers(largeGroup(size));
    const others = members.map((member) => membership(group(0), user(size.users - 1 - member)));
    return exchanged(all, keysOf(members.map((member) => membership(group(0), user(member)))), others);
  },
  'a set of a big group renamed': (all, size) => {
    const old = onEvery(size, (place) => assignment(set(0), place, 'group', group(0)));
    const renamed = onEvery(size, (place) => assignment('Renamed', place, 'group', group(0)));
    const pair = exchanged(all, [setResource(set(0), 1).key, ...keysOf(old)], [setResource('Renamed', 1), ...renamed]);
    return { ...pair, renamed: new Map([['Renamed', set(0)]]) };
  },
  'another big group on every account': (all, size) =>
    exchanged(
      all,
      keysOf(onEvery(size, (place) => assignment(set(0), place, 'group', group(0)))),
      onEvery(size, (place) => assignment(set(0), place, 'group', group(2))),
    ),
  'people leave a group that gains': (all, size) =>
    exchanged(
      all,
      keysOf(numbers(size.accounts).map((member) => membership(group(0), user(member)))),
      onEvery(size, (place) => assignment(set(size.sets - 1), place, 'group', group(0))),
    ),
  'people move between big groups': (all, size) =>
    exchanged(
      all,
      keysOf(numbers(size.accounts).map((member) => membership(group(0), user(member)))),
      numbers(size.accounts).map((member) => membership(group(1), user(member))),
    ),
};

/** Of each hundred memberships and assignments one goes and another comes; and of each twenty sets one is another. */
function changedHere(all: Things, size: Size): Pair {
  const without: Key[] = [];
  const more: Resource[] = [];
  for (const thing of all.values()) {
    if (thing.kind === 'permission-set' && pick(20) === 0) more.push(setResource(thing.spec['name'] as string, 2));
    if (pick(200) !== 0) continue;
    if (thing.kind === 'membership') more.push(membership(group(pick(size.groups)), thing.spec['user'] as string));
    else if (thing.kind === 'assignment') {
      const { permissionSet, account: place } = thing.spec;
      more.push(assignment(permissionSet as string, place as string, 'group', group(pick(size.groups))));
    } else continue;
    without.push(thing.key);
  }
  return exchanged(all, without, more);
}

function wanted({ after, renamed = new Map<string, string>() }: Pair): Desired {
  return desiredOf({
    resources: [...after.values()],
    renames: { permissionSets: renamed, groups: new Map() },
    guards: { ...NO_GUARDS, administrators: [{ permissionSet: set(0), account: account(0), atLeast: 1 }] },
  });
}

function factsOf(size: Size): Facts {
  return {
    now: 0,
    partition: 'aws',
    organization: {
      id: 'o-exampleorg1',
      managementAccount: account(0),
      units: [],
      accounts: numbers(size.accounts).map((index) => ({
        id: account(index),
        name: `account ${String(index)}`,
        active: true,
        state: 'ACTIVE',
      })),
    },
    users: numbers(size.users).map((index) => ({ name: user(index), external: false, enabled: true })),
    groups: numbers(size.groups).map((index) => ({ name: group(index), external: false })),
    permissionSets: numbers(size.sets).map(set),
  };
}

function run(size: Size, scenario: string): void {
  const make = SCENARIOS[scenario];
  if (make === undefined) throw new Error(`no scenario ${scenario}`);
  const pair = make(organisation(size), size);
  const desired = wanted(pair);
  const facts = factsOf(size);
  const things = [...pair.before.values()].map(live);
  const times: { [part: string]: number } = {};
  const timed = <T>(part: string, work: () => T): T => {
    const started = process.cpuUsage();
    const result = work();
    const { user: own, system } = process.cpuUsage(started);
    times[part] = (own + system) / 1_000_000;
    return result;
  };
  const before = process.memoryUsage.rss();
  const { changes, unmanaged, warnings } = timed('diff', () => diff(desired, things, kindOf));
  const { plan } = timed('plan', () =>
    assemble({
      target: {
        organization: { id: 'o-exampleorg1', managementAccount: account(0) },
        identityCenter: { instanceArn: 'arn:aws:sso:::instance/ssoins-1111111111111111', region: 'us-east-1' },
      },
      desired,
      facts,
      accountNames: accountNamesOf(facts.organization.accounts, desired.shortNames),
      live: things,
      changes,
      unmanaged,
      warnings,
      breaches: [],
      seatStatuses: new Map(),
      terms: [],
      caller: undefined,
      provisioned: provisionedOf(changes, things),
      reads: [],
      rateOf: () => ({ rate: 10, burst: 10 }),
    }),
  );
  const text = timed('text', () => renderPlanText(plan, { color: false, verbose: false }));
  if (process.env['SHOW'] !== undefined) console.error(text);
  console.log(JSON.stringify({ ...figures(plan.changes, plan.people), times, before: before / 2 ** 20 }));
}

/** A set is provisioned where it is assigned. */
function provisionedOf(
  changes: readonly Change[],
  things: readonly LiveResource[],
): ReadonlyMap<Key, readonly string[]> {
  const changed = new Set(changes.flatMap(({ kind, key }) => (kind === 'permission-set' ? [key] : [])));
  const accounts = new Map<Key, Set<string>>();
  for (const { kind, spec, needs } of things) {
    const key = kind === 'assignment' ? needs.find((need) => changed.has(need)) : undefined;
    if (key !== undefined) addPair(accounts, key, (spec as AssignmentSpec).account);
  }
  return new Map([...accounts].map(([key, on]) => [key, [...on]]));
}

function figures(
  changes: readonly Change[],
  people: readonly { readonly users: readonly unknown[]; readonly accounts: readonly unknown[] }[],
) {
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  return {
    changes: changes.length,
    waits: sum(changes.map(({ needs }) => needs.length)),
    rectangles: people.length,
    effects: sum(people.map(({ users, accounts }) => users.length * accounts.length)),
    peak: process.resourceUsage().maxRSS / 1_024,
  };
}

const [size = 'M', scenario] = process.argv.slice(2);
if (scenario === undefined) console.log(JSON.stringify(Object.keys(SCENARIOS)));
else run(SIZES[size] as Size, scenario);
