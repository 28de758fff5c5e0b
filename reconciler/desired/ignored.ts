/** What `ignore` leaves out: neither read, shown, counted, touched nor exported (DESIGN section 2). */

import type { Organization } from '../core/facts.ts';
import type { PrincipalType } from '../core/key.ts';
import type {
  AssignmentSpec,
  AuthorizationSpec,
  GroupSpec,
  LiveResource,
  MembershipSpec,
  PermissionSetSpec,
  UserSpec,
} from '../core/resource.ts';
import type { Configuration } from './configuration.ts';
import { firstMatch } from './glob.ts';

/** Says of a live thing whether a glob of `ignore` matches it, or anything that it names. */
export function createIgnored(
  { document }: Configuration,
  organization: Organization,
): (live: Pick<LiveResource, 'kind' | 'spec'>) => boolean {
  const { users = [], groups = [], permissionSets = [], accounts = [] } = document.ignore ?? {};
  const matches = (globs: readonly string[]) => {
    const first = firstMatch(globs);
    return (name: string): boolean => first(name) !== undefined;
  };
  const [isUser, isGroup, isSet, isAccountName] = [users, groups, permissionSets, accounts].map(matches) as [
    (name: string) => boolean,
    (name: string) => boolean,
    (name: string) => boolean,
    (name: string) => boolean,
  ];
  const isPrincipal = (type: PrincipalType, name: string) => (type === 'user' ? isUser(name) : isGroup(name));
  const ignoredAccounts = new Set([
    ...organization.accounts.filter(({ id, name }) => isAccountName(id) || isAccountName(name)).map(({ id }) => id),
    ...Object.entries(document.accounts ?? {})
      .filter(([name, id]) => isAccountName(name) || isAccountName(id))
      .map(([, id]) => id),
  ]);
  return ({ kind, spec }) => {
    switch (kind) {
      case 'user':
        return isUser((spec as UserSpec).userName);
      case 'group':
        return isGroup((spec as GroupSpec).name);
      case 'permission-set':
        return isSet((spec as PermissionSetSpec).name);
      case 'membership': {
        const { group, user } = spec as MembershipSpec;
        return isGroup(group) || isUser(user);
      }
      case 'assignment': {
        const { permissionSet, account, principalType, principal } = spec as AssignmentSpec;
        return isSet(permissionSet) || ignoredAccounts.has(account) || isPrincipal(principalType, principal);
      }
      case 'authorization': {
        const { principalType, principal } = spec as AuthorizationSpec;
        return isPrincipal(principalType, principal);
      }
      case 'service-access':
      case 'delegated-administrator':
      case 'service-linked-role':
      case 'profile':
      case 'application':
        return false;
    }
  };
}
