import type { AwsSession } from '../aws/session.ts';
import type { Fields } from '../core/json.ts';
import type { KindName } from '../core/key.ts';
import type { Driver } from '../core/kind.ts';
import type { LiveResource, Resource } from '../core/resource.ts';
import { createApplicationDriver } from './application/aws.ts';
import { createAssignmentDriver } from './assignment/aws.ts';
import { createAuthorizationDriver } from './authorization/aws.ts';
import { createDelegatedAdministratorDriver } from './delegated-administrator/aws.ts';
import { createGroupDriver } from './group/aws.ts';
import { createMembershipDriver } from './membership/aws.ts';
import { createPermissionSetDriver } from './permission-set/aws.ts';
import { createProfileDriver } from './profile/aws.ts';
import { createServiceAccessDriver } from './service-access/aws.ts';
import { createServiceLinkedRoleDriver } from './service-linked-role/aws.ts';
import { createUserDriver } from './user/aws.ts';

/** A driver for every kind that is built, on one session. A new one is one line here and one in `index.ts`. */
export function createDrivers(session: AwsSession): ReadonlyMap<KindName, Driver> {
  return new Map<KindName, Driver>([
    ['service-access', bind(createServiceAccessDriver(session))],
    ['delegated-administrator', bind(createDelegatedAdministratorDriver(session))],
    ['user', bind(createUserDriver(session))],
    ['group', bind(createGroupDriver(session))],
    ['membership', bind(createMembershipDriver(session))],
    ['permission-set', bind(createPermissionSetDriver(session))],
    ['assignment', bind(createAssignmentDriver(session))],
    ['service-linked-role', bind(createServiceLinkedRoleDriver(session))],
    ['profile', bind(createProfileDriver(session))],
    ['application', bind(createApplicationDriver(session))],
    ['authorization', bind(createAuthorizationDriver(session))],
  ]);
}

/** A typed driver as the engine sees it; the engine hands it only resources of its own kind. */
function bind<S extends Fields>(driver: Driver<S>): Driver {
  return {
    read: (scope) => driver.read(scope),
    create: (after, refOf) => driver.create(after as Resource<S>, refOf),
    update: (before, after, refOf) => driver.update(before as LiveResource<S>, after as Resource<S>, refOf),
    remove: (before, refOf) => driver.remove(before as LiveResource<S>, refOf),
  };
}
