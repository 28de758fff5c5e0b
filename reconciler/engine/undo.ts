/** The way back to before an apply: the same reading, order and guards, with the changes of an undo file in place of the file's. */

import type { Desired } from '../core/desired.ts';
import type { Differences } from '../core/diff.ts';
import type { Facts } from '../core/facts.ts';
import type { Issue } from '../core/issue.ts';
import { sameJson } from '../core/json.ts';
import type { GroupSpec, LiveResource, UserSpec } from '../core/resource.ts';
import type { Target } from '../core/plan.types.ts';
import { underName } from '../core/rename.ts';
import { desiredAfter, renamedBack } from '../core/undo-desired.ts';
import type { LeftOut } from '../core/undo-plan.ts';
import { undoing } from '../core/undo-plan.ts';
import type { UndoChange, UndoDocument } from '../core/undo.types.ts';
import type { Configuration } from '../desired/configuration.ts';
import { undoLimits } from '../desired/undo-limits.ts';
import { kindOf } from '../kinds/index.ts';
import { Refusal } from './refusal.ts';

/** The code of warnings for changes of an undo file that are not made. */
export const NOT_UNDONE = 'PLAN_UNDO_LEFT_OUT';

/** Whatever an undo touches has to be seen, also where the file alone would not ask for it. */
export const FACTS_OF_UNDO = { accounts: true, identities: true, permissionSets: true, named: {} } as const;

/** Throws a Refusal when the undo file was written for another organisation or instance. */
export function assertTarget({ target: { organization, identityCenter } }: UndoDocument, now: Target): void {
  if (
    sameJson({ ...organization }, { ...now.organization }) &&
    sameJson({ ...identityCenter }, { ...now.identityCenter })
  )
    return;
  throw new Refusal({
    code: 'PLAN_WRONG_ORGANIZATION',
    severity: 'error',
    message: `the undo file is of organisation ${organization.id}, instance ${identityCenter.instanceArn}; this is ${now.organization.id}, ${now.identityCenter.instanceArn}`,
    hint: 'use the credentials of the run that wrote it',
  });
}

/** The facts as they will be: people and groups that come back can be named again. */
export function withRestored(facts: Facts, { changes }: UndoDocument): Facts {
  const made = changes.flatMap(({ kind, verb, after }) => (verb === 'create' ? [{ kind, spec: after }] : []));
  const users = made.flatMap(({ kind, spec }) => (kind === 'user' ? [(spec as UserSpec).userName] : []));
  const groups = made.flatMap(({ kind, spec }) => (kind === 'group' ? [(spec as GroupSpec).name] : []));
  return {
    ...facts,
    users: [...facts.users, ...newcomers(users, facts.users)],
    groups: [...facts.groups, ...newcomers(groups, facts.groups)],
  };
}

function newcomers(names: readonly string[], known: readonly { readonly name: string }[]) {
  const there = new Set(known.map(({ name }) => name));
  return names.filter((name) => !there.has(name)).map((name) => ({ name, external: false, enabled: true }));
}

export interface WayBack {
  /** What has to be read for it. */
  readonly desired: Desired;
  /** What is then to be done. */
  against(live: readonly LiveResource[]): { readonly desired: Desired; readonly differences: Differences };
}

interface Ground {
  readonly configuration: Configuration;
  /** As the file alone wants it. */
  readonly desired: Desired;
  readonly facts: Facts;
}

/** An undo file on the ground of a configuration. */
export function wayBack(undo: UndoDocument, ground: Ground): WayBack {
  const { desired } = ground;
  const renames = renamedBack(undo.changes);
  const forbids = undoLimits({ ...ground, renames });
  return {
    desired: desiredAfter(desired, undo.changes, renames),
    against: (live) => {
      const { changes, leftOut } = undoing({
        changes: undo.changes,
        killed: !undo.undoes.ended,
        live,
        forbids,
        kindOf,
      });
      const kept = new Set(changes.map(({ key }) => key));
      const made = undo.changes.filter(({ id }) => kept.has(id));
      const after = desiredAfter(desired, made, renames);
      const warnings = [...leftOut.map(leftOutIssue), ...notesOf(undo, kept), ...fileDiffers(made, desired, renames)];
      return { desired: after, differences: { changes, unmanaged: [], warnings } };
    },
  };
}

function leftOutIssue({ key, why }: LeftOut): Issue {
  return {
    code: NOT_UNDONE,
    severity: 'warning',
    message: `${key} is not undone: ${why}`,
    hint: 'what is to become of it is for a pull request',
  };
}

/** Of what is made, and of what no undo makes. */
function notesOf({ notes, changes }: UndoDocument, kept: ReadonlySet<string>): readonly Issue[] {
  const others = new Set<string>(changes.map(({ id }) => id).filter((id) => !kept.has(id)));
  return notes
    .filter(({ id }) => !others.has(id))
    .map(({ id, message }) => ({ code: 'PLAN_UNDO_INEXACT', severity: 'warning', message: `${id}: ${message}` }));
}

/** The file still says what was undone: unless it is changed, too, the next plan does it again. */
function fileDiffers(
  changes: readonly UndoChange[],
  { resources, settle }: Desired,
  renames: ReadonlyMap<string, string>,
): readonly Issue[] {
  const inverse = new Map([...renames].map(([then, now]) => [now, then]));
  const wanted = new Map(resources.map((resource) => underName(resource, inverse)).map(({ key, spec }) => [key, spec]));
  const differing = changes.filter(({ id, kind, after }) => {
    const spec = wanted.get(id);
    if (after === null || spec === undefined) return (after === null) !== (spec === undefined);
    return !sameJson(kindOf(kind).settle(spec, after, settle), after);
  });
  if (differing.length === 0) return [];
  const message = `the file differs from what will be live in ${differing.length} of ${changes.length} changes: unless it is changed too, the next plan makes them again`;
  return [
    {
      code: 'PLAN_UNDO_FILE',
      severity: 'warning',
      message,
      hint: 'revert the commit that asked for them, or take over what is live with `cw-gitops export`',
    },
  ];
}
