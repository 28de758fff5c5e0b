/** The instance of Identity Center, which only reading calls are about. */

import { identityStoreArnOf } from '../ids.ts';
import type { SsoAdminOperations } from '../models/sso-admin.types.ts';
import { Refusal } from '../refusal.ts';
import type { Call, Handlers } from '../service.ts';
import type { IdentityCenterWorld } from '../world.types.ts';
import { denied, pageOfTexts } from './access.ts';

type Operations = Pick<SsoAdminOperations, 'ListInstances' | 'DescribeInstance'>;

/** When the simulated instance was made: before everything else. */
const CREATED = Date.UTC(2023, 0, 1);

function organizationInstance(call: Call, center: IdentityCenterWorld) {
  const owner = call.world.organization.managementAccount;
  return {
    InstanceArn: center.instanceArn,
    IdentityStoreId: center.identityStoreId,
    IdentityStoreArn: identityStoreArnOf(owner, center.identityStoreId),
    OwnerAccountId: owner,
    Name: 'organization',
    CreatedDate: CREATED,
    Status: 'ACTIVE',
    PrimaryRegion: center.region,
    Regions: [{ RegionName: center.region, Status: 'ACTIVE', AddedDate: CREATED, IsPrimaryRegion: true }],
  } as const;
}

function accountInstances(center: IdentityCenterWorld) {
  return center.accountInstances.map((other) => ({
    InstanceArn: other.instanceArn,
    IdentityStoreId: other.identityStoreId,
    IdentityStoreArn: identityStoreArnOf(other.account, other.identityStoreId),
    OwnerAccountId: other.account,
    CreatedDate: CREATED,
    Status: 'ACTIVE' as const,
    PrimaryRegion: center.region,
  }));
}

export const instanceHandlers: Handlers<Operations> = {
  ListInstances(input, call) {
    const center = call.world.identityCenter;
    const all = center === undefined ? [] : [organizationInstance(call, center), ...accountInstances(center)];
    const page = pageOfTexts(
      call,
      input,
      all.map((instance) => instance.InstanceArn),
      10,
    );
    const instances = all.filter((instance) => page.items.includes(instance.InstanceArn));
    return { Instances: instances, NextToken: page.NextToken };
  },

  DescribeInstance(input, call) {
    const center = call.world.identityCenter;
    if (center === undefined) throw denied(call);
    if (center.accountInstances.some((other) => other.instanceArn === input.InstanceArn)) throw denied(call);
    // The model declares no ResourceNotFoundException here.
    if (input.InstanceArn !== center.instanceArn) throw new Refusal('AccessDeniedException', 'Instance not found');
    return {
      ...organizationInstance(call, center),
      EncryptionConfigurationDetails: { KeyType: 'AWS_OWNED_KMS_KEY', EncryptionStatus: 'ENABLED' },
      PermissionSetsEnabled: true,
    };
  },
};
