/** Service-linked roles of IAM, by its query protocol. */

import { unlessMissing } from '../../aws/create.ts';
import { AwsFailure } from '../../aws/errors.ts';
import type { AwsSession } from '../../aws/session.ts';
import { IssueError } from '../../core/issue.ts';
import { keysOf, partsOf, serviceLinkedRoleKey } from '../../core/key.ts';
import type { Driver } from '../../core/kind.ts';
import type { LiveResource, ServiceLinkedRoleSpec } from '../../core/resource.ts';

/** What the roles are called (reference/codewhisperer-control-plane.md, section 5). */
const ROLE_NAMES: { readonly [principal: string]: string } = {
  'q.amazonaws.com': 'AWSServiceRoleForAmazonQDeveloper',
  'user-subscriptions.amazonaws.com': 'AWSServiceRoleForUserSubscriptions',
};

/** The driver of service-linked roles; its refs are empty, since nothing is done with a role that is there. */
export function createServiceLinkedRoleDriver({ codewhisperer }: AwsSession): Driver<ServiceLinkedRoleSpec> {
  return {
    read: async (scope) => {
      const principals = keysOf(scope.only ?? scope.keys, 'service-linked-role').flatMap(partsOf);
      const place = codewhisperer.place(scope);
      if (place === undefined || principals.length === 0) return [];
      await codewhisperer.expectAccount(place);
      const found = await Promise.all(
        principals.map(async (principal) => {
          const input = { RoleName: ROLE_NAMES[principal] ?? '' };
          const about = { region: place.region, about: `service-linked role of ${principal}` };
          const role = await unlessMissing(() => codewhisperer.roles.call('GetRole', input, about));
          return role === undefined ? [] : [liveResource({ principal, account: place.account })];
        }),
      );
      return found.flat();
    },
    create: async ({ spec: { principal } }) => {
      const input = { AWSServiceName: principal };
      const about = { region: 'us-east-1', about: `service-linked role of ${principal}` };
      try {
        await codewhisperer.roles.call('CreateServiceLinkedRole', input, about);
      } catch (error) {
        if (!isThereAlready(error)) throw error;
      }
      return {};
    },
    update: (before) => Promise.resolve(before.ref),
    remove: ({ key }) =>
      Promise.reject(
        new IssueError({ code: 'APPLY_REFUSED', severity: 'error', message: `${key} is never removed here` }),
      ),
  };
}

function liveResource(spec: ServiceLinkedRoleSpec): LiveResource<ServiceLinkedRoleSpec> {
  return { kind: 'service-linked-role', key: serviceLinkedRoleKey(spec.principal), spec, needs: [], ref: {} };
}

/** IAM has one answer for a role that exists: `Service role name … has been taken in this account`. */
function isThereAlready(error: unknown): boolean {
  return (
    error instanceof AwsFailure &&
    error.failure.name.startsWith('InvalidInput') &&
    /has been taken|already exists/u.test(error.failure.words)
  );
}
