/** The applications of the instance: those that services made for themselves, and those of customers. */

import { identityStoreArnOf } from '../ids.ts';
import type { Application } from '../codewhisperer.types.ts';
import { PROVIDER_ARN } from '../codewhisperer/applications.ts';
import type { SsoAdminOperations } from '../models/sso-admin.types.ts';
import { Refusal } from '../refusal.ts';
import type { Call, Handlers } from '../service.ts';
import type { IdentityCenterWorld } from '../world.types.ts';
import { administers, denied, notFound, pageInOrder, pageOfTexts } from './access.ts';

type Operations = Pick<
  SsoAdminOperations,
  | 'ListApplications'
  | 'DescribeApplication'
  | 'UpdateApplication'
  | 'GetApplicationAssignmentConfiguration'
  | 'PutApplicationAssignmentConfiguration'
  | 'ListApplicationProviders'
>;

/** The largest page of ListApplications, whatever is asked: the model's own bound of the list. */
const MOST = 50;

const CUSTOM_PROVIDER_ARN = 'arn:aws:sso::aws:applicationProvider/custom';

/** The instance, for whoever administers it or has an application there. */
export function centerOfApplications(call: Call): IdentityCenterWorld {
  const center = call.world.identityCenter;
  if (center === undefined) throw denied(call);
  return center;
}

/** The application; a member account may only touch what was made from it. */
export function applicationOf(call: Call, arn: string): { center: IdentityCenterWorld; application: Application } {
  const center = centerOfApplications(call);
  const application = center.applications.get(arn);
  if (!administers(call) && application?.account !== call.caller.account) throw denied(call);
  if (application === undefined) throw notFound('Application', arn);
  return { center, application };
}

function shown(call: Call, center: IdentityCenterWorld, application: Application) {
  return {
    ApplicationArn: application.arn,
    ApplicationProviderArn: application.providerArn,
    Name: application.name,
    ApplicationAccount: application.account,
    InstanceArn: center.instanceArn,
    IdentityStoreArn: identityStoreArnOf(call.world.organization.managementAccount, center.identityStoreId),
    Status: application.enabled ? ('ENABLED' as const) : ('DISABLED' as const),
    PortalOptions: { Visibility: 'ENABLED' as const },
    Description: application.description,
    CreatedDate: application.created,
  };
}

export const applicationHandlers: Handlers<Operations> = {
  ListApplications(input, call) {
    const center = centerOfApplications(call);
    const { ApplicationAccount: account, ApplicationProvider: provider } = input.Filter ?? {};
    // "member accounts must use the applicationAccount parameter to filter the list" (ListApplications, API reference).
    if (!administers(call) && account !== call.caller.account) throw denied(call);
    // The model declares no ResourceNotFoundException here.
    if (input.InstanceArn !== center.instanceArn) throw denied(call);
    const wanted = [...center.applications.values()].filter(
      (one) =>
        (account === undefined || one.account === account) && (provider === undefined || one.providerArn === provider),
    );
    const page = pageInOrder(call, input, wanted, MOST);
    return { Applications: page.items.map((one) => shown(call, center, one)), NextToken: page.NextToken };
  },

  DescribeApplication(input, call) {
    const { center, application } = applicationOf(call, input.ApplicationArn);
    return shown(call, center, application);
  },

  UpdateApplication(input, call) {
    const { application } = applicationOf(call, input.ApplicationArn);
    if (input.PortalOptions !== undefined) {
      throw new Refusal('ValidationException', 'The simulator does not serve the portal options of an application');
    }
    if (input.Name !== undefined) application.name = input.Name;
    if (input.Description !== undefined) application.description = input.Description;
    if (input.Status !== undefined) application.enabled = input.Status === 'ENABLED';
    return {};
  },

  GetApplicationAssignmentConfiguration(input, call) {
    return { AssignmentRequired: applicationOf(call, input.ApplicationArn).application.assignmentRequired };
  },

  PutApplicationAssignmentConfiguration(input, call) {
    applicationOf(call, input.ApplicationArn).application.assignmentRequired = input.AssignmentRequired;
    return {};
  },

  ListApplicationProviders(input, call) {
    const center = centerOfApplications(call);
    const used = [...center.applications.values()].map((one) => one.providerArn);
    const page = pageOfTexts(call, input, new Set([PROVIDER_ARN, CUSTOM_PROVIDER_ARN, ...used]));
    const providers = page.items.map((arn) => ({
      ApplicationProviderArn: arn,
      FederationProtocol: 'OAUTH' as const,
      DisplayData: { DisplayName: arn.slice(arn.lastIndexOf('/') + 1) },
    }));
    return { ApplicationProviders: providers, NextToken: page.NextToken };
  },
};
