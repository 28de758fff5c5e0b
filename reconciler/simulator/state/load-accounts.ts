/** What accounts have beside their roles: KMS keys and service-linked roles. */

import { uuidOf } from '../ids.ts';
import type { KmsKeyState } from '../state.types.ts';
import type { KmsKey } from '../world.types.ts';
import { LOADED } from './load-organization.ts';

/** The id of a key whose state gives none. */
export function derivedKeyId(key: KmsKeyState): string {
  return uuidOf('kms-key', key.account, key.region, key.aliases?.[0] ?? '');
}

export function keyArnOf(key: KmsKeyState): string {
  return `arn:aws:kms:${key.region}:${key.account}:key/${key.id ?? derivedKeyId(key)}`;
}

/** By ARN. */
export function loadKeys(keys: readonly KmsKeyState[]): ReadonlyMap<string, KmsKey> {
  const loaded = keys.map((key): KmsKey => {
    const { account, region, id = derivedKeyId(key), aliases = [] } = key;
    const { enabled = true, symmetric = true, usable = true } = key;
    return { account, region, id, arn: keyArnOf(key), aliases, enabled, symmetric, usable };
  });
  return new Map(loaded.map((key) => [key.arn, key]));
}

export function loadServiceLinkedRoles(roles: {
  readonly [account: string]: readonly string[];
}): Map<string, Map<string, number>> {
  const entries = Object.entries(roles).map(
    ([account, principals]) => [account, new Map(principals.map((principal) => [principal, LOADED] as const))] as const,
  );
  return new Map(entries);
}
