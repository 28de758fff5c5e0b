/** How people call things, in what the core says of them. */

import { accountName } from './account-names.ts';
import type {
  AssignmentSpec,
  AuthorizationSpec,
  DelegatedAdministratorSpec,
  GroupSpec,
  MembershipSpec,
  PermissionSetSpec,
  Resource,
  ServiceAccessSpec,
  UserSpec,
} from './resource.ts';

type Titled = Pick<Resource, 'kind' | 'spec' | 'key'>;
type Names = Parameters<typeof accountName>[1];

/** How people call a thing: `Auditor on prod for group auditors`. */
export function title(resource: Titled, names: Names): string {
  if (resource.kind === 'membership') {
    const { group, user } = resource.spec as MembershipSpec;
    return `${user} in group ${group}`;
  }
  if (resource.kind === 'assignment') {
    const { permissionSet, account, principalType, principal } = resource.spec as AssignmentSpec;
    return `${permissionSet} on ${accountName(account, names)} for ${principalType} ${principal}`;
  }
  if (resource.kind === 'service-access') return `trusted access of ${(resource.spec as ServiceAccessSpec).principal}`;
  if (resource.kind === 'delegated-administrator')
    return `delegated administrator of ${(resource.spec as DelegatedAdministratorSpec).principal}`;
  if (resource.kind === 'authorization') {
    const { principalType, principal } = resource.spec as AuthorizationSpec;
    return `the authorisation of ${principalType} ${principal}`;
  }
  if (resource.kind === 'permission-set') return `permission set ${(resource.spec as PermissionSetSpec).name}`;
  if (resource.kind === 'group') return `group ${(resource.spec as GroupSpec).name}`;
  if (resource.kind === 'user') return `user ${(resource.spec as UserSpec).userName}`;
  return resource.key;
}

/** The first few of them, and how many more. */
export function titles(resources: readonly Titled[], names: Names): string {
  const shown = resources.slice(0, 3).map((resource) => title(resource, names));
  const more = resources.length - shown.length;
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ');
}
