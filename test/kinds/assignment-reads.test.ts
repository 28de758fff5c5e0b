/** Whatever way grants are read, the same ones are found; and what is not read makes no difference to a plan. */

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assignmentKey, type Key, permissionSetKey } from '../../reconciler/core/key.ts';
import type { GrantsWanted, Scope } from '../../reconciler/core/kind.ts';
import type { AssignmentState, SimulatorState } from '../../reconciler/simulator/state.types.ts';
import { simulated } from '../aws/simulated.ts';
import { organizations } from '../support/configurations.ts';
import { CLOSED, withGrants } from '../support/grants.ts';

const RUNS = Number(process.env['LAW_RUNS'] ?? 25);

const REFUSED = [
  {
    kind: 'error',
    code: 'AccessDeniedException',
    operation: 'sso-admin:ListAccountAssignmentsForPrincipal',
    when: { always: true },
  },
] as const;

interface Holder {
  readonly type: 'user' | 'group';
  readonly name: string;
  readonly gone: boolean;
}

function holderOf(grant: AssignmentState): Holder {
  if ('user' in grant) return { type: 'user', name: grant.user, gone: false };
  if ('group' in grant) return { type: 'group', name: grant.group, gone: false };
  return { type: 'user', name: `~${grant.principalId}`, gone: true };
}

function keyOf(grant: AssignmentState): Key {
  const { type, name } = holderOf(grant);
  return assignmentKey(grant.permissionSet, grant.account, type, name);
}

function grantsOf(state: SimulatorState): readonly AssignmentState[] {
  return state.identityCenter?.assignments ?? [];
}

interface Case {
  readonly state: SimulatorState;
  readonly wanted: ReadonlyMap<Key, GrantsWanted>;
}

/** Of some sets everybody's grants, of others those of a few names, live or not; nothing of the suspended account. */
const cases: fc.Arbitrary<Case> = organizations.chain(withGrants).chain((state) => {
  const sets = state.identityCenter?.permissionSets ?? [];
  const wanted = sets.map(({ name }) => {
    const keys = grantsOf(state)
      .filter((grant) => grant.permissionSet === name && !holderOf(grant).gone)
      .map(keyOf);
    const absent = assignmentKey(name, '333333333333', 'user', 'nobody');
    return fc
      .record({ of: fc.constantFrom('everybody', 'named'), named: fc.subarray([...keys, absent]) })
      .map((grants): readonly [Key, GrantsWanted] => [
        permissionSetKey(name),
        { ...grants, on: (account) => account !== CLOSED.id },
      ]);
  });
  return fc.tuple(...wanted).map((entries) => ({ state, wanted: new Map(entries) }));
});

/** What has to be found, straight from the state. */
function expected({ state, wanted }: Case): readonly AssignmentState[] {
  return grantsOf(state).filter((grant) => {
    const grants = wanted.get(permissionSetKey(grant.permissionSet));
    if (grants === undefined || !grants.on(grant.account)) return false;
    return grants.of === 'everybody' || grants.named.includes(keyOf(grant));
  });
}

async function found({ state, wanted }: Case, options: Parameters<typeof simulated>[0]): Promise<readonly Key[]> {
  const scope: Scope = { keys: new Set(), whole: new Set(), grants: wanted };
  return simulated({ state, ...options }, async ({ driver }) =>
    (await driver('assignment').read(scope)).map(({ key }) => key).toSorted(),
  );
}

describe('the ways to read grants', () => {
  it('all find what is live, where principals may be asked and where they may not', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async (one) => {
        const all = expected(one).map(keyOf).toSorted();
        expect(await found(one, {})).toEqual(all);
        expect(await found(one, { faults: REFUSED })).toEqual(all);
        expect(await found(one, { faults: REFUSED, session: { assignments: 'quick' } })).toEqual(all);
      }),
      { numRuns: RUNS },
    );
  }, 60_000);

  it('by principals, as asked for, miss nothing but users unknown to the file beside somebody who is known', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async (one) => {
        const all = expected(one);
        const quick = new Set(await found(one, { session: { assignments: 'quick' } }));
        const known = all.filter((grant) => mayBeAsked(grant, one));
        for (const grant of all.filter((each) => !quick.has(keyOf(each)))) {
          expect(known).not.toContain(grant);
          expect(known.some((other) => isBeside(other, grant))).toBe(true);
        }
        for (const key of quick) expect(all.map(keyOf)).toContain(key);
      }),
      { numRuns: RUNS },
    );
  }, 60_000);
});

/** Every group is asked what it holds, and so are the users to whom the file grants something. */
function mayBeAsked(grant: AssignmentState, { wanted }: Case): boolean {
  const { type, name } = holderOf(grant);
  const named = [...wanted.values()].flatMap((grants) => grants.named);
  const isNamed = named.some((key) => key.endsWith(`/user/${name}`) && !key.includes(`/${CLOSED.id}/`));
  return type === 'group' || isNamed;
}

function isBeside(one: AssignmentState, other: AssignmentState): boolean {
  return one.permissionSet === other.permissionSet && one.account === other.account;
}
