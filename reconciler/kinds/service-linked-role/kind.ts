import type { Kind } from '../../core/kind.ts';

/** A role that a service keeps in the profile's account: made when it is missing, never changed or removed here. */
export const serviceLinkedRoleKind: Kind = {
  name: 'service-linked-role',
  fixed: [],
  settle: (desired) => desired,
  widens: () => true,
  writes: () => 1,
};
