import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Change } from '../../reconciler/core/change.ts';
import type { AdministratorsGuard } from '../../reconciler/core/desired.ts';
import type { Key } from '../../reconciler/core/key.ts';
import type { Ordered } from '../../reconciler/core/order.ts';
import { order } from '../../reconciler/core/order.ts';
import { readAccesses } from '../../reconciler/core/read-accesses.ts';
import { administratorsBeforeAfter } from '../../reconciler/core/holders.ts';
import type {
  AssignmentSpec,
  LiveResource,
  MembershipSpec,
  PermissionSetSpec,
} from '../../reconciler/core/resource.ts';
import type { OrganisationPair } from '../support/arbitraries.ts';
import { account, changesOf, liveOf, organisationPairs } from '../support/arbitraries.ts';

/** Who has what after some of the changes, worked out naively. */
interface Moment {
  readonly keys: ReadonlySet<Key>;
  readonly resources: readonly Pick<LiveResource, 'kind' | 'key' | 'spec' | 'needs'>[];
  /** `user set account` → version of the set. */
  readonly held: ReadonlyMap<string, number>;
}

function momentAfter(live: readonly LiveResource[], done: readonly Change[]): Moment {
  const state = new Map<Key, Pick<LiveResource, 'kind' | 'key' | 'spec' | 'needs'>>(
    live.map((resource) => [resource.key, resource]),
  );
  for (const change of done) {
    if (change.verb === 'delete') state.delete(change.key);
    else state.set(change.key, change.after);
  }
  const resources = [...state.values()];
  const memberships = resources.filter(({ kind }) => kind === 'membership').map(({ spec }) => spec as MembershipSpec);
  const versions = new Map(
    resources
      .filter(({ kind }) => kind === 'permission-set')
      .map(({ spec }) => spec as PermissionSetSpec)
      .map(({ name, managedPolicies }) => [name, Number(managedPolicies[0]?.at(-1))]),
  );
  const held = new Map<string, number>();
  for (const { kind, spec } of resources) {
    if (kind !== 'assignment') continue;
    const grant = spec as AssignmentSpec;
    const users =
      grant.principalType === 'user'
        ? [grant.principal]
        : memberships.filter(({ group }) => group === grant.principal).map(({ user }) => user);
    const version = versions.get(grant.permissionSet);
    for (const user of users) held.set(`${user} ${grant.permissionSet} ${grant.account}`, version ?? 0);
  }
  return { keys: new Set(state.keys()), resources, held };
}

/** All sets of changes that a crash can leave behind, when they are few, else some of them. */
function closedSubsets(changes: readonly Change[], seeds: readonly number[]): readonly (readonly Change[])[] {
  const numbers = new Map(changes.map(({ key }, number) => [key, number]));
  const needs = changes.map((change) => change.needs.map((key) => numbers.get(key) ?? -1));
  if (changes.length <= 11) {
    return Array.from({ length: 2 ** changes.length }, (_, mask) => mask)
      .filter((mask) =>
        needs.every(
          (others, number) => (mask >> number) % 2 === 0 || others.every((other) => (mask >> other) % 2 === 1),
        ),
      )
      .map((mask) => changes.filter((_, number) => (mask >> number) % 2 === 1));
  }
  return seeds.map((seed) => {
    let noise = seed;
    const done = new Set<number>();
    const drop = 1 + (seed % 9);
    for (const number of changes.keys()) {
      noise = (noise * 1103515245 + 12345) % 2147483648;
      if ((noise >> 8) % 10 >= drop && (needs[number] ?? []).every((other) => done.has(other))) done.add(number);
    }
    return changes.filter((_, number) => done.has(number));
  });
}

function oneName(set: string): string {
  return set.replace(/(?:Old|New)$/u, '');
}

function anyName(held: ReadonlyMap<string, number>): ReadonlySet<string> {
  return new Set([...held.keys()].map((access) => access.split(' ').map(oneName).join(' ')));
}

const GUARDS: readonly AdministratorsGuard[] = [
  { permissionSet: 'Admin', account: account(0), atLeast: 2 },
  { permissionSet: 'DeployNew', account: account(0), atLeast: 1 },
];
/** The versions that a leak may be of. */
const CONTENT = { old: [1], new: [2], current: [1, 2] };
const DISABLED = new Set(['user-2']);

function administrators(held: ReadonlySet<string>, { permissionSet, account: id }: AdministratorsGuard): number {
  return [...held].filter((access) => {
    const [user, set, where] = access.split(' ');
    return set === oneName(permissionSet) && where === id && !DISABLED.has(user ?? '');
  }).length;
}

function ordered(pair: OrganisationPair): Ordered {
  return order({
    changes: changesOf(pair),
    live: liveOf(pair.before),
    renames: pair.renames,
    administrators: GUARDS,
    disabled: DISABLED,
  });
}

const SMALL = organisationPairs({ users: 2, groups: 2, accounts: 1, sets: ['Admin'] });
const RENAMING = organisationPairs({ users: 2, groups: 1, accounts: 1, sets: ['DeployOld', 'DeployNew'] });
const MIDDLE = organisationPairs({ users: 3, groups: 3, accounts: 1, sets: ['Admin'] });
const WIDER = organisationPairs({
  users: 4,
  groups: 3,
  accounts: 2,
  sets: ['Admin', 'Audit', 'DeployOld', 'DeployNew'],
});
const pairs = fc.oneof(SMALL, RENAMING, MIDDLE, WIDER);
const seeds = fc.array(fc.nat(), { minLength: 60, maxLength: 60 });

function everyMoment(
  check: (at: {
    pair: OrganisationPair;
    plan: Ordered;
    done: readonly Change[];
    now: Moment;
    start: Moment;
    end: Moment;
  }) => void,
): void {
  fc.assert(
    fc.property(pairs, seeds, (pair, noise) => {
      const plan = ordered(pair);
      const live = liveOf(pair.before);
      const start = momentAfter(live, []);
      const end = momentAfter(live, plan.changes);
      for (const done of closedSubsets(plan.changes, noise)) {
        check({ pair, plan, done, now: momentAfter(live, done), start, end });
      }
    }),
    { numRuns: Number(process.env['RUNS'] ?? 150) },
  );
}

describe('whatever a crash leaves behind', () => {
  test('whoever holds an access at both ends still holds it', () => {
    everyMoment(({ now, start, end }) => {
      const held = anyName(now.held);
      const after = anyName(end.held);
      const lost = [...anyName(start.held)].filter((access) => after.has(access) && !held.has(access));
      expect(lost).toEqual([]);
    });
  });

  test('nobody holds what is theirs at neither end, unless a warning says so', () => {
    everyMoment(({ plan, done, now, start, end }) => {
      const doneKeys = new Set(done.map(({ key }) => key));
      const admitted = new Set(
        plan.leaks
          .filter(({ until }) => !doneKeys.has(until))
          .flatMap(({ who, permissionSet, accounts, content }) =>
            accounts.flatMap((id) => CONTENT[content].map((version) => `${who} ${permissionSet} ${id} ${version}`)),
          ),
      );
      const leaked = [...now.held].filter(
        ([access, version]) => start.held.get(access) !== version && end.held.get(access) !== version,
      );
      expect(leaked.filter(([access, version]) => !admitted.has(`${access} ${version}`))).toEqual([]);
      if (plan.leaks.length === 0) expect(plan.warnings.filter(({ code }) => code === 'ORDER_LEAK')).toEqual([]);
    });
  });

  test('administrators remain: the smallest of `atLeast`, those at the start and those at the end', () => {
    everyMoment(({ pair, plan, now, start, end }) => {
      const input = { changes: plan.changes, live: liveOf(pair.before), renames: pair.renames, disabled: DISABLED };
      const holders = administratorsBeforeAfter({ ...input, accesses: readAccesses(input) });
      for (const guard of GUARDS) {
        const [least, atStart, atEnd] = [now, start, end].map(({ held }) => administrators(anyName(held), guard));
        expect(least).toBeGreaterThanOrEqual(Math.min(guard.atLeast, atStart ?? 0, atEnd ?? 0));
        expect(least).toBeGreaterThanOrEqual(holders(guard.permissionSet, guard.account).least);
      }
    });
  });

  test('nothing is there without what it needs', () => {
    everyMoment(({ now }) => {
      const missing = now.resources.flatMap(({ needs }) => needs).filter((key) => !now.keys.has(key));
      expect(missing).toEqual([]);
    });
  });

  test('a role whose assignees change keeps one of them, unless a warning says so', () => {
    everyMoment(({ plan, now, start, end }) => {
      const roles = (moment: Moment): ReadonlySet<string> =>
        new Set(
          moment.resources
            .filter(({ kind }) => kind === 'assignment')
            .map(({ spec }) => spec as AssignmentSpec)
            .map(({ permissionSet, account: id }) => `${permissionSet} on ${id}`),
        );
      const [held, before, after] = [roles(now), roles(start), roles(end)];
      const gone = [...before].filter((role) => after.has(role) && !held.has(role));
      expect(gone.filter((role) => !plan.warnings.some(({ message }) => message.includes(role)))).toEqual([]);
    });
  });
});

describe('the order', () => {
  test('puts each change after those that it needs, and loses none', () => {
    fc.assert(
      fc.property(pairs, (pair) => {
        const { changes } = ordered(pair);
        const done = new Set<Key>();
        for (const change of changes) {
          expect(change.needs.filter((key) => !done.has(key))).toEqual([]);
          done.add(change.key);
        }
        expect([...done].toSorted()).toEqual(
          changesOf(pair)
            .map(({ key }) => key)
            .toSorted(),
        );
      }),
    );
  });

  test('does not depend on the order of the input', () => {
    fc.assert(
      fc.property(pairs, (pair) => {
        const changes = changesOf(pair);
        const live = liveOf(pair.before);
        const input = { renames: pair.renames, administrators: GUARDS, disabled: DISABLED };
        expect(order({ ...input, changes: changes.toReversed(), live: live.toReversed() })).toEqual(
          order({ ...input, changes, live }),
        );
      }),
    );
  });
});
