/** Permission sets: the quotas of their policies, and renames that cannot be. */

import type { Issue } from '../core/issue.ts';
import { MANAGED_POLICIES_QUOTA } from '../core/policy.ts';
import { mistake, placeText } from './codes.ts';
import type { Configuration } from './configuration.ts';
import { at } from './configuration.ts';
import type { DeclaredNames } from './declared.ts';
import { managedPolicyArn } from './permission-sets.ts';
import type { Renamable } from './renames.ts';

/** Sets with more policies than AWS attaches to one. */
export function tooManyPolicies(configuration: Configuration): readonly Issue[] {
  return (configuration.document.permissionSets ?? []).flatMap((set, index) => {
    const managed = new Set((set.managedPolicies ?? []).map((policy) => managedPolicyArn(policy, 'aws')));
    const customer = new Set((set.customerManagedPolicies ?? []).map(({ name, path = '/' }) => path + name));
    const count = managed.size + customer.size;
    if (count <= MANAGED_POLICIES_QUOTA) return [];
    const message = `permission set "${set.name}" has ${count} managed policies, and AWS attaches ${MANAGED_POLICIES_QUOTA} at most`;
    return [mistake('CONFIG_LIMIT', at(configuration, ['permissionSets', index, 'name']), message)];
  });
}

/** `previously` that names the thing itself, something declared, or what another entry was as well. */
export function wrongRenames(configuration: Configuration, declared: DeclaredNames): readonly Issue[] {
  const { document } = configuration;
  return [
    ...renames(configuration, 'groups', 'group', document.groups ?? [], declared.groups),
    ...renames(
      configuration,
      'permissionSets',
      'permission set',
      document.permissionSets ?? [],
      declared.permissionSets,
      declared.adminSets,
    ),
  ];
}

function renames(
  configuration: Configuration,
  list: 'groups' | 'permissionSets',
  noun: string,
  entries: readonly Renamable[],
  declared: ReadonlySet<string>,
  byAdmins: ReadonlySet<string> = new Set(),
): readonly Issue[] {
  const seen = new Map<string, number>();
  return entries.flatMap(({ name, previously }, index) => {
    if (previously === undefined) return [];
    const place = at(configuration, [list, index, 'previously']);
    if (previously === name) {
      return [
        mistake(
          'CONFIG_RENAME',
          place,
          `${noun} "${name}" cannot have been called the same before`,
          'take previously out',
        ),
      ];
    }
    if (byAdmins.has(previously) && !declared.has(previously)) {
      const message = `${noun} "${previously}" is what admins gives, so it cannot become "${name}"`;
      return [mistake('CONFIG_RENAME', place, message, `give "${name}" there, or take previously out`)];
    }
    if (declared.has(previously)) {
      const message = `${noun} "${previously}" is declared too, so it cannot become "${name}"`;
      return [mistake('CONFIG_RENAME', place, message, `take out the declaration of "${previously}", or previously`)];
    }
    const first = seen.get(previously);
    if (first === undefined) {
      seen.set(previously, index);
      return [];
    }
    const other = placeText(at(configuration, [list, first, 'previously']));
    return [mistake('CONFIG_RENAME', place, `${noun} "${previously}" is already renamed at ${other}`)];
  });
}
