/** The key that a spec stands under. */

import type { Fields } from './json.ts';
import type { Key, KindName } from './key.ts';
import {
  applicationKey,
  assignmentKey,
  authorizationKey,
  delegatedAdministratorKey,
  groupKey,
  membershipKey,
  permissionSetKey,
  profileKey,
  serviceAccessKey,
  serviceLinkedRoleKey,
  userKey,
} from './key.ts';
import type {
  AssignmentSpec,
  AuthorizationSpec,
  DelegatedAdministratorSpec,
  GroupSpec,
  MembershipSpec,
  PermissionSetSpec,
  ProfileSpec,
  UserSpec,
} from './resource.ts';

const KEY_OF: { readonly [kind in KindName]: (spec: Fields) => Key } = {
  'service-access': (spec) => serviceAccessKey((spec as DelegatedAdministratorSpec).principal),
  'delegated-administrator': (spec) => delegatedAdministratorKey((spec as DelegatedAdministratorSpec).principal),
  user: (spec) => userKey((spec as UserSpec).userName),
  group: (spec) => groupKey((spec as GroupSpec).name),
  membership: (spec) => membershipKey((spec as MembershipSpec).group, (spec as MembershipSpec).user),
  'permission-set': (spec) => permissionSetKey((spec as PermissionSetSpec).name),
  assignment: (spec) => {
    const { permissionSet, account, principalType, principal } = spec as AssignmentSpec;
    return assignmentKey(permissionSet, account, principalType, principal);
  },
  'service-linked-role': (spec) => serviceLinkedRoleKey((spec as DelegatedAdministratorSpec).principal),
  profile: (spec) => profileKey((spec as ProfileSpec).account, (spec as ProfileSpec).region),
  application: (spec) => applicationKey((spec as ProfileSpec).account, (spec as ProfileSpec).region),
  authorization: (spec) => {
    const { principalType, principal } = spec as AuthorizationSpec;
    return authorizationKey(principalType, principal);
  },
};

/** The key of a spec of that kind. Of a group that is being renamed it is the one of the name in the spec. */
export function keyOf(kind: KindName, spec: Fields): Key {
  return KEY_OF[kind](spec);
}
