import { describe, expect, it } from 'vitest';

import type { SimulatorState } from '../../reconciler/simulator/state.types.ts';
import { ADA, MANAGEMENT, onSimulator, PROD, refused, settled, stateWith, TOOLING } from './support.ts';

const SSO = 'sso.amazonaws.com';
const DELEGATE = 'AKIADELEGATE00000000';
const MEMBER = 'AKIAMEMBER0000000000';
const READER = 'AKIAREADER0000000000';

const BASE = stateWith({
  users: [ADA],
  permissionSets: [{ name: 'Auditor' }, { name: 'Root' }],
  assignments: [{ permissionSet: 'Root', account: MANAGEMENT, user: 'ada' }],
});
const STATE: SimulatorState = {
  ...BASE,
  organization: { ...BASE.organization, delegatedAdministrators: { [SSO]: TOOLING } },
  principals: {
    [DELEGATE]: { account: TOOLING, role: 'cw-gitops-apply', actions: ['*'] },
    [MEMBER]: { account: PROD, role: 'developer', actions: ['*'] },
    [READER]: {
      account: MANAGEMENT,
      role: 'AWSReservedSSO_Auditor_0123456789abcdef',
      session: 'ada',
      actions: ['sso:List*', 'sso:describe*', 'sts:AssumeRole'],
    },
  },
};

describe('a caller', () => {
  it('is an administrator of the management account unless its key says otherwise', async () => {
    await onSimulator({ state: STATE }, async (world) => {
      expect((await world.sts.getCallerIdentity({})).Account).toBe(MANAGEMENT);
      const reader = await world.as({ accessKeyId: READER }).sts.getCallerIdentity({});
      const role = 'AWSReservedSSO_Auditor_0123456789abcdef';
      expect(reader.Arn).toBe(`arn:aws:sts::${MANAGEMENT}:assumed-role/${role}/ada`);
    });
  });

  it('may do what its actions allow, whatever their case, and nothing else', async () => {
    await onSimulator({ state: STATE }, async (world) => {
      const { sso, store } = world.as({ accessKeyId: READER });
      await sso.listPermissionSets(world.instance);
      await sso.describeInstance(world.instance);
      const create = sso.createPermissionSet({ ...world.instance, Name: 'A' });
      await refused(create, 'AccessDeniedException', /not authorized to perform: sso:CreatePermissionSet/u);
      await refused(store.listUsers(world.directory), 'AccessDeniedException', /identitystore:ListUsers/u);
      expect(world.center().permissionSets).toHaveLength(2);
    });
  });

  it('of a member account sees that there is an instance, and the organisation, and no more', async () => {
    await onSimulator({ state: STATE }, async (world) => {
      const { sso, store, organizations } = world.as({ accessKeyId: MEMBER });
      expect((await sso.listInstances({})).Instances).toHaveLength(1);
      expect((await organizations.describeOrganization({})).Organization?.Id).toBe('o-exampleorg1');
      await refused(sso.listPermissionSets(world.instance), 'AccessDeniedException');
      await refused(store.listUsers(world.directory), 'AccessDeniedException');
      await refused(organizations.listAccounts({}), 'AccessDeniedException');
      await refused(organizations.enableAWSServiceAccess({ ServicePrincipal: SSO }), 'AccessDeniedException');
    });
  });
});

describe('a delegated administrator', () => {
  it('administers Identity Center, its directory, and reads Organizations', async () => {
    await onSimulator({ state: STATE }, async (world) => {
      const { sso, store, organizations } = world.as({ accessKeyId: DELEGATE });
      const principal = { PrincipalType: 'USER', PrincipalId: await world.userId('ada') } as const;
      const target = { TargetId: PROD, TargetType: 'AWS_ACCOUNT' } as const;
      await sso.createAccountAssignment({ ...(await world.set('Auditor')), ...target, ...principal });
      await settled(world);
      expect(world.center().assignments).toHaveLength(2);
      await store.createGroup({ ...world.directory, DisplayName: 'devs' });
      expect((await organizations.listAccounts({})).Accounts).toHaveLength(4);
    });
  });

  it('may not touch the management account, nor a set that is provisioned there, nor list by principal', async () => {
    await onSimulator({ state: STATE }, async (world) => {
      const { sso, organizations } = world.as({ accessKeyId: DELEGATE });
      const principal = { PrincipalType: 'USER', PrincipalId: await world.userId('ada') } as const;
      const on = (TargetId: string) => ({ TargetId, TargetType: 'AWS_ACCOUNT', ...principal }) as const;
      const [auditor, root] = [await world.set('Auditor'), await world.set('Root')];
      await refused(sso.createAccountAssignment({ ...auditor, ...on(MANAGEMENT) }), 'AccessDeniedException');
      await refused(sso.deleteAccountAssignment({ ...root, ...on(MANAGEMENT) }), 'AccessDeniedException');
      await refused(sso.createAccountAssignment({ ...root, ...on(PROD) }), 'AccessDeniedException');
      await refused(sso.updatePermissionSet({ ...root, SessionDuration: 'PT2H' }), 'AccessDeniedException');
      await refused(sso.deletePermissionSet(root), 'AccessDeniedException');
      const all = { TargetType: 'ALL_PROVISIONED_ACCOUNTS' } as const;
      await refused(sso.provisionPermissionSet({ ...root, ...all }), 'AccessDeniedException');
      const tag = { ResourceArn: root.PermissionSetArn, Tags: [{ Key: 'a', Value: 'b' }] };
      await refused(sso.tagResource(tag), 'AccessDeniedException');
      await refused(
        sso.listAccountAssignmentsForPrincipal({ ...world.instance, ...principal }),
        'AccessDeniedException',
      );
      const deregister = { AccountId: TOOLING, ServicePrincipal: SSO };
      await refused(organizations.deregisterDelegatedAdministrator(deregister), 'AccessDeniedException');
      // Reading them is allowed.
      expect((await sso.describePermissionSet(root)).PermissionSet?.Name).toBe('Root');
      expect((await sso.listAccountsForProvisionedPermissionSet(root)).AccountIds).toEqual([MANAGEMENT]);
    });
  });

  it('is one no more once it is deregistered', async () => {
    await onSimulator({ state: STATE }, async (world) => {
      await world.organizations.deregisterDelegatedAdministrator({ AccountId: TOOLING, ServicePrincipal: SSO });
      const { sso } = world.as({ accessKeyId: DELEGATE });
      await refused(sso.listPermissionSets(world.instance), 'AccessDeniedException');
    });
  });
});

describe('assuming a role', () => {
  const RoleArn = `arn:aws:iam::${TOOLING}:role/gitops/cw-gitops-plan`;
  const input = { RoleArn, RoleSessionName: 'run-7' };

  it('gives a session in the role, for an hour', async () => {
    await onSimulator({ state: STATE }, async (world) => {
      const { Credentials, AssumedRoleUser } = await world.sts.assumeRole(input);
      expect(Credentials?.Expiration?.getTime()).toBe(world.clock.now() + 3_600_000);
      const session = { accessKeyId: Credentials?.AccessKeyId ?? '', sessionToken: Credentials?.SessionToken ?? '' };
      const { sts, sso } = world.as(session);
      expect(await sts.getCallerIdentity({})).toMatchObject({ Account: TOOLING, Arn: AssumedRoleUser?.Arn });
      expect(AssumedRoleUser?.Arn).toBe(`arn:aws:sts::${TOOLING}:assumed-role/cw-gitops-plan/run-7`);
      await sso.listPermissionSets(world.instance);
      await world.clock.sleep(3_600_000);
      await refused(sso.listPermissionSets(world.instance), 'ExpiredTokenException');
      await refused(sts.getCallerIdentity({}), 'ExpiredToken');
    });
  });

  it('needs the token with the key', async () => {
    await onSimulator({ state: STATE }, async (world) => {
      const { Credentials } = await world.sts.assumeRole(input);
      const { sts, sso } = world.as({ accessKeyId: Credentials?.AccessKeyId ?? '' });
      await refused(sso.listInstances({}), 'UnrecognizedClientException');
      await refused(sts.getCallerIdentity({}), 'InvalidClientTokenId');
    });
  });

  it('is for roles that there are, with what they may', async () => {
    await onSimulator({ state: { ...STATE, roles: { [RoleArn]: { actions: ['sso:List*'] } } } }, async (world) => {
      const { Credentials } = await world.sts.assumeRole(input);
      const session = { accessKeyId: Credentials?.AccessKeyId ?? '', sessionToken: Credentials?.SessionToken ?? '' };
      const { sso } = world.as(session);
      await sso.listPermissionSets(world.instance);
      await refused(sso.describeInstance(world.instance), 'AccessDeniedException');
      const other = world.sts.assumeRole({ ...input, RoleArn: `${RoleArn}-other` });
      await refused(other, 'AccessDenied', /sts:AssumeRole/u);
    });
  });

  it.each([
    [{ ...input, RoleArn: `arn:aws:iam::${TOOLING}:user/someone` }, 'ValidationError'],
    [{ ...input, RoleArn: 'arn:aws:iam::999999999999:role/cw' }, 'AccessDenied'],
    [{ ...input, DurationSeconds: 60 }, 'ValidationError'],
    [{ ...input, RoleSessionName: 'a b' }, 'ValidationError'],
    [{ ...input, Tags: [{ Key: '', Value: 'x' }] }, 'ValidationError'],
  ])('refuses %j', async (wrong, name) => {
    await onSimulator({ state: STATE }, async ({ sts }) => {
      await refused(sts.assumeRole(wrong), name);
    });
  });

  it('from a role lasts an hour at most', async () => {
    await onSimulator({ state: STATE }, async (world) => {
      const { Credentials } = await world.sts.assumeRole({ ...input, DurationSeconds: 7200 });
      const session = { accessKeyId: Credentials?.AccessKeyId ?? '', sessionToken: Credentials?.SessionToken ?? '' };
      const { sts } = world.as(session);
      await refused(sts.assumeRole({ ...input, DurationSeconds: 7200 }), 'ValidationError', /1 hour session limit/u);
      await sts.assumeRole({ ...input, DurationSeconds: 3600 });
    });
  });

  it('is itself an action that must be allowed', async () => {
    const reader = { account: MANAGEMENT, role: 'reader', actions: ['sso:*'] };
    const state = { ...STATE, principals: { [READER]: reader } };
    await onSimulator({ state }, async (world) => {
      await refused(world.as({ accessKeyId: READER }).sts.assumeRole(input), 'AccessDenied');
    });
  });
});
