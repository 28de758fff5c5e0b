/** Users and groups with the indexes of their names and addresses, which must agree. */

import type { JsonObject } from '../json.ts';
import type { Group, IdentityCenterWorld, User } from '../world.types.ts';
import { emailOf } from './attributes.ts';

/** Names and addresses are equal whatever their case (AWS does not say; this is the stricter reading). */
export function folded(text: string): string {
  return text.toLowerCase();
}

type Index<Thing> = Map<string, Set<Thing>>;

function put<Thing>(index: Index<Thing>, text: string | undefined, thing: Thing): void {
  if (text === undefined) return;
  const known = index.get(folded(text));
  if (known === undefined) index.set(folded(text), new Set([thing]));
  else known.add(thing);
}

function take<Thing>(index: Index<Thing>, text: string | undefined, thing: Thing): void {
  if (text !== undefined) index.get(folded(text))?.delete(thing);
}

function having<Thing>(index: Index<Thing>, text: string): readonly Thing[] {
  return [...(index.get(folded(text)) ?? [])];
}

export function addUser(center: IdentityCenterWorld, user: User): void {
  center.users.set(user.id, user);
  center.usedIds.add(user.id);
  put(center.usersByName, user.userName, user);
  put(center.usersByEmail, emailOf(user.attributes), user);
}

export function removeUser(center: IdentityCenterWorld, user: User): void {
  center.users.delete(user.id);
  take(center.usersByName, user.userName, user);
  take(center.usersByEmail, emailOf(user.attributes), user);
}

export function setAttributes(center: IdentityCenterWorld, user: User, attributes: JsonObject): void {
  take(center.usersByEmail, emailOf(user.attributes), user);
  user.attributes = attributes;
  put(center.usersByEmail, emailOf(attributes), user);
}

/** Those of that name in whatever case. */
export function usersNamed(center: IdentityCenterWorld, name: string): readonly User[] {
  return having(center.usersByName, name);
}

/** The one of exactly that name, in a list. */
export function userCalled(center: IdentityCenterWorld, name: string): readonly User[] {
  return usersNamed(center, name).filter((user) => user.userName === name);
}

/** Those with that address in whatever case. */
export function usersAt(center: IdentityCenterWorld, email: string): readonly User[] {
  return having(center.usersByEmail, email);
}

export function addGroup(center: IdentityCenterWorld, group: Group): void {
  center.groups.set(group.id, group);
  center.usedIds.add(group.id);
  put(center.groupsByName, group.name, group);
}

export function removeGroup(center: IdentityCenterWorld, group: Group): void {
  center.groups.delete(group.id);
  take(center.groupsByName, group.name, group);
}

export function renameGroup(center: IdentityCenterWorld, group: Group, name: string): void {
  take(center.groupsByName, group.name, group);
  group.name = name;
  put(center.groupsByName, name, group);
}

/** Those of that name in whatever case. */
export function groupsNamed(center: IdentityCenterWorld, name: string): readonly Group[] {
  return having(center.groupsByName, name);
}

/** The one of exactly that name, in a list. */
export function groupCalled(center: IdentityCenterWorld, name: string): readonly Group[] {
  return groupsNamed(center, name).filter((group) => group.name === name);
}
