/** What holds for every configuration and every organisation, through the real SDK clients on the simulator. */

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '../reconciler/core/json.ts';
import { byCodePoint, canonicalJson } from '../reconciler/core/json.ts';
import { canonicalPolicy } from '../reconciler/core/policy.ts';
import type { DesiredState } from '../reconciler/desired/document.types.ts';
import type { SimulatorState } from '../reconciler/simulator/state.types.ts';
import { asFolder, configurations, organizations, rewritten } from './support/configurations.ts';
import { onSimulator } from './support/simulated.ts';

const RUNS = Number(process.env['LAW_RUNS'] ?? 12);

/** What a configuration manages of a state: what it leaves to others, or as it is, left out. */
function managed(state: SimulatorState, document: DesiredState): unknown {
  const { users = [], groups = [], permissionSets = [], assignments = [] } = state.identityCenter ?? {};
  const sets = new Map((document.permissionSets ?? []).map((set) => [set.name, set]));
  const groupNames = new Set((document.groups ?? []).map(({ name }) => name));
  const userNames = new Set((document.users ?? []).map(({ userName }) => userName));
  return {
    users: users
      .filter(({ userName }) => userNames.has(userName))
      .map(({ userName, displayName }) => ({ userName, displayName })),
    groups: groups
      .filter(({ name }) => groupNames.has(name))
      .map(({ name, description, members }) => ({ name, description, members: (members ?? []).toSorted(byCodePoint) })),
    permissionSets: permissionSets
      .filter(({ name }) => sets.has(name))
      .map(({ tags, arn: _arn, inlinePolicy, ...set }) => ({
        ...set,
        // As long as it means the same, a policy stays as somebody wrote it.
        inlinePolicy: inlinePolicy === undefined ? undefined : canonicalPolicy(inlinePolicy as Json),
        tags: only(tags ?? {}, Object.keys(sets.get(set.name)?.tags ?? {})),
      })),
    assignments: assignments
      .filter(({ permissionSet }) => sets.has(permissionSet))
      .map((assignment) => canonicalJson(assignment))
      .toSorted(byCodePoint),
  };
}

function only(tags: { readonly [key: string]: string }, keys: readonly string[]): unknown {
  return Object.fromEntries(Object.entries(tags).filter(([key]) => keys.includes(key)));
}

describe('the laws', () => {
  test('apply A, then B, ends where B alone ends, and then nothing is left to do and nothing is written', async () => {
    await fc.assert(
      fc.asyncProperty(organizations, configurations, configurations, async (state, a, b) => {
        const both = await onSimulator(state, async (run) => {
          await run.apply(asFolder(a));
          await run.apply(asFolder(b));
          return run.settledOn(asFolder(b));
        });
        const alone = await onSimulator(state, async (run) => {
          await run.apply(asFolder(b));
          return run.settledOn(asFolder(b));
        });
        for (const end of [both, alone]) expect(end).toMatchObject({ changes: [], writes: 0 });
        expect(managed(both.state, b)).toEqual(managed(alone.state, b));
      }),
      { numRuns: RUNS },
    );
  }, 240_000);

  test('the same meaning has the same digest, however it is written', async () => {
    const written = configurations.chain((document) => fc.tuple(fc.constant(asFolder(document)), rewritten(document)));
    await fc.assert(
      fc.asyncProperty(organizations, written, async (state, [plain, other]) => {
        await onSimulator(state, async (run) => expect(await run.digest(other)).toBe(await run.digest(plain)));
      }),
      { numRuns: RUNS },
    );
  }, 120_000);

  test('another meaning has another digest', async () => {
    await fc.assert(
      fc.asyncProperty(configurations, fc.nat(), async (document, seed) => {
        const other = changed(document, seed);
        fc.pre(other !== undefined);
        await onSimulator(undefined, async (run) => {
          expect(await run.digest(asFolder(other ?? document))).not.toBe(await run.digest(asFolder(document)));
        });
      }),
      { numRuns: RUNS },
    );
  }, 120_000);
});

/** The configuration with one thing that means something else. */
function changed(document: DesiredState, seed: number): DesiredState | undefined {
  const candidates: readonly (DesiredState | undefined)[] = [
    withFirst(document, 'users', (user) => ({ ...user, givenName: 'Zoë' })),
    withFirst(document, 'groups', (group) => ({ ...group, description: 'three' })),
    withFirst(document, 'groups', (group) => ({
      ...group,
      members: (group.members ?? []).length > 0 ? [] : undefined,
    })),
    withFirst(document, 'permissionSets', (set) => ({ ...set, sessionDuration: 'PT7H' })),
    withFirst(document, 'permissionSets', (set) => ({ ...set, managedPolicies: ['SecurityAudit'] })),
    withFirst(document, 'permissionSets', (set) => ({ ...set, tags: { owner: 'another' } })),
    (document.assignments ?? []).length > 0
      ? { ...document, assignments: (document.assignments ?? []).slice(1) }
      : undefined,
  ];
  const possible = candidates.filter(
    (candidate) => candidate !== undefined && JSON.stringify(candidate) !== JSON.stringify(document),
  );
  // A group that had no members and has none is the same.
  const meaningful = possible.filter(
    (candidate) => !(candidate?.groups?.[0] !== undefined && candidate.groups[0].members === undefined),
  );
  return meaningful.length === 0 ? undefined : meaningful[seed % meaningful.length];
}

function withFirst<Name extends 'users' | 'groups' | 'permissionSets'>(
  document: DesiredState,
  name: Name,
  change: (entry: NonNullable<DesiredState[Name]>[number]) => unknown,
): DesiredState | undefined {
  const [first, ...rest] = document[name] ?? [];
  return first === undefined ? undefined : { ...document, [name]: [change(first), ...rest] };
}
