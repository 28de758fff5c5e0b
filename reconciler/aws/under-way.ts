/** The status lists of Identity Center, and waiting for what somebody else started: what it writes cannot be read yet. */

import { IssueError } from '../core/issue.ts';
import type { Api } from './api.ts';
import type { SsoAdminSdk } from './clients.ts';
import type { Clock } from './clock.ts';
import { isLacking } from './errors.ts';
import type { Status, StatusSource } from './statuses.ts';

interface NamedSource extends StatusSource {
  /** What its requests are, for people: `assignments being created`. */
  readonly what: string;
}

const RUNNING = { Filter: { Status: 'IN_PROGRESS' } } as const;

/** Where the three sorts of asynchronous requests are listed and described. */
export function statusSources(api: Api<SsoAdminSdk>, instanceArn: () => Promise<string>) {
  const creation: NamedSource = {
    what: 'assignments being created',
    inProgress: async () => {
      const input = { InstanceArn: await instanceArn(), ...RUNNING };
      return ids(
        await api.list('ListAccountAssignmentCreationStatus', input, (page) => page.AccountAssignmentsCreationStatus),
      );
    },
    describe: async (id) => {
      const input = { InstanceArn: await instanceArn(), AccountAssignmentCreationRequestId: id };
      const output = await api.call('DescribeAccountAssignmentCreationStatus', input);
      return output.AccountAssignmentCreationStatus ?? {};
    },
  };
  const deletion: NamedSource = {
    what: 'assignments being deleted',
    inProgress: async () => {
      const input = { InstanceArn: await instanceArn(), ...RUNNING };
      return ids(
        await api.list('ListAccountAssignmentDeletionStatus', input, (page) => page.AccountAssignmentsDeletionStatus),
      );
    },
    describe: async (id) => {
      const input = { InstanceArn: await instanceArn(), AccountAssignmentDeletionRequestId: id };
      const output = await api.call('DescribeAccountAssignmentDeletionStatus', input);
      return output.AccountAssignmentDeletionStatus ?? {};
    },
  };
  const provisioning: NamedSource = {
    what: 'permission sets being provisioned',
    inProgress: async () => {
      const input = { InstanceArn: await instanceArn(), ...RUNNING };
      return ids(
        await api.list('ListPermissionSetProvisioningStatus', input, (page) => page.PermissionSetsProvisioningStatus),
      );
    },
    describe: async (id) => {
      const input = { InstanceArn: await instanceArn(), ProvisionPermissionSetRequestId: id };
      const output = await api.call('DescribePermissionSetProvisioningStatus', input);
      return output.PermissionSetProvisioningStatus ?? {};
    },
  };
  return { creation, deletion, provisioning };
}

// The filter is asked for, and checked: an endpoint that does not know it answers with everything.
function ids(statuses: readonly Status[]): ReadonlySet<string> {
  const running = statuses.filter(({ Status: status }) => status === 'IN_PROGRESS');
  return new Set(running.flatMap(({ RequestId: id }) => id ?? []));
}

interface SettleOptions {
  readonly settleWithin: number;
  readonly onWaiting?: ((what: string) => void) | undefined;
}

const FIRST_PAUSE = 2_000;
const LONGEST_PAUSE = 15_000;

/** Waits until none of the lists has anything in progress; rejects after `settleWithin` milliseconds. */
export async function settle(sources: readonly NamedSource[], clock: Clock, options: SettleOptions): Promise<void> {
  const deadline = clock.now() + options.settleWithin;
  let open = sources;
  for (let pause = FIRST_PAUSE; ; pause = Math.min(LONGEST_PAUSE, pause * 1.5)) {
    const counts = await Promise.all(open.map(countInProgress));
    const running = open
      .map(({ what }, index) => ({ what, count: counts[index] ?? 0 }))
      .filter(({ count }) => count > 0);
    if (running.length === 0) return;
    const what = running.map((list) => `${list.what} (${list.count})`).join(', ');
    if (clock.now() >= deadline) throw stillUnderWay(what, options.settleWithin);
    options.onWaiting?.(what);
    open = open.filter((_, index) => (counts[index] ?? 0) > 0);
    await clock.sleep(pause);
  }
}

async function countInProgress(source: NamedSource): Promise<number> {
  try {
    return (await source.inProgress()).size;
  } catch (error) {
    // An emulator without status lists has nothing that takes time.
    if (isLacking(error)) return 0;
    throw error;
  }
}

function stillUnderWay(what: string, within: number): IssueError {
  return new IssueError({
    code: 'AWS_UNDER_WAY',
    severity: 'error',
    message: `somebody else's operations are still under way after ${Math.round(within / 60_000)} minutes: ${what}`,
    hint: 'run again when they have ended',
  });
}
