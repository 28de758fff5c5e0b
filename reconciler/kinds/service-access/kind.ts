import type { Kind } from '../../core/kind.ts';

/** Trusted access: a service may act in the accounts of the organisation. Only ever switched on (reference, pitfall 36). */
export const serviceAccessKind: Kind = {
  name: 'service-access',
  fixed: [],
  settle: (desired) => desired,
  widens: () => true,
  writes: () => 1,
};
