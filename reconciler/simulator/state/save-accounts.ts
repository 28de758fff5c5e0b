/** What accounts have beside their roles, back to the state. */

import type { BucketState, KmsKeyState, SimulatorState } from '../state.types.ts';
import type { KmsKey, World } from '../world.types.ts';
import { byText, given, sortedMembers } from './canonical.ts';
import { derivedKeyId } from './load-accounts.ts';

type Saved = Pick<SimulatorState, 'kmsKeys' | 'buckets' | 'serviceLinkedRoles'>;

function savedKey(key: KmsKey): KmsKeyState {
  const { account, region, aliases } = key;
  const derived = derivedKeyId({ account, region, aliases });
  return given<KmsKeyState>({
    account,
    region,
    id: key.id === derived && aliases.length > 0 ? undefined : key.id,
    aliases,
    enabled: key.enabled ? undefined : false,
    symmetric: key.symmetric ? undefined : false,
    usable: key.usable ? undefined : false,
  });
}

function savedBucket({ name, account, region }: BucketState): BucketState {
  return { name, account, region };
}

export function savedAccounts(world: World): Saved {
  const roles = [...world.serviceLinkedRoles].map(([account, made]) => [account, [...made.keys()].toSorted()] as const);
  return given<Saved>({
    kmsKeys: byText([...world.kmsKeys.values()], (key) => key.arn).map(savedKey),
    buckets: byText(world.buckets, (bucket) => bucket.name).map(savedBucket),
    serviceLinkedRoles: sortedMembers(Object.fromEntries(roles.filter(([, principals]) => principals.length > 0))),
  });
}
