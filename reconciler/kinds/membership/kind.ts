import type { Kind } from '../../core/kind.ts';

/** One user in one group: there or not there. */
export const membershipKind: Kind = {
  name: 'membership',
  fixed: [],
  settle: (desired) => desired,
  widens: (_before, after) => after !== undefined,
  writes: () => 1,
};
