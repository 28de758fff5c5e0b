/** What no schema can say of users and groups, and of the ids and ARNs in Identity Center. */

import { attributeMistakes, emailOf } from '../identitystore/attributes.ts';
import { folded } from '../identitystore/directory.ts';
import { identityIdOf, identityStoreIdOf, instanceArnOf, permissionSetArnOf } from '../ids.ts';
import type { IdentityCenterState, UserState } from '../state.types.ts';
import { defined, twice, unknown } from './known.ts';
import type { Known } from './known.ts';
import { attributesOf } from './load-center.ts';

/** Each mistake as a line for people. */
export function identityMistakes(organizationId: string, center: IdentityCenterState, known: Known): readonly string[] {
  const { users = [], groups = [] } = center;
  return [
    ...twice(
      'user',
      users.map((user) => user.userName),
    ),
    ...twice(
      'group',
      groups.map((group) => group.name),
    ),
    ...userMistakes(users),
    ...idMistakes(organizationId, center),
    ...groups.flatMap((group) => unknown(`group ${group.name}: user`, group.members ?? [], known.users)),
    ...groups.flatMap((group) => twice(`group ${group.name}: user`, group.members ?? [])),
  ];
}

function userMistakes(users: readonly UserState[]): readonly string[] {
  // The other members are texts, which the schema has looked at.
  const written = users.filter((user) => user.attributes !== undefined);
  return written.flatMap((user) =>
    attributeMistakes(attributesOf(user), user.userName).map((mistake) => `user ${user.userName}: ${mistake}`),
  );
}

/** Names and addresses that only their case tells apart, and addresses that are there twice; each as a line for people. */
export function identityTwins({ users = [], groups = [] }: IdentityCenterState): readonly string[] {
  return [
    ...caseTwins(
      'user',
      users.map((user) => user.userName),
    ),
    ...caseTwins(
      'group',
      groups.map((group) => group.name),
    ),
    ...twice('email', defined(users.map(addressOf)).map(folded)),
  ];
}

function caseTwins(what: string, names: readonly string[]): readonly string[] {
  return twice(what, [...new Set(names)].map(folded));
}

/** One that is no text has been told. */
function addressOf(user: UserState): string | undefined {
  return user.attributes?.['Emails'] === undefined ? user.email : emailOf(user.attributes);
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
