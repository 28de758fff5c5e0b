import type { Kind } from '../../core/kind.ts';

/** A group of the directory. A new name is an update in place: the id, the members and the grants stay (reference, pitfall 22). */
export const groupKind: Kind = {
  name: 'group',
  fixed: [],
  settle: (desired, live) => ({ ...live, ...desired }),
  widens: () => false,
  writes: () => 1,
};
