/**
 * An undo file × what is live now → the changes of its plan. A change is kept only where the thing is still as the apply
 * left it, where the file lets it be touched, and where nothing else hangs on it; all others are left out, each with its
 * reason. What is back already is passed over, so that an undo which was stopped is finished by running it again.
 */

import type { Change } from './change.ts';
import { fieldChanges } from './field-changes.ts';
import type { Fields } from './json.ts';
import { sameJson } from './json.ts';
import type { Key, KindName } from './key.ts';
import { applicationKey, groupKey, permissionSetKey, principalKey, userKey } from './key.ts';
import type { KindOf } from './kind.ts';
import type { AssignmentSpec, AuthorizationSpec, LiveResource, MembershipSpec, Resource } from './resource.ts';
import { fieldsBeyond } from './undo-between.ts';
import type { UndoChange } from './undo.types.ts';

export interface UndoInput {
  readonly changes: readonly UndoChange[];
  /** The apply was killed: what it was making may be there in part. */
  readonly killed: boolean;
  /** Everything that was read, groups under the names that they have after the undo. */
  readonly live: readonly LiveResource[];
  /** Why the configuration forbids a change; absent when it does not. */
  readonly forbids: (change: UndoChange) => string | undefined;
  readonly kindOf: KindOf;
}

export interface LeftOut {
  readonly key: Key;
  readonly why: string;
}

export interface Undoing {
  /** With empty `needs`, in the order of the file. */
  readonly changes: readonly Change[];
  readonly leftOut: readonly LeftOut[];
}

/** What can be undone now, and what cannot. */
export function undoing(input: UndoInput): Undoing {
  const live = new Map(input.live.map((resource) => [resource.key, resource]));
  const leftOut: LeftOut[] = [];
  let kept: readonly Change[] = input.changes.flatMap((change) => {
    const verdict = judged(change, live.get(change.id), input);
    if (verdict === undefined || typeof verdict !== 'string') return verdict ?? [];
    leftOut.push({ key: change.id, why: verdict });
    return [];
  });
  for (;;) {
    const hindered = hindrances(kept, input.live);
    if (hindered.length === 0) return { changes: kept, leftOut };
    leftOut.push(...hindered);
    const out = new Set(hindered.map(({ key }) => key));
    kept = kept.filter(({ key }) => !out.has(key));
  }
}

/** The change to make, the reason why none is made, or nothing: it is back already. */
function judged(
  undo: UndoChange,
  live: LiveResource | undefined,
  { forbids, kindOf, killed }: UndoInput,
): Change | string | undefined {
  if (live === undefined) {
    if (undo.verb === 'delete') return undefined;
    return forbids(undo) ?? creation(undo, kindOf);
  }
  if (live.external === true) return 'it belongs to the identity provider';
  if (undo.verb === 'delete') return forbids(undo) ?? removal(undo, live, killed);
  if (sameJson(live.spec, undo.after)) return undefined;
  return forbids(undo) ?? updated(undo, live, kindOf);
}

type Restoring = Exclude<UndoChange, { readonly verb: 'delete' }>;
type Removing = Extract<UndoChange, { readonly verb: 'delete' }>;

function removal(undo: Removing, live: LiveResource, killed: boolean): Change | string {
  // A seat is taken before the authorisation goes: an undo may have stopped between.
  const halfWay = undo.kind === 'authorization' ? { ...undo.before, subscription: null } : undo.before;
  const beyond = fieldsBeyond(live.spec, undo.before, killed ? {} : halfWay);
  if (beyond.length > 0) return notAsLeft(beyond);
  return { ...described(undo), verb: 'delete', before: live, widensAccess: false };
}

function creation(undo: Restoring, kindOf: KindOf): Change | string {
  if (undo.verb === 'update') return 'it is no longer there';
  const widensAccess = kindOf(undo.kind).widens(undefined, undo.after);
  return { ...described(undo), verb: 'create', after: restored(undo), widensAccess };
}

function updated(undo: Restoring, before: LiveResource, kindOf: KindOf): Change | string {
  const beyond = fieldsBeyond(before.spec, undo.before ?? {}, undo.after);
  if (beyond.length > 0) return notAsLeft(beyond);
  const kind = kindOf(undo.kind);
  const fields = fieldChanges(before.spec, undo.after);
  return {
    ...described(undo),
    verb: fields.some(({ field }) => kind.fixed.includes(field)) ? 'replace' : 'update',
    before,
    after: restored(undo),
    fields,
    widensAccess: kind.widens(before.spec, undo.after),
  };
}

function notAsLeft(fields: readonly string[]): string {
  return `it is no longer as the apply left it: ${fields.join(', ')}`;
}

function described({ kind, id }: UndoChange): Pick<Change, 'kind' | 'key' | 'needs' | 'origin' | 'reason'> {
  return { kind, key: id, needs: [], origin: 'file', reason: 'undoes an apply' };
}

function restored({ kind, id, after }: Restoring): Resource {
  return { kind, key: id, spec: after, needs: needsOf(kind, after) };
}

/** What a thing needs to be there, worked out from its spec. */
export function needsOf(kind: KindName, spec: Fields): readonly Key[] {
  switch (kind) {
    case 'membership': {
      const { group, user } = spec as MembershipSpec;
      return [groupKey(group), userKey(user)];
    }
    case 'assignment': {
      const { permissionSet, principalType, principal } = spec as AssignmentSpec;
      return [permissionSetKey(permissionSet), principalKey(principalType, principal)];
    }
    case 'authorization': {
      const { principalType, principal, account, region } = spec as AuthorizationSpec;
      return [principalKey(principalType, principal), applicationKey(account, region)];
    }
    case 'service-access':
    case 'delegated-administrator':
    case 'user':
    case 'group':
    case 'permission-set':
    case 'service-linked-role':
    case 'profile':
    case 'application':
      return [];
  }
}

/** Creations of what hangs on something that is not there, and deletions of what something else hangs on. */
function hindrances(changes: readonly Change[], live: readonly LiveResource[]): readonly LeftOut[] {
  const deleted = new Set(changes.filter(({ verb }) => verb === 'delete').map(({ key }) => key));
  const stay = live.filter(({ key }) => !deleted.has(key));
  const there = new Set(
    [...stay.map(({ key }) => key), ...changes.map(({ key }) => key)].filter((key) => !deleted.has(key)),
  );
  const hanging = new Map(stay.flatMap(({ key, needs }) => needs.map((need) => [need, key] as const)));
  return changes.flatMap((change): readonly LeftOut[] => {
    const { key } = change;
    const missing = change.verb === 'create' ? change.after.needs.find((need) => !there.has(need)) : undefined;
    if (missing !== undefined) return [{ key, why: `it needs ${missing}, which is not there` }];
    const other = change.verb === 'delete' ? hanging.get(key) : undefined;
    return other === undefined ? [] : [{ key, why: `${other} hangs on it, which the apply did not make` }];
  });
}
