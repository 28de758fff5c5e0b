/** IAM Identity Center's own API: `SWBExternalService`, signed for `sso`. */

import derived from '../models/sso-admin.json' with { type: 'json' };
import type { SsoAdminOperations } from '../models/sso-admin.types.ts';
import { serviceModel } from '../model.ts';
import { untyped, USUAL_ERRORS } from '../service.ts';
import type { Service } from '../service.ts';
import { applicationAssignmentHandlers } from './application-assignments.ts';
import { applicationHandlers } from './applications.ts';
import { assignmentHandlers } from './assignments.ts';
import { customerManagedPolicyHandlers, managedPolicyHandlers } from './attached-policies.ts';
import { instanceHandlers } from './instance.ts';
import { permissionSetHandlers } from './permission-sets.ts';
import { boundaryHandlers, inlinePolicyHandlers } from './own-policies.ts';
import { provisioningHandlers } from './provisioning.ts';
import { statusHandlers } from './status.ts';
import { tagHandlers } from './tags.ts';

export const ssoAdmin: Service = {
  model: serviceModel(derived),
  handlers: untyped<SsoAdminOperations>({
    ...instanceHandlers,
    ...permissionSetHandlers,
    ...managedPolicyHandlers,
    ...customerManagedPolicyHandlers,
    ...inlinePolicyHandlers,
    ...boundaryHandlers,
    ...tagHandlers,
    ...provisioningHandlers,
    ...assignmentHandlers,
    ...statusHandlers,
    ...applicationHandlers,
    ...applicationAssignmentHandlers,
  }),
  actionPrefix: 'sso',
  open: new Set(),
  writes: new Set([
    'AttachCustomerManagedPolicyReferenceToPermissionSet',
    'AttachManagedPolicyToPermissionSet',
    'CreateAccountAssignment',
    'CreateApplicationAssignment',
    'CreatePermissionSet',
    'DeleteAccountAssignment',
    'DeleteApplicationAssignment',
    'DeleteInlinePolicyFromPermissionSet',
    'DeletePermissionSet',
    'DeletePermissionsBoundaryFromPermissionSet',
    'DetachCustomerManagedPolicyReferenceFromPermissionSet',
    'DetachManagedPolicyFromPermissionSet',
    'ProvisionPermissionSet',
    'PutApplicationAssignmentConfiguration',
    'PutInlinePolicyToPermissionSet',
    'PutPermissionsBoundaryToPermissionSet',
    'TagResource',
    'UntagResource',
    'UpdateApplication',
    'UpdatePermissionSet',
  ]),
  errors: USUAL_ERRORS,
  region: 'instance',
};
