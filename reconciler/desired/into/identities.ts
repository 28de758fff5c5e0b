/** Users, groups and members of a folder that is edited in place. */

import { specBefore } from '../../core/change.ts';
import type { Json } from '../../core/json.ts';
import { groupKey, membershipKey, userKey } from '../../core/key.ts';
import type { GroupSpec, MembershipSpec, UserSpec } from '../../core/resource.ts';
import type { Group, User } from '../document.types.ts';
import { expressible } from '../expressible.ts';
import { holdsAt } from '../instant.ts';
import { userEntry } from '../write.ts';
import { homeOf } from './homes.ts';
import { asJson, fieldOf } from './names.ts';
import type { Pass } from './pass.ts';
import { withVerdict } from './pass.ts';
import { itemAt } from './places.ts';

/** What is live over what the file says of users and groups. */
export function writeIdentities(pass: Pass): void {
  const { users = [], groups = [] } = pass.configuration.document;
  for (const change of withVerdict(pass, 'writes')) {
    const spec = specBefore(change);
    if (change.kind === 'user') {
      const { userName } = spec as UserSpec;
      writeUser(
        pass,
        users.findIndex((user) => user.userName === userName),
        spec as UserSpec,
      );
    } else if (change.kind === 'group') {
      const { name, description } = spec as GroupSpec;
      const index = groups.findIndex((group) => group.name === name);
      write(pass, ['groups', index], 'description', description, 'name');
    }
  }
}

function writeUser(pass: Pass, index: number, live: UserSpec): void {
  const written = (pass.configuration.document.users as readonly User[])[index];
  const path = ['users', index];
  const derived = live.displayName === `${live.givenName} ${live.familyName}`;
  const display = derived && written?.displayName === undefined ? undefined : live.displayName;
  write(pass, path, 'givenName', live.givenName);
  write(pass, path, 'familyName', live.familyName);
  write(pass, path, 'displayName', display, 'familyName');
  write(pass, path, 'email', live.email);
}

/** Writes a field where it differs; nothing: takes it out. */
function write(
  pass: Pass,
  path: readonly (string | number)[],
  key: string,
  value: Json | undefined,
  after?: string,
): void {
  const field = fieldOf(pass.edits.parts, path, key);
  if ((field?.map.get(key) ?? undefined) !== value) pass.edits.put(field, value, after);
}

/** Takes out users, groups and members that are declared and not live. */
export function takeOutIdentities(pass: Pass): void {
  const { users = [], groups = [] } = pass.configuration.document;
  const going = new Set(withVerdict(pass, 'takes out').map(({ key }) => key));
  const { parts } = pass.edits;
  for (const [index, { userName }] of users.entries()) {
    if (going.has(userKey(userName))) pass.edits.remove(itemAt(parts, ['users', index]));
  }
  for (const [index, { name }] of groups.entries()) {
    if (going.has(groupKey(name))) pass.edits.remove(itemAt(parts, ['groups', index]));
  }
  for (const { group, name: user, expires, path } of pass.configuration.members) {
    const isGoing = holdsAt(pass.facts.now, expires) && going.has(membershipKey(group, user));
    if (isGoing) pass.edits.remove(itemAt(parts, path));
  }
}

/** Adds users and groups that are live, where the file would have them removed. */
export function addIdentities(pass: Pass): void {
  const { users = [], groups = [] } = pass.configuration.document;
  const added = withVerdict(pass, 'adds');
  const liveUsers = added
    .filter(({ kind }) => kind === 'user')
    .map((change) => userEntry(specBefore(change) as UserSpec));
  const liveGroups = added
    .filter(({ kind }) => kind === 'group')
    .map((change): Group => {
      const { name, description } = specBefore(change) as GroupSpec;
      return { name, ...(description === undefined ? {} : { description }) };
    });
  addTo(
    pass,
    'users',
    expressible('users', [...users, ...liveUsers], []).filter((user) => liveUsers.includes(user)),
  );
  addTo(
    pass,
    'groups',
    expressible('groups', [...groups, ...liveGroups], []).filter((group) => liveGroups.includes(group)),
  );
}

function addTo(pass: Pass, section: 'users' | 'groups', entries: readonly object[]): void {
  const home = homeOf(section, pass.configuration, pass.edits, pass.only);
  for (const entry of entries) pass.edits.addTo(home, section, asJson(entry));
}

/** Adds people to groups of the file, where the group's file may name them. */
export function addMembers(pass: Pass, mayName: (file: string, user: string) => boolean): void {
  const { groups = [] } = pass.configuration.document;
  for (const change of withVerdict(pass, 'adds')) {
    if (change.kind !== 'membership') continue;
    const { group, user } = specBefore(change) as MembershipSpec;
    const index = groups.findIndex(({ name }) => name === group);
    const field = fieldOf(pass.edits.parts, ['groups', index], 'members');
    if (field !== undefined && mayName(field.part.path, user)) pass.edits.add(field, user);
  }
}
