/** The plan as one value: assembled from its parts, digested, and compared with the one that was approved. */

import { createHash } from 'node:crypto';
import type { Change } from './change.ts';
import { specAfter, specBefore } from './change.ts';
import type { Fields, Json } from './json.ts';
import { byCodePoint, canonicalJson, inCodePointOrder, sameJson } from './json.ts';
import type { ChangeDocument, Plan, PlanDocument, Target } from './plan.types.ts';

/** All of a plan but what follows from the rest. */
export type PlanParts = Omit<Plan, 'formatVersion' | 'summary' | 'digest'>;

/** The finished plan; one that breaches a guard has no digest, so that nothing can approve it. */
export function assemblePlan(parts: PlanParts): Plan {
  const summary = { create: 0, update: 0, replace: 0, delete: 0 };
  for (const change of parts.changes) summary[change.verb] += 1;
  const plan = { formatVersion: 1, ...parts, summary } as const;
  if (parts.breaches.length > 0) return plan;
  const changes = inCodePointOrder(parts.changes, ({ key }) => key);
  return { ...plan, digest: digestInOrder({ formatVersion: 1, target: parts.target }, changes, digested) };
}

/** What a digest covers of a change: everything that would be done, nothing that only explains it. */
export interface DigestedChange {
  readonly id: string;
  readonly verb: string;
  readonly before: Fields | null;
  readonly after: Fields | null;
}

function digested(change: Change): { readonly [name in keyof DigestedChange]: Json } {
  return { id: change.key, verb: change.verb, before: specBefore(change) ?? null, after: specAfter(change) ?? null };
}

/**
 * `sha256:` and 64 hex digits over format version, target and each change's id, verb, before and after in canonical
 * form, the changes in order of id (DESIGN section 4, "Digest"). Takes a plan document as it is.
 */
export function digestOf(plan: {
  readonly formatVersion: number;
  readonly target: Target;
  readonly changes: readonly DigestedChange[];
}): string {
  const changes = plan.changes.toSorted((a, b) => byCodePoint(a.id, b.id));
  return digestInOrder(plan, changes, ({ id, verb, before, after }) => ({ id, verb, before, after }));
}

/** One change after the other, so that what is hashed of many is never there all at once. */
function digestInOrder<T>(
  plan: { readonly formatVersion: number; readonly target: Target },
  changes: readonly T[],
  covered: (change: T) => { readonly [name in keyof DigestedChange]: Json },
): string {
  const hash = createHash('sha256');
  hash.update(canonicalJson({ formatVersion: plan.formatVersion, target: targetJson(plan.target) }));
  for (const change of changes) hash.update(`\n${canonicalJson(covered(change))}`);
  return `sha256:${hash.digest('hex')}`;
}

function targetJson({ organization, identityCenter, profile }: Target): Json {
  return {
    organization: { ...organization },
    identityCenter: { ...identityCenter },
    profile: profile === undefined ? null : { ...profile },
  };
}

/** How a plan stands to the one that was approved. */
export type Approval =
  | { readonly kind: 'exact' }
  /** What is left of it after a run that stopped half way. */
  | { readonly kind: 'remainder'; readonly left: number; readonly of: number }
  /** A guard refused that one itself: without a digest it approves nothing, and nobody could tell whether it was edited. */
  | { readonly kind: 'refused' }
  | { readonly kind: 'different'; readonly differences: readonly Difference[] };

export interface Difference {
  /** A change's id, or `target`. */
  readonly id: string;
  readonly how: 'came' | 'went' | 'became another';
  readonly detail: string;
}

/** Whether `now` may be applied by the approval of `approved` (DESIGN section 4, "Approved"). */
export function approval(approved: PlanDocument, now: Plan): Approval {
  if (approved.digest === undefined) return { kind: 'refused' };
  if (canonicalJson(targetJson(approved.target)) !== canonicalJson(targetJson(now.target))) {
    const detail = 'the organisation, the Identity Center instance or the profile is another';
    return { kind: 'different', differences: [{ id: 'target', how: 'became another', detail }] };
  }
  if (now.digest === approved.digest) return { kind: 'exact' };
  const byId = new Map(approved.changes.map((change) => [change.id, change]));
  const beyond = now.changes.flatMap((change) => beyondApproval(byId.get(change.key), change));
  if (beyond.length === 0) {
    return { kind: 'remainder', left: now.changes.length, of: approved.changes.length };
  }
  const present = new Set<string>(now.changes.map((change) => change.key));
  const gone = approved.changes
    .filter((change) => !present.has(change.id))
    .map((change): Difference => ({ id: change.id, how: 'went', detail: `${change.verb} is no longer needed` }));
  return { kind: 'different', differences: [...beyond, ...gone].sort((a, b) => byCodePoint(a.id, b.id)) };
}

const LEFT_OF: { readonly [verb in Change['verb']]: readonly Change['verb'][] } = {
  create: ['create', 'update'],
  update: ['update'],
  replace: ['replace', 'create', 'update'],
  delete: ['delete'],
};

function beyondApproval(approved: ChangeDocument | undefined, change: Change): readonly Difference[] {
  const id = change.key;
  if (approved === undefined) return [{ id, how: 'came', detail: `${change.verb} was not in the approved plan` }];
  const another = (detail: string): readonly Difference[] => [{ id, how: 'became another', detail }];
  if (!LEFT_OF[approved.verb].includes(change.verb)) return another(`${approved.verb} became ${change.verb}`);
  if (change.verb === 'delete') return [];
  if (!leadsToTheSame(approved.after, change.after.spec)) return another('it would end otherwise than approved');
  if (change.verb !== 'update' || approved.verb !== 'update') return [];
  const allowed = new Set([...approved.fields.map(({ field }) => field), 'provisioned']);
  const more = change.fields.map(({ field }) => field).filter((field) => !allowed.has(field));
  return more.length === 0 ? [] : another(`it would also change ${more.join(', ')}`);
}

/**
 * Whether both ends are one. A seat that a user has got through a group meanwhile is nothing that is done to the user: an
 * approved change of the group gave it, and the service then gives no other.
 */
function leadsToTheSame(approved: Fields | null, now: Fields): boolean {
  const { throughGroup } = now;
  return sameJson(throughGroup === undefined ? approved : { ...approved, subscription: null, throughGroup }, now);
}
