/** AWS KMS, of which only looking at keys is served: JSON 1.1, `TrentService`. Keys are in one account and Region. */

import { LOADED } from './state/load-organization.ts';
import derived from './models/kms.json' with { type: 'json' };
import type { KmsOperations } from './models/kms.types.ts';
import { serviceModel } from './model.ts';
import { pageOf } from './pages.ts';
import { Refusal } from './refusal.ts';
import { untyped } from './service.ts';
import type { Call, Handlers, Service } from './service.ts';
import type { KmsKey } from './world.types.ts';

function aliasArn(key: KmsKey, alias: string): string {
  return key.arn.replace(/:key\/.*$/u, `:${alias}`);
}

/** The keys of the caller's account in the Region of the request. */
function keysHere(call: Call): readonly KmsKey[] {
  return [...call.world.kmsKeys.values()].filter(
    (key) => key.account === call.caller.account && key.region === call.region,
  );
}

/** By id or alias here, by ARN also in another account. */
function keyMeant(call: Call, id: string): KmsKey {
  const isHere = (key: KmsKey) => keysHere(call).includes(key);
  const found = [...call.world.kmsKeys.values()].find((key) => {
    if (key.region !== call.region) return false;
    if (id.startsWith('arn:')) return key.arn === id || key.aliases.some((alias) => aliasArn(key, alias) === id);
    return isHere(key) && (key.id === id || key.aliases.includes(id));
  });
  if (found !== undefined) return found;
  const [, , , region = call.region] = id.split(':');
  if (region !== call.region) throw new Refusal('NotFoundException', `Invalid arn ${region}`);
  const what = /(?:^|:)alias\//u.test(id) ? `Alias ${id} is not found.` : `Key '${id}' does not exist`;
  throw new Refusal('NotFoundException', what);
}

const handlers: Handlers<KmsOperations> = {
  DescribeKey(input, call) {
    const key = keyMeant(call, input.KeyId);
    const spec = key.symmetric ? ('SYMMETRIC_DEFAULT' as const) : ('RSA_2048' as const);
    return {
      KeyMetadata: {
        AWSAccountId: key.account,
        KeyId: key.id,
        Arn: key.arn,
        CreationDate: LOADED,
        Enabled: key.enabled,
        Description: '',
        KeyUsage: 'ENCRYPT_DECRYPT',
        KeyState: key.enabled ? 'Enabled' : 'Disabled',
        Origin: 'AWS_KMS',
        KeyManager: 'CUSTOMER',
        CustomerMasterKeySpec: spec,
        KeySpec: spec,
        EncryptionAlgorithms: key.symmetric ? ['SYMMETRIC_DEFAULT'] : ['RSAES_OAEP_SHA_256'],
        MultiRegion: false,
      },
    };
  },

  ListAliases(input, call) {
    const keys = input.KeyId === undefined ? keysHere(call) : [keyMeant(call, input.KeyId)];
    const rows = keys.flatMap((key) => key.aliases.map((alias) => ({ key, alias, arn: aliasArn(key, alias) })));
    const { Limit: MaxResults, Marker: NextToken, ...rest } = input;
    const page = pageOf(
      call,
      { ...rest, MaxResults, NextToken },
      rows.toSorted((a, b) => (a.arn < b.arn ? -1 : 1)),
      { cursorOf: (row) => row.arn, most: 100, refuse: () => new Refusal('InvalidMarkerException', 'Invalid marker') },
    );
    return {
      Aliases: page.items.map(({ key, alias, arn }) => ({
        AliasName: alias,
        AliasArn: arn,
        TargetKeyId: key.id,
        CreationDate: LOADED,
        LastUpdatedDate: LOADED,
      })),
      NextMarker: page.NextToken,
      Truncated: page.NextToken !== undefined,
    };
  },
};

export const kms: Service = {
  model: serviceModel(derived),
  handlers: untyped<KmsOperations>(handlers),
  actionPrefix: 'kms',
  open: new Set(),
  writes: new Set(),
  errors: {
    accessDenied: 'AccessDeniedException',
    validation: 'ValidationException',
    throttling: 'ThrottlingException',
    internal: 'KMSInternalException',
  },
  region: 'any',
};
