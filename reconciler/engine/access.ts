/** Who holds what, read live: every grant, member and authorisation, with the line of the file that gives it. */

import { accountNamesOf } from '../core/account-names.ts';
import type { HeldSet, Holdings, Source } from '../core/access-report.ts';
import type { Desired } from '../core/desired.ts';
import type { Facts, FactsWanted } from '../core/facts.ts';
import { disabledAmong } from '../core/facts.ts';
import type { Issue } from '../core/issue.ts';
import type { Key, KindName } from '../core/key.ts';
import { profileKey } from '../core/key.ts';
import type { AssignmentSpec, AuthorizationSpec, LiveResource, MembershipSpec } from '../core/resource.ts';
import type { Configuration } from '../desired/configuration.ts';
import { shortNamesById } from '../desired/accounts.ts';
import { expand } from '../desired/expand.ts';
import { createIgnored } from '../desired/ignored.ts';
import { factsWanted } from '../desired/wanted.ts';
import type { Cloud } from './cloud.ts';
import { expectedTarget } from './target.ts';

export interface LiveHoldings {
  readonly holdings: Holdings;
  readonly facts: Facts;
  /** Why something could not be said. */
  readonly notices: readonly Issue[];
}

/** Throws an IssueError when something cannot be read, a Refusal when this is not the expected organisation. */
export async function liveHoldings(configuration: Configuration, cloud: Cloud, now: number): Promise<LiveHoldings> {
  await expectedTarget(configuration, cloud);
  const wanted = factsWanted(configuration);
  const facts = await cloud.facts({ ...wanted, accounts: true, identities: true, permissionSets: true }, now);
  const expanded = expand(configuration, facts);
  const desired = expanded.ok ? expanded.value : undefined;
  const isIgnored = createIgnored(configuration, facts.organization);
  const read = await readHeld(cloud, desired?.profile ?? profileIn(wanted, facts));
  const live = read.filter((resource) => !isIgnored(resource));
  const left = read.length - live.length;
  return {
    holdings: holdingsOf(live, facts, desired, configuration),
    facts,
    notices: [
      ...(expanded.ok ? [] : [{ ...NO_LINES, hint: expanded.issues[0]?.message ?? '' }]),
      ...(left === 0 ? [] : [ignoredNotice(left)]),
    ],
  };
}

const NO_LINES = {
  code: 'CONFIG_ACCESS',
  severity: 'warning',
  message: 'the configuration cannot be resolved against what is live, so no line of it is shown',
} as const;

function ignoredNotice(left: number): Issue {
  const what = left === 1 ? '1 thing is' : `${left} things are`;
  return {
    code: 'CONFIG_ACCESS',
    severity: 'warning',
    message: `${what} not shown, since \`ignore\` has the name`,
  };
}

type Place = Pick<NonNullable<Desired['profile']>, 'account' | 'region'>;

/** Where the profile of the file is, as far as that can be told when the file as a whole cannot be resolved. */
function profileIn({ profile }: FactsWanted, { organization }: Facts): Place | undefined {
  if (profile === undefined) return undefined;
  const [account, ...others] = organization.accounts.filter(({ id, name }) => [id, name].includes(profile.account));
  return account === undefined || others.length > 0 ? undefined : { account: account.id, region: profile.region };
}

async function readHeld(cloud: Cloud, profile: Place | undefined): Promise<readonly LiveResource[]> {
  await cloud.settleUnderWay();
  const keys = new Set<Key>(profile === undefined ? [] : [profileKey(profile.account, profile.region)]);
  const whole = new Set<KindName>(['membership', 'assignment', 'authorization']);
  const drivers = [...whole].flatMap((kind) => cloud.drivers.get(kind) ?? []);
  return (await Promise.all(drivers.map((driver) => driver.read({ keys, whole })))).flat();
}

function holdingsOf(
  live: readonly LiveResource[],
  facts: Facts,
  desired: Desired | undefined,
  { document }: Configuration,
): Holdings {
  const given = new Map(desired?.resources.map((resource) => [resource.key, resource]));
  const expired = new Map(desired?.expired.map((grant) => [grant.key, grant]));
  const names = accountNamesOf(facts.organization.accounts, shortNamesById(document));
  const sourceOf = ({ key }: LiveResource): Source => {
    const gone = expired.get(key);
    if (gone !== undefined) return { at: gone.at, expires: gone.expired };
    const { at, expires, reason } = given.get(key) ?? {};
    return {
      ...(at === undefined ? {} : { at }),
      ...(expires === undefined ? {} : { expires }),
      ...(reason === undefined ? {} : { reason }),
    };
  };
  return {
    sets: ofKind<AssignmentSpec>(live, 'assignment').map((resource): HeldSet => {
      const { account: id, permissionSet, principalType, principal } = resource.spec;
      const via = given.get(resource.key)?.via;
      const place = { type: 'account', id, name: names.get(id) ?? id, ...(via === undefined ? {} : { via }) } as const;
      return { permissionSet, principalType, principal, place, ...sourceOf(resource) };
    }),
    memberships: ofKind<MembershipSpec>(live, 'membership').map((resource) => ({
      group: resource.spec.group,
      user: resource.spec.user,
      ...sourceOf(resource),
    })),
    uses: ofKind<AuthorizationSpec>(live, 'authorization')
      // A seat that only comes through a group is the group's.
      .filter(({ spec }) => spec.signIn || spec.subscription !== null)
      .map((resource) => ({
        principalType: resource.spec.principalType,
        principal: resource.spec.principal,
        subscription: resource.spec.subscription,
        ...sourceOf(resource),
      })),
    disabled: disabledAmong(facts.users),
  };
}

function ofKind<S extends LiveResource['spec']>(
  live: readonly LiveResource[],
  kind: KindName,
): readonly LiveResource<S>[] {
  return live.filter((resource): resource is LiveResource<S> => resource.kind === kind);
}
