/** What stays the same for a whole run, read once and only when asked for: organisation, accounts, instance, caller. */

import type { Account, OrganizationalUnit } from '../core/facts.ts';
import { once } from '../core/once.ts';
import type { Api } from './api.ts';
import type { OrganizationsSdk, SsoAdminSdk } from './clients.ts';
import { findInstance, type Instance } from './instance.ts';
import {
  accountTags,
  describeOrganization,
  listAccounts,
  type ListedAccount,
  type OrganizationIdentity,
} from './organization.ts';
import { readUnits, type Placement, type UnitPaths, type Units } from './units.ts';

export interface Ground {
  /** The organisation of the credentials: the first call of a run, so that a wrong one is refused before anything else. */
  organization(): Promise<OrganizationIdentity>;
  /** The Identity Center instance; the first caller may say which. */
  instance(arn?: string): Promise<Instance>;
  /** Every account, sorted by id; without paths and tags. */
  accounts(): Promise<readonly Account[]>;
  /** Every account with its path when there are unit paths, and its tags when they are wanted; and those units. */
  placedAccounts(
    unitPaths: UnitPaths,
    tags: boolean,
  ): Promise<{ readonly accounts: readonly Account[]; readonly units: readonly OrganizationalUnit[] }>;
  /** Who runs, before any role is assumed, as STS says it: the ARN of a user or of an assumed role's session. */
  callerArn(): Promise<string | undefined>;
}

interface Parts {
  readonly ssoAdmin: () => Api<SsoAdminSdk>;
  readonly organizations: Api<OrganizationsSdk>;
  readonly caller: () => Promise<{ readonly arn: string | undefined }>;
}

/** Nothing is read yet. */
export function createGround({ ssoAdmin, organizations, caller }: Parts): Ground {
  const organization = once(() => describeOrganization(organizations));
  const listed = once(() => listAccounts(organizations));
  let named: string | undefined;
  const instance = once(() =>
    findInstance({
      api: ssoAdmin(),
      arn: named,
      managementAccount: async () => (await organization()).managementAccount,
    }),
  );

  async function tagsOf(account: ListedAccount, managementAccount: string): Promise<Pick<Account, 'tags'>> {
    // A tag selector never takes the management account, and what is not active is not written to.
    if (account.id === managementAccount || !account.active) return { tags: {} };
    return { tags: await accountTags(organizations, account.id) };
  }

  return {
    organization,
    instance: (arn) => {
      named ??= arn;
      return instance();
    },
    accounts: async () => (await listed()).map((account) => plain(account)),
    placedAccounts: async (unitPaths, tags) => {
      const accounts = await listed();
      const { managementAccount } = await organization();
      const tree = unitPaths.length === 0 ? undefined : await readUnits(organizations, unitPaths, accounts);
      const withTags = await Promise.all(
        accounts.map(async (account) => ({
          ...plain(account, tree?.placement),
          ...(tags ? await tagsOf(account, managementAccount) : {}),
        })),
      );
      return { accounts: withTags, units: unitsOf(tree) };
    },
    callerArn: async () => (await caller()).arn,
  };
}

function unitsOf(tree: Units | undefined): readonly OrganizationalUnit[] {
  return tree?.units ?? [];
}

function plain({ id, name, active, state }: ListedAccount, placement?: Placement): Account {
  return { id, name, active, state, ...(placement === undefined ? {} : { path: placement.get(id) ?? [] }) };
}
