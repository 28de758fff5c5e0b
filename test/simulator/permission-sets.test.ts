import { describe, expect, it } from 'vitest';

import { MANAGEMENT, onSimulator, PROD, READ_ONLY, refused, stateWith } from './support.ts';

const POLICY = { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: 'iam:*', Resource: '*' }] };

describe('instances', () => {
  it('are found by listing, and described with their primary Region', async () => {
    await onSimulator({}, async ({ sso, instance, directory }) => {
      const { Instances: instances = [] } = await sso.listInstances({});
      expect(instances).toHaveLength(1);
      expect(instances[0]).toMatchObject({ ...instance, ...directory, OwnerAccountId: MANAGEMENT });
      const described = await sso.describeInstance(instance);
      expect(described).toMatchObject({ Status: 'ACTIVE', PrimaryRegion: 'us-east-1', PermissionSetsEnabled: true });
    });
  });

  it('of other owners are listed and of no use', async () => {
    const InstanceArn = 'arn:aws:sso:::instance/ssoins-2222222222222222';
    const other = { account: PROD, instanceArn: InstanceArn, identityStoreId: 'd-2222222222' };
    await onSimulator({ state: stateWith({ accountInstances: [other] }) }, async ({ sso }) => {
      const owners = (await sso.listInstances({})).Instances?.map((one) => one.OwnerAccountId);
      expect(owners?.toSorted()).toEqual([MANAGEMENT, PROD]);
      await refused(sso.listPermissionSets({ InstanceArn }), 'AccessDeniedException');
      await refused(sso.describeInstance({ InstanceArn }), 'AccessDeniedException');
    });
  });

  it('may be none at all', async () => {
    const { organization } = stateWith();
    await onSimulator({ state: { version: 1, organization } }, async ({ sso, instance, store, directory }) => {
      expect((await sso.listInstances({})).Instances ?? []).toEqual([]);
      await refused(sso.describeInstance(instance), 'AccessDeniedException');
      await refused(store.listUsers(directory), 'AccessDeniedException');
    });
  });

  it('are refused by an ARN that is not theirs', async () => {
    const InstanceArn = 'arn:aws:sso:::instance/ssoins-9999999999999999';
    await onSimulator({}, async ({ sso }) => {
      await refused(sso.listPermissionSets({ InstanceArn }), 'ResourceNotFoundException');
      await refused(sso.describeInstance({ InstanceArn }), 'AccessDeniedException');
    });
  });
});

describe('a permission set', () => {
  it('is described as it was created, with one hour by default', async () => {
    await onSimulator({}, async ({ sso, instance, set }) => {
      const input = {
        ...instance,
        Name: 'Auditor',
        Description: 'Reads',
        RelayState: 'https://console.aws.amazon.com/',
      };
      const { PermissionSet: created } = await sso.createPermissionSet({
        ...input,
        Tags: [{ Key: 'owner', Value: 'sec' }],
      });
      const { PermissionSet: described } = await sso.describePermissionSet(await set('Auditor'));
      expect(described).toEqual(created);
      expect(described).toMatchObject({ Name: 'Auditor', Description: 'Reads', SessionDuration: 'PT1H' });
      const tags = { ...instance, ResourceArn: created?.PermissionSetArn };
      expect((await sso.listTagsForResource(tags)).Tags).toEqual([{ Key: 'owner', Value: 'sec' }]);
    });
  });

  it('has a name of its own', async () => {
    await onSimulator({ state: stateWith({ permissionSets: [{ name: 'A' }] }) }, async ({ sso, instance }) => {
      await refused(sso.createPermissionSet({ ...instance, Name: 'A' }), 'ConflictException', /already exists/u);
    });
  });

  it('made anew under an old name is another one', async () => {
    await onSimulator({ state: stateWith({ permissionSets: [{ name: 'A' }] }) }, async (world) => {
      const { sso, instance, set, center } = world;
      const old = await set('A');
      await sso.deletePermissionSet(old);
      await refused(sso.describePermissionSet(old), 'ResourceNotFoundException');
      await sso.createPermissionSet({ ...instance, Name: 'A' });
      const made = await set('A');
      expect(made.PermissionSetArn).not.toBe(old.PermissionSetArn);
      expect(center().permissionSets).toEqual([{ name: 'A', sessionDuration: 'PT1H', arn: made.PermissionSetArn }]);
    });
  });

  it('is not patched by an update: what is left out is cleared or falls back, but for the description', async () => {
    const full = { name: 'A', description: 'Reads', sessionDuration: 'PT4H', relayState: 'https://example.com' };
    await onSimulator({ state: stateWith({ permissionSets: [full] }) }, async ({ sso, set, center }) => {
      await sso.updatePermissionSet(await set('A'));
      expect(center().permissionSets).toEqual([{ name: 'A', description: 'Reads', sessionDuration: 'PT1H' }]);
      const all = { Description: 'More', SessionDuration: 'PT90M', RelayState: 'https://example.org' };
      await sso.updatePermissionSet({ ...(await set('A')), ...all });
      const { PermissionSet } = await sso.describePermissionSet(await set('A'));
      expect(PermissionSet).toMatchObject(all);
    });
  });

  it.each(['PT59M', 'PT12H1S', 'P1D', 'PT13H', 'P1M'])('has no session of %s', async (SessionDuration) => {
    await onSimulator({}, async ({ sso, instance }) => {
      const input = { ...instance, Name: 'A', SessionDuration };
      await refused(sso.createPermissionSet(input), 'ValidationException', /between 1 hour and 12 hours/u);
    });
  });

  it('leaves out lists that are empty, unless told otherwise', async () => {
    await onSimulator({}, async ({ sso, instance }) => {
      expect((await sso.listPermissionSets(instance)).PermissionSets).toBeUndefined();
    });
    await onSimulator({ limits: { absentEmptyLists: false } }, async ({ sso, instance }) => {
      expect((await sso.listPermissionSets(instance)).PermissionSets).toEqual([]);
    });
  });

  it('that does not exist is not found', async () => {
    await onSimulator({}, async ({ sso, instance }) => {
      const PermissionSetArn = instance.InstanceArn.replace('instance', 'permissionSet').concat('/ps-0000000000000000');
      await refused(sso.describePermissionSet({ ...instance, PermissionSetArn }), 'ResourceNotFoundException');
    });
  });
});

describe('the policies of a permission set', () => {
  const state = stateWith({ permissionSets: [{ name: 'A' }] });

  it('are attached once, listed, and detached once', async () => {
    await onSimulator({ state }, async ({ sso, set }) => {
      const managed = { ...(await set('A')), ManagedPolicyArn: READ_ONLY };
      await sso.attachManagedPolicyToPermissionSet(managed);
      await refused(sso.attachManagedPolicyToPermissionSet(managed), 'ConflictException', /already attached/u);
      const listed = await sso.listManagedPoliciesInPermissionSet(await set('A'));
      expect(listed.AttachedManagedPolicies).toEqual([{ Name: 'ReadOnlyAccess', Arn: READ_ONLY }]);
      await sso.detachManagedPolicyFromPermissionSet(managed);
      await refused(sso.detachManagedPolicyFromPermissionSet(managed), 'ResourceNotFoundException', /not attached/u);
    });
  });

  it('of the customer go by name and path', async () => {
    await onSimulator({ state }, async ({ sso, set }) => {
      const at = (Path?: string) => ({ CustomerManagedPolicyReference: { Name: 'deny', ...(Path ? { Path } : {}) } });
      const inSet = await set('A');
      await sso.attachCustomerManagedPolicyReferenceToPermissionSet({ ...inSet, ...at() });
      await sso.attachCustomerManagedPolicyReferenceToPermissionSet({ ...inSet, ...at('/x/') });
      const again = sso.attachCustomerManagedPolicyReferenceToPermissionSet({ ...inSet, ...at('/') });
      await refused(again, 'ConflictException');
      const listed = await sso.listCustomerManagedPolicyReferencesInPermissionSet(inSet);
      expect(listed.CustomerManagedPolicyReferences).toEqual([
        { Name: 'deny', Path: '/' },
        { Name: 'deny', Path: '/x/' },
      ]);
      await sso.detachCustomerManagedPolicyReferenceFromPermissionSet({ ...inSet, ...at('/x/') });
      const gone = sso.detachCustomerManagedPolicyReferenceFromPermissionSet({ ...inSet, ...at('/x/') });
      await refused(gone, 'ResourceNotFoundException');
    });
  });

  it('are twenty at most, of both kinds together', async () => {
    const managedPolicies = Array.from({ length: 19 }, (_, n) => `arn:aws:iam::aws:policy/Policy${n}`);
    const full = stateWith({
      permissionSets: [{ name: 'A', managedPolicies, customerManagedPolicies: [{ name: 'x' }] }],
    });
    await onSimulator({ state: full }, async ({ sso, set }) => {
      const managed = { ...(await set('A')), ManagedPolicyArn: READ_ONLY };
      await refused(sso.attachManagedPolicyToPermissionSet(managed), 'ServiceQuotaExceededException');
      const customer = { ...(await set('A')), CustomerManagedPolicyReference: { Name: 'y' } };
      const attach = sso.attachCustomerManagedPolicyReferenceToPermissionSet(customer);
      await refused(attach, 'ServiceQuotaExceededException');
    });
  });

  it('include one inline policy, given back as it was put, and empty when there is none', async () => {
    await onSimulator({ state }, async ({ sso, set, center }) => {
      const inSet = await set('A');
      expect((await sso.getInlinePolicyForPermissionSet(inSet)).InlinePolicy).toBe('');
      const InlinePolicy = JSON.stringify(POLICY, null, 1);
      await sso.putInlinePolicyToPermissionSet({ ...inSet, InlinePolicy });
      expect((await sso.getInlinePolicyForPermissionSet(inSet)).InlinePolicy).toBe(InlinePolicy);
      expect(center().permissionSets?.[0]?.inlinePolicy).toEqual(POLICY);
      await sso.deleteInlinePolicyFromPermissionSet(inSet);
      await sso.deleteInlinePolicyFromPermissionSet(inSet);
      expect((await sso.getInlinePolicyForPermissionSet(inSet)).InlinePolicy).toBe('');
    });
  });

  it('count no blanks of the inline policy', async () => {
    const long = (length: number) => {
      const policy = {
        ...POLICY,
        Statement: [{ ...POLICY.Statement[0], Resource: `arn:aws:s3:::${'x'.repeat(length)}` }],
      };
      return JSON.stringify(policy, null, 4);
    };
    const frame = long(0).replaceAll(/\s/gu, '').length;
    await onSimulator({ state }, async ({ sso, set }) => {
      const inSet = await set('A');
      await sso.putInlinePolicyToPermissionSet({ ...inSet, InlinePolicy: long(10_240 - frame) });
      const over = sso.putInlinePolicyToPermissionSet({ ...inSet, InlinePolicy: long(10_241 - frame) });
      await refused(over, 'ServiceQuotaExceededException', /10240/u);
    });
  });

  it.each([
    ['{', /Syntax/u],
    ['[]', /Syntax/u],
    ['{"Version":"2012-10-17"}', /Statement/u],
    ['{"Version":"2020-01-01","Statement":[]}', /Version/u],
    ['{"Extra":1,"Statement":[]}', /Extra/u],
    ['{"Statement":[1]}', /Syntax/u],
    ['{"Statement":{"Effect":"Maybe","Action":"*","Resource":"*"}}', /Effect/u],
    ['{"Statement":{"Effect":"Allow","Resource":"*"}}', /Action/u],
    ['{"Statement":{"Effect":"Allow","Action":[],"Resource":"*"}}', /action/u],
    ['{"Statement":{"Effect":"Allow","Action":"s3","Resource":"*"}}', /Action/u],
    ['{"Statement":{"Effect":"Allow","Action":"*","NotAction":"*","Resource":"*"}}', /exactly one/u],
    ['{"Statement":{"Effect":"Allow","Action":"*","Resource":"bucket"}}', /Resource/u],
    ['{"Statement":{"Effect":"Allow","Action":"*","Resource":"*","Principal":"*"}}', /principal/u],
    ['{"Statement":{"Effect":"Allow","Action":"*","Resource":"*","Sids":"a"}}', /Sids/u],
    ['{"Statement":{"Sid":"a b","Effect":"Allow","Action":"*","Resource":"*"}}', /alpha-numeric/u],
    ['{"Statement":{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"Bool":{"a":{}}}}}', /Syntax/u],
    ['{"Statement":{"Effect":"Allow","Action":"*","Resource":"*","Condition":"x"}}', /Syntax/u],
    ['{"Statement":{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"Bool":1}}}', /Syntax/u],
    ['{"Statement":{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"Bool":{"a":null}}}}', /Syntax/u],
    [
      '{"Statement":{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"bool":{"a":1}}}}',
      /Condition type : bool/u,
    ],
    ['{"Statement":{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"StringIs":{"a":"b"}}}}', /StringIs/u],
    ['{"Statement":{"Effect":"Allow","Action":"*","Resource":"arn:aws"}}', /Resource/u],
    ['{"Statement":{"Effect":"Allow","Action":"*","Resource":"arn:foo:s3:::logs"}}', /Resource/u],
    ['{"Statement":{"Effect":"Allow","Action":"*","Resource":"arn:aws:*:::logs"}}', /Resource/u],
    ['{"Id":"x","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}', /Id/u],
    [
      '{"Statement":{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"NullIfExists":{"a":true}}}}',
      /NullIfExists/u,
    ],
    ['{"Statement":{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"Null":{"a":"x"}}}}', /Syntax/u],
    ['{"Statement":{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"Bool":{"a":[]}}}}', /Syntax/u],
    [
      '{"Statement":[{"Sid":"a","Effect":"Allow","Action":"*","Resource":"*"},{"Sid":"a","Effect":"Allow","Action":"*","Resource":"*"}]}',
      /unique/u,
    ],
  ])('refuse %s as an inline policy', async (InlinePolicy, text) => {
    await onSimulator({ state }, async ({ sso, set }) => {
      const put = sso.putInlinePolicyToPermissionSet({ ...(await set('A')), InlinePolicy });
      await refused(put, 'ValidationException', text);
    });
  });

  it.each([
    'ForAllValues:StringLikeIfExists',
    'NumericLessThanEquals',
    'DateNotEquals',
    'NotIpAddress',
    'ArnNotLike',
    'StringNotEqualsIgnoreCase',
    'BinaryEquals',
    'Null',
    'BoolIfExists',
  ])('may have a condition of %s', async (operator) => {
    await onSimulator({ state }, async ({ sso, set }) => {
      const Condition = { [operator]: { 'aws:x': ['true', false] } };
      const Statement = { Effect: 'Allow', Action: 's3:Get-It.x_*', Resource: 'arn:aws-us-gov:s3', Condition };
      await sso.putInlinePolicyToPermissionSet({ ...(await set('A')), InlinePolicy: JSON.stringify({ Statement }) });
    });
  });

  it('include one boundary, which is not found when there is none', async () => {
    await onSimulator({ state }, async ({ sso, set }) => {
      const inSet = await set('A');
      await refused(sso.getPermissionsBoundaryForPermissionSet(inSet), 'ResourceNotFoundException');
      await refused(sso.deletePermissionsBoundaryFromPermissionSet(inSet), 'ResourceNotFoundException');
      const put = (PermissionsBoundary: object) =>
        sso.putPermissionsBoundaryToPermissionSet({ ...inSet, PermissionsBoundary });
      await put({ ManagedPolicyArn: READ_ONLY });
      const get = () => sso.getPermissionsBoundaryForPermissionSet(inSet);
      expect((await get()).PermissionsBoundary).toEqual({ ManagedPolicyArn: READ_ONLY });
      await put({ CustomerManagedPolicyReference: { Name: 'edge' } });
      expect((await get()).PermissionsBoundary).toEqual({
        CustomerManagedPolicyReference: { Name: 'edge', Path: '/' },
      });
      await refused(put({}), 'ValidationException', /Exactly one/u);
      const both = { ManagedPolicyArn: READ_ONLY, CustomerManagedPolicyReference: { Name: 'edge' } };
      await refused(put(both), 'ValidationException', /Exactly one/u);
      await sso.deletePermissionsBoundaryFromPermissionSet(inSet);
      await refused(get(), 'ResourceNotFoundException');
    });
  });
});

describe('the tags of a permission set', () => {
  it('are set by key, taken away by key, and 75 at most', async () => {
    const tags = Object.fromEntries(Array.from({ length: 74 }, (_, n) => [`k${n}`, 'v']));
    const state = stateWith({ permissionSets: [{ name: 'A', tags }] });
    await onSimulator({ state }, async ({ sso, set, instance, center }) => {
      const { PermissionSetArn: ResourceArn } = await set('A');
      const tagged = { ...instance, ResourceArn };
      await sso.tagResource({
        ...tagged,
        Tags: [
          { Key: 'k0', Value: 'new' },
          { Key: 'last', Value: '' },
        ],
      });
      const over = sso.tagResource({ ResourceArn, Tags: [{ Key: 'more', Value: '' }] });
      await refused(over, 'ServiceQuotaExceededException');
      const twice = sso.tagResource({
        ...tagged,
        Tags: [
          { Key: 'k1', Value: '' },
          { Key: 'k1', Value: '' },
        ],
      });
      await refused(twice, 'ValidationException', /Duplicate/u);
      const reserved = sso.tagResource({ ...tagged, Tags: [{ Key: 'aws:owner', Value: '' }] });
      await refused(reserved, 'ValidationException', /reserved/u);
      await sso.untagResource({ ...tagged, TagKeys: [...Object.keys(tags).slice(1), 'absent'] });
      expect(center().permissionSets?.[0]?.tags).toEqual({ k0: 'new', last: '' });
    });
  });
});
