/** CREATING → ACTIVE, UPDATING → ACTIVE, DELETING → gone, or the failure of each: by the clock, seen when somebody looks. */

import type { Profile, ProfileSettings } from '../codewhisperer.types.ts';
import type { Call } from '../service.ts';
import type { World } from '../world.types.ts';
import { makeApplications, removeApplications } from './applications.ts';
import { seatsOf } from './seats.ts';

/** Ends, in their order, every change of a profile whose time has come, and the waiting of those that are new. */
export function settleProfiles(world: World, now: number): void {
  for (const profile of world.codewhisperer.profiles.values()) {
    // A state is kept with what is to come alone: who goes on from it may do so by a clock that is behind.
    if (profile.assignableAt !== undefined && profile.assignableAt <= now) delete profile.assignableAt;
  }
  const due = [...world.codewhisperer.profiles.values()].flatMap((profile) =>
    profile.change !== undefined && profile.change.ends <= now ? [{ profile, change: profile.change }] : [],
  );
  for (const { profile, change } of due.toSorted((a, b) => a.change.ends - b.change.ends)) {
    delete profile.change;
    if (change.failure === undefined) succeed(world, profile, change.settings, change.ends);
    else fail(profile, change.failure);
  }
}

function succeed(world: World, profile: Profile, settings: ProfileSettings | undefined, at: number): void {
  delete profile.errorDetails;
  if (profile.status === 'DELETING') {
    remove(world, profile);
    return;
  }
  if (profile.status === 'CREATING') makeApplications(world, profile, at);
  if (settings !== undefined) profile.settings = settings;
  profile.status = 'ACTIVE';
}

function fail(profile: Profile, failure: string): void {
  const failed = { CREATING: 'CREATE_FAILED', UPDATING: 'UPDATE_FAILED', DELETING: 'DELETE_FAILED' } as const;
  if (profile.status === 'CREATING' || profile.status === 'UPDATING' || profile.status === 'DELETING') {
    profile.status = failed[profile.status];
  }
  profile.errorDetails = failure;
}

/** The profile goes with its applications; its seats are listed on, cancelled. */
function remove(world: World, profile: Profile): void {
  removeApplications(world, profile);
  for (const seat of seatsOf(world, profile)) seat.status ??= 'CANCELLED';
  world.codewhisperer.profiles.delete(profile.arn);
}

/** Starts a change of the profile that takes so long. */
export function startChange(
  call: Call,
  profile: Profile,
  change: {
    readonly status: 'UPDATING' | 'DELETING';
    readonly milliseconds: number;
    readonly settings?: ProfileSettings;
  },
): void {
  const { lateFailure } = call.upset;
  profile.status = change.status;
  profile.change = {
    ends: call.now + change.milliseconds,
    ...(lateFailure === undefined ? {} : { failure: lateFailure }),
    ...(change.settings === undefined ? {} : { settings: change.settings }),
  };
  if (call.limits.failedUpdateShows && lateFailure !== undefined && change.settings !== undefined) {
    profile.settings = change.settings;
  }
  // What takes no time is done before the answer.
  settleProfiles(call.world, call.now);
}
