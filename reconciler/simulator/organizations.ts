/** AWS Organizations: `AWSOrganizationsV20161128`, one global endpoint that may be signed for any Region. */

import derived from './models/organizations.json' with { type: 'json' };
import type { OrganizationsOperations } from './models/organizations.types.ts';
import { serviceModel } from './model.ts';
import { pageOf } from './pages.ts';
import type { Page } from './pages.ts';
import { Refusal } from './refusal.ts';
import { untyped } from './service.ts';
import type { Call, Handlers, Service } from './service.ts';
import type { Account, OrganizationWorld, Unit } from './world.ts';

const JOINED = Date.UTC(2022, 0, 1);
const MOST = 20;

function isManagement(call: Call): boolean {
  return call.caller.account === call.world.organization.managementAccount;
}

function denied(): Refusal {
  return new Refusal('AccessDeniedException', "You don't have permissions to access this resource.");
}

/** Reading is for the management account and for delegated administrators of any service. */
function readable(call: Call): OrganizationWorld {
  const { organization } = call.world;
  const delegates = [...organization.delegated.values()].map((delegate) => delegate.account);
  if (!isManagement(call) && !delegates.includes(call.caller.account)) throw denied();
  return organization;
}

function writable(call: Call): OrganizationWorld {
  if (!isManagement(call)) throw denied();
  return call.world.organization;
}

function constraint(reason: string, message: string): Refusal {
  return new Refusal('ConstraintViolationException', message, { Reason: reason });
}

function arnOf(organization: OrganizationWorld, kind: string, id: string): string {
  return `arn:aws:organizations::${organization.managementAccount}:${kind}/${organization.id}/${id}`;
}

function page<Item>(
  call: Call,
  input: { readonly MaxResults?: number | undefined; readonly NextToken?: string | undefined },
  items: readonly Item[],
  cursorOf: (item: Item) => string,
): Page<Item> {
  const inOrder = items.toSorted((a, b) => (cursorOf(a) < cursorOf(b) ? -1 : 1));
  const refuse = () => new Refusal('InvalidInputException', 'Invalid NextToken', { Reason: 'INVALID_NEXT_TOKEN' });
  return pageOf(call, input, inOrder, { cursorOf, most: MOST, refuse });
}

/** The retired `Status` says less than `State`. */
function statusOf(account: Account): 'ACTIVE' | 'SUSPENDED' | 'PENDING_CLOSURE' {
  switch (account.state) {
    case 'PENDING_ACTIVATION':
    case 'ACTIVE':
      return 'ACTIVE';
    case 'PENDING_CLOSURE':
      return 'PENDING_CLOSURE';
    case 'SUSPENDED':
    case 'CLOSED':
      return 'SUSPENDED';
  }
}

function shownMember(organization: OrganizationWorld, account: Account) {
  return {
    Id: account.id,
    Arn: arnOf(organization, 'account', account.id),
    Email: account.email,
    Name: account.name,
    Status: statusOf(account),
    State: account.state,
    JoinedMethod: account.id === organization.managementAccount ? ('INVITED' as const) : ('CREATED' as const),
    JoinedTimestamp: JOINED,
  };
}

function pathOf(organization: OrganizationWorld, parent: string, ...more: readonly string[]): string {
  const units = organization.units.get(parent)?.path ?? [];
  return `${[organization.id, organization.rootId, ...units, ...more].join('/')}/`;
}

function shownAccount(organization: OrganizationWorld, account: Account) {
  const Paths = [pathOf(organization, account.parent, account.id)];
  return { ...shownMember(organization, account), Paths };
}

function shownUnit(organization: OrganizationWorld, unit: Unit) {
  return {
    Id: unit.id,
    Arn: arnOf(organization, 'ou', unit.id),
    Name: unit.name,
    Path: pathOf(organization, unit.id),
  };
}

function knownParent(organization: OrganizationWorld, id: string): string {
  if (id !== organization.rootId && !organization.units.has(id)) {
    throw new Refusal('ParentNotFoundException', `You specified a parent that doesn't exist: ${id}`);
  }
  return id;
}

function knownAccount(organization: OrganizationWorld, id: string): Account {
  const account = organization.accounts.get(id);
  if (account === undefined) {
    throw new Refusal('AccountNotFoundException', `You specified an account that doesn't exist: ${id}`);
  }
  return account;
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

const structure: Handlers<
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

const delegation: Handlers<
  Pick<
    OrganizationsOperations,
    | 'ListAWSServiceAccessForOrganization'
    | 'EnableAWSServiceAccess'
    | 'DisableAWSServiceAccess'
    | 'ListDelegatedAdministrators'
    | 'ListDelegatedServicesForAccount'
    | 'RegisterDelegatedAdministrator'
    | 'DeregisterDelegatedAdministrator'
  >
> = {
  ListAWSServiceAccessForOrganization(input, call) {
    const enabled = [...readable(call).serviceAccess.entries()];
    const { items, NextToken } = page(call, input, enabled, ([principal]) => principal);
    const shown = items.map(([ServicePrincipal, DateEnabled]) => ({ ServicePrincipal, DateEnabled }));
    return { EnabledServicePrincipals: shown, NextToken };
  },

  EnableAWSServiceAccess(input, call) {
    const { serviceAccess } = writable(call);
    assertServicePrincipal(input.ServicePrincipal);
    if (!serviceAccess.has(input.ServicePrincipal)) serviceAccess.set(input.ServicePrincipal, call.now);
    return {};
  },

  DisableAWSServiceAccess(input, call) {
    const { serviceAccess, delegated } = writable(call);
    assertServicePrincipal(input.ServicePrincipal);
    if (delegated.has(input.ServicePrincipal)) {
      const message = 'A delegated administrator is registered for this service: deregister it first.';
      throw constraint('DELEGATED_ADMINISTRATOR_EXISTS_FOR_THIS_SERVICE', message);
    }
    serviceAccess.delete(input.ServicePrincipal);
    return {};
  },

  ListDelegatedAdministrators(input, call) {
    const organization = readable(call);
    const registered = [...organization.delegated.entries()]
      .filter(([principal]) => input.ServicePrincipal === undefined || principal === input.ServicePrincipal)
      .map(([, { account, since }]) => [account, since] as const);
    const { items, NextToken } = page(call, input, [...new Map(registered)], ([account]) => account);
    const shown = items.map(([account, DelegationEnabledDate]) => {
      return { ...shownMember(organization, knownAccount(organization, account)), DelegationEnabledDate };
    });
    return { DelegatedAdministrators: shown, NextToken };
  },

  ListDelegatedServicesForAccount(input, call) {
    const organization = readable(call);
    const { id } = knownAccount(organization, input.AccountId);
    const services = [...organization.delegated.entries()].filter(([, { account }]) => account === id);
    if (services.length === 0) throw notRegistered(id);
    const { items, NextToken } = page(call, input, services, ([principal]) => principal);
    const shown = items.map(([ServicePrincipal, { since }]) => ({ ServicePrincipal, DelegationEnabledDate: since }));
    return { DelegatedServices: shown, NextToken };
  },

  RegisterDelegatedAdministrator(input, call) {
    const organization = writable(call);
    const account = knownAccount(organization, input.AccountId);
    assertServicePrincipal(input.ServicePrincipal);
    assertRegistrable(organization, account, input.ServicePrincipal);
    organization.delegated.set(input.ServicePrincipal, { account: account.id, since: call.now });
    return {};
  },

  DeregisterDelegatedAdministrator(input, call) {
    const organization = writable(call);
    const account = knownAccount(organization, input.AccountId);
    assertServicePrincipal(input.ServicePrincipal);
    const registered = organization.delegated.get(input.ServicePrincipal);
    if (registered?.account !== account.id) throw notRegistered(account.id);
    organization.delegated.delete(input.ServicePrincipal);
    return {};
  },
};

function notRegistered(account: string): Refusal {
  const message = `The account ${account} is not a registered delegated administrator for this service.`;
  return new Refusal('AccountNotRegisteredException', message);
}

function assertServicePrincipal(principal: string): void {
  if (/^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.amazonaws\.com$/u.test(principal)) return;
  throw new Refusal('InvalidInputException', 'You specified an unrecognized service principal.', {
    Reason: 'UNRECOGNIZED_SERVICE_PRINCIPAL',
  });
}

function assertRegistrable(organization: OrganizationWorld, account: Account, principal: string): void {
  const registered = organization.delegated.get(principal);
  if (account.id === organization.managementAccount) {
    const message = 'You cannot register the management account as a delegated administrator.';
    throw constraint('CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR', message);
  }
  if (account.state !== 'ACTIVE') {
    const message = 'You cannot register a suspended account as a delegated administrator.';
    throw constraint('CANNOT_REGISTER_SUSPENDED_ACCOUNT_AS_DELEGATED_ADMINISTRATOR', message);
  }
  if (!organization.serviceAccess.has(principal)) {
    throw constraint('SERVICE_ACCESS_NOT_ENABLED', 'Enable trusted access for the service first.');
  }
  if (registered?.account === account.id) {
    const message = 'The account is already a delegated administrator for this service.';
    throw new Refusal('AccountAlreadyRegisteredException', message);
  }
  if (registered !== undefined) {
    const message = 'The service has its one delegated administrator already.';
    throw constraint('MAX_DELEGATED_ADMINISTRATORS_FOR_SERVICE_LIMIT_EXCEEDED', message);
  }
}

/** How Organizations tells what a request broke. */
const REASONS: { readonly [constraint: string]: string } = {
  required: 'INPUT_REQUIRED',
  'min-length': 'MIN_LENGTH_EXCEEDED',
  'max-length': 'MAX_LENGTH_EXCEEDED',
  pattern: 'INVALID_PATTERN',
  enum: 'INVALID_ENUM',
  'min-value': 'MIN_VALUE_EXCEEDED',
  'max-value': 'MAX_VALUE_EXCEEDED',
};

export const organizations: Service = {
  model: serviceModel(derived),
  handlers: untyped<OrganizationsOperations>({ ...structure, ...delegation }),
  actionPrefix: 'organizations',
  open: new Set(),
  writes: new Set([
    'DeregisterDelegatedAdministrator',
    'DisableAWSServiceAccess',
    'EnableAWSServiceAccess',
    'RegisterDelegatedAdministrator',
  ]),
  errors: {
    accessDenied: 'AccessDeniedException',
    validation: 'InvalidInputException',
    throttling: 'TooManyRequestsException',
    internal: 'ServiceException',
    conflict: 'ConcurrentModificationException',
  },
  region: 'any',
  validationMembers: (broken) => {
    const reason = REASONS[broken];
    return reason === undefined ? {} : { Reason: reason };
  },
};
