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
  const { users = [], groups = [], permissionSets = [] } = document.ignore ?? {};
  const matches = (globs: readonly string[]) => {
    const first = firstMatch(globs);
    return (name: string): boolean => first(name) !== undefined;
  };
  const [isUser, isGroup, isSet] = [matches(users), matches(groups), matches(permissionSets)] as const;
  const isPrincipal = (type: PrincipalType, name: string) => (type === 'user' ? isUser(name) : isGroup(name));
  const ignored = ignoredAccounts(document, organization);
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
        return isSet(permissionSet) || ignored.has(account) || isPrincipal(principalType, principal);
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

/** Ids of the accounts that `ignore` names by id or Organizations name; one with a short name is never ignored. */
export function ignoredAccounts(
  { ignore }: Configuration['document'],
  { accounts }: Organization,
): ReadonlySet<string> {
  const first = firstMatch(ignore?.accounts ?? []);
  const found = accounts.filter(({ id, name }) => first(id) !== undefined || first(name) !== undefined);
  return new Set(found.map(({ id }) => id));
}
