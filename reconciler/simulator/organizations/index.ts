/** AWS Organizations: `AWSOrganizationsV20161128`, one global endpoint that may be signed for any Region. */

import derived from '../models/organizations.json' with { type: 'json' };
import type { OrganizationsOperations } from '../models/organizations.types.ts';
import { serviceModel } from '../model.ts';
import { untyped } from '../service.ts';
import type { Service } from '../service.ts';
import { delegationHandlers } from './delegation.ts';
import { structureHandlers } from './structure.ts';

/** How Organizations tells what a request broke. */
const REASONS: { readonly [constraint: string]: string } = {
  required: 'INPUT_REQUIRED',
  'min-length': 'MIN_LENGTH_EXCEEDED',
  'max-length': 'MAX_LENGTH_EXCEEDED',
  pattern: 'INVALID_PATTERN',
  enum: 'INVALID_ENUM',
  'min-value': 'MIN_VALUE_EXCEEDED',
  'max-value': 'MAX_VALUE_EXCEEDED',
};

export const organizations: Service = {
  model: serviceModel(derived),
  handlers: untyped<OrganizationsOperations>({ ...structureHandlers, ...delegationHandlers }),
  actionPrefix: 'organizations',
  open: new Set(),
  writes: new Set([
    'DeregisterDelegatedAdministrator',
    'DisableAWSServiceAccess',
    'EnableAWSServiceAccess',
    'RegisterDelegatedAdministrator',
  ]),
  errors: {
    accessDenied: 'AccessDeniedException',
    validation: 'InvalidInputException',
    throttling: 'TooManyRequestsException',
    internal: 'ServiceException',
    conflict: 'ConcurrentModificationException',
  },
  region: 'any',
  validationMembers: (broken) => {
    const reason = REASONS[broken];
    return reason === undefined ? {} : { Reason: reason };
  },
};
