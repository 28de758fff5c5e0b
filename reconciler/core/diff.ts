/**
 * Desired × live → changes. Both sides are canonical and settled before they are compared, so that the comparison
 * itself is plain equality, the same for every kind.
 */

import { caseTwins } from './case-twins.ts';
import type { Change, FieldChange } from './change.ts';
import type { Desired, ExpiredGrant } from './desired.ts';
import type { Issue } from './issue.ts';
import type { Fields } from './json.ts';
import { byCodePoint, inCodePointOrder, sameJson } from './json.ts';
import type { Key, KindName } from './key.ts';
import { permissionSetKey } from './key.ts';
import type { Kind } from './kind.ts';
import type { UnmanagedThing } from './plan.types.ts';
import type { LiveResource, Resource } from './resource.ts';
import { undeclaredTags } from './tags.ts';
import { isoInstant } from './time.ts';

export interface Differences {
  /** Without `needs`: what waits for what is `order.ts`. Sorted by key. */
  readonly changes: readonly Change[];
  /** Live things that the file says to report. Sorted by key. */
  readonly unmanaged: readonly UnmanagedThing[];
  readonly warnings: readonly Issue[];
}

/** The kind of a resource; every resource that reaches the core has one of `kinds/index.ts`. */
export type KindOf = (name: KindName) => Kind;

/** What must change so that the live things become the desired ones, and what is live although nobody declared it. */
export function diff(desired: Desired, live: readonly LiveResource[], kindOf: KindOf): Differences {
  // What is declared is taken out of it, so that what nobody declared is left.
  const others = new Map<Key, LiveResource>();
  for (const resource of live) others.set(resource.key, resource);
  const expired = new Map(desired.expired.map((grant) => [grant.key, grant]));
  const changes: Change[] = [];
  const differing: Issue[] = [];
  const tagged: UnmanagedThing[] = [];
  const provided = new Set(live.filter(({ kind, external }) => kind === 'group' && external === true).map(keyOf));
  for (const resource of desired.resources) {
    if (
      resource.kind === 'membership' &&
      !others.has(resource.key) &&
      resource.needs.some((need) => provided.has(need))
    ) {
      differing.push(memberOfProvider(resource));
      continue;
    }
    const found = others.get(resource.key);
    const { change, warning } = compare(resource, found, kindOf(resource.kind), desired);
    if (desired.settle.tags === 'report' && found !== undefined) tagged.push(...withTags(resource, found));
    others.delete(resource.key);
    if (change !== undefined) changes.push(change);
    if (warning !== undefined) differing.push(warning);
  }
  const oldSets = oldSetKeys(desired);
  const undeclared = [...others.values()];
  for (const resource of undeclared) {
    if (desired.standing(resource) !== 'removable') continue;
    changes.push(removal(resource, expired.get(resource.key) ?? reasonToGo(resource, desired, oldSets)));
  }
  const unmanaged = undeclared
    .filter((resource) => desired.standing(resource) === 'reported')
    .map(({ key, kind }) => ({ key, kind }));
  const kept = stillGranted(changes, live, oldSets);
  const left = kept.size === 0 ? changes : changes.filter(({ key }) => !kept.has(key));
  return {
    changes: inCodePointOrder(left, keyOf),
    unmanaged: inCodePointOrder([...tagged, ...unmanaged], keyOf),
    warnings: [
      ...differing,
      ...caseTwins(changes, undeclared),
      ...otherRoles(left, desired),
      ...[...kept].map(oldSetStays),
    ],
  };
}

/** A warning for each set that gets its new name here, or grants of it: IAM names a role after its set (DESIGN section 2, "Renames"). */
function otherRoles(changes: readonly Change[], { renames, resources }: Desired): readonly Issue[] {
  const leaving = new Set(
    changes.flatMap((change) => (change.verb === 'delete' ? [change.key, ...change.before.needs] : [])),
  );
  const due = [...renames.permissionSets].filter(([, previous]) => leaving.has(permissionSetKey(previous)));
  return due.map(([name, previous]) => {
    const place = resources.find(({ key }) => key === permissionSetKey(name))?.at;
    return {
      code: 'CONFIG_RENAME',
      severity: 'warning',
      message: `${permissionSetKey(previous)} becomes ${permissionSetKey(name)}: its role has another name and ARN in each account`,
      hint: 'look for the old ARN in trust policies, key policies and EKS mappings',
      ...(place === undefined ? {} : { at: place }),
    };
  });
}

/** A declared thing with the tags that it has and nobody declared. */
function withTags({ key, kind, spec }: Resource, live: LiveResource): readonly UnmanagedThing[] {
  const tags = undeclaredTags(tagsOf(spec), tagsOf(live.spec));
  return tags.length === 0 ? [] : [{ key, kind, tags }];
}

function tagsOf(spec: Fields): Fields {
  return (spec['tags'] ?? {}) as Fields;
}

/** The keys that renamed permission sets had. */
function oldSetKeys({ renames }: Desired): ReadonlySet<Key> {
  return new Set([...renames.permissionSets.values()].map(permissionSetKey));
}

/** Old names of renamed permission sets that something live still needs: such a set stays (DESIGN section 2, "Renames"). */
function stillGranted(
  changes: readonly Change[],
  live: readonly LiveResource[],
  oldSets: ReadonlySet<Key>,
): ReadonlySet<Key> {
  if (oldSets.size === 0) return new Set();
  const deleted = new Set(changes.filter(({ verb }) => verb === 'delete').map(({ key }) => key));
  const needed = live.filter(({ key }) => !deleted.has(key)).flatMap(({ needs }) => needs);
  return new Set(needed.filter((key) => oldSets.has(key) && deleted.has(key)));
}

function oldSetStays(key: Key): Issue {
  return {
    code: 'CONFIG_RENAME',
    severity: 'warning',
    message: `${key} stays beside its new name: somebody whom the file does not name still holds it`,
    hint: 'declare these grants under the new name, or let them be removed with `unmanagedAssignments: remove`',
  };
}

function keyOf({ key }: { readonly key: Key }): Key {
  return key;
}

type Compared = { readonly change?: Change; readonly warning?: Issue };

function compare(resource: Resource, live: LiveResource | undefined, kind: Kind, desired: Desired): Compared {
  if (live === undefined) return { change: creation(resource, kind) };
  const spec = kind.settle(resource.spec, live.spec, desired.settle);
  const fields = fieldChanges(live.spec, spec);
  if (fields.length === 0) return {};
  // What a provider owns is never written, whatever the file says (DESIGN, References).
  if (live.external === true) return { warning: externalDiffers(resource, fields) };
  const change: Change = {
    ...described(resource.kind, resource.key),
    verb: fields.some(({ field }) => kind.fixed.includes(field)) ? 'replace' : 'update',
    before: live,
    after: { ...resource, spec },
    fields,
    reason: 'differs from the file',
    widensAccess: kind.widens(live.spec, spec),
  };
  return { change };
}

function externalDiffers(resource: Resource, fields: readonly FieldChange[]): Issue {
  const names = fields.map(({ field }) => field).join(', ');
  return {
    code: 'CONFIG_EXTERNAL',
    severity: 'warning',
    message: `${resource.key} belongs to the identity provider and is never written here; it differs in ${names}`,
    hint: 'change it at the provider, or remove it from the file',
    ...(resource.at === undefined ? {} : { at: resource.at }),
  };
}

function memberOfProvider({ key, at }: Resource): Issue {
  return {
    code: 'CONFIG_EXTERNAL',
    severity: 'warning',
    message: `${key} is not live, and its group belongs to the identity provider, whose members are never written here`,
    hint: 'add the member at the provider, or remove it from the file',
    ...(at === undefined ? {} : { at }),
  };
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

/** The fields in which two canonical specs differ, sorted by name; a field that one side lacks stands as `null` there. */
export function fieldChanges(before: Fields, after: Fields): readonly FieldChange[] {
  const names = Object.keys(before);
  for (const name of Object.keys(after)) if (!Object.hasOwn(before, name)) names.push(name);
  // Most specs do not differ at all: only names that do are sorted.
  return names
    .filter((name) => !sameJson(before[name] ?? null, after[name] ?? null))
    .sort(byCodePoint)
    .map((field) => ({ field, before: before[field] ?? null, after: after[field] ?? null }));
}
