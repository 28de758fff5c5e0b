/** Who holds a permission set somewhere, as the services see it: for whoever watches over the steps of a run. */

import { assigneesOf, membersOf } from './world.ts';
import type { World } from './world.types.ts';

/** Ids of the enabled users who hold the set of that name on the account, directly or through a group; each once. */
export type Holders = (permissionSet: string, account: string) => ReadonlySet<string>;

export function holdersIn({ identityCenter: center }: World): Holders {
  return (permissionSet, account) => {
    if (center === undefined) return new Set();
    const sets = [...center.permissionSets.values()].filter(({ name }) => name === permissionSet);
    const people = sets
      .flatMap(({ arn }) => assigneesOf(center, account, arn))
      .flatMap(({ principalType, principalId }) =>
        principalType === 'USER' ? [principalId] : membersOf(center, principalId).map(({ userId }) => userId),
      );
    return new Set(people.filter((id) => center.users.get(id)?.status === 'ENABLED'));
  };
}
