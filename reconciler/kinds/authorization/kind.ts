import type { Fields } from '../../core/json.ts';
import type { Kind } from '../../core/kind.ts';
import type { AuthorizationSpec } from '../../core/resource.ts';
import { isKnownSubscription } from '../../core/subscriptions.ts';

/** A user or group that may use the profile: assigned to its application, and perhaps with a paid seat. */
export const authorizationKind: Kind = {
  name: 'authorization',
  fixed: [],
  told: ['throughGroup'],
  settle: (desired, live) => settle(desired as AuthorizationSpec, live as AuthorizationSpec),
  widens: (before, after) =>
    after !== undefined &&
    (before?.['signIn'] !== true ||
      (after['subscription'] !== null && after['subscription'] !== before['subscription'])),
  writes,
};

function settle(desired: AuthorizationSpec, live: AuthorizationSpec): AuthorizationSpec {
  const { subscription, throughGroup } = live;
  if (throughGroup !== undefined) {
    // The service changes no seat of a user who has it through a group (reference, section 6.1).
    return { ...desired, subscription: null, throughGroup };
  }
  // A type that this program does not know is somebody else's doing.
  return subscription === null || isKnownSubscription(subscription) ? desired : { ...desired, subscription };
}

/** Calls of `kinds/authorization/aws.ts` for the change. */
function writes(before: Fields | undefined, after: Fields | undefined): number {
  const [had, has] = [before?.['subscription'] ?? null, after?.['subscription'] ?? null];
  const seat = had === has ? 0 : 1;
  if (after === undefined) return seat + (before?.['signIn'] === false ? 0 : 1);
  // Whoever loses a seat and may still sign in is assigned once more: what taking a seat takes with it is not known.
  return seat + (before?.['signIn'] === true && (has !== null || seat === 0) ? 0 : 1);
}
