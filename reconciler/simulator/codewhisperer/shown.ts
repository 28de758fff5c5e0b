/** A profile as ListProfiles shows it. */

import type { Profile } from '../codewhisperer.types.ts';
import type { CodewhispererOperations } from '../models/codewhisperer.types.ts';
import type { Call } from '../service.ts';

type Shown = CodewhispererOperations['ListProfiles']['output']['profiles'][number];

export function shownProfile(call: Call, profile: Profile): Shown {
  const { settings } = profile;
  return {
    arn: profile.arn,
    identityDetails: identityDetails(call, profile),
    profileName: settings.profileName,
    description: settings.description,
    referenceTrackerConfiguration: { recommendationsWithReferences: settings.codeReferences },
    kmsKeyArn: settings.kmsKeyArn,
    activeFunctionalities: settings.activeFunctionalities,
    status: profile.status,
    errorDetails: profile.errorDetails,
    resourcePolicy: settings.resourcePolicy === undefined ? undefined : { effect: settings.resourcePolicy },
    profileType: settings.profileType,
    optInFeatures: settings.optInFeatures,
    optInFeaturesType: settings.optInFeaturesType,
    permissionUpdateRequired: profile.permissionUpdateRequired ? true : undefined,
  };
}

/** Only a profile that has its application can name it: `oidcClientId` is that application's ARN. */
function identityDetails(call: Call, profile: Profile): Shown['identityDetails'] {
  const center = call.world.identityCenter;
  const oidcClientId = profile.oidcClientId ?? profile.applicationArn;
  if (center === undefined || oidcClientId === undefined) return undefined;
  return { ssoIdentityDetails: { instanceArn: center.instanceArn, oidcClientId, ssoRegion: center.region } };
}
