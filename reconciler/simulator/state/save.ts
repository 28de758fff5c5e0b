/** From the world back to the state that people read: names, canonical order. */

import type { OperationState, SimulatorState } from '../state.types.ts';
import type { IdentityCenterWorld, Operation, World } from '../world.types.ts';
import { byText, given, sortedMembers } from './canonical.ts';
import { savedCenter } from './save-center.ts';
import { savedPrincipal } from './save-principal.ts';
import { savedAccounts } from './save-accounts.ts';
import { savedCodewhisperer } from './save-codewhisperer.ts';
import { savedOrganization } from './save-organization.ts';

/** The state of the world: the same world gives the same text, and loading it gives that world again. */
export function saveWorld(world: World): SimulatorState {
  const { identityCenter: center, organization, principals, roles } = world;
  const operations = center === undefined ? [] : [...center.underWay].map((one) => savedOperation(center, one));
  return {
    version: 1,
    organization: savedOrganization(organization),
    ...(center === undefined ? {} : { identityCenter: savedCenter(world, center) }),
    ...savedAccounts(world),
    ...(center === undefined ? {} : savedCodewhisperer(world, center)),
    ...given<Pick<SimulatorState, 'principals' | 'operations'>>({
      principals: sortedMembers(principals),
      operations: byText(operations, (operation) => `${operation.startedAt}${operation.requestId}`),
    }),
    // No roles at all and no list of roles are not the same.
    ...(roles === undefined ? {} : { roles: sortedMembers(roles) }),
  };
}

function savedOperation(center: IdentityCenterWorld, operation: Operation): OperationState {
  const { account, principalType, principalId } = operation;
  const set = center.permissionSets.get(operation.permissionSetArn);
  const times = {
    requestId: operation.requestId,
    startedAt: new Date(operation.started).toISOString(),
    endsAt: new Date(operation.ends).toISOString(),
    ...(operation.failure === undefined ? {} : { failure: operation.failure }),
    ...(operation.version === set?.version ? {} : { outdated: true as const }),
  };
  const permissionSet = set?.name ?? operation.permissionSetArn;
  if (operation.kind === 'ProvisionPermissionSet') {
    return { ...times, operation: operation.kind, permissionSet, ...(account === undefined ? {} : { account }) };
  }
  const principal = savedPrincipal(center, principalType ?? 'USER', principalId ?? '');
  return { ...times, operation: operation.kind, permissionSet, account: account ?? '', ...principal };
}
