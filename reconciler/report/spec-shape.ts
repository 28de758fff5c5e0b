/** The shape of what a thing is, by kind: of an undo file the specs are written to the services, so they are held to it. */

import type { KindName } from '../core/key.ts';
import type { Shape } from './shape.ts';
import { anything, flag, list, matching, members, object, oneOf, orNull, text } from './shape.ts';

const accountId = matching('12 digits', /^\d{12}$/u);
const principalType = oneOf(['user', 'group']);
const customerManagedPolicy = object({ name: text, path: text });

/** One of several; what is wrong is told of the first. */
function either(...shapes: readonly [Shape, ...Shape[]]): Shape {
  return (value, path) => (shapes.some((shape) => shape(value, path).length === 0) ? [] : shapes[0](value, path));
}

/** By kind, the specs of `core/resource.ts`. */
export const SPEC_SHAPES: { readonly [kind in KindName]: Shape } = {
  'service-access': object({ principal: text }),
  'delegated-administrator': object({ principal: text, account: accountId }, { others: list(accountId) }),
  user: object({ userName: text, givenName: text, familyName: text, displayName: text }, { email: text }),
  group: object({ name: text }, { description: text }),
  membership: object({ group: text, user: text }),
  'permission-set': object(
    {
      name: text,
      sessionDuration: text,
      relayState: orNull(text),
      managedPolicies: list(text),
      customerManagedPolicies: list(customerManagedPolicy),
      permissionsBoundary: orNull(either(object({ managedPolicy: text }), object({ customerManagedPolicy }))),
      inlinePolicy: anything,
      tags: members(text),
      provisioned: either(oneOf(['latest']), object({ outdated: list(accountId) })),
    },
    { description: text },
  ),
  assignment: object({ permissionSet: text, account: accountId, principalType, principal: text }),
  'service-linked-role': object({ principal: text, account: accountId }),
  profile: object(
    {
      account: accountId,
      region: text,
      profileName: text,
      features: members(either(flag, members(anything))),
      tags: members(text),
    },
    { description: text, codeReferences: oneOf(['allow', 'block']), kmsKey: text, status: text },
  ),
  application: object({ account: accountId, region: text, enabled: flag }),
  authorization: object(
    {
      principalType,
      principal: text,
      account: accountId,
      region: text,
      signIn: flag,
      subscription: orNull(text),
    },
    { throughGroup: text },
  ),
};
