/**
 * Desired × live → changes. Both sides are canonical and settled before they are compared, so that the comparison
 * itself is plain equality, the same for every kind.
 */

import { caseTwins } from './case-twins.ts';
import type { Change, FieldChange } from './change.ts';
import type { Desired, ExpiredGrant } from './desired.ts';
import { fieldChanges } from './field-changes.ts';
import type { Issue } from './issue.ts';
import type { Fields } from './json.ts';
import { inCodePointOrder } from './json.ts';
import type { Key, KindName } from './key.ts';
import type { Kind, KindOf } from './kind.ts';
import type { UnmanagedThing } from './plan.types.ts';
import { externalDiffers, groupsOfProvider, isMemberOf, memberOfProvider } from './provider-owned.ts';
import { keyUnderNewName, oldSetKeys, otherRoles } from './renamed-sets.ts';
import type { LiveResource, Resource } from './resource.ts';
import { stayingSets } from './staying-sets.ts';
import { undeclaredTags } from './tags.ts';
import { isoInstant } from './time.ts';

export interface Differences {
  /** Without `needs`: what waits for what is `order.ts`. Sorted by key. */
  readonly changes: readonly Change[];
  /** Live things that the file says to report. Sorted by key. */
  readonly unmanaged: readonly UnmanagedThing[];
  readonly warnings: readonly Issue[];
}

/** What must change so that the live things become the desired ones, and what is live although nobody declared it. */
export function diff(desired: Desired, live: readonly LiveResource[], kindOf: KindOf): Differences {
  const { changes: differing, undeclared, tagged, warnings } = compareDeclared(desired, live, kindOf);
  const oldSets = oldSetKeys(desired);
  const wanted = [...differing, ...removals(undeclared, desired, oldSets)];
  const staying = stayingSets(wanted, live, desired);
  const changes = staying.keys.size === 0 ? wanted : wanted.filter(({ key }) => !staying.keys.has(key));
  const reported = undeclared.filter((resource) => desired.standing(resource) === 'reported');
  return {
    changes: inCodePointOrder(changes, keyOf),
    unmanaged: inCodePointOrder([...tagged, ...reported.map(({ key, kind }) => ({ key, kind }))], keyOf),
    warnings: [...warnings, ...caseTwins(wanted, undeclared), ...otherRoles(changes, desired), ...staying.warnings],
  };
}

interface Compared {
  /** What must be made or made otherwise. */
  readonly changes: readonly Change[];
  /** What is live and nobody declared. */
  readonly undeclared: readonly LiveResource[];
  /** Declared things with tags that nobody declared, where the file asks for them. */
  readonly tagged: readonly UnmanagedThing[];
  /** What differs and cannot be written. */
  readonly warnings: readonly Issue[];
}

function compareDeclared(desired: Desired, live: readonly LiveResource[], kindOf: KindOf): Compared {
  const changes: Change[] = [];
  const tagged: UnmanagedThing[] = [];
  const warnings: Issue[] = [];
  const provided = groupsOfProvider(live);
  // What is declared is taken out of it, so that what nobody declared is left.
  const left = new Map<Key, LiveResource>();
  for (const resource of live) left.set(resource.key, resource);
  for (const resource of desired.resources) {
    const kind = kindOf(resource.kind);
    const found = left.get(resource.key);
    left.delete(resource.key);
    if (found === undefined) {
      if (isMemberOf(provided, resource)) warnings.push(memberOfProvider(resource));
      else changes.push(creation(resource, kind));
      continue;
    }
    if (desired.settle.tags === 'report') tagged.push(...withTags(resource, found));
    const spec = kind.settle(resource.spec, found.spec, desired.settle);
    const fields = fieldChanges(found.spec, spec);
    if (fields.length === 0) continue;
    if (found.external === true) warnings.push(externalDiffers(resource, fields));
    else changes.push(update(found, { ...resource, spec }, fields, kind));
  }
  return { changes, undeclared: [...left.values()], tagged, warnings };
}

/** A declared thing with the tags that it has and nobody declared. */
function withTags({ key, kind, spec }: Resource, live: LiveResource): readonly UnmanagedThing[] {
  const tags = undeclaredTags(tagsOf(spec), tagsOf(live.spec));
  return tags.length === 0 ? [] : [{ key, kind, tags }];
}

function tagsOf(spec: Fields): Fields {
  return (spec['tags'] ?? {}) as Fields;
}

function keyOf({ key }: { readonly key: Key }): Key {
  return key;
}

function creation(resource: Resource, kind: Kind): Change {
  return {
    ...described(resource.kind, resource.key),
    verb: 'create',
    after: resource,
    reason: resource.via === undefined ? 'in the file, not live' : `selected by ${resource.via}, not live`,
    widensAccess: kind.widens(undefined, resource.spec),
  };
}

function update(before: LiveResource, after: Resource, fields: readonly FieldChange[], kind: Kind): Change {
  return {
    ...described(after.kind, after.key),
    verb: fields.some(({ field }) => kind.fixed.includes(field)) ? 'replace' : 'update',
    before,
    after,
    fields,
    reason: 'differs from the file',
    widensAccess: kind.widens(before.spec, after.spec),
  };
}

/** What goes of that which nobody declared. */
function removals(undeclared: readonly LiveResource[], desired: Desired, oldSets: ReadonlySet<Key>): readonly Change[] {
  const expired = new Map(desired.expired.map((grant) => [grant.key, grant]));
  return undeclared
    .filter((resource) => desired.standing(resource) === 'removable')
    .map((resource) => {
      const past = expired.get(resource.key) ?? expired.get(keyUnderNewName(resource, desired) ?? resource.key);
      return removal(resource, past ?? reasonToGo(resource, desired, oldSets));
    });
}

/** Why something goes that the file does not declare: by the file's own word, with something else, or for no other reason. */
function reasonToGo({ key, needs }: LiveResource, { removed }: Desired, oldSets: ReadonlySet<Key>): string {
  if (removed.has(key)) return 'removed by the file';
  if (oldSets.has(key)) return 'has a new name in the file';
  if (needs.some((need) => removed.has(need))) return 'falls with what the file removes';
  if (needs.some((need) => oldSets.has(need))) return 'falls with the old name of its set';
  return 'live, not in the file';
}

function removal(live: LiveResource, why: ExpiredGrant | string): Change {
  const base = { ...described(live.kind, live.key), verb: 'delete', before: live, widensAccess: false } as const;
  if (typeof why === 'string') return { ...base, reason: why };
  return { ...base, origin: 'clock', reason: `expired on ${isoInstant(why.expired)}` };
}

function described(kind: KindName, key: Key): Pick<Change, 'kind' | 'key' | 'needs' | 'origin'> {
  return { kind, key, needs: [], origin: 'file' };
}
