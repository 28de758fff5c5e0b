/** Applications back to their state. */

import type { Application } from '../codewhisperer.types.ts';
import type { ApplicationState, OtherApplicationState, PrincipalReference } from '../state.types.ts';
import type { IdentityCenterWorld, World } from '../world.types.ts';
import { byText, given } from './canonical.ts';
import { otherArnOf } from './load-applications.ts';
import { savedPrincipal } from './save-principal.ts';

function savedAuthorizations(center: IdentityCenterWorld, application: Application): readonly PrincipalReference[] {
  const holders = [...application.authorizations.values()].map(({ principalType, principalId }) =>
    savedPrincipal(center, principalType, principalId),
  );
  return byText(holders, (holder) => JSON.stringify(holder));
}

/** What differs from what the state need not say. */
export function savedApplication(
  center: IdentityCenterWorld,
  application: Application,
  fixed: { readonly arn: string; readonly name?: string; readonly assignmentRequired: boolean },
): Partial<ApplicationState> {
  const { name, description, arn, enabled, assignmentRequired } = application;
  return given<Partial<ApplicationState>>({
    name: name === fixed.name ? undefined : name,
    description,
    arn: arn === fixed.arn ? undefined : arn,
    enabled: enabled ? undefined : false,
    assignmentRequired: assignmentRequired === fixed.assignmentRequired ? undefined : assignmentRequired,
    authorized: savedAuthorizations(center, application),
  });
}

/** Those that no profile has. */
export function savedApplications(world: World, center: IdentityCenterWorld): readonly OtherApplicationState[] {
  const ofProfiles = new Set(
    [...world.codewhisperer.profiles.values()].flatMap((profile) => [profile.applicationArn, profile.signInArn]),
  );
  const others = [...center.applications.values()].filter((application) => !ofProfiles.has(application.arn));
  return byText(others, ({ name, arn }) => `${name} ${arn}`).map((application): OtherApplicationState => {
    const { name, providerArn: provider, account } = application;
    const arn = otherArnOf(world, center, provider, name);
    const isDefault = account === world.organization.managementAccount;
    return {
      ...savedApplication(center, application, { arn, assignmentRequired: true }),
      name,
      provider,
      ...(isDefault ? {} : { account }),
    };
  });
}
