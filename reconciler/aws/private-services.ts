/**
 * The services without a published client, as far as they are used here: where they answer, and how a request is shaped
 * and signed. AWS may move any of it without notice (reference/codewhisperer-control-plane.md, sections 1 to 3), so it
 * all stands in this one table.
 */

import { PROFILE_HOSTS } from '../core/regions.ts';
import type { ServiceName } from './errors.ts';

type Protocol =
  | { readonly name: 'json'; readonly version: '1.0' | '1.1'; readonly target: string }
  | { readonly name: 'query'; readonly version: string };

export interface PrivateService {
  readonly service: ServiceName;
  /** The service's name in the scope of a signature. */
  readonly signingName: string;
  readonly protocol: Protocol;
  /** `AWS_ENDPOINT_URL_…`: what names another address. */
  readonly variable: string;
  /** The host in a Region, or `undefined` where the service is not offered. */
  host(region: string): string | undefined;
  /** The Region that requests are signed for, where it is always the same. */
  readonly signingRegion?: string;
}

/** Set-up of the profile, and its tags. */
export const PROFILES: PrivateService = {
  service: 'codewhisperer',
  signingName: 'codewhisperer',
  protocol: { name: 'json', version: '1.0', target: 'AWSCodeWhispererService' },
  variable: 'CODEWHISPERER',
  host: (region) => PROFILE_HOSTS.get(region),
};

/** Paid seats; on the host of the profile API, and signed for another name. */
export const ASSIGNMENTS: PrivateService = {
  service: 'q',
  signingName: 'q',
  protocol: { name: 'json', version: '1.0', target: 'AmazonQDeveloperService' },
  variable: 'Q',
  host: (region) => PROFILE_HOSTS.get(region),
};

/** Who has a seat. It follows the Region of Identity Center; the profile's is in the requests. */
export const SUBSCRIPTIONS: PrivateService = {
  service: 'user-subscriptions',
  signingName: 'user-subscriptions',
  protocol: { name: 'json', version: '1.0', target: 'AWSZornControlPlaneService' },
  variable: 'USER_SUBSCRIPTIONS',
  host: (region) => `service.user-subscriptions.${region}.amazonaws.com`,
};

/** Two reading calls, which need no client of 3 MB. */
export const KEYS: PrivateService = {
  service: 'kms',
  signingName: 'kms',
  protocol: { name: 'json', version: '1.1', target: 'TrentService' },
  variable: 'KMS',
  host: (region) => `kms.${region}.amazonaws.com`,
};

/** Service-linked roles; IAM has one address for all Regions. */
export const ROLES: PrivateService = {
  service: 'iam',
  signingName: 'iam',
  protocol: { name: 'query', version: '2010-05-08' },
  variable: 'IAM',
  host: () => 'iam.amazonaws.com',
  signingRegion: 'us-east-1',
};
