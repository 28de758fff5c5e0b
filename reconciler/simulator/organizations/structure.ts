/** Accounts, OUs, and what hangs below what. */

import type { OrganizationsOperations } from '../models/organizations.types.ts';
import { Refusal } from '../refusal.ts';
import type { Handlers } from '../service.ts';
import type { OrganizationWorld } from '../world.types.ts';
import { knownAccount, page, readable } from './access.ts';
import { arnOf, shownAccount, shownUnit } from './shown.ts';

function knownParent(organization: OrganizationWorld, id: string): string {
  if (id !== organization.rootId && !organization.units.has(id)) {
    throw new Refusal('ParentNotFoundException', `You specified a parent that doesn't exist: ${id}`);
  }
  return id;
}

function tagsOf(organization: OrganizationWorld, id: string): { readonly [key: string]: string } {
  const account = organization.accounts.get(id);
  if (account !== undefined) return account.tags;
  if (id === organization.rootId || organization.units.has(id)) return {};
  throw new Refusal('TargetNotFoundException', `You specified a target that doesn't exist: ${id}`);
}

function parentOf(organization: OrganizationWorld, child: string): string {
  const parent = organization.accounts.get(child)?.parent ?? organization.units.get(child)?.parent;
  if (parent === undefined)
    throw new Refusal('ChildNotFoundException', `You specified a child that doesn't exist: ${child}`);
  return parent;
}

export const structureHandlers: Handlers<
  Pick<
    OrganizationsOperations,
    | 'DescribeOrganization'
    | 'DescribeOrganizationalUnit'
    | 'DescribeAccount'
    | 'ListAccounts'
    | 'ListRoots'
    | 'ListOrganizationalUnitsForParent'
    | 'ListAccountsForParent'
    | 'ListParents'
    | 'ListTagsForResource'
  >
> = {
  DescribeOrganization(_input, call) {
    const { organization } = call.world;
    const { id, managementAccount } = organization;
    if (!organization.accounts.has(call.caller.account)) {
      throw new Refusal('AWSOrganizationsNotInUseException', 'Your account is not a member of an organization.');
    }
    return {
      Organization: {
        Id: id,
        Arn: `arn:aws:organizations::${managementAccount}:organization/${id}`,
        FeatureSet: 'ALL',
        MasterAccountArn: arnOf(organization, 'account', managementAccount),
        MasterAccountId: managementAccount,
        MasterAccountEmail: organization.accounts.get(managementAccount)?.email,
      },
    };
  },

  DescribeOrganizationalUnit(input, call) {
    const organization = readable(call);
    const unit = organization.units.get(input.OrganizationalUnitId);
    if (unit === undefined) {
      throw new Refusal('OrganizationalUnitNotFoundException', "You specified an OU that doesn't exist.");
    }
    return { OrganizationalUnit: shownUnit(organization, unit) };
  },

  DescribeAccount(input, call) {
    const organization = readable(call);
    return { Account: shownAccount(organization, knownAccount(organization, input.AccountId)) };
  },

  ListAccounts(input, call) {
    const organization = readable(call);
    const { items, NextToken } = page(call, input, [...organization.accounts.values()], (account) => account.id);
    return { Accounts: items.map((account) => shownAccount(organization, account)), NextToken };
  },

  ListRoots(input, call) {
    const organization = readable(call);
    const { items, NextToken } = page(call, input, [organization.rootId], (id) => id);
    return { Roots: items.map((Id) => ({ Id, Arn: arnOf(organization, 'root', Id), Name: 'Root' })), NextToken };
  },

  ListOrganizationalUnitsForParent(input, call) {
    const organization = readable(call);
    const parent = knownParent(organization, input.ParentId);
    const units = [...organization.units.values()].filter((unit) => unit.parent === parent);
    const { items, NextToken } = page(call, input, units, (unit) => unit.id);
    return { OrganizationalUnits: items.map((unit) => shownUnit(organization, unit)), NextToken };
  },

  ListAccountsForParent(input, call) {
    const organization = readable(call);
    const parent = knownParent(organization, input.ParentId);
    const accounts = [...organization.accounts.values()].filter((account) => account.parent === parent);
    const { items, NextToken } = page(call, input, accounts, (account) => account.id);
    return { Accounts: items.map((account) => shownAccount(organization, account)), NextToken };
  },

  ListParents(input, call) {
    const organization = readable(call);
    const { items, NextToken } = page(call, input, [parentOf(organization, input.ChildId)], (id) => id);
    const typeOf = (id: string) => (id === organization.rootId ? 'ROOT' : 'ORGANIZATIONAL_UNIT');
    return { Parents: items.map((Id) => ({ Id, Type: typeOf(Id) })), NextToken };
  },

  ListTagsForResource(input, call) {
    const tags = Object.entries(tagsOf(readable(call), input.ResourceId));
    const { items, NextToken } = page(call, input, tags, ([key]) => key);
    return { Tags: items.map(([Key, Value]) => ({ Key, Value })), NextToken };
  },
};
