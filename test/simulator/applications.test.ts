import { describe, expect, it } from 'vitest';

import { applicationArn, PROFILE, TOOLING_KEY, toolingState } from './private.ts';
import { ADA, BOB, MANAGEMENT, onSimulator, PROD, refused, TOOLING } from './support.ts';
import type { World } from './support.ts';

const PROVIDER = 'arn:aws:sso::aws:applicationProvider/codewhisperer';
const CUSTOM = 'arn:aws:sso::aws:applicationProvider/custom';
const MEMBER = 'AKIAMEMBER0000000000';

const OTHERS = Array.from({ length: 60 }, (_, n) => ({ name: `App ${n}`, provider: CUSTOM }));
const PEOPLE = { users: [ADA, BOB], groups: [{ name: 'devs', members: ['bob'] }] };
const PROFILES = { codewhisperer: { profiles: [{ ...PROFILE, application: { authorized: [{ group: 'devs' }] } }] } };
const BASE = toolingState(PROFILES, PEOPLE);
const STATE = {
  ...BASE,
  principals: { ...BASE.principals, [MEMBER]: { account: PROD, role: 'r', actions: ['*'] } },
};

async function principal(world: World, name: string) {
  const ApplicationArn = await applicationArn(world);
  const isGroup = name === 'devs';
  const PrincipalId = await (isGroup ? world.groupId(name) : world.userId(name));
  return { ApplicationArn, PrincipalId, PrincipalType: isGroup ? 'GROUP' : 'USER' } as const;
}

describe('the applications of the instance', () => {
  it('are listed in pages of 50 at most, whatever is asked', async () => {
    const state = toolingState(PROFILES, { ...PEOPLE, applications: OTHERS });
    await onSimulator({ state }, async ({ sso, instance }) => {
      const first = await sso.listApplications({ ...instance, MaxResults: 100 });
      expect(first.Applications).toHaveLength(50);
      const second = await sso.listApplications({ ...instance, MaxResults: 100, NextToken: first.NextToken });
      expect(second.Applications).toHaveLength(12);
      expect(second.NextToken).toBeUndefined();
    });
  });

  it('can be filtered by provider and by the account that made them', async () => {
    const applications = [{ name: 'App', provider: CUSTOM, account: PROD }];
    await onSimulator({ state: toolingState(PROFILES, { ...PEOPLE, applications }) }, async ({ sso, instance }) => {
      const list = async (Filter: object) =>
        (await sso.listApplications({ ...instance, Filter })).Applications?.map((one) => one.Name) ?? [];
      expect(await list({ ApplicationProvider: PROVIDER })).toEqual([PROFILE.name, 'Kiro Sign-In']);
      expect(await list({ ApplicationAccount: PROD })).toEqual(['App']);
      expect(await list({ ApplicationAccount: TOOLING, ApplicationProvider: CUSTOM })).toEqual([]);
    });
  });

  it('are of a provider each, among those that are listed', async () => {
    const applications = [{ name: 'App', provider: `${CUSTOM}-saml` }];
    await onSimulator({ state: toolingState(PROFILES, { ...PEOPLE, applications }) }, async ({ sso }) => {
      const { ApplicationProviders: listed = [] } = await sso.listApplicationProviders({});
      const arns = listed.map((one) => one.ApplicationProviderArn);
      expect(arns).toEqual([PROVIDER, CUSTOM, `${CUSTOM}-saml`]);
    });
  });

  it('tell those that need assignment from their sibling for signing in', async () => {
    await onSimulator({ state: STATE }, async (world) => {
      const { Applications: listed = [] } = await world.sso.listApplications(world.instance);
      const required = await Promise.all(
        listed.map(({ ApplicationArn }) => world.sso.getApplicationAssignmentConfiguration({ ApplicationArn })),
      );
      expect(required.map((one) => one.AssignmentRequired)).toEqual([true, false]);
      const ApplicationArn = await applicationArn(world);
      expect(listed[0]?.ApplicationArn).toBe(ApplicationArn);
      await world.sso.putApplicationAssignmentConfiguration({ ApplicationArn, AssignmentRequired: false });
      const { AssignmentRequired } = await world.sso.getApplicationAssignmentConfiguration({ ApplicationArn });
      expect(AssignmentRequired).toBe(false);
    });
  });

  it('can be disabled, enabled, renamed and described', async () => {
    await onSimulator({ state: STATE }, async (world) => {
      const ApplicationArn = await applicationArn(world);
      await world.sso.updateApplication({ ApplicationArn, Status: 'DISABLED' });
      expect((await world.sso.describeApplication({ ApplicationArn })).Status).toBe('DISABLED');
      expect(world.simulator.state().codewhisperer?.profiles?.[0]?.application?.enabled).toBe(false);
      await world.sso.updateApplication({ ApplicationArn, Status: 'ENABLED', Name: 'New', Description: 'Ours' });
      const shown = { Status: 'ENABLED', Name: 'New', Description: 'Ours', ApplicationAccount: TOOLING };
      expect(await world.sso.describeApplication({ ApplicationArn })).toMatchObject(shown);
      const portal = { ApplicationArn, PortalOptions: { SignInOptions: { Origin: 'IDENTITY_CENTER' as const } } };
      await refused(world.sso.updateApplication(portal), 'ValidationException', /portal options/u);
    });
  });

  it('are found by their ARN, in the instance that there is', async () => {
    await onSimulator({ state: STATE }, async (world) => {
      const ApplicationArn = `${(await applicationArn(world)).slice(0, -16)}aaaaaaaaaaaaaaaa`;
      await refused(world.sso.describeApplication({ ApplicationArn }), 'ResourceNotFoundException');
      const InstanceArn = 'arn:aws:sso:::instance/ssoins-9999999999999999';
      await refused(world.sso.listApplications({ InstanceArn }), 'AccessDeniedException');
      const elsewhere = world.as({ region: 'eu-west-1' }).sso;
      await refused(elsewhere.listApplications(world.instance), 'AccessDeniedException');
    });
  });

  it('are open to the account that made them, for itself alone', async () => {
    await onSimulator({ state: STATE }, async (world) => {
      const ApplicationArn = await applicationArn(world);
      const own = world.as({ accessKeyId: TOOLING_KEY }).sso;
      expect((await own.describeApplication({ ApplicationArn })).Name).toBe(PROFILE.name);
      await refused(own.listApplications(world.instance), 'AccessDeniedException');
      const Filter = { ApplicationAccount: TOOLING };
      expect((await own.listApplications({ ...world.instance, Filter })).Applications).toHaveLength(2);
      const other = world.as({ accessKeyId: MEMBER }).sso;
      await refused(other.describeApplication({ ApplicationArn }), 'AccessDeniedException');
      await refused(other.listApplications({ ...world.instance, Filter }), 'AccessDeniedException');
      await refused(own.createPermissionSet({ ...world.instance, Name: 'A' }), 'AccessDeniedException');
    });
  });
});

describe('who may use an application', () => {
  it('is added at once, and once more without an error, and taken away', async () => {
    await onSimulator({ state: STATE }, async (world) => {
      const ada = await principal(world, 'ada');
      const devs = await principal(world, 'devs');
      await world.sso.createApplicationAssignment(ada);
      await world.sso.createApplicationAssignment(devs);
      const listed = await world.sso.listApplicationAssignments({ ApplicationArn: ada.ApplicationArn });
      expect(listed.ApplicationAssignments).toEqual([devs, ada]);
      expect(await world.sso.describeApplicationAssignment(ada)).toMatchObject(ada);
      await world.sso.deleteApplicationAssignment(ada);
      await refused(world.sso.describeApplicationAssignment(ada), 'ResourceNotFoundException');
      await refused(world.sso.deleteApplicationAssignment(ada), 'ResourceNotFoundException');
      const asGroup = { ...devs, PrincipalType: 'USER' as const };
      await refused(world.sso.deleteApplicationAssignment(asGroup), 'ResourceNotFoundException');
    });
  });

  it('is somebody who exists; one who exists no more can be taken away', async () => {
    const gone = 'aaaaaaaaaa-11111111-2222-3333-4444-555555555555';
    const authorized = [{ principalId: gone, principalType: 'USER' as const }];
    const profiles = [{ ...PROFILE, application: { authorized } }];
    await onSimulator({ state: toolingState({ codewhisperer: { profiles } }, PEOPLE) }, async (world) => {
      const ApplicationArn = await applicationArn(world);
      const orphan = { ApplicationArn, PrincipalId: gone, PrincipalType: 'USER' as const };
      await world.sso.deleteApplicationAssignment(orphan);
      await refused(world.sso.createApplicationAssignment(orphan), 'ResourceNotFoundException');
    });
  });

  it('is listed in pages', async () => {
    await onSimulator({ state: STATE }, async (world) => {
      const ada = await principal(world, 'ada');
      await world.sso.createApplicationAssignment(ada);
      const { ApplicationArn } = ada;
      const first = await world.sso.listApplicationAssignments({ ApplicationArn, MaxResults: 1 });
      const second = await world.sso.listApplicationAssignments({
        ApplicationArn,
        MaxResults: 1,
        NextToken: first.NextToken,
      });
      expect(second.ApplicationAssignments).toEqual([ada]);
    });
  });

  it('is listed by principal, with what a user has through groups', async () => {
    const applications = [{ name: 'App', provider: CUSTOM, authorized: [{ user: 'bob' }] }];
    await onSimulator({ state: toolingState(PROFILES, { ...PEOPLE, applications }) }, async (world) => {
      const devs = await principal(world, 'devs');
      const PrincipalId = await world.userId('bob');
      const of = { ...world.instance, PrincipalId, PrincipalType: 'USER' as const };
      const all = await world.sso.listApplicationAssignmentsForPrincipal(of);
      expect(all.ApplicationAssignments).toHaveLength(2);
      const Filter = { ApplicationArn: devs.ApplicationArn };
      const one = await world.sso.listApplicationAssignmentsForPrincipal({ ...of, Filter });
      expect(one.ApplicationAssignments).toEqual([devs]);
      const group = { ...world.instance, PrincipalId: devs.PrincipalId, PrincipalType: 'GROUP' as const };
      const held = await world.sso.listApplicationAssignmentsForPrincipal(group);
      expect(held.ApplicationAssignments).toEqual([devs]);
    });
  });

  it('keeps its place in the list when somebody edits something else', async () => {
    const profiles = [{ ...PROFILE, application: { authorized: [{ user: 'ada' }] } }];
    await onSimulator({ state: toolingState({ codewhisperer: { profiles } }, PEOPLE) }, async (world) => {
      const ada = await principal(world, 'ada');
      const devs = await principal(world, 'devs');
      await world.sso.createApplicationAssignment(devs);
      const listed = () => world.sso.listApplicationAssignments({ ApplicationArn: ada.ApplicationArn });
      const before = (await listed()).ApplicationAssignments;
      world.simulator.edit((state) => {
        state.organization.serviceAccess = [];
        state.principals = {
          [TOOLING_KEY]: { account: TOOLING, role: 'r', actions: ['*'] },
          [MEMBER]: { account: MANAGEMENT, role: 'r', actions: [] },
        };
      });
      expect(before).toEqual([ada, devs]);
      expect((await listed()).ApplicationAssignments).toEqual(before);
    });
  });
});
