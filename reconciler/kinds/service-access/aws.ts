/** Trusted access of AWS's services to the organisation. */

import { trustedServices } from '../../aws/organization.ts';
import type { AwsSession } from '../../aws/session.ts';
import { IssueError } from '../../core/issue.ts';
import type { Key } from '../../core/key.ts';
import { keysOf, serviceAccessKey } from '../../core/key.ts';
import type { Driver } from '../../core/kind.ts';
import type { LiveResource, ServiceAccessSpec } from '../../core/resource.ts';

/** The driver of trusted access; its refs are empty, since the service goes by its principal's name. */
export function createServiceAccessDriver({ organizations }: AwsSession): Driver<ServiceAccessSpec> {
  return {
    read: async (scope) => {
      const whole = scope.whole.has('service-access');
      const wanted = new Set<Key>(keysOf(scope.only ?? scope.keys, 'service-access'));
      if (!whole && wanted.size === 0) return [];
      const live = (await trustedServices(organizations)).map(liveResource);
      return whole ? live : live.filter(({ key }) => wanted.has(key));
    },
    create: async ({ spec }) => {
      const { principal } = spec;
      // What is on stays on: the call is idempotent.
      const about = { about: `trusted access of ${principal}` };
      await organizations.call('EnableAWSServiceAccess', { ServicePrincipal: principal }, about);
      return {};
    },
    update: (before) => Promise.resolve(before.ref),
    remove: ({ spec }) => Promise.reject(new IssueError(neverOff(spec.principal))),
  };
}

function liveResource(principal: string): LiveResource<ServiceAccessSpec> {
  return { kind: 'service-access', key: serviceAccessKey(principal), spec: { principal }, needs: [], ref: {} };
}

// Without it the service loses its roles in all accounts (reference, pitfall 36): no plan asks for this.
function neverOff(principal: string) {
  return {
    code: 'APPLY_REFUSED',
    severity: 'error',
    message: `trusted access of ${principal} is never switched off here`,
  } as const;
}
