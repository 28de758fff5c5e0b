/** What the service checks of a profile's settings against the rest of AWS: the instance, the key, the buckets. */

import { isObject, textIn } from '../json.ts';
import type { Json } from '../json.ts';
import type { CodewhispererOperations } from '../models/codewhisperer.types.ts';
import { requireActions } from '../permission.ts';
import { Refusal } from '../refusal.ts';
import type { Call } from '../service.ts';

type Input = CodewhispererOperations['UpdateProfile']['input'];

/** Refuses an instance that is not the organisation's, and a Region that is not the instance's. */
export function assertIdentitySource(call: Call, source: Input['identitySource']): void {
  const { instanceArn, ssoRegion } = source?.ssoIdentitySource ?? {};
  const center = call.world.identityCenter;
  if (center !== undefined && center.instanceArn === instanceArn && center.region === ssoRegion) return;
  // The text is attested; an identityStoreId in the place of ssoRegion is answered with it.
  throw new Refusal('ValidationException', 'Invalid identity center configuration');
}

function conflict(message: string, reason: string): Refusal {
  return new Refusal('ConflictException', message, { reason });
}

/** Refuses a key that the service could not have a grant for. The reasons are the service's, what earns which is a guess. */
export function assertKey(call: Call, arn: string | undefined): void {
  if (arn === undefined) return;
  requireActions(call, ['kms:DescribeKey', 'kms:CreateGrant']);
  const key = call.world.kmsKeys.get(arn);
  if (key === undefined || !key.symmetric) {
    throw new Refusal('ValidationException', 'The KMS key cannot be granted.', { reason: 'INVALID_KMS_GRANT' });
  }
  if (key.region !== call.region) throw conflict('The KMS key is in another Region.', 'MISMATCHED_KMS_KEY');
  if (!key.enabled) throw conflict('The KMS key is disabled.', 'CUSTOMER_KMS_KEY_DISABLED');
  if (!key.usable) throw conflict("The KMS key's policy is not valid.", 'CUSTOMER_KMS_KEY_INVALID_KEY_POLICY');
}

/** Refuses logs and reports to a bucket that is not in the profile's account and Region. */
export function assertBuckets(call: Call, features: Json): void {
  const targets = isObject(features) ? [features['promptLogging'], features['byUserAnalytics']] : [];
  for (const target of targets) {
    const uri = textIn(target, 's3Uri');
    if (uri === undefined || textIn(target, 'toggle') === 'OFF') continue;
    const name = uri.replace(/^s3:\/\//u, '').replace(/\/.*$/u, '');
    const bucket = call.world.buckets.find((one) => one.name === name);
    if (bucket?.account === call.caller.account && bucket.region === call.region) continue;
    throw new Refusal('ValidationException', `The bucket ${name} is not in the profile's account and Region.`);
  }
}
