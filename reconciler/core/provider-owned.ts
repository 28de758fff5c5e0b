/** What belongs to the identity provider, and is never written here, whatever the file says (DESIGN section 2, "References"): it is told. */

import type { FieldChange } from './change.ts';
import type { Issue } from './issue.ts';
import type { Key } from './key.ts';
import type { LiveResource, Resource } from './resource.ts';

/** The keys of the groups whose members the provider decides. */
export function groupsOfProvider(live: readonly LiveResource[]): ReadonlySet<Key> {
  return new Set(live.filter(({ kind, external }) => kind === 'group' && external === true).map(({ key }) => key));
}

/** Whether something is a membership of one of these groups. */
export function isMemberOf(groups: ReadonlySet<Key>, { kind, needs }: Resource): boolean {
  return kind === 'membership' && needs.some((need) => groups.has(need));
}

export function externalDiffers(resource: Resource, fields: readonly FieldChange[]): Issue {
  const names = fields.map(({ field }) => field).join(', ');
  return {
    code: 'CONFIG_EXTERNAL',
    severity: 'warning',
    message: `${resource.key} belongs to the identity provider and is never written here; it differs in ${names}`,
    hint: 'change it at the provider, or remove it from the file',
    ...(resource.at === undefined ? {} : { at: resource.at }),
  };
}

export function memberOfProvider({ key, at }: Resource): Issue {
  return {
    code: 'CONFIG_EXTERNAL',
    severity: 'warning',
    message: `${key} is not live, and its group belongs to the identity provider, whose members are never written here`,
    hint: 'add the member at the provider, or remove it from the file',
    ...(at === undefined ? {} : { at }),
  };
}
