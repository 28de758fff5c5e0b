import { describe, expect, it } from 'vitest';

import { CLOSED, MANAGEMENT, onSimulator, PROD, refused, stateWith, TOOLING } from './support.ts';
import type { SimulatorState } from '../../reconciler/simulator/state.types.ts';

const SSO = 'sso.amazonaws.com';
const BASE = stateWith();
const STATE: SimulatorState = {
  ...BASE,
  organization: {
    ...BASE.organization,
    organizationalUnits: [{ name: 'Workloads', organizationalUnits: [{ name: 'Prod' }] }, { name: 'Security' }],
    accounts: BASE.organization.accounts.map((account) =>
      account.id === PROD ? { ...account, ou: 'Workloads/Prod', tags: { stage: 'prod' } } : account,
    ),
  },
};

describe('the organisation', () => {
  it('tells its id and its management account to each of its accounts', async () => {
    await onSimulator({ state: STATE }, async ({ organizations }) => {
      const { Organization } = await organizations.describeOrganization({});
      expect(Organization).toMatchObject({ Id: 'o-exampleorg1', MasterAccountId: MANAGEMENT, FeatureSet: 'ALL' });
    });
  });

  it('lists all accounts with their state and place, in pages of twenty at most', async () => {
    const accounts = Array.from({ length: 45 }, (_, n) => ({ id: `${700_000_000_000 + n}`, name: `a${n}` }));
    const large = {
      ...STATE,
      organization: { ...STATE.organization, accounts: [...STATE.organization.accounts, ...accounts] },
    };
    await onSimulator({ state: large, limits: { defaultPageSize: 50 } }, async ({ organizations }) => {
      const seen: string[] = [];
      let NextToken: string | undefined;
      do {
        const page = await organizations.listAccounts({ NextToken });
        expect(page.Accounts?.length).toBeLessThanOrEqual(20);
        seen.push(...(page.Accounts ?? []).map((account) => account.Id ?? ''));
        NextToken = page.NextToken;
      } while (NextToken !== undefined);
      expect(seen).toHaveLength(49);
      expect(new Set(seen).size).toBe(49);
    });
  });

  it('shows what became of an account', async () => {
    await onSimulator({ state: STATE }, async ({ organizations }) => {
      const { Account: closed } = await organizations.describeAccount({ AccountId: CLOSED });
      expect(closed).toMatchObject({ Name: 'closed', Status: 'SUSPENDED', State: 'SUSPENDED' });
      await refused(organizations.describeAccount({ AccountId: '999999999999' }), 'AccountNotFoundException');
    });
  });

  it('is walked from the root down and from an account up', async () => {
    await onSimulator({ state: STATE }, async ({ organizations }) => {
      const { Roots: [root] = [] } = await organizations.listRoots({});
      const below = async (ParentId?: string) =>
        (await organizations.listOrganizationalUnitsForParent({ ParentId })).OrganizationalUnits ?? [];
      const first = await below(root?.Id);
      expect(new Set(first.map((unit) => unit.Name))).toEqual(new Set(['Security', 'Workloads']));
      const [prod] = await below(first.find((unit) => unit.Name === 'Workloads')?.Id);
      expect(prod?.Name).toBe('Prod');
      const { Accounts: held } = await organizations.listAccountsForParent({ ParentId: prod?.Id });
      expect(held?.map((account) => account.Id)).toEqual([PROD]);
      const { Parents } = await organizations.listParents({ ChildId: PROD });
      expect(Parents).toEqual([{ Id: prod?.Id, Type: 'ORGANIZATIONAL_UNIT' }]);
      expect((await organizations.listParents({ ChildId: TOOLING })).Parents).toEqual([{ Id: root?.Id, Type: 'ROOT' }]);
      expect(held?.[0]?.Paths).toEqual([
        `o-exampleorg1/${root?.Id}/${first.find((u) => u.Name === 'Workloads')?.Id}/${prod?.Id}/${PROD}/`,
      ]);
      const described = await organizations.describeOrganizationalUnit({ OrganizationalUnitId: prod?.Id });
      expect(described.OrganizationalUnit).toEqual(prod);
    });
  });

  it('refuses parents, children and targets that do not exist', async () => {
    await onSimulator({ state: STATE }, async ({ organizations }) => {
      const ParentId = 'ou-aaaa-bbbbbbbb';
      await refused(organizations.listAccountsForParent({ ParentId }), 'ParentNotFoundException');
      await refused(organizations.listParents({ ChildId: '999999999999' }), 'ChildNotFoundException');
      await refused(organizations.listTagsForResource({ ResourceId: '999999999999' }), 'TargetNotFoundException');
      const unit = organizations.describeOrganizationalUnit({ OrganizationalUnitId: ParentId });
      await refused(unit, 'OrganizationalUnitNotFoundException');
    });
  });

  it('shows the tags of accounts', async () => {
    await onSimulator({ state: STATE }, async ({ organizations }) => {
      const tags = (ResourceId: string) => organizations.listTagsForResource({ ResourceId });
      expect((await tags(PROD)).Tags).toEqual([{ Key: 'stage', Value: 'prod' }]);
      expect((await tags(TOOLING)).Tags ?? []).toEqual([]);
    });
  });
});

describe('trusted access and delegated administrators', () => {
  it('are switched on in their order, and off in reverse', async () => {
    await onSimulator({ state: STATE }, async ({ organizations, simulator }) => {
      const delegate = { AccountId: TOOLING, ServicePrincipal: SSO };
      await organizations.disableAWSServiceAccess({ ServicePrincipal: SSO });
      const early = await refused(
        organizations.registerDelegatedAdministrator(delegate),
        'ConstraintViolationException',
      );
      expect(early.Reason).toBe('SERVICE_ACCESS_NOT_ENABLED');
      await organizations.enableAWSServiceAccess({ ServicePrincipal: SSO });
      await organizations.enableAWSServiceAccess({ ServicePrincipal: SSO });
      await organizations.registerDelegatedAdministrator(delegate);
      const { EnabledServicePrincipals } = await organizations.listAWSServiceAccessForOrganization({});
      expect(EnabledServicePrincipals?.map((one) => one.ServicePrincipal)).toEqual([SSO]);
      const { DelegatedAdministrators } = await organizations.listDelegatedAdministrators({ ServicePrincipal: SSO });
      expect(DelegatedAdministrators).toMatchObject([{ Id: TOOLING, Name: 'tooling', State: 'ACTIVE' }]);
      const { DelegatedServices } = await organizations.listDelegatedServicesForAccount({ AccountId: TOOLING });
      expect(DelegatedServices).toMatchObject([{ ServicePrincipal: SSO }]);
      const late = refused(
        organizations.disableAWSServiceAccess({ ServicePrincipal: SSO }),
        'ConstraintViolationException',
      );
      expect((await late).Reason).toBe('DELEGATED_ADMINISTRATOR_EXISTS_FOR_THIS_SERVICE');
      expect(simulator.state().organization.delegatedAdministrators).toEqual({ [SSO]: TOOLING });
      await organizations.deregisterDelegatedAdministrator(delegate);
      await refused(organizations.deregisterDelegatedAdministrator(delegate), 'AccountNotRegisteredException');
      const nobody = organizations.listDelegatedServicesForAccount({ AccountId: TOOLING });
      await refused(nobody, 'AccountNotRegisteredException');
    });
  });

  it.each([
    [MANAGEMENT, 'CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR'],
    [CLOSED, 'CANNOT_REGISTER_SUSPENDED_ACCOUNT_AS_DELEGATED_ADMINISTRATOR'],
    [PROD, 'MAX_DELEGATED_ADMINISTRATORS_FOR_SERVICE_LIMIT_EXCEEDED'],
  ])('refuse %s: %s', async (AccountId, reason) => {
    await onSimulator({ state: STATE }, async ({ organizations }) => {
      await organizations.registerDelegatedAdministrator({ AccountId: TOOLING, ServicePrincipal: SSO });
      const call = organizations.registerDelegatedAdministrator({ AccountId, ServicePrincipal: SSO });
      expect((await refused(call, 'ConstraintViolationException')).Reason).toBe(reason);
    });
  });

  it('refuse the same account twice, accounts and services that do not exist', async () => {
    await onSimulator({ state: STATE }, async ({ organizations }) => {
      const delegate = { AccountId: TOOLING, ServicePrincipal: SSO };
      await organizations.registerDelegatedAdministrator(delegate);
      const again = organizations.registerDelegatedAdministrator(delegate);
      await refused(again, 'AccountAlreadyRegisteredException');
      const away = organizations.registerDelegatedAdministrator({ ...delegate, AccountId: '999999999999' });
      await refused(away, 'AccountNotFoundException');
      const unknown = organizations.enableAWSServiceAccess({ ServicePrincipal: 'sso' });
      expect((await refused(unknown, 'InvalidInputException')).Reason).toBe('UNRECOGNIZED_SERVICE_PRINCIPAL');
    });
  });
});
