/** The directory of IAM Identity Center: `AWSIdentityStore`. */

import derived from '../models/identitystore.json' with { type: 'json' };
import type { IdentitystoreOperations } from '../models/identitystore.types.ts';
import { serviceModel } from '../model.ts';
import { untyped, USUAL_ERRORS } from '../service.ts';
import type { Service } from '../service.ts';
import { groupHandlers } from './groups.ts';
import { membershipHandlers } from './memberships.ts';
import { userHandlers } from './users.ts';

export const identityStore: Service = {
  model: serviceModel(derived),
  handlers: untyped<IdentitystoreOperations>({ ...userHandlers, ...groupHandlers, ...membershipHandlers }),
  actionPrefix: 'identitystore',
  open: new Set(),
  writes: new Set([
    'CreateGroup',
    'CreateGroupMembership',
    'CreateUser',
    'DeleteGroup',
    'DeleteGroupMembership',
    'DeleteUser',
    'UpdateGroup',
    'UpdateUser',
  ]),
  errors: USUAL_ERRORS,
  region: 'instance',
};
