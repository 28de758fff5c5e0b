/** The whole live state, for a configuration that says just that. Reads only. */

import { isFailure } from '../aws/errors.ts';
import type { Facts, FactsWanted } from '../core/facts.ts';
import type { Issue } from '../core/issue.ts';
import { IssueError } from '../core/issue.ts';
import type { Key, KindName } from '../core/key.ts';
import { applicationKey, profileKey } from '../core/key.ts';
import { pairsOf } from '../core/pairs.ts';
import { PROFILE_REGIONS } from '../core/regions.ts';
import type { AssignmentSpec, LiveResource } from '../core/resource.ts';
import type { Configuration } from '../desired/configuration.ts';
import { createAccounts } from '../desired/accounts.ts';
import { profilePlace } from '../desired/codewhisperer.ts';
import { createIgnored, ignoredAccounts } from '../desired/ignored.ts';
import type { ExportKind } from '../core/export-kinds.ts';
import type { ExportInput } from '../desired/write.ts';
import type { Cloud } from './cloud.ts';
import { notExpanded } from './planning.ts';
import { expectedTarget } from './target.ts';

export interface ReadWhole {
  readonly input: ExportInput;
  readonly notices: readonly Issue[];
}

/**
 * Everything of the kinds that the credentials can see, without what `ignore` of the configuration names.
 * Throws an IssueError when something cannot be read, a Refusal when this is not the expected organisation.
 */
export async function readWhole(
  configuration: Configuration,
  cloud: Cloud,
  kinds: ReadonlySet<ExportKind>,
  now: number,
): Promise<ReadWhole> {
  const { identityCenter } = await expectedTarget(configuration, cloud);
  const withAssignments = kinds.has('assignment');
  const wanted: FactsWanted = {
    accounts: true,
    identities: true,
    permissionSets: kinds.has('permission-set'),
    unitPaths: [],
    everyUnit: withAssignments,
    accountTags: false,
  };
  const facts = await cloud.facts(wanted, now);
  await cloud.settleUnderWay();
  const own = await readKinds(cloud, kinds);
  const profile = kinds.has('profile') ? await readProfile(configuration, facts, cloud) : NO_PROFILE;
  const isIgnored = createIgnored(configuration, facts.organization);
  const live = [...own, ...profile.live].filter((resource) => !isIgnored(resource));
  const told = withAssignments && isWide(live) ? await cloud.facts({ ...wanted, accountTags: true }, now) : facts;
  const { region } = identityCenter;
  const ignored = ignoredAccounts(configuration.document, told.organization);
  const accounts = told.organization.accounts.filter(({ id }) => !ignored.has(id));
  const { ignore, roles, identityCenter: { instanceArn } = {} } = configuration.document;
  // What is left out here must be left alone by the plan of what is written, which reads the same instance by the same roles.
  const carried = {
    ...(ignore === undefined ? {} : { ignore }),
    ...(roles === undefined ? {} : { roles }),
    ...(instanceArn === undefined ? {} : { instanceArn }),
  };
  const { partition, users } = facts;
  return {
    input: { organization: { ...told.organization, accounts }, region, partition, users, live, kinds, ...carried },
    notices: profile.notices,
  };
}

const ONE_BY_ONE: ReadonlySet<KindName> = new Set(['profile', 'authorization']);

async function readKinds(cloud: Cloud, kinds: ReadonlySet<ExportKind>): Promise<readonly LiveResource[]> {
  const whole = new Set<KindName>([...kinds].filter((kind) => !ONE_BY_ONE.has(kind)));
  const lists = await Promise.all(
    [...whole]
      .flatMap((kind) => cloud.drivers.get(kind) ?? [])
      .map((driver) => driver.read({ keys: new Set(), whole })),
  );
  return lists.flat();
}

/** Tags are read account by account: only where a selector could say what would be a list of many names. */
export function isWide(live: readonly LiveResource[]): boolean {
  const grants = live.filter(({ kind }) => kind === 'assignment').map(({ spec }) => spec as AssignmentSpec);
  const accounts = pairsOf(grants, ({ permissionSet, principalType, principal, account }) => [
    JSON.stringify([permissionSet, principalType, principal]),
    account,
  ]);
  return [...accounts.values()].some((on) => on.size > 2);
}

interface ProfileRead {
  readonly live: readonly LiveResource[];
  readonly notices: readonly Issue[];
}

interface Place {
  readonly account: string;
  readonly region: string;
}

const NO_PROFILE: ProfileRead = { live: [], notices: [] };

/** The profile that the configuration names; without one, those of the account of the credentials. */
async function readProfile(configuration: Configuration, facts: Facts, cloud: Cloud): Promise<ProfileRead> {
  if (configuration.document.codewhisperer !== undefined)
    return { live: await readPlace(namedPlace(configuration, facts), cloud), notices: [] };
  const account = await cloud.accountOf('codewhisperer');
  if (account === undefined) return NO_PROFILE;
  const notices: Issue[] = [];
  let found: readonly LiveResource[] | undefined;
  for (const region of PROFILE_REGIONS) {
    const live = await lookFor({ account, region }, cloud, notices);
    if (live.length === 0) continue;
    if (found === undefined) found = live;
    else notices.push(notice(`there is another profile in ${account}/${region}, and a configuration has one`));
  }
  if (found === undefined && notices.length === 0) notices.push(notice(elsewhere(account)));
  return { live: found ?? [], notices };
}

/** As a plan would take it: of an account that is not there nobody looks for another. */
function namedPlace(configuration: Configuration, facts: Facts): Place {
  const issues: Issue[] = [];
  const place = profilePlace(configuration, createAccounts(configuration, facts), facts, issues);
  if (place === undefined) throw notExpanded(issues);
  return place;
}

function elsewhere(account: string): string {
  return `account ${account} has no profile; one of another account is written when the file at --config names its place`;
}

/**
 * Nothing, and a warning, where the service refuses to tell: these credentials, or the Regions that they may use, may not be
 * those of profiles, and nobody named one. A read that only failed is an error, since there may well be one.
 */
async function lookFor(place: Place, cloud: Cloud, notices: Issue[]): Promise<readonly LiveResource[]> {
  const { account, region } = place;
  try {
    return await readPlace(place, cloud);
  } catch (error) {
    if (!(error instanceof IssueError)) throw error;
    if (isFailure(error, 'throttling') || isFailure(error, 'transient'))
      throw new IssueError(...error.issues, unread(`${account}/${region}`));
    notices.push(notice(`profile ${account}/${region} could not be read and is not written: ${error.message}`));
    return [];
  }
}

function unread(place: string): Issue {
  const hint = 'run again, or take `--only` with kinds other than profile and authorization to write all but profiles';
  return { ...notice(`without profile ${place} nothing is written`), severity: 'error', hint };
}

/** The profile of a place with its application and who may use it; nothing where there is none. */
async function readPlace({ account, region }: Place, cloud: Cloud): Promise<readonly LiveResource[]> {
  const keys = new Set<Key>([profileKey(account, region), applicationKey(account, region)]);
  const scope = { keys, whole: new Set<KindName>() };
  const read = async (kind: KindName) => (await cloud.drivers.get(kind)?.read(scope)) ?? [];
  const [profile] = await read('profile');
  if (profile === undefined) return [];
  return [profile, ...(await read('application')), ...(await read('authorization'))];
}

function notice(message: string): Issue {
  return { code: 'CONFIG_EXPORT', severity: 'warning', message };
}
