/** What is wanted while an apply is undone: what the file wants, but for the things that go back to how they were. */

import type { Desired } from './desired.ts';
import type { Key } from './key.ts';
import { permissionSetKey } from './key.ts';
import { underName } from './rename.ts';
import type { AssignmentSpec, GroupSpec, LiveResource, Resource } from './resource.ts';
import { needsOf } from './undo-plan.ts';
import type { UndoChange } from './undo.types.ts';

/** Groups that an undo calls by another name: as they are called after it → as they are called in the file now. */
export function renamedBack(changes: readonly UndoChange[]): ReadonlyMap<string, string> {
  return new Map(
    changes.flatMap(({ kind, verb, before, after }) => {
      if (kind !== 'group' || verb !== 'update') return [];
      const [now, then] = [(before as unknown as GroupSpec).name, (after as unknown as GroupSpec).name];
      return now === then ? [] : [[then, now] as const];
    }),
  );
}

/** A resource under the names that the file has. */
export function inTheFilesNames<R extends Pick<Resource, 'kind' | 'key' | 'spec' | 'needs'>>(
  resource: R,
  renames: ReadonlyMap<string, string>,
): R {
  return renames.size === 0 ? resource : underName(resource, renames);
}

/** The file's wishes with those changes in their place, so that the same reading, order and guards serve for an undo. */
export function desiredAfter(
  desired: Desired,
  changes: readonly UndoChange[],
  renames: ReadonlyMap<string, string>,
): Desired {
  const inverse = new Map([...renames].map(([then, now]) => [now, then]));
  const wanted = desired.resources.map((resource) => underName(resource, inverse));
  const known = new Map(wanted.map((resource) => [resource.key, resource]));
  const touched = new Set(changes.map(({ id }) => id));
  const deleted = new Set(changes.filter(({ verb }) => verb === 'delete').map(({ id }) => id));
  const losing = new Set(changes.flatMap((change) => (change.verb === 'delete' ? setsLosing(change) : [])));
  const restored = changes.flatMap(({ id, kind, after }) =>
    after === null ? [] : [{ needs: needsOf(kind, after), ...known.get(id), kind, key: id, spec: after }],
  );
  return {
    ...desired,
    resources: [...wanted.filter(({ key }) => !touched.has(key)), ...restored],
    // What the file ignores when it does not name it is read all the same, where it is to go.
    undeclaredGrants: (set) => (losing.has(set) ? 'removable' : desired.undeclaredGrants(set)),
    standing: (live: LiveResource) =>
      deleted.has(live.key) ? 'removable' : desired.standing(inTheFilesNames(live, renames)),
    renames: { groups: renames, permissionSets: setsBack(desired, changes, deleted) },
  };
}

/** The permission set of which an undo takes a grant. */
function setsLosing({ kind, before }: UndoChange): readonly string[] {
  return kind === 'assignment' ? [(before as AssignmentSpec).permissionSet] : [];
}

/** New name → old name turned round, of sets that come back under their old names while the new ones go. */
function setsBack(
  { renames }: Desired,
  changes: readonly UndoChange[],
  deleted: ReadonlySet<Key>,
): ReadonlyMap<string, string> {
  const made = new Set(changes.filter(({ verb }) => verb === 'create').map(({ id }) => id));
  const pairs = [...renames.permissionSets].filter(
    ([name, previous]) => made.has(permissionSetKey(previous)) && deleted.has(permissionSetKey(name)),
  );
  return new Map(pairs.map(([name, previous]) => [previous, name]));
}
