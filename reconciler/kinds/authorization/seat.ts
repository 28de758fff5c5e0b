/** Paid seats: the assignment API is neither idempotent nor ready when the profile is (reference, sections 5 and 6.1). */

import { createOrFind, removeIfThere } from '../../aws/create.ts';
import { AwsFailure, isFailure } from '../../aws/errors.ts';
import type { AwsSession } from '../../aws/session.ts';
import { IssueError } from '../../core/issue.ts';

export interface Holder {
  readonly region: string;
  /** The profile's: 12 digits. */
  readonly account: string;
  readonly type: 'USER' | 'GROUP';
  readonly id: string;
  readonly applicationArn: string;
  readonly profileArn: string;
  /** For people. */
  readonly about: string;
}

function inputOf({ id, type, profileArn }: Holder) {
  return { principalId: id, principalType: type, profileArn };
}

/**
 * A seat for somebody who has none. "Invalid state" means that there is one already, if the listing says so too: then it is
 * ours, after an answer that was lost, or comes through a group.
 */
export async function giveSeat(session: AwsSession, holder: Holder, subscription: string): Promise<void> {
  const { assignments } = session.codewhisperer;
  const input = { ...inputOf(holder), subscriptionType: subscription };
  await createOrFind<unknown>(
    session.retry,
    () => patiently(session, () => assignments.call('CreateAssignment', input, { ...holder, onConflict: 'throw' })),
    async (conflict) => {
      const { own, effective } = await session.codewhisperer.currentSeats(holder);
      const has = own.get(`${holder.type} ${holder.id}`);
      if (has !== undefined && has !== subscription) throw conflict;
      const through = holder.type === 'USER' ? effective.get(holder.id) : undefined;
      if (has === undefined && through !== undefined) session.codewhisperer.throughGroup.add(holder.id);
      return has ?? through;
    },
  );
}

/**
 * Another type for a seat that is there. Of somebody who has one through a group as well the service changes neither, which
 * its conflict does not say (reference, section 6.1): any other conflict may pass.
 */
export async function changeSeat(session: AwsSession, holder: Holder, subscription: string): Promise<void> {
  const input = { ...inputOf(holder), subscriptionType: subscription };
  const change = (onConflict: 'throw' | 'retry') =>
    patiently(session, () =>
      session.codewhisperer.assignments.call('UpdateAssignment', input, { ...holder, onConflict }),
    );
  try {
    await change('throw');
  } catch (error) {
    if (!isFailure(error, 'conflict')) throw error;
    const { both } = await session.codewhisperer.currentSeats(holder);
    if (holder.type === 'USER' && both.has(holder.id)) throw alsoThroughGroup(holder, error);
    await change('retry');
  }
}

function alsoThroughGroup({ about }: Holder, cause: AwsFailure): IssueError {
  return new IssueError({
    code: 'AWS_CONFLICT',
    severity: 'error',
    message: `${about}: the service changes no seat of somebody who has one through a group as well`,
    hint: 'give the group the other type, or take the person out of the group or off the list of users',
    cause,
  });
}

/** The seat ends; that it is gone already is what was wanted. */
export async function takeSeat(session: AwsSession, holder: Holder): Promise<void> {
  await removeIfThere(() => session.codewhisperer.assignments.call('DeleteAssignment', inputOf(holder), holder));
}

const PAUSE = 5_000;

/** Tries refusals again that a new profile gives for a while, as long as the run has patience with them. */
export async function patiently<T>({ codewhisperer, clock }: AwsSession, call: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await call();
    } catch (error) {
      if (!mayPass(error) || !codewhisperer.patience.lasts()) throw error;
      await clock.sleep(PAUSE);
    }
  }
}

function mayPass(error: unknown): boolean {
  if (isFailure(error, 'notFound')) return true;
  if (!(error instanceof AwsFailure)) return false;
  return error.failure.name.startsWith('AccessDenied') && error.failure.reason !== 'FEATURE_NOT_SUPPORTED';
}
