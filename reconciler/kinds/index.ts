import type { KindName } from '../core/key.ts';
import type { Kind, KindOf } from '../core/kind.ts';
import { applicationKind } from './application/kind.ts';
import { assignmentKind } from './assignment/kind.ts';
import { authorizationKind } from './authorization/kind.ts';
import { delegatedAdministratorKind } from './delegated-administrator/kind.ts';
import { groupKind } from './group/kind.ts';
import { membershipKind } from './membership/kind.ts';
import { permissionSetKind } from './permission-set/kind.ts';
import { profileKind } from './profile/kind.ts';
import { serviceAccessKind } from './service-access/kind.ts';
import { serviceLinkedRoleKind } from './service-linked-role/kind.ts';
import { userKind } from './user/kind.ts';

/** Every kind that is built. A new one is one line here and one in `drivers.ts`. */
export const KINDS: ReadonlyMap<KindName, Kind> = new Map(
  [
    serviceAccessKind,
    delegatedAdministratorKind,
    userKind,
    groupKind,
    membershipKind,
    permissionSetKind,
    assignmentKind,
    serviceLinkedRoleKind,
    profileKind,
    applicationKind,
    authorizationKind,
  ].map((kind) => [kind.name, kind]),
);

/** The kind of a name; throws for one that is not built, which no resource that reaches the core has. */
export const kindOf: KindOf = (name) => {
  const kind = KINDS.get(name);
  if (kind === undefined) throw new Error(`no kind ${name} is built`);
  return kind;
};
