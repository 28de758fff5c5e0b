/**
 * Waits of strength 0 that seats need: whoever has a seat through a group gets none of their own any more (reference of the
 * control plane, section 6.1), while one who has one already is reached by the group's as well. So where a plan gives somebody
 * both, their own comes first.
 */

import type { Accesses, Grant } from './access.ts';
import { END } from './access.ts';
import { SEAT } from './read-accesses.ts';
import type { Waits } from './waits.ts';
import { addWaits } from './waits.ts';

/** What brings a group's seat to somebody, the seat or the membership, waits for the seat that the same plan gives to that person. */
export function addSeatWaits(waits: Waits, { grants }: Accesses): void {
  for (const grant of grants) if (isOwnSeat(grant)) addWaits(waits, 0, waysThroughGroups(grant), [grant.change]);
}

function isOwnSeat({ principal, cell, side }: Grant): boolean {
  return principal.type === 'user' && cell.set === SEAT && side === END;
}

/**
 * The numbers of the changes by which the person comes to a group's seat, were it for a moment: also of a group that they
 * leave, and of a seat that the group loses, since nothing says that these are gone first.
 */
function waysThroughGroups({ principal, cell }: Grant): readonly number[] {
  return principal.memberships.flatMap((membership) => {
    const seats = membership.group.grants.get(cell) ?? [];
    return seats.flatMap((seat) => [membership, seat].filter(({ side }) => side === END).map(({ change }) => change));
  });
}
