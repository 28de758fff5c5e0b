/** Email addresses that a plan gives to somebody while somebody else still has them (DESIGN section 4, "Order", 0). */

import type { Change } from './change.ts';
import { folded } from './folded.ts';
import type { Issue } from './issue.ts';
import { userKey } from './key.ts';
import type { LiveResource, UserSpec } from './resource.ts';

/**
 * One error for each user who is to get the address of another one who is live: no order of changes helps, since who goes
 * goes last. Addresses are unique whatever their case.
 */
export function heldAddresses(changes: readonly Change[], live: readonly LiveResource[]): readonly Issue[] {
  const given = changes.flatMap((change) => (change.kind === 'user' && change.verb !== 'delete' ? [change.after] : []));
  if (given.length === 0) return [];
  const holders = new Map(
    live.flatMap(({ kind, spec }) => {
      const { userName, email } = spec as UserSpec;
      return kind === 'user' && email !== undefined ? [[folded(email), userName] as const] : [];
    }),
  );
  const leaving = new Set(changes.filter(({ verb }) => verb === 'delete').map(({ key }) => key));
  return given.flatMap(({ spec, at }): readonly Issue[] => {
    const { userName, email } = spec as UserSpec;
    const holder = email === undefined ? undefined : holders.get(folded(email));
    if (holder === undefined || holder === userName) return [];
    const first = leaving.has(userKey(holder)) ? `remove "${holder}"` : `give "${holder}" another address`;
    return [
      {
        code: 'CONFIG_DUPLICATE',
        severity: 'error',
        message: `"${email}", the email address of "${userName}", is still held by user "${holder}"`,
        hint: `two steps: ${first} in a pull request of its own, then this change in the next`,
        ...(at === undefined ? {} : { at }),
      },
    ];
  });
}
