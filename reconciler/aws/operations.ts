/**
 * The asynchronous operations of Identity Center. Each call here resolves when AWS has finished, not when it has
 * accepted: an accepted operation may still fail later (reference, section 2).
 */

import { type Issue, IssueError } from '../core/issue.ts';
import type { Api } from './api.ts';
import type { SsoAdminSdk } from './clients.ts';
import type { Clock } from './clock.ts';
import { type Claim, createPlaces } from './places.ts';
import { createWatch, endOf, type Ended, type Status, type Watch } from './statuses.ts';
import type { Namer } from './strangers.ts';
import { settle, statusSources } from './under-way.ts';

export interface AssignmentTarget {
  readonly permissionSetArn: string;
  /** 12 digits. */
  readonly account: string;
  readonly principalType: 'USER' | 'GROUP';
  readonly principalId: string;
  /** For people: `Auditor on 333333333333 for group auditors`. */
  readonly label: string;
}

export interface ProvisioningTarget {
  readonly permissionSetArn: string;
  /** One account; absent: all where the set is provisioned. */
  readonly account?: string;
  /** The accounts that are written to. */
  readonly accounts: readonly string[];
  /** For people: `permission set Auditor on all 3 accounts`. */
  readonly label: string;
}

export interface Operations {
  createAssignment(target: AssignmentTarget): Promise<void>;
  deleteAssignment(target: AssignmentTarget): Promise<void>;
  provision(target: ProvisioningTarget): Promise<void>;
  /** Waits, within a bound, until no operation that this run did not start is under way; rejects when one stays. */
  settleUnderWay(): Promise<void>;
}

export interface OperationsOptions {
  /** The longest one assignment operation may take, in milliseconds. */
  readonly assignmentWithin: number;
  /** The longest one provisioning may take, in milliseconds. */
  readonly provisioningWithin: number;
  /** How long operations of somebody else are waited for, in milliseconds. */
  readonly settleWithin: number;
  /** Told what is waited for. */
  readonly onWaiting?: ((what: string) => void) | undefined;
}

export const DEFAULT_OPERATIONS: OperationsOptions = {
  assignmentWithin: 15 * 60_000,
  provisioningWithin: 90 * 60_000,
  settleWithin: 10 * 60_000,
};

/** What AWS says where a customer managed policy of the set is not in the account. */
const LACKS_A_POLICY = /\bNot supported policy\b/u;

/** AWS accepted the operation and then could not do it. */
export class OperationFailed extends IssueError {
  /** `FailureReason`, in the service's words. */
  readonly reason: string;

  constructor(label: string, reason: string) {
    super({
      code: 'AWS_OPERATION_FAILED',
      severity: 'error',
      message: `${label}: AWS accepted it, then failed: ${reason}`,
      ...(LACKS_A_POLICY.test(reason) ? { hint: 'make the policy in that account, then run again' } : {}),
    });
    this.name = 'OperationFailed';
    this.reason = reason;
  }
}

interface Parts {
  readonly api: Api<SsoAdminSdk>;
  readonly clock: Clock;
  readonly instanceArn: () => Promise<string>;
  readonly options: OperationsOptions;
  /** For what somebody else began. */
  readonly names: Namer;
}

interface Start {
  readonly claim: Claim;
  readonly label: string;
  readonly within: number;
  readonly watch: Watch;
  readonly call: () => Promise<Status | undefined>;
}

/** The operations of one run: their places are shared by everything in it. */
export function createOperations({ api, clock, instanceArn, options, names }: Parts): Operations {
  const carryOut = createRunner(clock);
  const sources = statusSources(api, instanceArn);
  const creations = createWatch(clock, sources.creation);
  const deletions = createWatch(clock, sources.deletion);
  const provisionings = createWatch(clock, sources.provisioning);

  function forAssignment({ account, label }: AssignmentTarget, watch: Watch, call: Start['call']): Promise<void> {
    const claim: Claim = { pool: 'assignment', accounts: [account] };
    return carryOut({ claim, label, within: options.assignmentWithin, watch, call });
  }

  return {
    createAssignment: (target) =>
      forAssignment(target, creations, async () => {
        const input = assignmentInput(await instanceArn(), target);
        const output = await api.call('CreateAccountAssignment', input, { about: target.label });
        return output.AccountAssignmentCreationStatus;
      }),
    deleteAssignment: (target) =>
      forAssignment(target, deletions, async () => {
        const input = assignmentInput(await instanceArn(), target);
        const output = await api.call('DeleteAccountAssignment', input, { about: target.label });
        return output.AccountAssignmentDeletionStatus;
      }),
    provision: (target) =>
      carryOut({
        claim: { pool: 'provisioning', accounts: target.accounts },
        label: target.label,
        within: options.provisioningWithin,
        watch: provisionings,
        call: async () => {
          const input = provisioningInput(await instanceArn(), target);
          const output = await api.call('ProvisionPermissionSet', input, { about: target.label });
          return output.PermissionSetProvisioningStatus;
        },
      }),
    settleUnderWay: () => settle(Object.values(sources), clock, { ...options, names }),
  };
}

function assignmentInput(instanceArn: string, target: AssignmentTarget) {
  return {
    InstanceArn: instanceArn,
    PermissionSetArn: target.permissionSetArn,
    TargetType: 'AWS_ACCOUNT',
    TargetId: target.account,
    PrincipalType: target.principalType,
    PrincipalId: target.principalId,
  } as const;
}

function provisioningInput(instanceArn: string, { permissionSetArn, account }: ProvisioningTarget) {
  const set = { InstanceArn: instanceArn, PermissionSetArn: permissionSetArn };
  if (account === undefined) return { ...set, TargetType: 'ALL_PROVISIONED_ACCOUNTS' } as const;
  return { ...set, TargetType: 'AWS_ACCOUNT', TargetId: account } as const;
}

/** Carries out one operation when there is a place for it, to its end; rejects unless AWS did it. */
function createRunner(clock: Clock): (start: Start) => Promise<void> {
  const places = createPlaces();
  return async ({ claim, label, within, watch, call }) => {
    if ((await places.enter(claim)) === 'stuck') throw new IssueError(notStarted(label));
    let isUnderWay = false;
    try {
      const ended = await endedAfter(await call(), watch, clock.now() + within);
      isUnderWay = ended.status === 'timedOut' || ended.status === 'unknown';
      refuseUnlessDone(label, ended, within);
    } finally {
      if (isUnderWay) places.abandon(claim);
      else places.leave(claim);
    }
  };
}

/** What answers at once has ended at once; without an id nobody can ask, and what waits for its end must not begin. */
async function endedAfter(status: Status | undefined, watch: Watch, deadline: number): Promise<Ended> {
  const ended = endOf(status ?? {});
  if (ended !== undefined) return ended;
  if (status?.RequestId === undefined) return { status: 'unknown', why: 'the answer has no id to ask by' };
  return watch.ended(status.RequestId, deadline);
}

function refuseUnlessDone(label: string, ended: Ended, within: number): void {
  switch (ended.status) {
    case 'succeeded':
      return;
    case 'failed':
      throw new OperationFailed(label, ended.reason);
    case 'timedOut':
      throw new IssueError({
        code: 'AWS_OPERATION_TIMED_OUT',
        severity: 'error',
        message: `${label}: still under way after ${Math.round(within / 60_000)} minutes; it has not failed`,
        hint: 'run again later: the next plan waits for it and shows what is left',
      });
    case 'unknown':
      throw new IssueError({
        code: 'AWS_OPERATION_UNKNOWN',
        severity: 'error',
        message: `${label}: AWS accepted it, but how it ended could not be read: ${ended.why}`,
        hint: 'run again: the next plan waits for it and shows what is left',
      });
  }
}

function notStarted(label: string): Issue {
  return {
    code: 'AWS_OPERATION_NOT_STARTED',
    severity: 'error',
    message: `${label}: not started, because an earlier operation in its way has not ended`,
    hint: 'run again later: the next plan shows what is left',
  };
}
