/** Finding the profile that a call of the private APIs is about. */

import { Refusal } from '../refusal.ts';
import type { Call } from '../service.ts';
import type { Profile } from '../codewhisperer.types.ts';

export function profileNotFound(): Refusal {
  return new Refusal('ResourceNotFoundException', 'The profile does not exist.');
}

/** The profile of the caller's account in the Region of the request. */
export function profileHere(call: Call): Profile | undefined {
  return [...call.world.codewhisperer.profiles.values()].find(
    (profile) => profile.account === call.caller.account && profile.region === call.region,
  );
}

/** The profile by its ARN, which must be the one of the caller's account in that Region. */
export function profileOf(call: Call, arn: string): Profile {
  const profile = profileHere(call);
  if (profile === undefined || profile.arn !== arn) throw profileNotFound();
  return profile;
}
