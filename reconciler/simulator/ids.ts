/** AWS's ids, derived from names by hash: the same state gives the same ids on every machine. */

import { createHash } from 'node:crypto';

/** The first `length` hex digits (at most 64) of a hash of the parts. */
export function hexOf(length: number, ...parts: readonly (string | number)[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, length);
}

export function uuidOf(...parts: readonly (string | number)[]): string {
  const hex = hexOf(32, ...parts);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

export function instanceArnOf(organizationId: string): string {
  return `arn:aws:sso:::instance/ssoins-${hexOf(16, 'instance', organizationId)}`;
}

export function identityStoreIdOf(organizationId: string): string {
  return `d-${hexOf(10, 'identity-store', organizationId)}`;
}

/** `generation` counts earlier things of that name, so that a thing made anew has an id of its own. */
export function permissionSetArnOf(instanceArn: string, name: string, generation: number): string {
  const instance = instanceArn.slice(instanceArn.lastIndexOf('/') + 1);
  const base = instanceArn.slice(0, instanceArn.indexOf(':instance/'));
  return `${base}:permissionSet/${instance}/ps-${hexOf(16, 'permission-set', name, generation)}`;
}

const prefixes = new Map<string, string>();

/** What all ids of a store begin with; there are many of them, so it is worth remembering. */
function prefixOf(identityStoreId: string): string {
  const known = prefixes.get(identityStoreId) ?? hexOf(10, 'prefix', identityStoreId);
  prefixes.set(identityStoreId, known);
  return known;
}

/** Ids of users, groups and memberships begin with ten digits of their store. */
export function identityIdOf(
  identityStoreId: string,
  kind: 'user' | 'group' | 'membership',
  name: string,
  generation: number,
): string {
  return `${prefixOf(identityStoreId)}-${uuidOf(kind, identityStoreId, name, generation)}`;
}

export function rootIdOf(organizationId: string): string {
  return `r-${hexOf(4, 'root', organizationId)}`;
}

export function unitIdOf(rootId: string, path: string): string {
  return `ou-${rootId.slice(2)}-${hexOf(8, 'unit', path)}`;
}

/** The first id of `make(0)`, `make(1)`, … that was never used. */
export function unusedId(make: (generation: number) => string, isUsed: (id: string) => boolean): string {
  for (let generation = 0; ; generation += 1) {
    const id = make(generation);
    if (!isUsed(id)) return id;
  }
}

export function identityStoreArnOf(account: string, identityStoreId: string): string {
  return `arn:aws:identitystore::${account}:identitystore/${identityStoreId}`;
}
