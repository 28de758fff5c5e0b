import type { Fields, Json } from '../../core/json.ts';
import { isArray, sameJson } from '../../core/json.ts';
import type { Kind, SettlePolicy } from '../../core/kind.ts';
import { widensPolicy } from '../../core/policy-diff.ts';
import { settleTags, tagCalls } from '../../core/tags.ts';

/** A permission set with all that belongs to it: policies, boundary, tags, and whether every account has its newest version. */
export const permissionSetKind: Kind = {
  name: 'permission-set',
  fixed: [],
  settle: settlePermissionSet,
  widens: (before, after) => after !== undefined && (before === undefined || widensContent(before, after)),
  writes,
};

function settlePermissionSet(desired: Fields, live: Fields, policy: SettlePolicy): Fields {
  return { ...live, ...desired, tags: settleTags(tagsOf(desired), tagsOf(live), policy) };
}

type Tags = { readonly [key: string]: Json };

function tagsOf(spec: Fields): Tags {
  const tags = spec['tags'];
  return tags !== null && typeof tags === 'object' && !isArray(tags) ? tags : {};
}

function listOf(spec: Fields | undefined, field: string): readonly Json[] {
  const value = spec?.[field];
  return value !== undefined && isArray(value) ? value : [];
}

function missingFrom(list: readonly Json[], other: readonly Json[]): number {
  return list.filter((item) => !other.some((candidate) => sameJson(candidate, item))).length;
}

// A policy that goes may be one that denies, and a boundary that changes may allow more.
const RIGHTS = ['managedPolicies', 'customerManagedPolicies', 'permissionsBoundary'] as const;

function widensContent(before: Fields, after: Fields): boolean {
  return (
    RIGHTS.some((field) => !sameJson(before[field] ?? null, after[field] ?? null)) ||
    widensPolicy(before['inlinePolicy'] ?? null, after['inlinePolicy'] ?? null)
  );
}

const SETTINGS = ['description', 'sessionDuration', 'relayState'] as const;

/** Calls of `kinds/permission-set/aws.ts` for the change: one for each policy, one for the settings, one provisioning. */
function writes(before: Fields | undefined, after: Fields | undefined): number {
  if (after === undefined) return 1;
  const differs = (field: string): boolean => !sameJson(before?.[field] ?? null, after[field] ?? null);
  const settings = before === undefined || SETTINGS.some(differs) ? 1 : 0;
  const lists = ['managedPolicies', 'customerManagedPolicies']
    .map((field) => listChanges(listOf(before, field), listOf(after, field)))
    .reduce((total, changes) => total + changes, 0);
  const documents = ['permissionsBoundary', 'inlinePolicy'].filter(differs).length;
  const content = settings + lists + documents;
  const provisioning = before !== undefined && (content > 0 || differs('provisioned')) ? 1 : 0;
  // Tags of a new set travel with its creation.
  return content + provisioning + (before === undefined ? 0 : tagCalls(tagsOf(before), tagsOf(after)));
}

function listChanges(before: readonly Json[], after: readonly Json[]): number {
  return missingFrom(before, after) + missingFrom(after, before);
}
