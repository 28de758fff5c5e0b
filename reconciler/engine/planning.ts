/** Configuration and what is live → the plan. Reads only. */

import { heldAddresses } from '../core/addresses.ts';
import type { Caller } from '../core/caller.ts';
import { parseCallerArn } from '../core/caller.ts';
import type { Change, Origin } from '../core/change.ts';
import type { Desired } from '../core/desired.ts';
import { delegationWarnings } from '../core/delegation.ts';
import { diff } from '../core/diff.ts';
import type { Facts, FactsWanted } from '../core/facts.ts';
import type { Calls } from '../core/forecast.ts';
import type { Issue } from '../core/issue.ts';
import { IssueError } from '../core/issue.ts';
import type { Key, KindName } from '../core/key.ts';
import type { Scope } from '../core/kind.ts';
import type { Plan, Target, UnmanagedThing } from '../core/plan.types.ts';
import type { UndoDocument } from '../core/undo.types.ts';
import type { Reach } from '../core/reach.ts';
import { reachOfPlan } from '../core/reach.ts';
import { underNewNames } from '../core/rename.ts';
import type { AssignmentSpec, LiveResource } from '../core/resource.ts';
import { grantsToExpand, groupsToExpand, scopeOf, setStubs } from '../core/scope.ts';
import { groupsInUse } from '../core/profile-use.ts';
import { expand } from '../desired/expand.ts';
import type { Configuration } from '../desired/configuration.ts';
import { kindOf } from '../kinds/index.ts';
import { assemble, assembleAllowed } from './assemble.ts';
import type { Base } from './base.ts';
import { factsWantedWith, tellOrigins } from './base.ts';
import type { Cloud } from './cloud.ts';
import { delegationBreaches } from './delegated.ts';
import type { Course } from './forecast.ts';
import type { Host } from './host.ts';
import { Refusal } from './refusal.ts';
import { expectedTarget } from './target.ts';
import { assertTarget, FACTS_OF_UNDO, wayBack, withRestored } from './undo.ts';

export interface Planned {
  readonly plan: Plan;
  /** What its apply is forecast to be from its first change on. */
  readonly course: Course;
  /** Everything that was read. */
  readonly live: readonly LiveResource[];
  readonly desired: Desired;
  /** Who reaches what at both ends, for a map. */
  readonly reach: () => Reach;
  /** What the configuration was expanded with. */
  readonly facts: Facts;
}

export interface PlanRequest {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Only changes of these origins; the file is then its own base. */
  readonly only?: readonly Origin[];
  /** The file is its own base: what differs is drift. */
  readonly drift?: boolean;
  /** Against what the cause of each change is told. */
  readonly base?: Base;
  /** Plans the way back to before an apply, in place of the way to what the file says. */
  readonly undo?: UndoDocument;
}

/**
 * The plan for a configuration.
 * Throws an IssueError for what the file or a service says, a Refusal when this is not the expected organisation.
 */
export async function makePlan(
  configuration: Configuration,
  cloud: Cloud,
  request: PlanRequest,
  host: Pick<Host, 'notify'>,
): Promise<Planned> {
  const target = await expectedTarget(configuration, cloud);
  const { now, undo } = request;
  if (undo !== undefined) assertTarget(undo, target);
  const base = request.base ?? (request.drift === true || request.only !== undefined ? 'itself' : undefined);
  const wanted = { ...factsWantedWith(configuration, base, now), ...(undo === undefined ? {} : FACTS_OF_UNDO) };
  const before = await cloud.facts(wanted, now);
  const asked = cloud.callsByService();
  const expanded = expand(configuration, undo === undefined ? before : withRestored(before, undo));
  if (!expanded.ok) throw notExpanded(expanded.issues);
  const back =
    undo === undefined ? undefined : wayBack(undo, { configuration, desired: expanded.value, facts: before });
  const live = await readLive(back?.desired ?? expanded.value, before, wanted, cloud);
  host.notify({ step: 'reading', what: 'compared', calls: cloud.calls() });
  const { desired, differences } = back?.against(live) ?? {
    desired: expanded.value,
    differences: diff(expanded.value, live, kindOf),
  };
  const met = await withMet(before, wanted, cloud);
  const { changes, warnings: ofBase, terms } = tellOrigins(differences.changes, desired, base, met, request.only);
  const held = heldAddresses(changes, live);
  if (held.length > 0) throw new IssueError(...held);
  const withGrants = await withGrantsBehind(changes, live, { desired, facts: met, cloud });
  const withHolders = await withPrincipalsMet(withGrants, wanted, cloud);
  const withMembers = await withMembersOfTouchedGroups(changes, withHolders, desired, cloud);
  const everything = await withPrincipalsMet(withMembers, wanted, cloud);
  const seatStatuses = desired.profile === undefined ? new Map() : await cloud.seatStatuses(desired.profile);
  const facts = await withMet(before, wanted, cloud);
  for (const text of cloud.readingNotes()) host.notify({ step: 'note', text });
  const { organization } = facts;
  const delegated = { changes, live: everything, desired, organization };
  const { plan, course } = (request.only === undefined ? assemble : assembleAllowed)({
    target: withProfile(target, desired),
    desired,
    facts,
    live: everything,
    changes,
    terms,
    unmanaged: [...unmanagedSets(desired, facts, differences.changes), ...differences.unmanaged],
    warnings: [
      ...expanded.warnings,
      ...differences.warnings,
      ...ofBase,
      ...cloud.admissions(),
      ...delegationWarnings(changes, everything, desired, organization),
    ],
    seatStatuses,
    breaches: await delegationBreaches({ ...delegated, cloud }),
    caller: await callerOf(cloud, changes),
    reads: inParts(asked, cloud.callsByService()),
    rateOf: (service) => cloud.rateOf(service),
  });
  const reach = (): Reach => reachOf(plan.changes, everything, desired, facts);
  return { plan, course, live: everything, desired, facts, reach };
}

/** The calls for facts, which the others wait for, and those others. */
function inParts(first: Calls, all: Calls): readonly Calls[] {
  const others = Object.entries(all).map(([service, count]) => [service, count - (first[service] ?? 0)] as const);
  return [first, Object.fromEntries(others)];
}

function reachOf(
  changes: readonly Change[],
  live: readonly LiveResource[],
  desired: Desired,
  { organization, users }: Facts,
): Reach {
  const names = new Map(organization.accounts.map(({ id, name }) => [id, name]));
  const accountName = (id: string): string => desired.accountNames.get(id) ?? names.get(id) ?? id;
  const disabled = new Set(users.filter(({ enabled }) => !enabled).map(({ name }) => name));
  return reachOfPlan({ live, changes, desired, accountName, disabled });
}

function withProfile(target: Target, { profile }: Desired): Target {
  return profile === undefined ? target : { ...target, profile: { account: profile.account, region: profile.region } };
}

/** Another account than the file says is a refusal; everything else is for the file's author to mend. */
export function notExpanded(issues: readonly Issue[]): IssueError {
  const refused = issues.some(({ code, severity }) => severity === 'error' && code.startsWith('PLAN_'));
  return refused ? new Refusal(...issues) : new IssueError(...issues);
}

/** Everything live that the plan of what is desired depends on. */
export async function readLive(
  desired: Desired,
  facts: Facts,
  wanted: FactsWanted,
  cloud: Cloud,
): Promise<readonly LiveResource[]> {
  const scope = scopeOf(desired, facts, wanted);
  await cloud.settleUnderWay();
  const live = await readAll(scope, cloud);
  return underNewNames(live, desired);
}

/** Users and groups come last: whom the other reads met is among them. */
async function readAll(scope: Scope, cloud: Cloud): Promise<readonly LiveResource[]> {
  const readThose = (those: (kind: KindName) => boolean) =>
    Promise.all([...cloud.drivers].filter(([kind]) => those(kind)).map(([, driver]) => driver.read(scope)));
  const others = await readThose((kind) => !isPrincipal(kind));
  const principals = await readThose(isPrincipal);
  return [...principals, ...others].flat();
}

function isPrincipal(kind: KindName): boolean {
  return kind === 'user' || kind === 'group';
}

/** The facts with whom the reads met since; where every one was read before, nobody can have come. */
async function withMet(facts: Facts, { named = {} }: FactsWanted, cloud: Cloud): Promise<Facts> {
  return named.users === undefined && named.groups === undefined ? facts : { ...facts, ...(await cloud.identities()) };
}

/** With users and groups whom later reads met. */
async function withPrincipalsMet(
  live: readonly LiveResource[],
  { named = {} }: FactsWanted,
  cloud: Cloud,
): Promise<readonly LiveResource[]> {
  const kinds: readonly KindName[] = [
    ...(named.users === undefined ? [] : (['user'] as const)),
    ...(named.groups === undefined ? [] : (['group'] as const)),
  ];
  if (kinds.length === 0) return live;
  const scope = { keys: new Set<Key>(), whole: new Set(kinds) };
  const lists = await Promise.all(kinds.map(async (kind) => (await cloud.drivers.get(kind)?.read(scope)) ?? []));
  return withNew(live, lists.flat());
}

/** With those of the others that are not there already. */
function withNew(live: readonly LiveResource[], others: readonly LiveResource[]): readonly LiveResource[] {
  if (others.length === 0) return live;
  const known = new Set(live.map(({ key }) => key));
  return [...live, ...others.filter(({ key }) => !known.has(key))];
}

interface Behind {
  readonly desired: Desired;
  readonly facts: Facts;
  readonly cloud: Cloud;
}

/** With grants that nobody asked for at first, but that decide what the changes mean. */
async function withGrantsBehind(
  changes: readonly Change[],
  live: readonly LiveResource[],
  { desired, facts, cloud }: Behind,
): Promise<readonly LiveResource[]> {
  const scope = grantsToExpand(changes, facts, desired);
  if (scope === undefined) return live;
  const found = (await cloud.drivers.get('assignment')?.read(scope)) ?? [];
  const isTouched = ({ spec }: LiveResource): boolean => !desired.untouched((spec as AssignmentSpec).account);
  return withNew(live, found.filter(isTouched));
}

async function withMembersOfTouchedGroups(
  changes: readonly Change[],
  live: readonly LiveResource[],
  desired: Desired,
  cloud: Cloud,
): Promise<readonly LiveResource[]> {
  const inUse = desired.profile === undefined ? [] : groupsInUse({ live, changes });
  const asked = new Set([...groupsToExpand(changes, live, desired), ...inUse]);
  if (asked.size === 0) return live;
  const isAsked = ({ kind, key }: Pick<LiveResource, 'kind' | 'key'>): boolean => kind === 'group' && asked.has(key);
  const liveGroups = new Set(live.filter(isAsked).map(({ key }) => key));
  const declared = new Set(desired.resources.filter(isAsked).map(({ key }) => key));
  const known = new Set<Key>();
  for (const { kind, needs } of live) if (kind === 'membership') for (const key of needs) known.add(key);
  const keys = [...liveGroups].filter((key) => !known.has(key) && !declared.has(key));
  if (keys.length === 0) return live;
  const scope = { keys: new Set<Key>(keys), whole: new Set<KindName>() };
  return [...live, ...((await cloud.drivers.get('membership')?.read(scope)) ?? [])];
}

/** Sets that nobody declared are known by name only: their content is not read unless they are to be removed. */
export function unmanagedSets(desired: Desired, facts: Facts, changes: readonly Change[]): readonly UnmanagedThing[] {
  const isSet = ({ kind }: { readonly kind: KindName }): boolean => kind === 'permission-set';
  const sets = [...desired.resources.filter(isSet), ...changes.filter(isSet)];
  const declared = new Set(sets.map(({ key }) => key));
  return setStubs(facts)
    .filter(({ key }) => !declared.has(key))
    .filter((stub) => desired.standing(stub) === 'reported')
    .map(({ kind, key }) => ({ kind, key }));
}

/** Who the run is, asked only when something is removed: its own access is guarded. */
async function callerOf(cloud: Cloud, changes: readonly Change[]): Promise<Caller | undefined> {
  if (!changes.some(({ verb }) => verb === 'delete')) return undefined;
  const arn = await cloud.callerArn();
  return arn === undefined ? undefined : parseCallerArn(arn);
}
