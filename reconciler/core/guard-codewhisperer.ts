/** The profile and what it costs: no key is changed, no profile deleted and no seat bought beyond the limit by accident. */

import { counted, countedPeople } from './counted.ts';
import { accountName } from './account-names.ts';
import type { Change } from './change.ts';
import type { Breach } from './guard-breach.ts';
import type { GuardView } from './guard-live.ts';
import type { Issue } from './issue.ts';
import type { AuthorizationSpec, ProfileSpec, Resource } from './resource.ts';
import { isKnownSubscription } from './subscriptions.ts';

/** The guards `codewhisperer.kmsKey`, `codewhisperer.delete` and `seats`. */
export function codewhispererBreaches(view: GuardView): readonly Breach[] {
  return [...keyBreaches(view), ...deletionBreaches(view), ...seatBreaches(view)];
}

/** What the service has once encrypted stays bound to the key that it was encrypted with. */
function keyBreaches(view: GuardView): readonly Breach[] {
  return view.changes.flatMap((change) => {
    if (change.kind !== 'profile' || change.verb !== 'update') return [];
    const field = change.fields.find(({ field: name }) => name === 'kmsKey');
    if (field === undefined) return [];
    return {
      code: 'GUARD_KMS_KEY',
      message: `the plan changes the key of the live ${profileTitle(change, view)} from ${keyText(field.before)} to ${keyText(field.after)}`,
      removals: [],
      lift: { guard: 'codewhisperer.kmsKey' },
      ...(change.after.at === undefined ? {} : { at: change.after.at }),
    };
  });
}

function keyText(key: unknown): string {
  return typeof key === 'string' ? key : 'the key that AWS owns';
}

/** A profile that goes, also one that is made anew since it was never made whole. */
function deletionBreaches(view: GuardView): readonly Breach[] {
  return deletions(view).map((change) => ({
    code: 'GUARD_PROFILE_DELETE',
    message: `the plan deletes the ${profileTitle(change, view)}, with ${seatsText(lostSeats(view))}; its settings and its ARN do not come back`,
    removals: [change.before],
    lift: { guard: 'codewhisperer.delete' },
  }));
}

function deletions({ changes }: Pick<GuardView, 'changes'>) {
  return changes.flatMap((change) =>
    change.kind === 'profile' && (change.verb === 'delete' || change.verb === 'replace') ? [change] : [],
  );
}

function profileTitle(change: Exclude<Change, { readonly verb: 'create' }>, view: GuardView): string {
  const { account, region, profileName } = change.before.spec as ProfileSpec;
  return `profile ${profileName} in ${accountName(account, view)}/${region}`;
}

function lostSeats(view: GuardView): number {
  return view.seats.people.reduce((sum, { users, after }) => (after === null ? sum + users.length : sum), 0);
}

function seatsText(seats: number): string {
  if (seats === 0) return 'no seats';
  return counted(seats, 'seat');
}

function seatBreaches(view: GuardView): readonly Breach[] {
  const { seats: limit } = view.desired.guards;
  const { before, after } = view.seats;
  // A plan that buys nothing must stay possible where there are too many already.
  if (limit === undefined || after <= limit || after <= before) return [];
  return [
    {
      code: 'GUARD_SEATS',
      message: `after this plan ${countedPeople(after)} would have a paid seat (today ${before}); guards.seats allows ${limit}`,
      removals: [],
      lift: { guard: 'seats', upTo: after },
    },
  ];
}

/** Seats that the file wants otherwise, and that are left alone since nobody here knows what they are. */
function unknownSeatWarnings({ desired, live }: GuardView): readonly Issue[] {
  const isAuthorization = ({ kind }: Pick<Resource, 'kind'>): boolean => kind === 'authorization';
  const lives = new Map(live.filter(isAuthorization).map(({ key, spec }) => [key, spec]));
  return desired.resources.filter(isAuthorization).flatMap(({ key, spec, at }) => {
    const { principalType, principal, subscription } = spec as AuthorizationSpec;
    const held = (lives.get(key) as AuthorizationSpec | undefined)?.subscription ?? null;
    if (held === null || held === subscription || isKnownSubscription(held)) return [];
    const wanted = subscription === null ? 'no seat' : subscription;
    return {
      code: 'CONFIG_SEAT_TYPE',
      severity: 'warning',
      message: `${principalType} ${principal} has a seat of the type ${held}, which is not known here and left as it is; the file says ${wanted}`,
      hint: 'say the same type in the file, or change it in the console',
      ...(at === undefined ? {} : { at }),
    } as const;
  });
}

/** What a deletion costs although it is allowed, and seats that are too many already. */
export function codewhispererWarnings(view: GuardView): readonly Issue[] {
  const { seats: limit } = view.desired.guards;
  const { before, after } = view.seats;
  const lost = lostSeats(view);
  return [
    ...unknownSeatWarnings(view),
    ...(lost === 0 ? [] : deletions(view)).map((change): Issue => ({
      code: 'GUARD_PROFILE_DELETE',
      severity: 'warning',
      message: `${seatsText(lost)} ${lost === 1 ? 'ends' : 'end'} with the ${profileTitle(change, view)}`,
      hint: 'their last month is charged in full',
    })),
    ...(limit === undefined || after <= limit || after > before
      ? []
      : [
          {
            code: 'GUARD_SEATS',
            severity: 'warning',
            message: `${countedPeople(after)} with a paid seat; guards.seats allows ${limit}, so no plan may add one`,
            hint: 'take seats away, or have a higher limit reviewed',
          } as const,
        ]),
  ];
}
