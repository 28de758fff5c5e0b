import type { Kind } from '../../core/kind.ts';

/** The managed application of a profile: it comes and goes with the profile; here it is switched on and off. */
export const applicationKind: Kind = {
  name: 'application',
  fixed: [],
  settle: (desired) => desired,
  widens: (_before, after) => after?.['enabled'] === true,
  // The service makes it with the profile, and makes it enabled.
  writes: (before, after) => (before === undefined && after?.['enabled'] !== false ? 0 : 1),
};
