/** Permission sets: the quotas of their policies, and renames that cannot be. */

import type { Issue, Position } from '../core/issue.ts';
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
  const { groups, permissionSets, adminSets: byAdmins } = declared;
  return [
    ...renames(configuration, { list: 'groups', noun: 'group', declared: groups }),
    ...renames(configuration, { list: 'permissionSets', noun: 'permission set', declared: permissionSets, byAdmins }),
  ];
}

interface Renames {
  readonly list: 'groups' | 'permissionSets';
  readonly noun: string;
  readonly declared: ReadonlySet<string>;
  readonly byAdmins?: ReadonlySet<string>;
}

function renames(configuration: Configuration, { list, noun, declared, byAdmins }: Renames): readonly Issue[] {
  const entries: readonly Renamable[] = configuration.document[list] ?? [];
  const firstPlaces = new Map<string, Position>();
  return entries.flatMap(({ name, previously }, index) => {
    if (previously === undefined) return [];
    const place = at(configuration, [list, index, 'previously']);
    const refuse = (why: string, hint?: string) => [
      mistake('CONFIG_RENAME', place, `${noun} "${previously}" ${why}`, hint),
    ];
    if (previously === name) return refuse('cannot have been called the same before', 'take previously out');
    if (declared.has(previously)) {
      const hint = `take out the declaration of "${previously}", or previously`;
      return refuse(`is declared too, so it cannot become "${name}"`, hint);
    }
    if (byAdmins?.has(previously) === true) {
      const hint = `give "${name}" there, or take previously out`;
      return refuse(`is what admins gives, so it cannot become "${name}"`, hint);
    }
    const first = firstPlaces.get(previously);
    if (first !== undefined) return refuse(`is already renamed at ${placeText(first)}`);
    firstPlaces.set(previously, place);
    return [];
  });
}
