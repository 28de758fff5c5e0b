/**
 * The whole story on one page: read everything, plan, have it approved, apply exactly that, read it back.
 * Nothing above this file decides what is written, and nothing below it decides whether.
 */

import type { Origin, Outcome } from '../core/change.ts';
import type { Issue } from '../core/issue.ts';
import type { Approval } from '../core/plan.ts';
import { approval } from '../core/plan.ts';
import type { Plan, PlanDocument } from '../core/plan.types.ts';
import type { Configuration } from '../desired/configuration.ts';
import type { Done } from '../core/undo.ts';
import { undoOf } from '../core/undo.ts';
import type { UndoDocument } from '../core/undo.types.ts';
import { kindOf, KINDS } from '../kinds/index.ts';
import { applyChanges } from './apply.ts';
import type { Base } from './base.ts';
import type { Cloud } from './cloud.ts';
import type { Course } from './forecast.ts';
import type { Host } from './host.ts';
import { tell } from './host.ts';
import type { PlanRequest } from './planning.ts';
import { makePlan } from './planning.ts';
import type { Seen } from './readback.ts';
import type { Left } from './progress.ts';
import { leftOf } from './progress.ts';
import { readBack } from './readback.ts';

export interface ApplyRequest {
  readonly configuration: Configuration;
  readonly cloud: Cloud;
  readonly host: Host;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** The plan that was approved, or its digest; with neither, the host asks. */
  readonly approved?: PlanDocument | string;
  /** Apply only changes of these origins. */
  readonly only?: readonly Origin[];
  /** Against what the cause of each change is told. */
  readonly base?: Base;
  /** Goes back to before the apply that wrote this, in place of applying what the file says. */
  readonly undo?: UndoDocument;
  /** Keeps what would undo this apply. */
  readonly keeper?: UndoKeeper;
}

/** Keeps the inverse of an apply where it outlives the process. */
export interface UndoKeeper {
  /** Before the first write: all of the plan, so that even a run that is killed leaves it. Throws an IssueError when it cannot be kept. */
  begin(undo: UndoDocument): Promise<void>;
  /** After the read-back: what was really done; with neither changes nor notes that is nothing. Never throws. */
  end(undo: UndoDocument): Promise<void>;
}

export type Applied =
  | { readonly ended: 'nothing to do'; readonly plan: Plan }
  | { readonly ended: 'refused'; readonly plan: Plan; readonly issues: readonly Issue[] }
  | { readonly ended: 'declined'; readonly plan: Plan }
  | { readonly ended: 'applied'; readonly plan: Plan; readonly outcomes: readonly Outcome[] };

/** Plans again, refuses what was not approved, applies, reads back. Throws an IssueError before the first write only. */
export async function reconcile(request: ApplyRequest): Promise<Applied> {
  const { configuration, cloud, host } = request;
  const { plan, live, course } = await makePlan(configuration, cloud, planRequest(request), host);
  const refusals = [...plan.breaches, ...unapproved(plan, request.approved, host)];
  if (refusals.length > 0) return { ended: 'refused', plan, issues: refusals };
  if (plan.changes.length === 0) return { ended: 'nothing to do', plan };
  if (request.approved === undefined && !(await host.confirm(plan))) return { ended: 'declined', plan };
  await request.keeper?.begin(
    undoOf(
      plan,
      plan.changes.map((change) => ({ change })),
      false,
      kindOf,
    ),
  );
  const { drivers } = cloud;
  const calls = (): number => cloud.calls();
  const left = leftFrom(course, cloud);
  const carried = await applyChanges({ changes: plan.changes, live, drivers, kinds: KINDS, host, calls, left });
  tell(host, { step: 'reading back', calls: calls() });
  const { outcomes, seen } = await readBack(carried, cloud);
  await request.keeper?.end(undoOf(plan, doneOf(outcomes, seen), true, kindOf));
  return { ended: 'applied', plan, outcomes };
}

/** What happened, with what it left; of a change that failed nobody knows more than what was read back. */
function doneOf(outcomes: readonly Outcome[], seen: Seen): readonly Done[] {
  return outcomes.flatMap(({ status, change }) => {
    if (status === 'skipped') return [];
    return seen.has(change.key) ? [{ change, left: seen.get(change.key)?.spec ?? null }] : [{ change }];
  });
}

/** What is left of the apply that begins now, whenever it is asked. */
function leftFrom(course: Course, cloud: Cloud): (ended: number) => Left {
  const [before, began] = [cloud.calls(), cloud.now()];
  return (ended) => leftOf({ course, ended, made: cloud.calls() - before, elapsed: (cloud.now() - began) / 1_000 });
}

function planRequest({ now, only, base, undo }: ApplyRequest): PlanRequest {
  return {
    now,
    ...(only === undefined ? {} : { only }),
    ...(base === undefined ? {} : { base }),
    ...(undo === undefined ? {} : { undo }),
  };
}

function unapproved(plan: Plan, approved: ApplyRequest['approved'], host: Pick<Host, 'notify'>): readonly Issue[] {
  if (approved === undefined) return [];
  if (typeof approved === 'string') return plan.digest === approved ? [] : [staleDigest(plan, approved)];
  const verdict = approval(approved, plan);
  if (verdict.kind === 'refused') return [APPROVES_NOTHING];
  if (verdict.kind !== 'different') {
    if (plan.breaches.length === 0) host.notify({ step: 'approved', text: verdictText(verdict) });
    return [];
  }
  return verdict.differences.map(({ id, how, detail }) => ({
    code: 'PLAN_STALE',
    severity: 'error',
    message: `${id} ${how} since the plan was approved: ${detail}`,
    hint: 'plan again and have the new plan reviewed',
  }));
}

const APPROVES_NOTHING: Issue = {
  code: 'PLAN_REFUSED',
  severity: 'error',
  message: 'the plan file is one that a guard refused, and approves nothing',
  hint: 'plan again, and have the new plan reviewed',
};

function staleDigest(plan: Plan, approved: string): Issue {
  return {
    code: 'PLAN_STALE',
    severity: 'error',
    message: `the plan is now ${plan.digest ?? 'one that a guard refuses'}, not the approved ${approved}`,
    hint: 'the plan above is what it would do now: plan again and have it reviewed',
  };
}

function verdictText(verdict: Exclude<Approval, { readonly kind: 'different' | 'refused' }>): string {
  switch (verdict.kind) {
    case 'exact':
      return 'this is the very plan that was approved';
    case 'remainder':
      return `this is what is left of the approved plan: ${verdict.left} of ${verdict.of} changes`;
  }
}
