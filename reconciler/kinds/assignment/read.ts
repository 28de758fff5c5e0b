/** Reading assignments by the way that the planner chooses (core/read-plan.ts): by pairs, or by principals. */

import type { AccountAssignment } from '@aws-sdk/client-sso-admin';
import { allOf } from '../../aws/all-of.ts';
import type { AwsSession } from '../../aws/session.ts';
import type { LivePermissionSet } from '../../aws/survey.ts';
import type { Key, PrincipalType } from '../../core/key.ts';
import { namesIn, partsOf } from '../../core/key.ts';
import type { GrantsWanted, Scope } from '../../core/kind.ts';
import { planReads, type ReadPlan } from '../../core/read-plan.ts';
import type { Lists, Principal, Rows } from './lists.ts';
import { type Live, liveResources } from './live.ts';
import { among, distinctPairs, type Pair, pairOf } from './pairs.ts';

/** The assignments of the permission sets of the scope, and those of its users and groups. */
export async function readAssignments(session: AwsSession, scope: Scope, lists: Lists): Promise<readonly Live[]> {
  const { survey } = session;
  const whole = scope.whole.has('assignment');
  const setNames = namesIn([...scope.keys, ...(scope.grants?.keys() ?? [])], 'permission-set');
  const holders = await principalsIn(session, [...(scope.holders ?? scope.keys)]);
  if (!whole && setNames.length === 0 && holders.length === 0) return [];
  await survey.settled();
  const sets = await survey.permissionSets();
  const read = whole ? [...sets.values()] : [...new Set(setNames)].flatMap((name) => sets.get(name) ?? []);
  const wanted = await wantedOf(session, read, scope);
  const rows = await rowsWanted(session, wanted, lists, whole);
  const others = [...sets.values()].filter(({ key }) => scope.within?.has(key) ?? true);
  const held = await rowsHeld(session, holders, others, wanted, lists);
  return liveResources(session, [...rows, ...held]);
}

interface NamedGrant extends Pair {
  readonly principal: Principal;
}

/** What is wanted of the sets that are live, by the ids of the service. */
interface Wanted {
  /** Provisioned pairs of sets of which everybody's grants are wanted. */
  readonly pairs: readonly Pair[];
  /** Users and groups to whom the file grants something. */
  readonly known: readonly Principal[];
  /** Named grants of the other sets. */
  readonly named: readonly NamedGrant[];
  /** Sets of which every provisioned pair is among `pairs`: ARNs. */
  readonly complete: ReadonlySet<string>;
}

const EVERYTHING: GrantsWanted = { of: 'everybody', named: [], on: () => true };

async function wantedOf(session: AwsSession, sets: readonly LivePermissionSet[], scope: Scope): Promise<Wanted> {
  const grantsOf = ({ key }: LivePermissionSet): GrantsWanted => scope.grants?.get(key) ?? EVERYTHING;
  const everybodys = sets.filter((set) => grantsOf(set).of === 'everybody');
  const named = await Promise.all(sets.map(async (set) => namedGrants(session, set, grantsOf(set))));
  const isNamed = new Set(sets.filter((set) => grantsOf(set).of === 'named').map(({ arn }) => arn));
  const provisioned = await Promise.all(everybodys.map((set) => pairsWanted(session, set, grantsOf(set))));
  const grants = named.flat();
  return {
    pairs: provisioned.flatMap(({ pairs }) => pairs),
    known: distinct(grants.map(({ principal }) => principal)),
    named: grants.filter(({ arn }) => isNamed.has(arn)),
    complete: new Set(provisioned.filter(({ complete }) => complete).map(({ arn }) => arn)),
  };
}

interface PairsWanted {
  readonly arn: string;
  readonly pairs: readonly Pair[];
  /** Nobody holds the set anywhere else. */
  readonly complete: boolean;
}

async function pairsWanted(
  { survey }: AwsSession,
  { arn }: LivePermissionSet,
  wanted: GrantsWanted,
): Promise<PairsWanted> {
  // The few accounts that are named are asked without looking first.
  const { accounts } = wanted;
  const provisioned = accounts ?? new Set(await survey.accountsToAsk(arn));
  const pairs = [...provisioned].filter((account) => wanted.on(account)).map((account) => ({ arn, account }));
  return { arn, pairs, complete: accounts === undefined && pairs.length === provisioned.size };
}

/** The grants that the file names, where their principals are live: others cannot be. */
async function namedGrants(
  { survey }: AwsSession,
  { arn }: LivePermissionSet,
  wanted: GrantsWanted,
): Promise<readonly NamedGrant[]> {
  if (wanted.named.length === 0) return [];
  const grants = wanted.named.map((key) => {
    const [, account = '', word = '', name = ''] = partsOf(key);
    return { account, type: word === 'user' ? 'user' : 'group', name } as const;
  });
  const namesOf = (type: PrincipalType): readonly string[] =>
    grants.flatMap((grant) => (grant.type === type ? grant.name : []));
  const [users, groups] = await Promise.all([
    survey.users.named(namesOf('user')),
    survey.groups.named(namesOf('group')),
  ]);
  return grants.flatMap(({ account, type, name }) => {
    const id = (type === 'user' ? users : groups).get(name)?.id;
    return id === undefined || !wanted.on(account) ? [] : [{ arn, account, principal: { type, id, name } }];
  });
}

function distinct(principals: readonly Principal[]): readonly Principal[] {
  const known = new Map<string, Principal>();
  for (const one of principals) known.set(one.id, one);
  return [...known.values()];
}

/** By the way of the plan; where principals may not be asked after all, by the one that is then left. */
async function rowsWanted(session: AwsSession, wanted: Wanted, lists: Lists, whole: boolean): Promise<Rows> {
  const { reading, survey } = session;
  const thorough = whole || reading.thorough;
  const groups = thorough || wanted.pairs.length === 0 ? [] : [...(await survey.groups.all()).values()];
  const principals = distinct([
    ...groups.map(({ id, name }): Principal => ({ type: 'group', id, name })),
    ...(thorough ? [] : wanted.known),
  ]);
  const counts = {
    pairs: wanted.pairs.length,
    principals: principals.length,
    namedPairs: distinctPairs(wanted.named).length,
    namedPrincipals: distinct(wanted.named.map(({ principal }) => principal)).length,
  };
  const plan = planReads(counts, { thorough, listing: reading.listing });
  const rows = await carryOut(plan, wanted, principals, session, lists);
  if (rows !== undefined) return tell(session, plan, rows);
  reading.refuseListing();
  const instead = planReads(counts, { thorough, listing: 'refused' });
  const named = await namedByPairs(wanted.named, lists);
  return tell(session, instead, [...named, ...(await rowsOfPairs(wanted.pairs, lists))]);
}

function tell({ reading }: AwsSession, { why }: ReadPlan, rows: Rows): Rows {
  for (const line of why) reading.note(line);
  return rows;
}

/** Nothing when principals may not be asked. */
async function carryOut(
  plan: ReadPlan,
  wanted: Wanted,
  principals: readonly Principal[],
  session: AwsSession,
  lists: Lists,
): Promise<Rows | undefined> {
  const named = await rowsNamed(plan, wanted.named, lists);
  if (named === undefined) return undefined;
  if (plan.everybody === 'pairs') return [...named, ...(await rowsOfPairs(wanted.pairs, lists))];
  const held = await lists.principals(principals);
  if (held === undefined) return undefined;
  const isExplained = among(held.map(pairOf));
  const isAsked = among(wanted.pairs);
  const unexplained = wanted.pairs.filter((pair) => !isExplained(pair));
  const unseen = wanted.pairs.length - unexplained.length;
  if (unseen > 0) session.reading.admit(unseen);
  return [...named, ...held.filter((row) => isAsked(pairOf(row))), ...(await rowsOfPairs(unexplained, lists))];
}

/** Nothing when principals may not be asked. */
async function rowsNamed(plan: ReadPlan, named: readonly NamedGrant[], lists: Lists): Promise<Rows | undefined> {
  if (plan.named === 'pairs') return namedByPairs(named, lists);
  const rows = await lists.principals(distinct(named.map(({ principal }) => principal)));
  return rows === undefined ? undefined : namedAmong(rows, named);
}

async function namedByPairs(named: readonly NamedGrant[], lists: Lists): Promise<Rows> {
  return namedAmong(await rowsOfPairs(distinctPairs(named), lists), named);
}

/** Either way shows more than the grants that are named; the plan must not depend on which one was taken. */
function namedAmong(rows: Rows, named: readonly NamedGrant[]): Rows {
  const asked = new Set(named.map(({ arn, account, principal }) => `${arn} ${account} ${principal.id}`));
  return rows.filter((row) => asked.has(rowName(row)));
}

function rowName({ PermissionSetArn: arn, AccountId: account, PrincipalId: id }: AccountAssignment): string {
  return `${arn} ${account} ${id}`;
}

async function rowsOfPairs(pairs: readonly Pair[], lists: Lists): Promise<Rows> {
  return (await allOf(pairs, ({ arn, account }) => lists.pair(arn, account))).flat();
}

async function principalsIn({ survey }: AwsSession, keys: readonly Key[]): Promise<readonly Principal[]> {
  const users = namesIn(keys, 'user');
  const groups = namesIn(keys, 'group');
  const liveUsers = users.length === 0 ? undefined : await survey.users.named(users);
  const liveGroups = groups.length === 0 ? undefined : await survey.groups.named(groups);
  return [
    ...users.flatMap((name) => live('user', name, liveUsers?.get(name)?.id)),
    ...groups.flatMap((name) => live('group', name, liveGroups?.get(name)?.id)),
  ];
}

function live(type: PrincipalType, name: string, id: string | undefined): readonly Principal[] {
  return id === undefined ? [] : [{ type, name, id }];
}

/**
 * What these principals hold of the sets that were not read whole: by one list for each, or, where it is refused, by the
 * pairs of these sets, which answer the same.
 */
async function rowsHeld(
  session: AwsSession,
  holders: readonly Principal[],
  sets: readonly LivePermissionSet[],
  { complete }: Wanted,
  lists: Lists,
): Promise<Rows> {
  const unread = sets.filter(({ arn }) => !complete.has(arn));
  if (holders.length === 0 || (unread.length === 0 && session.reading.thorough)) return [];
  const of = new Set(sets.map(({ arn }) => arn));
  const rows = session.reading.listing === 'refused' ? undefined : await lists.principals(holders);
  if (rows !== undefined) return rows.filter(({ PermissionSetArn: arn = '' }) => of.has(arn));
  session.reading.refuseListing();
  const inventories = await Promise.all(
    unread.map(async ({ arn }) => (await session.survey.accountsToAsk(arn)).map((account) => ({ arn, account }))),
  );
  const ids = new Set(holders.map(({ id }) => id));
  const found = await rowsOfPairs(inventories.flat(), lists);
  return found.filter(({ PrincipalId: id }) => id !== undefined && ids.has(id));
}
