/** One difference between desired and live, and what became of it. */

import type { Issue } from './issue.ts';
import type { Json } from './json.ts';
import type { Key, KindName } from './key.ts';
import type { LiveResource, Resource } from './resource.ts';

export type Verb = 'create' | 'update' | 'replace' | 'delete';
export const ORIGINS = ['file', 'drift', 'organization', 'clock'] as const;
export type Origin = (typeof ORIGINS)[number];

export interface FieldChange {
  readonly field: string;
  readonly before: Json;
  readonly after: Json;
}

interface ChangeBase {
  readonly kind: KindName;
  readonly key: Key;
  /** Keys of the changes of the same plan that it waits for; sorted. */
  readonly needs: readonly Key[];
  readonly origin: Origin;
  /** One short phrase for people; decides nothing. */
  readonly reason: string;
  readonly widensAccess: boolean;
}

export type Create = ChangeBase & { readonly verb: 'create'; readonly after: Resource };
export type Update = ChangeBase & {
  readonly verb: 'update' | 'replace';
  readonly before: LiveResource;
  readonly after: Resource;
  readonly fields: readonly FieldChange[];
};
export type Delete = ChangeBase & { readonly verb: 'delete'; readonly before: LiveResource };
export type Change = Create | Update | Delete;

/** The spec before the change, as `undefined` for a create. */
export function specBefore(change: Change): LiveResource['spec'] | undefined {
  return change.verb === 'create' ? undefined : change.before.spec;
}

/** The spec after the change, as `undefined` for a delete. */
export function specAfter(change: Change): Resource['spec'] | undefined {
  return change.verb === 'delete' ? undefined : change.after.spec;
}

/** The thing that a change is about: as it is to be or, when it is deleted, as it was. */
export function subjectOf(change: Change): Resource | LiveResource {
  return change.verb === 'delete' ? change.before : change.after;
}

export type Outcome =
  | { readonly status: 'done'; readonly change: Change }
  | { readonly status: 'failed'; readonly change: Change; readonly issue: Issue }
  | { readonly status: 'skipped'; readonly change: Change; readonly because: Key | 'cancelled' };
