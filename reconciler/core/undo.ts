/**
 * The inverse of an apply: from what was read before it, what was done, and what was read after it, the changes that lead
 * back. It is worked out before the first write from the plan alone, and again at the end from what was really done.
 */

import type { Change } from './change.ts';
import { specAfter, specBefore } from './change.ts';
import { fieldChanges } from './field-changes.ts';
import { isGone } from './gone.ts';
import type { Fields } from './json.ts';
import { sameJson } from './json.ts';
import type { KindName } from './key.ts';
import type { KindOf } from './kind.ts';
import { digestOf } from './plan.ts';
import type { Plan } from './plan.types.ts';
import { underName } from './rename.ts';
import type { AssignmentSpec, GroupSpec } from './resource.ts';
import type { UndoChange, UndoDocument, UndoNote } from './undo.types.ts';

/** A change that was carried out, or may have been. */
export interface Done {
  readonly change: Change;
  /** As it was read back, `null` when it is not there; absent: not read, so the plan's word is taken. */
  readonly left?: Fields | null;
}

/** The file that undoes `done`, a part of the plan's changes in its order. `ended`: nothing more of the plan will be done. */
export function undoOf(plan: Pick<Plan, 'target' | 'digest'>, done: readonly Done[], ended: boolean, kindOf: KindOf) {
  const happened = done.filter(({ change, left }) => left === undefined || !sameJson(left, specBefore(change) ?? null));
  const inverses = happened.map((one) => inverseOf(one, kindOf)).toReversed();
  const oldNames = namesBack(happened.map(({ change }) => change));
  const changes = inverses.flatMap(({ change }) => change ?? []).map((change) => underNames(change, oldNames));
  const { target } = plan;
  return {
    formatVersion: 1,
    undoes: { plan: plan.digest ?? '', ended },
    digest: digestOf({ formatVersion: 1, target, changes }),
    target,
    changes,
    notes: inverses.flatMap(({ notes }) => notes),
  } satisfies UndoDocument;
}

interface Inverse {
  readonly change?: UndoChange;
  readonly notes: readonly UndoNote[];
}

/** Kinds that are made and never taken away by this program. */
const KEPT: { readonly [kind in KindName]?: string } = {
  'service-access': 'trusted access is never switched off here: do it by hand when nothing needs it',
  'delegated-administrator': 'a registration is never withdrawn here without another: do it by hand',
  'service-linked-role': 'a service-linked role is never removed here',
  application: 'the application comes and goes with the profile',
};

/** Why what was made stays, whoever asks to undo it; absent where it can go. */
export function keptReason(kind: KindName): string | undefined {
  return KEPT[kind];
}

function inverseOf({ change, left }: Done, kindOf: KindOf): Inverse {
  const { key: id, kind } = change;
  const note = (message: string): UndoNote => ({ id, message });
  switch (change.verb) {
    case 'create': {
      const kept = keptReason(kind);
      // With a profile its application comes and goes by itself.
      if (kept !== undefined) return { notes: kind === 'application' ? [] : [note(kept)] };
      return { change: { id, kind, verb: 'delete', before: left ?? change.after.spec, after: null }, notes: [] };
    }
    case 'delete': {
      const lost = lostReason(change);
      if (lost !== undefined) return { notes: [note(lost)] };
      const after = restorable(change.before.spec);
      const other = ANOTHER[kind];
      return {
        change: { id, kind, verb: 'create', before: null, after },
        notes: other === undefined ? [] : [note(other)],
      };
    }
    case 'update':
    case 'replace':
      return backAgain(change, left ?? change.after.spec, kindOf);
  }
}

/** What is not given back at all. */
function lostReason({ before, origin }: Change & { readonly verb: 'delete' }): string | undefined {
  if (origin === 'clock') return 'it had expired, and is not granted again';
  const { principal } = before.spec as Partial<AssignmentSpec>;
  return principal !== undefined && isGone(principal) ? 'its principal no longer exists' : undefined;
}

/** What comes back as another thing of the same name. */
const ANOTHER: { readonly [kind in KindName]?: string } = {
  user: 'the user comes back with another id, without password, devices and whatever hangs on the old id',
  group: 'the group comes back with another id',
  'permission-set': 'the permission set comes back with another ARN, and its roles with other names',
  profile:
    'the profile comes back with another ARN; who was authorised by it, and their seats, do not come back with it',
};

/** What the services work out for themselves is no part of what is asked for. */
function restorable({ status: _status, throughGroup: _throughGroup, ...spec }: Fields): Fields {
  return 'provisioned' in spec ? { ...spec, provisioned: 'latest' } : spec;
}

function backAgain(change: Change & { readonly verb: 'update' | 'replace' }, left: Fields, kindOf: KindOf): Inverse {
  const { key: id, kind } = change;
  const found = restorable(change.before.spec);
  const of = kindOf(kind);
  // What the services cannot clear stays as it is.
  const after = of.settle(found, left, { tags: 'remove' });
  const stuck = fieldChanges(found, after).map(({ field }) => field);
  const notes = stuck.length === 0 ? [] : [{ id, message: `${stuck.join(', ')} cannot be put back as it was` }];
  const fields = fieldChanges(left, after).map(({ field }) => field);
  if (fields.length === 0) return { notes };
  const verb = fields.some((field) => of.fixed.includes(field)) ? 'replace' : 'update';
  return { change: { id, kind, verb, before: left, after }, notes };
}

/** New name → old name of groups that were renamed: going back they are called by their old names, and all that names them. */
function namesBack(changes: readonly Change[]): ReadonlyMap<string, string> {
  return new Map(
    changes.flatMap((change) => {
      if (change.kind !== 'group' || change.verb !== 'update') return [];
      const [old, now] = [specBefore(change), specAfter(change)] as unknown as readonly [GroupSpec, GroupSpec];
      return old.name === now.name ? [] : [[now.name, old.name] as const];
    }),
  );
}

function underNames(change: UndoChange, names: ReadonlyMap<string, string>): UndoChange {
  const named = (spec: Fields) => underName({ kind: change.kind, key: change.id, spec, needs: [] }, names);
  switch (change.verb) {
    case 'create': {
      const { key: id, spec: after } = named(change.after);
      return { ...change, id, after };
    }
    case 'update':
    case 'replace': {
      const { key: id, spec: before } = named(change.before);
      return { ...change, id, before, after: named(change.after).spec };
    }
    case 'delete': {
      const { key: id, spec: before } = named(change.before);
      return { ...change, id, before };
    }
  }
}
