/**
 * Asynchronous operations: assignments and provisionings that are under way for a while and end by themselves. Nothing
 * ticks: whoever looks at the world first settles what has ended by then, in the order of the ends.
 */

import { uuidOf } from './ids.ts';
import { Refusal } from './refusal.ts';
import type { Call } from './service.ts';
import type { IdentityCenterWorld, Operation, OperationKind, PermissionSet, World } from './world.types.ts';
import { addAssignment, assigneesOf, findAssignment, nextSequence, removeAssignment } from './world.ts';

const BUSY = 'There is a conflicting operation in process. Try again after it has finished.';
const NOT_FOUND = 'Received a 404 status error: Not Found.';

/** What is to be started; `account` is absent for all accounts where the set is provisioned. */
export interface Start {
  readonly kind: OperationKind;
  readonly permissionSetArn: string;
  readonly account?: string;
  readonly principalType?: 'USER' | 'GROUP';
  readonly principalId?: string;
  /** Why it will fail, where that is known at the start. */
  readonly failure?: string | undefined;
}

/** Ends, in their order, every operation whose time has come; says after each that the world has changed. */
export function settle(world: World, now: number, changed: () => void): void {
  const center = world.identityCenter;
  if (center === undefined || center.underWay.size === 0) return;
  const due = [...center.underWay].filter((operation) => operation.ends <= now);
  for (const operation of due.toSorted((a, b) => a.ends - b.ends || a.sequence - b.sequence)) {
    center.underWay.delete(operation);
    const failure = operation.failure ?? finish(world, center, operation);
    operation.status = failure === undefined ? 'SUCCEEDED' : 'FAILED';
    if (failure !== undefined) operation.failureReason = failure;
    changed();
  }
}

/** Starts an operation, or refuses: conflict with another one, or too many under way. */
export function startOperation(call: Call, center: IdentityCenterWorld, start: Start): Operation {
  refuseConflicts(center, start);
  refuseTooMany(call, center, start.kind);
  const sequence = nextSequence(call.world);
  const set = center.permissionSets.get(start.permissionSetArn);
  const { failure: known, ...what } = start;
  const failure = call.upset.lateFailure ?? known;
  const operation: Operation = {
    ...what,
    requestId: uuidOf('operation', center.instanceArn, sequence, call.now),
    sequence,
    version: set?.version ?? 0,
    started: call.now,
    ends: call.now + durationOf(call, start, set),
    ...(failure === undefined ? {} : { failure }),
    status: 'IN_PROGRESS',
  };
  center.operations.set(operation.requestId, operation);
  center.underWay.add(operation);
  return operation;
}

/** Whether the set is being provisioned, during which AWS refuses to change it. */
export function isBeingProvisioned(center: IdentityCenterWorld, permissionSetArn: string): boolean {
  return [...center.underWay].some(
    (other) => other.kind === 'ProvisionPermissionSet' && other.permissionSetArn === permissionSetArn,
  );
}

function touches(other: Operation, start: Start): boolean {
  if (other.account !== undefined && start.account !== undefined) return other.account === start.account;
  return other.permissionSetArn === start.permissionSetArn;
}

function refuseConflicts(center: IdentityCenterWorld, start: Start): void {
  const conflict = [...center.underWay].some((other) => touches(other, start));
  if (conflict) throw new Refusal('ConflictException', BUSY);
}

function refuseTooMany(call: Call, center: IdentityCenterWorld, kind: OperationKind): void {
  const isProvisioning = kind === 'ProvisionPermissionSet';
  const alike = [...center.underWay].filter((other) => (other.kind === 'ProvisionPermissionSet') === isProvisioning);
  const most = isProvisioning ? call.limits.provisionings : call.limits.assignmentOperations;
  if (alike.length >= most) {
    throw new Refusal('ThrottlingException', 'There are too many requests processing. Wait for one to finish.');
  }
}

function durationOf(call: Call, start: Start, set: PermissionSet | undefined): number {
  const { limits, world } = call;
  const accounts = start.account === undefined ? [...(set?.provisioned.keys() ?? [])] : [start.account];
  const suspended = accounts.some((id) => world.organization.accounts.get(id)?.state !== 'ACTIVE');
  if (suspended) return limits.suspendedMilliseconds;
  return limits.operationMilliseconds + Math.max(0, accounts.length - 1) * limits.furtherAccountMilliseconds;
}

/** An operation whose time has come, and what it is about. */
interface Ending {
  readonly world: World;
  readonly center: IdentityCenterWorld;
  readonly operation: Operation;
  readonly set: PermissionSet;
}

const FINISH: { readonly [kind in OperationKind]: (ending: Ending) => string | undefined } = {
  CreateAccountAssignment: finishCreation,
  DeleteAccountAssignment: finishDeletion,
  ProvisionPermissionSet: finishProvisioning,
};

/** Lets the operation take effect, or says why it cannot. */
function finish(world: World, center: IdentityCenterWorld, operation: Operation): string | undefined {
  const set = center.permissionSets.get(operation.permissionSetArn);
  if (set === undefined) return `${NOT_FOUND} The permission set does not exist.`;
  return FINISH[operation.kind]({ world, center, operation, set });
}

function finishCreation({ world, center, operation, set }: Ending): string | undefined {
  const { account = '', principalType = 'USER', principalId = '' } = operation;
  const exists = principalType === 'USER' ? center.users.has(principalId) : center.groups.has(principalId);
  if (!exists) return `${NOT_FOUND} ${principalType} ${principalId} does not exist.`;
  const obstacle = standingObstacle(world, account) ?? policyObstacle(world, account, set);
  if (obstacle !== undefined) return obstacle;
  const wanted = { account, permissionSetArn: set.arn, principalId };
  if (findAssignment(center, wanted) === undefined) {
    addAssignment(center, { ...wanted, principalType, sequence: nextSequence(world) });
  }
  // A role that is there already is left as it is: only ProvisionPermissionSet renews it.
  if (!set.provisioned.has(account)) set.provisioned.set(account, operation.version);
  return undefined;
}

function finishDeletion({ world, center, operation, set }: Ending): string | undefined {
  const { account = '', principalId = '' } = operation;
  const assignment = findAssignment(center, { account, permissionSetArn: set.arn, principalId });
  if (assignment === undefined) return `${NOT_FOUND} The account assignment does not exist.`;
  const obstacle = standingObstacle(world, account);
  if (obstacle !== undefined) return obstacle;
  removeAssignment(center, assignment);
  if (assigneesOf(center, account, set.arn).length === 0) set.provisioned.delete(account);
  return undefined;
}

function finishProvisioning({ world, operation, set }: Ending): string | undefined {
  const wanted = operation.account === undefined ? [...set.provisioned.keys()] : [operation.account];
  const accounts = wanted.filter((account) => set.provisioned.has(account));
  if (accounts.length === 0) return `${NOT_FOUND} No account assignment was found for the permission set.`;
  const failures = accounts.flatMap((account) => {
    const obstacle = standingObstacle(world, account) ?? policyObstacle(world, account, set);
    if (obstacle === undefined) set.provisioned.set(account, operation.version);
    return obstacle === undefined ? [] : [obstacle];
  });
  return failures.length === 0 ? undefined : failures.join(' ');
}

/** Why nothing can be done to roles of the account. */
function standingObstacle(world: World, id: string): string | undefined {
  const account = world.organization.accounts.get(id);
  if (account === undefined) return `${NOT_FOUND} The account does not exist.`;
  return account.state === 'ACTIVE' ? undefined : `Account ${id} is ${account.state}: its roles cannot be reached.`;
}

/** Why the account cannot take the set: a policy that it refers to is not there. */
function policyObstacle(world: World, id: string, set: PermissionSet): string | undefined {
  const present = world.organization.accounts.get(id)?.customerManagedPolicies ?? [];
  const boundary = set.boundary !== undefined && 'name' in set.boundary ? [set.boundary] : [];
  const missing = [...set.customerManagedPolicies.values(), ...boundary].find(
    (wanted) => !present.some((policy) => policy.name === wanted.name && (policy.path ?? '/') === wanted.path),
  );
  if (missing === undefined) return undefined;
  const policy = `policy/${missing.path.slice(1)}${missing.name}`;
  return `Received a 404 status error: Not supported policy arn:aws:iam::${id}:${policy}.`;
}
