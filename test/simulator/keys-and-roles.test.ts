import { describe, expect, it } from 'vitest';

import { call, iam, refusalOf, TOOLING_KEY, toolingState } from './private.ts';
import { send } from './raw.ts';
import { onSimulator, PROD, TOOLING } from './support.ts';

const ID = '11111111-1111-1111-1111-111111111111';
const ARN = `arn:aws:kms:us-east-1:${TOOLING}:key/${ID}`;

const KEYS = toolingState({
  kmsKeys: [
    { account: TOOLING, region: 'us-east-1', id: ID, aliases: ['alias/a', 'alias/b'] },
    { account: TOOLING, region: 'us-east-1', aliases: ['alias/off'], enabled: false, symmetric: false },
    { account: TOOLING, region: 'eu-central-1', aliases: ['alias/there'] },
    { account: PROD, region: 'us-east-1', aliases: ['alias/theirs'] },
  ],
});

describe('a KMS key', () => {
  it.each([ID, ARN, 'alias/a', `arn:aws:kms:us-east-1:${TOOLING}:alias/b`])('is described by %s', async (KeyId) => {
    await onSimulator({ state: KEYS }, async (world) => {
      const { KeyMetadata: key } = await call(world, 'kms', 'DescribeKey', { KeyId });
      expect(key).toMatchObject({
        Arn: ARN,
        KeyId: ID,
        AWSAccountId: TOOLING,
        Enabled: true,
        KeyState: 'Enabled',
        KeySpec: 'SYMMETRIC_DEFAULT',
        KeyUsage: 'ENCRYPT_DECRYPT',
        KeyManager: 'CUSTOMER',
      });
    });
  });

  it('says that it is disabled or asymmetric', async () => {
    await onSimulator({ state: KEYS }, async (world) => {
      const { KeyMetadata: key } = await call(world, 'kms', 'DescribeKey', { KeyId: 'alias/off' });
      expect(key).toMatchObject({ Enabled: false, KeyState: 'Disabled', KeySpec: 'RSA_2048' });
    });
  });

  it('of another account is found by its ARN alone', async () => {
    await onSimulator({ state: KEYS }, async (world) => {
      const alias = await refusalOf(world, 'kms', 'DescribeKey', { KeyId: 'alias/theirs' });
      expect(alias).toBe('NotFoundException: Alias alias/theirs is not found.');
      const KeyId = `arn:aws:kms:us-east-1:${PROD}:alias/theirs`;
      const { KeyMetadata: key } = await call(world, 'kms', 'DescribeKey', { KeyId });
      expect(key).toMatchObject({ AWSAccountId: PROD });
    });
  });

  it('is in one Region, and there or not there', async () => {
    await onSimulator({ state: KEYS }, async (world) => {
      const refused = (KeyId: string, region: string) => refusalOf(world, 'kms', 'DescribeKey', { KeyId }, { region });
      expect(await refused(ARN, 'eu-central-1')).toBe('NotFoundException: Invalid arn us-east-1');
      expect(await refused('alias/there', 'us-east-1')).toMatch(/^NotFoundException/u);
      expect(await refused(PROD, 'us-east-1')).toBe(`NotFoundException: Key '${PROD}' does not exist`);
    });
  });

  it('is only for those who may look at it', async () => {
    const state = { ...KEYS, principals: { [TOOLING_KEY]: { account: TOOLING, role: 'r', actions: ['kms:List*'] } } };
    await onSimulator({ state }, async (world) => {
      expect(await refusalOf(world, 'kms', 'DescribeKey', { KeyId: ID })).toMatch(
        /^AccessDeniedException: .*kms:DescribeKey/u,
      );
      await call(world, 'kms', 'ListAliases');
    });
  });

  it('has aliases, which are listed in pages', async () => {
    await onSimulator({ state: KEYS }, async (world) => {
      const names = (page: { readonly [name: string]: unknown }) =>
        (page['Aliases'] as readonly { readonly AliasName: string }[]).map((one) => one.AliasName);
      const first = await call(world, 'kms', 'ListAliases', { Limit: 2 });
      expect(names(first)).toEqual(['alias/a', 'alias/b']);
      expect(first['Truncated']).toBe(true);
      const second = await call(world, 'kms', 'ListAliases', { Limit: 2, Marker: first['NextMarker'] });
      expect(names(second)).toEqual(['alias/off']);
      expect(second['Truncated']).toBe(false);
      expect(names(await call(world, 'kms', 'ListAliases', { KeyId: ID }))).toEqual(['alias/a', 'alias/b']);
      expect(await refusalOf(world, 'kms', 'ListAliases', { Marker: 'abc' })).toMatch(/^InvalidMarkerException/u);
    });
  });
});

describe('a service-linked role', () => {
  it('is made once, and found by its name', async () => {
    await onSimulator({ state: toolingState({ serviceLinkedRoles: {} }) }, async (world) => {
      const RoleName = 'AWSServiceRoleForAmazonQDeveloper';
      const missing = await iam(world, { Action: 'GetRole', RoleName });
      expect(missing).toMatchObject({ status: 404, type: 'text/xml' });
      expect(missing.body).toContain('<Code>NoSuchEntity</Code>');
      const create = { Action: 'CreateServiceLinkedRole', AWSServiceName: 'q.amazonaws.com' };
      const made = await iam(world, create);
      expect(made.body).toContain(
        `<Arn>arn:aws:iam::${TOOLING}:role/aws-service-role/q.amazonaws.com/${RoleName}</Arn>`,
      );
      expect((await iam(world, { Action: 'GetRole', RoleName })).status).toBe(200);
      const again = await iam(world, create);
      expect(again.status).toBe(400);
      expect(again.body).toContain('<Code>InvalidInput</Code>');
      expect(again.body).toContain(`Service role name ${RoleName} has been taken in this account`);
      expect(world.simulator.state().serviceLinkedRoles).toEqual({ [TOOLING]: ['q.amazonaws.com'] });
      expect(world.simulator.writes()).toBe(2);
    });
  });

  it.each([{ AWSServiceName: 'nothing.amazonaws.com' }, { AWSServiceName: 'q.amazonaws.com', CustomSuffix: 'x' }])(
    'is of a service that the simulator knows: %j',
    async (form) => {
      await onSimulator({ state: toolingState() }, async (world) => {
        const answer = await iam(world, { Action: 'CreateServiceLinkedRole', ...form });
        expect(answer.body).toContain('<Code>InvalidInput</Code>');
      });
    },
  );

  it('is listed by its path, in pages', async () => {
    const all = ['codewhisperer.amazonaws.com', 'q.amazonaws.com', 'user-subscriptions.amazonaws.com'];
    await onSimulator({ state: toolingState({ serviceLinkedRoles: { [TOOLING]: all } }) }, async (world) => {
      const names = (body: string) => [...body.matchAll(/<RoleName>(\w+)<\/RoleName>/gu)].map(([, name]) => name);
      const first = await iam(world, { Action: 'ListRoles', MaxItems: '2' });
      expect(names(first.body)).toEqual(['AWSServiceRoleForAmazonQDeveloper', 'AWSServiceRoleForCodeWhisperer']);
      const Marker = /<Marker>(?<marker>[^<]+)<\/Marker>/u.exec(first.body)?.groups?.['marker'] ?? '';
      const second = await iam(world, { Action: 'ListRoles', MaxItems: '2', Marker });
      expect(names(second.body)).toEqual(['AWSServiceRoleForUserSubscriptions']);
      expect(second.body).toContain('<IsTruncated>false</IsTruncated>');
      const PathPrefix = '/aws-service-role/q.amazonaws.com/';
      expect(names((await iam(world, { Action: 'ListRoles', PathPrefix })).body)).toHaveLength(1);
      expect((await iam(world, { Action: 'ListRoles', Marker: 'abc' })).body).toContain('<Code>ValidationError</Code>');
    });
  });

  it('may be signed for any Region, and only for those who may', async () => {
    const state = toolingState({
      principals: { [TOOLING_KEY]: { account: TOOLING, role: 'r', actions: ['iam:List*'] } },
    });
    await onSimulator({ state }, async (world) => {
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      const form = { service: 'iam', region: 'eu-west-1', headers, accessKeyId: TOOLING_KEY };
      const body = 'Version=2010-05-08&Action=';
      expect((await send(world, { ...form, body: `${body}ListRoles` })).status).toBe(200);
      const refusal = await send(world, { ...form, body: `${body}GetRole&RoleName=A` });
      expect(refusal.status).toBe(403);
      expect(refusal.body).toContain('not authorized to perform: iam:GetRole');
    });
  });
});
