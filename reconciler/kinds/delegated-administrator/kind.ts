import type { Kind } from '../../core/kind.ts';
import type { DelegatedAdministratorSpec } from '../../core/resource.ts';

/**
 * The account that administers a service in place of the management account. Another account is another registration:
 * the old one has to go first. Where several are registered, the declared one among them is what was wanted.
 */
export const delegatedAdministratorKind: Kind = {
  name: 'delegated-administrator',
  fixed: ['account'],
  settle: (desired, live) => {
    const { account, others = [] } = live as DelegatedAdministratorSpec;
    return [account, ...others].includes((desired as DelegatedAdministratorSpec).account) ? live : desired;
  },
  widens: (_before, after) => after !== undefined,
  writes: (before, after) => (before === undefined ? 0 : 1) + (after === undefined ? 0 : 1),
};
