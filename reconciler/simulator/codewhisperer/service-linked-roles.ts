/** The service-linked roles of CodeWhisperer and of what became of it. */

import type { Call } from '../service.ts';

/** Service principal → the role's name. */
export const SERVICE_LINKED_ROLES: { readonly [principal: string]: string } = {
  'codewhisperer.amazonaws.com': 'AWSServiceRoleForCodeWhisperer',
  'q.amazonaws.com': 'AWSServiceRoleForAmazonQDeveloper',
  'user-subscriptions.amazonaws.com': 'AWSServiceRoleForUserSubscriptions',
};

/** For the profile the older service's role does too. */
const SUFFICIENT = {
  q: ['q.amazonaws.com', 'codewhisperer.amazonaws.com'],
  'user-subscriptions': ['user-subscriptions.amazonaws.com'],
} as const;

/** Whether the caller's account has the role that the service works with. */
export function hasServiceLinkedRole(call: Call, service: keyof typeof SUFFICIENT): boolean {
  const roles = call.world.serviceLinkedRoles.get(call.caller.account);
  return SUFFICIENT[service].some((principal) => roles?.has(principal) === true);
}
