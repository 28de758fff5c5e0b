/** What no schema can say of users, groups and permission sets by their ids and attributes. */

import { attributeMistakes, emailOf } from '../identitystore/attributes.ts';
import { identityIdOf, identityStoreIdOf, instanceArnOf, permissionSetArnOf } from '../ids.ts';
import type { IdentityCenterState } from '../state.types.ts';
import { defined, twice } from './known.ts';
import { attributesOf } from './load-center.ts';

/** Each mistake as a line for people. */
export function identityMistakes(organizationId: string, center: IdentityCenterState): readonly string[] {
  const { users = [] } = center;
  const attributes = users.map(attributesOf);
  // The other members are texts, which the schema has looked at.
  const written = users.filter((user) => user.attributes !== undefined);
  const wrong = written.flatMap((user) =>
    attributeMistakes(attributesOf(user), user.userName).map((mistake) => `user ${user.userName}: ${mistake}`),
  );
  // An address that is no text has been told.
  const emails = defined(attributes.map(emailOf)).map((email) => email.toLowerCase());
  return [...wrong, ...twice('email', emails), ...idMistakes(organizationId, center)];
}

/** Ids are derived from names, and so one that is written out may be another's. */
function idMistakes(organizationId: string, center: IdentityCenterState): readonly string[] {
  const { users = [], groups = [], permissionSets = [] } = center;
  const { identityStoreId = identityStoreIdOf(organizationId), instanceArn = instanceArnOf(organizationId) } = center;
  const isGiven = (thing: { readonly id?: string; readonly arn?: string }) => (thing.id ?? thing.arn) !== undefined;
  // Hashes of a hundred thousand names, only where they can matter.
  if (![...users, ...groups, ...permissionSets].some(isGiven)) return [];
  return [
    ...twice('id', [
      ...users.map((user) => user.id ?? identityIdOf(identityStoreId, 'user', user.userName, 0)),
      ...groups.map((group) => group.id ?? identityIdOf(identityStoreId, 'group', group.name, 0)),
    ]),
    ...twice(
      'arn',
      permissionSets.map((set) => set.arn ?? permissionSetArnOf(instanceArn, set.name, 0)),
    ),
  ];
}
