import { describe, expect, it } from 'vitest';
import type { Change, Create, Delete } from '../../reconciler/core/change.ts';
import {
  assignmentKey,
  groupKey,
  type Key,
  membershipKey,
  permissionSetKey,
  userKey,
} from '../../reconciler/core/key.ts';
import type { LiveResource, PermissionSetSpec, Resource } from '../../reconciler/core/resource.ts';
import { applyChanges } from '../../reconciler/engine/apply.ts';
import { createDrivers } from '../../reconciler/kinds/drivers.ts';
import { KINDS } from '../../reconciler/kinds/index.ts';
import type { Fault } from '../../reconciler/simulator/faults.ts';
import { ADA, BOB, LOGS, PROD, simulated, type Simulated, stateWith, TOOLING } from '../aws/simulated.ts';

const SETS = ['Auditor', 'Deploy', 'Support'];
const ACCOUNTS = [TOOLING, PROD, LOGS];

function setSpec(name: string): PermissionSetSpec {
  return {
    name,
    description: `For ${name}`,
    sessionDuration: 'PT2H',
    relayState: null,
    managedPolicies: [`arn:aws:iam::aws:policy/${name}One`, `arn:aws:iam::aws:policy/${name}Two`],
    customerManagedPolicies: [],
    permissionsBoundary: null,
    inlinePolicy: { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: 'iam:*', Resource: '*' }] },
    tags: { owner: 'platform' },
    provisioned: 'latest',
  };
}

/** Two users in two groups, three sets, and each set on three accounts for a user and a group. */
const WANTED: readonly Resource[] = [
  ...[ADA, BOB].map((spec): Resource => ({ kind: 'user', key: userKey(spec.userName), spec, needs: [] })),
  ...['devs', 'ops'].map((name): Resource => ({ kind: 'group', key: groupKey(name), spec: { name }, needs: [] })),
  ...['devs', 'ops'].flatMap((group) =>
    ['ada', 'bob'].map((user): Resource => {
      const needs = [groupKey(group), userKey(user)];
      return { kind: 'membership', key: membershipKey(group, user), spec: { group, user }, needs };
    }),
  ),
  ...SETS.map((name): Resource => ({
    kind: 'permission-set',
    key: permissionSetKey(name),
    spec: setSpec(name),
    needs: [],
  })),
  ...SETS.flatMap((permissionSet) =>
    ACCOUNTS.flatMap((account) => [
      grant(permissionSet, account, 'user', 'ada', userKey('ada')),
      grant(permissionSet, account, 'group', 'devs', groupKey('devs')),
    ]),
  ),
];

function grant(
  permissionSet: string,
  account: string,
  principalType: 'user' | 'group',
  principal: string,
  needs: Key,
): Resource {
  return {
    kind: 'assignment',
    key: assignmentKey(permissionSet, account, principalType, principal),
    spec: { permissionSet, account, principalType, principal },
    needs: [permissionSetKey(permissionSet), needs],
  };
}

const TOLD = { origin: 'file', reason: 'test', widensAccess: true } as const;

function creation(after: Resource): Create {
  return { ...TOLD, verb: 'create', kind: after.kind, key: after.key, needs: after.needs, after };
}

/** A thing is removed after what needs it. */
function deletion(before: LiveResource, all: readonly LiveResource[]): Delete {
  const needs = all.filter((other) => other.needs.includes(before.key)).map(({ key }) => key);
  return { ...TOLD, verb: 'delete', kind: before.kind, key: before.key, needs, before };
}

async function apply({ session }: Simulated, changes: readonly Change[], live: readonly LiveResource[]) {
  const host = { notify: () => undefined, cancelled: new AbortController().signal };
  const drivers = createDrivers(session);
  const outcomes = await applyChanges({ changes, live, drivers, kinds: KINDS, host, calls: () => session.total() });
  return outcomes.flatMap((outcome) => (outcome.status === 'failed' ? [outcome.issue.message] : []));
}

async function everything({ session }: Simulated): Promise<readonly LiveResource[]> {
  const keys = new Set(
    WANTED.filter(({ kind }) => kind === 'permission-set' || kind === 'group').map(({ key }) => key),
  );
  const whole = new Set(['user', 'group', 'membership', 'assignment', 'permission-set'] as const);
  const drivers = createDrivers(session.fresh());
  return (await Promise.all([...drivers.values()].map((driver) => driver.read({ keys, whole })))).flat();
}

const specs = (resources: readonly (Resource | LiveResource)[]) =>
  Object.fromEntries(resources.map(({ key, spec }) => [key, spec]));

const KINDS_OF_TROUBLE = [
  'throttling',
  'conflict',
  'internal-error',
  'lost-request',
  'lost-answer',
  'not-json',
  'truncated',
] as const;
const TROUBLE: readonly Fault[] = [
  ...KINDS_OF_TROUBLE.map((kind): Fault => ({ kind, operation: '*:*', when: { probability: 0.04 } })),
  { kind: 'lag', milliseconds: 3_000, operation: '*:Get*', when: { probability: 0.3 } },
  { kind: 'lag', milliseconds: 2_500, operation: '*:*Status', when: { probability: 0.3 } },
];

describe('the drivers amid random trouble', () => {
  it.each([1, 2, 3, 4])('make everything once, and take it all away again (seed %i)', async (seed) => {
    await simulated({ state: stateWith(), faults: TROUBLE, seed, session: { seed } }, async (world) => {
      expect(await apply(world, WANTED.map(creation), [])).toEqual([]);
      const live = await everything(world);
      expect(specs(live)).toEqual(specs(WANTED));
      expect(
        await apply(
          world,
          live.map((one) => deletion(one, live)),
          live,
        ),
      ).toEqual([]);
      expect(await everything(world)).toEqual([]);
    });
  });
});
