/** From the state that people write (names) to the world that the services serve (ids). */

import type { OperationState, SimulatorState } from '../state.types.ts';
import { nextSequence } from '../world.ts';
import type { IdentityCenterWorld, Operation, World } from '../world.types.ts';
import { fillCenter, loadInstance, namesIn, principalOf } from './load-center.ts';
import { loadApplications } from './load-applications.ts';
import { carryOverCodewhisperer, emptyCodewhisperer, loadCodewhisperer } from './load-codewhisperer.ts';
import { loadKeys, loadServiceLinkedRoles } from './load-accounts.ts';
import { loadOrganization } from './load-organization.ts';
import { originsIn } from './origins.ts';

/**
 * The world of a state. `before` is the world that it takes the place of, after an edit: finished operations, ids that
 * were ever used, and the order of things live on.
 */
export function loadWorld(state: SimulatorState, before?: World): World {
  const { organization, identityCenter, principals = {}, roles, buckets = [] } = state;
  const center = identityCenter === undefined ? undefined : loadInstance(organization.id, identityCenter);
  const world: World = {
    sequence: before?.sequence ?? 0,
    organization: loadOrganization(organization),
    ...(center === undefined ? {} : { identityCenter: center }),
    codewhisperer: emptyCodewhisperer(),
    kmsKeys: loadKeys(state.kmsKeys ?? []),
    buckets,
    serviceLinkedRoles: loadServiceLinkedRoles(state.serviceLinkedRoles ?? {}),
    principals,
    ...(roles === undefined ? {} : { roles }),
  };
  const origins = originsIn(world, before);
  if (center === undefined || identityCenter === undefined) return world;
  fillCenter(center, identityCenter, origins);
  loadApplications(world, center, identityCenter.applications ?? [], origins);
  loadCodewhisperer(world, center, state.codewhisperer ?? {}, origins);
  for (const operation of state.operations ?? []) loadOperation(world, center, operation);
  if (before?.identityCenter !== undefined) carryOver(before.identityCenter, center);
  if (before !== undefined) carryOverCodewhisperer(before, world);
  return world;
}

function loadOperation(world: World, center: IdentityCenterWorld, state: OperationState): void {
  const names = namesIn(center);
  const set = center.permissionSets.get(names.sets.get(state.permissionSet) ?? '');
  const operation: Operation = {
    requestId: state.requestId,
    sequence: nextSequence(world),
    kind: state.operation,
    permissionSetArn: set?.arn ?? state.permissionSet,
    ...(state.account === undefined ? {} : { account: state.account }),
    ...(state.operation === 'ProvisionPermissionSet' ? {} : principalOf(state, names)),
    version: (set?.version ?? 0) - (state.outdated === true ? 1 : 0),
    started: Date.parse(state.startedAt),
    ends: Date.parse(state.endsAt),
    ...(state.failure === undefined ? {} : { failure: state.failure }),
    status: 'IN_PROGRESS',
  };
  center.operations.set(operation.requestId, operation);
  center.underWay.add(operation);
}

function carryOver(before: IdentityCenterWorld, center: IdentityCenterWorld): void {
  for (const operation of before.operations.values()) {
    if (operation.status !== 'IN_PROGRESS') center.operations.set(operation.requestId, operation);
  }
  for (const id of before.usedIds) center.usedIds.add(id);
}
