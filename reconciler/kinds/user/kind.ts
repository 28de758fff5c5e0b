import type { Kind } from '../../core/kind.ts';

/** A person of the directory. The user name is the identity: it cannot change later (reference, pitfall 27). */
export const userKind: Kind = {
  name: 'user',
  fixed: [],
  settle: (desired, live) => ({ ...live, ...desired }),
  // A user without memberships and grants can do nothing.
  widens: () => false,
  writes: () => 1,
};
