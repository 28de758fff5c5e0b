/** An apply and then its inverse end where they began: also after one that failed in part, was stopped, or was killed. */

import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { canonicalPolicy } from '../../reconciler/core/policy.ts';
import type { Json } from '../../reconciler/core/json.ts';
import { isRead } from '../../reconciler/aws/reads.ts';
import { IssueError } from '../../reconciler/core/issue.ts';
import type { UndoDocument } from '../../reconciler/core/undo.types.ts';
import type { DesiredState } from '../../reconciler/desired/document.types.ts';
import { digestOf } from '../../reconciler/core/plan.ts';
import type { UndoKeeper } from '../../reconciler/engine/reconcile.ts';
import { parseUndoDocument, undoJson } from '../../reconciler/report/undo-file.ts';
import { ALL_KINDS, beforeAllKinds, held } from '../support/all-kinds.ts';
import { asFolder, configurations, organizations } from '../support/configurations.ts';
import type { SimulatedRun } from '../support/simulated.ts';
import { onSimulator } from '../support/simulated.ts';

const RUNS = Number(process.env['LAW_RUNS'] ?? 6);

/** What the services hold, policies by their meaning: in which words one comes back makes no difference. */
function standing({ simulator }: SimulatedRun): unknown {
  const {
    identityCenter: center,
    organization,
    serviceLinkedRoles: _roles,
    codewhisperer,
    ...rest
  } = simulator.state();
  // Trusted access, registrations and service-linked roles stay.
  const { serviceAccess: _access, delegatedAdministrators: _delegated, ...others } = organization;
  const permissionSets = (center?.permissionSets ?? []).map(({ inlinePolicy, ...set }) => ({
    sessionDuration: 'PT1H',
    ...set,
    ...(inlinePolicy === undefined ? {} : { inlinePolicy: canonicalPolicy(inlinePolicy as Json) }),
  }));
  // Of a seat that was taken away the service shows for a month that there was one.
  const profiles = codewhisperer?.profiles ?? [];
  return held({ ...rest, profiles, organization: others, identityCenter: { ...center, permissionSets } });
}

interface Kept extends UndoKeeper {
  /** What the file holds now, as it is read back from its text. */
  held(): UndoDocument | undefined;
}

/** An undo file, as its text. */
function keeper(): Kept {
  let text: string | undefined;
  const write = (undo: UndoDocument): Promise<void> => {
    text = undoJson(undo);
    return Promise.resolve();
  };
  return {
    begin: write,
    end: write,
    held: () => {
      if (text === undefined) return undefined;
      const parsed = parseUndoDocument(text, digestOf);
      if (!parsed.ok) throw new IssueError(...parsed.issues);
      return parsed.value;
    },
  };
}

/** Undoes what was kept, with the file as it is; all of it must go back. */
async function undone(run: SimulatedRun, document: DesiredState, undo: UndoDocument | undefined): Promise<void> {
  if (undo === undefined || undo.changes.length === 0) return;
  const ended = await run.tryApply(asFolder(document), { undo });
  if (ended.ended === 'refused') throw new IssueError(...ended.issues);
  expect(ended.plan.warnings.filter(({ code }) => code === 'PLAN_UNDO_LEFT_OUT')).toEqual([]);
  if (ended.ended === 'applied')
    expect(ended.outcomes.filter(({ status }) => status !== 'done').map(({ change }) => change.key)).toEqual([]);
}

test('after an apply, its inverse ends at the start, and is the plan that the file says', async () => {
  await fc.assert(
    fc.asyncProperty(organizations, configurations, configurations, async (state, a, b) => {
      await onSimulator(state, async (run) => {
        await run.apply(asFolder(a));
        const start = standing(run);
        const kept = keeper();
        await run.tryApply(asFolder(b), { keeper: kept });
        const undo = kept.held();
        await undone(run, b, undo);
        expect(standing(run)).toEqual(start);
      });
    }),
    { numRuns: RUNS },
  );
}, 240_000);

test('so it does after an apply that was stopped half way, and after one that was killed', async () => {
  const place = fc.record({
    share: fc.double({ min: 0, max: 1, noNaN: true }),
    killed: fc.boolean(),
    sent: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(organizations, configurations, place, async (state, b, { share, killed, sent }) => {
      await onSimulator(state, async (run) => {
        const plan = await run.plan(asFolder(b));
        const start = standing(run);
        const kept = keeper();
        const last = Math.floor(share * plan.changes.length);
        if (killed) await killedAt(run, b, kept, last, sent);
        else await stoppedAt(run, b, kept, last);
        await undone(run, b, kept.held());
        expect(standing(run)).toEqual(start);
      });
    }),
    { numRuns: RUNS },
  );
}, 240_000);

test('every kind goes back, renames too, but for what is never taken away', async () => {
  const file = parse(readFileSync(ALL_KINDS, 'utf8')) as DesiredState;
  await onSimulator(beforeAllKinds(), async (run) => {
    const begun = standing(run);
    const kept = keeper();
    await run.tryApply(asFolder(file), { keeper: kept });
    const undo = kept.held();
    expect(undo?.notes.map(({ id }) => id).filter((id) => /^(?:service|delegated)/u.test(id))).toHaveLength(5);
    // The file as it was reviewed refuses to give back what it says must not exist, and to remove so much.
    const { removed: _removed, ...rest } = file;
    const guards = ['assignments', 'memberships', 'users', 'groups', 'authorizations'].map(
      (kind) => `removals.${kind}`,
    );
    const overrides = guards.map((guard) => ({ guard, upTo: 50, reason: 'OPS-1', until: '2026-12-05' }));
    const profile = { guard: 'codewhisperer.delete', reason: 'OPS-1', until: '2026-12-05' };
    const unmanaged = { users: 'remove', groups: 'remove' };
    const allowing = { ...rest, unmanaged, overrides: [...overrides, profile] } as DesiredState;
    await undone(run, allowing, undo);
    expect(standing(run)).toEqual(begun);
  });
}, 60_000);

async function stoppedAt(run: SimulatedRun, document: DesiredState, kept: UndoKeeper, last: number): Promise<void> {
  const controller = new AbortController();
  let ended = 0;
  const host = {
    confirm: () => Promise.resolve(true),
    cancelled: controller.signal,
    notify: ({ step }: { readonly step: string }) => {
      if (step !== 'ended') return;
      ended += 1;
      if (ended > last) controller.abort();
    },
  };
  await run.tryApply(asFolder(document), { keeper: kept, host });
}

/** The process is gone after so many writing calls, the last of them sent or not: no file is written any more. */
async function killedAt(
  run: SimulatedRun,
  document: DesiredState,
  kept: UndoKeeper,
  last: number,
  sent: boolean,
): Promise<void> {
  let writes = 0;
  const gone = new IssueError({ code: 'APPLY_KILLED', severity: 'error', message: 'killed' });
  const onCall = ({ operation }: { readonly operation: string }): void => {
    if (writes > last) throw gone;
    if (isRead(operation)) return;
    writes += 1;
    if (writes > last && !sent) throw gone;
  };
  try {
    await run.tryApply(asFolder(document), { onCall, keeper: { ...kept, end: () => Promise.resolve() } });
  } catch {
    // A process that is killed tells nobody why.
  }
}
