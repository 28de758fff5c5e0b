/** The status lists of Identity Center, and waiting for what somebody else started: what it writes cannot be read yet. */

import { IssueError } from '../core/issue.ts';
import type { Api } from './api.ts';
import type { SsoAdminSdk } from './clients.ts';
import type { Clock } from './clock.ts';
import { isLacking } from './errors.ts';
import type { Status, StatusSource } from './statuses.ts';
import { type Namer, type Request, toldRequest } from './strangers.ts';

interface NamedSource extends StatusSource {
  /** What its requests are, for people: `assignments being created`. */
  readonly what: string;
  describe(id: string): Promise<Request>;
}

const RUNNING = { Filter: { Status: 'IN_PROGRESS' } } as const;

/** Where the three sorts of asynchronous requests are listed and described. */
export function statusSources(api: Api<SsoAdminSdk>, instanceArn: () => Promise<string>) {
  const creation: NamedSource = {
    what: 'assignments being created',
    inProgress: async () => {
      const input = { InstanceArn: await instanceArn(), ...RUNNING };
      return idsOf(
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
      return idsOf(
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
      return idsOf(
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
function idsOf(statuses: readonly Status[]): ReadonlySet<string> {
  const running = statuses.filter(({ Status: status }) => status === 'IN_PROGRESS');
  return new Set(running.flatMap(({ RequestId: id }) => id ?? []));
}

interface SettleOptions {
  readonly settleWithin: number;
  readonly onWaiting?: ((what: string) => void) | undefined;
  readonly names: Namer;
}

const FIRST_PAUSE = 2_000;
const LONGEST_PAUSE = 15_000;

interface Running {
  readonly source: NamedSource;
  readonly ids: ReadonlySet<string>;
}

/** Waits until none of the lists has anything in progress; rejects after `settleWithin` milliseconds. */
export async function settle(sources: readonly NamedSource[], clock: Clock, options: SettleOptions): Promise<void> {
  const deadline = clock.now() + options.settleWithin;
  let open = sources;
  for (let pause = FIRST_PAUSE; ; pause = Math.min(LONGEST_PAUSE, pause * 1.5)) {
    const lists = await Promise.all(open.map(async (source) => ({ source, ids: await inProgress(source) })));
    const running = lists.filter((list) => list.ids.size > 0);
    if (running.length === 0) return;
    const what = running.map(({ source, ids }) => `${source.what} (${ids.size})`).join(', ');
    if (clock.now() >= deadline) throw await stillUnderWay(what, running, options);
    options.onWaiting?.(what);
    open = running.map(({ source }) => source);
    await clock.sleep(pause);
  }
}

async function inProgress(source: NamedSource): Promise<ReadonlySet<string>> {
  try {
    return await source.inProgress();
  } catch (error) {
    // An emulator without status lists has nothing that takes time.
    if (isLacking(error)) return new Set();
    throw error;
  }
}

/** So many are told singly; the first of a list tell enough, and each takes three calls. */
const MOST_TOLD = 3;

async function stillUnderWay(
  what: string,
  running: readonly Running[],
  { settleWithin, names }: Pick<SettleOptions, 'settleWithin' | 'names'>,
): Promise<IssueError> {
  const all = running.flatMap(({ source, ids }) => [...ids].map((id) => ({ source, id })));
  const first = all.slice(0, MOST_TOLD).map(async ({ source, id }) => {
    // It may have ended this very moment, or may not be described: its id is enough to ask for it.
    const request = await source.describe(id).catch(() => ({}));
    return toldRequest(id, request, names);
  });
  const told = [...(await Promise.all(first)), ...(all.length > MOST_TOLD ? [`${all.length - MOST_TOLD} more`] : [])];
  return new IssueError({
    code: 'AWS_UNDER_WAY',
    severity: 'error',
    message: `somebody else's operations are still under way after ${Math.round(settleWithin / 60_000)} minutes: ${what}: ${told.join('; ')}`,
    hint:
      'what they write cannot be read before their end: run again when they have ended; ' +
      'no call ends one, so for one that stays for hours ask AWS Support, with the id of its request',
  });
}
