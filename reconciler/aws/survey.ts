/**
 * Reads that several drivers need, each made once: the directory's users and groups, the permission sets, and where
 * they are provisioned. A survey is a moment: reading back takes a new one.
 */

import { canonicalDuration } from '../core/duration.ts';
import type { Facts, FactsWanted, NamedIdentities } from '../core/facts.ts';
import { permissionSetKey } from '../core/key.ts';
import { getOrInsert, once } from '../core/once.ts';
import type { Api } from './api.ts';
import type { IdentityStoreSdk, SsoAdminSdk } from './clients.ts';
import type { ControlPlane } from './control-plane.ts';
import { byName, type Named } from './by-name.ts';
import { createGroups, createUsers, type LiveGroup, type LiveUser } from './directory.ts';
import { isFailure } from './errors.ts';
import type { Ground } from './ground.ts';
import type { Names } from './names.ts';
import type { Roster } from './roster.ts';

/** A permission set as the inventory knows it, without policies, boundary and tags. */
export interface LivePermissionSet extends Named {
  readonly arn: string;
  readonly description: string | undefined;
  /** Canonical; AWS's default where the service leaves it out (reference, pitfall 11). */
  readonly sessionDuration: string;
  readonly relayState: string | null;
}

export interface Survey extends Ground {
  readonly users: Roster<LiveUser>;
  readonly groups: Roster<LiveGroup>;
  /** Every permission set, by name. */
  permissionSets(): Promise<ReadonlyMap<string, LivePermissionSet>>;
  /** One permission set by its ARN, or `undefined` when it is gone. */
  permissionSet(arn: string): Promise<LivePermissionSet | undefined>;
  /** The accounts where a permission set is provisioned, in whatever version. */
  provisionedAccounts(arn: string): Promise<readonly string[]>;
  /**
   * The accounts where somebody may hold a permission set, each once: an assignment implies that it is provisioned. An
   * emulator may not keep to that (moto 5.2 does not), so there it is every account.
   */
  accountsToAsk(arn: string): Promise<readonly string[]>;
  /** Resolves when no operation of somebody else is under way. */
  settled(): Promise<void>;
  /** What expanding a configuration needs; nothing that is not wanted is read. */
  facts(wanted: FactsWanted, now: number): Promise<Facts>;
  /** The users and groups that the run knows by now: every one, or whom it met where only named ones were wanted. */
  identities(): Promise<Pick<Facts, 'users' | 'groups'>>;
}

interface SurveyParts {
  readonly ground: Ground;
  readonly identityStore: Api<IdentityStoreSdk>;
  readonly ssoAdmin: Api<SsoAdminSdk>;
  readonly names: Names;
  readonly settleUnderWay: () => Promise<void>;
  /** Told how users and groups are read. */
  readonly note: (text: string) => void;
  readonly codewhisperer: Pick<ControlPlane, 'facts'>;
}

/** A survey in which nothing is read yet. */
export function createSurvey(parts: SurveyParts): Survey {
  const { ground, ssoAdmin } = parts;
  const users = createUsers(parts);
  const groups = createGroups(parts);
  const described = new Map<string, Promise<LivePermissionSet | undefined>>();
  const provisioned = new Map<string, Promise<readonly string[]>>();

  function permissionSet(arn: string): Promise<LivePermissionSet | undefined> {
    return getOrInsert(described, arn, () => describePermissionSet(parts, arn));
  }

  const permissionSets = once(async () => {
    const { instanceArn } = await ground.instance();
    const arns = await ssoAdmin.list('ListPermissionSets', { InstanceArn: instanceArn }, (page) => page.PermissionSets);
    const sets = await Promise.all(arns.map((arn) => permissionSet(arn)));
    return byName(
      sets.filter((set) => set !== undefined),
      'permission sets',
    );
  });

  const provisionedAccounts: Survey['provisionedAccounts'] = (arn) =>
    getOrInsert(provisioned, arn, () => readProvisionedAccounts(parts, arn));

  const read: Omit<Survey, 'facts'> = {
    ...ground,
    users,
    groups,
    permissionSets,
    permissionSet,
    provisionedAccounts,
    accountsToAsk: async (arn) => {
      const { emulated } = await ground.instance();
      const accounts = emulated ? (await ground.accounts()).map(({ id }) => id) : [];
      return [...new Set([...(await provisionedAccounts(arn)), ...accounts])];
    },
    settled: once(parts.settleUnderWay),
    identities: async () => {
      const [knownUsers, knownGroups] = await Promise.all([users.known(), groups.known()]);
      return identitiesOf(knownUsers.values(), knownGroups.values());
    },
  };
  return { ...read, facts: (wanted, now) => readFacts(parts, read, wanted, now) };
}

async function readFacts(
  parts: SurveyParts,
  survey: Omit<Survey, 'facts'>,
  wanted: FactsWanted,
  now: number,
): Promise<Facts> {
  const { id, managementAccount } = await survey.organization();
  const [{ partition }, { accounts, units }, users, groups, sets] = await Promise.all([
    survey.instance(),
    wanted.accounts
      ? survey.placedAccounts(wanted.everyUnit === true ? 'every' : wanted.unitPaths, wanted.accountTags)
      : { accounts: [], units: [] },
    wanted.identities ? principalsWanted(survey.users, wanted.named?.users) : [],
    wanted.identities ? principalsWanted(survey.groups, wanted.named?.groups) : [],
    wanted.permissionSets ? survey.permissionSets() : undefined,
  ]);
  return {
    now,
    partition,
    organization: { id, managementAccount, accounts, units },
    ...identitiesOf(users, groups),
    permissionSets: [...(sets?.keys() ?? [])],
    ...(await profileFacts(parts, wanted.profile, accounts)),
  };
}

/** Every one, or those of the names; where one that is referred to is not there every one, for the candidates of its error. */
async function principalsWanted<T>(roster: Roster<T>, wanted: NamedIdentities | undefined): Promise<Iterable<T>> {
  if (wanted === undefined) return (await roster.all()).values();
  const { referred, own } = wanted;
  roster.onlyMet();
  const found = await roster.named([...referred, ...own]);
  return (referred.every((name) => found.has(name)) ? found : await roster.all()).values();
}

function identitiesOf(users: Iterable<LiveUser>, groups: Iterable<LiveGroup>): Pick<Facts, 'users' | 'groups'> {
  return {
    users: [...users].map(({ name, external, enabled }) => ({ name, external, enabled })),
    groups: [...groups].map(({ name, external }) => ({ name, external })),
  };
}

/** Nothing where the account is not, or not one, of the organisation: that is for the configuration to say. */
async function profileFacts(
  { codewhisperer }: SurveyParts,
  wanted: FactsWanted['profile'],
  accounts: Facts['organization']['accounts'],
): Promise<Pick<Facts, 'profile'>> {
  const [account, ...others] = accounts.filter(({ id, name }) => [id, name].includes(wanted?.account ?? ''));
  if (wanted === undefined || account === undefined || others.length > 0) return {};
  return { profile: await codewhisperer.facts(wanted, account.id) };
}

async function describePermissionSet(
  { ground, ssoAdmin, names }: SurveyParts,
  arn: string,
): Promise<LivePermissionSet | undefined> {
  const { instanceArn } = await ground.instance();
  try {
    const input = { InstanceArn: instanceArn, PermissionSetArn: arn };
    const { PermissionSet: set } = await ssoAdmin.call('DescribePermissionSet', input, { about: arn });
    const name = set?.Name ?? arn;
    const key = permissionSetKey(name);
    names.remember(key, arn);
    const duration = set?.SessionDuration ?? 'PT1H';
    return {
      arn,
      name,
      key,
      description: set?.Description === '' ? undefined : set?.Description,
      sessionDuration: canonicalDuration(duration) ?? duration,
      relayState: set?.RelayState === undefined || set.RelayState === '' ? null : set.RelayState,
    };
  } catch (error) {
    // Deleted between the list and this call, or on purpose before a read-back.
    if (isFailure(error, 'notFound')) return undefined;
    throw error;
  }
}

async function readProvisionedAccounts({ ground, ssoAdmin }: SurveyParts, arn: string): Promise<readonly string[]> {
  const { instanceArn } = await ground.instance();
  const input = { InstanceArn: instanceArn, PermissionSetArn: arn };
  return ssoAdmin.list('ListAccountsForProvisionedPermissionSet', input, (page) => page.AccountIds, { about: arn });
}
