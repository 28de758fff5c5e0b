/** Configuration and what is live → the plan. Reads only. */

import { accountName, accountNamesOf } from '../core/account-names.ts';
import { heldAddresses } from '../core/addresses.ts';
import type { Caller } from '../core/caller.ts';
import { parseCallerArn } from '../core/caller.ts';
import { setTwins } from '../core/case-twins.ts';
import type { Change, Origin } from '../core/change.ts';
import type { Desired } from '../core/desired.ts';
import { delegationWarnings } from '../core/delegation.ts';
import type { Differences } from '../core/diff.ts';
import { diff } from '../core/diff.ts';
import type { Facts, FactsWanted } from '../core/facts.ts';
import { disabledAmong } from '../core/facts.ts';
import type { Calls } from '../core/forecast.ts';
import type { Issue } from '../core/issue.ts';
import { IssueError } from '../core/issue.ts';
import type { KindName } from '../core/key.ts';
import type { Plan, Target } from '../core/plan.types.ts';
import type { UndoDocument } from '../core/undo.types.ts';
import { untoldSets } from '../core/untold-sets.ts';
import type { Reach } from '../core/reach.ts';
import { reachOfPlan } from '../core/reach.ts';
import type { LiveResource } from '../core/resource.ts';
import { setStubs } from '../core/scope.ts';
import { tooMany } from '../core/too-many.ts';
import { expand } from '../desired/expand.ts';
import type { Configuration } from '../desired/configuration.ts';
import { kindOf } from '../kinds/index.ts';
import type { Assembly } from './assemble.ts';
import { assemble, assembleAllowed } from './assemble.ts';
import type { Base, Told } from './base.ts';
import { factsWantedWith, tellOrigins } from './base.ts';
import type { Cloud } from './cloud.ts';
import { delegationBreaches } from './delegated.ts';
import type { Course } from './forecast.ts';
import type { Host } from './host.ts';
import { provisionedAccounts } from './provisionings.ts';
import { readBehind, readLive, withMet } from './read-live.ts';
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
 * The plan for a configuration: what is desired against what is live, then what those changes depend on, then all of it
 * put together. Throws an IssueError for what the file or a service says, a Refusal when this is not the expected
 * organisation.
 */
export async function makePlan(
  configuration: Configuration,
  cloud: Cloud,
  request: PlanRequest,
  host: Pick<Host, 'notify'>,
): Promise<Planned> {
  const target = await expectedTarget(configuration, cloud);
  const { undo, only } = request;
  if (undo !== undefined) assertTarget(undo, target);
  const base = request.base ?? (request.drift === true || only !== undefined ? 'itself' : undefined);
  const compared = await compare(configuration, cloud, base, request);
  host.notify({ step: 'reading', what: 'compared', calls: cloud.calls() });
  const { desired, differences, wanted } = compared;
  const met = await withMet(compared.facts, wanted, cloud);
  const told = tellOrigins(differences.changes, desired, base, met, only);
  const refusals = [...heldAddresses(told.changes, compared.live), ...tooMany(told.changes)];
  if (refusals.length > 0) throw new IssueError(...refusals);
  const { changes } = told;
  const caller = await callerOf(cloud, changes);
  const live = await readBehind(compared.live, wanted, { changes, desired, facts: met, caller, cloud });
  const assembly = await assemblyOf(target, { ...compared, live, caller }, told, cloud);
  for (const text of cloud.readingNotes()) host.notify({ step: 'note', text });
  const { plan, course } = (only === undefined ? assemble : assembleAllowed)(assembly);
  const { facts } = assembly;
  const reach = (): Reach =>
    reachOfPlan({
      live,
      changes: plan.changes,
      desired,
      accountName: (id) => accountName(id, assembly),
      disabled: disabledAmong(facts.users),
    });
  return { plan, course, live, desired, facts, reach };
}

/** What is desired and what is live, and in what they differ. */
interface Compared {
  readonly desired: Desired;
  readonly live: readonly LiveResource[];
  readonly differences: Differences;
  /** Of the expanded configuration. */
  readonly warnings: readonly Issue[];
  readonly wanted: FactsWanted;
  /** What the configuration was expanded with. */
  readonly facts: Facts;
  /** The calls that the facts took, which everything else waits for. */
  readonly callsForFacts: Calls;
}

async function compare(
  configuration: Configuration,
  cloud: Cloud,
  base: Base,
  { now, undo }: PlanRequest,
): Promise<Compared> {
  const wanted = { ...factsWantedWith(configuration, base), ...(undo === undefined ? {} : FACTS_OF_UNDO) };
  const facts = await cloud.facts(wanted, now);
  const callsForFacts = cloud.callsByService();
  const expanded = expand(configuration, undo === undefined ? facts : withRestored(facts, undo));
  if (!expanded.ok) throw notExpanded(expanded.issues);
  const { value: desired, warnings } = expanded;
  const known = { warnings, wanted, facts, callsForFacts };
  if (undo === undefined) {
    const live = await readLive(desired, facts, wanted, cloud);
    const differences = diff(desired, live, kindOf);
    const twins = setTwins(differences.changes, live, facts);
    return { ...known, desired, live, differences: { ...differences, warnings: [...differences.warnings, ...twins] } };
  }
  const back = wayBack(undo, { configuration, desired, facts });
  const live = await readLive(back.desired, facts, wanted, cloud);
  return { ...known, live, ...back.against(live) };
}

/** What a plan is put together from; `compared` with everything live that its changes depend on. */
async function assemblyOf(
  target: Target,
  compared: Compared & Pick<Assembly, 'caller'>,
  { changes, warnings, terms }: Told,
  cloud: Cloud,
): Promise<Assembly> {
  const { desired, live, differences, wanted, caller } = compared;
  const seatStatuses = desired.profile === undefined ? new Map() : await cloud.seatStatuses(desired.profile);
  const facts = await withMet(compared.facts, wanted, cloud);
  const { managementAccount, accounts } = facts.organization;
  const accountNames = accountNamesOf(accounts, desired.shortNames);
  const organization = { managementAccount, accountNames };
  const undeclared = undeclaredSets(desired, facts, differences.changes);
  return {
    target: withProfile(target, desired),
    desired,
    facts,
    accountNames,
    live,
    changes,
    terms,
    unmanaged: [...undeclared.map(({ kind, key }) => ({ kind, key })), ...differences.unmanaged],
    warnings: [
      ...compared.warnings,
      ...differences.warnings,
      ...warnings,
      ...cloud.admissions(),
      ...delegationWarnings(changes, live, desired, organization),
      ...untoldSets(changes, undeclared, { accountNames }),
    ],
    seatStatuses,
    breaches: await delegationBreaches({ changes, live, organization, cloud }),
    caller,
    provisioned: await provisionedAccounts(changes, cloud),
    reads: inParts(compared.callsForFacts, cloud.callsByService()),
    rateOf: (service) => cloud.rateOf(service),
  };
}

/** The calls for facts, which the others wait for, and those others. */
function inParts(first: Calls, all: Calls): readonly Calls[] {
  const others = Object.entries(all).map(([service, count]) => [service, count - (first[service] ?? 0)] as const);
  return [first, Object.fromEntries(others)];
}

function withProfile(target: Target, { profile }: Desired): Target {
  return profile === undefined ? target : { ...target, profile: { account: profile.account, region: profile.region } };
}

/** Another account than the file says is a refusal; everything else is for the file's author to mend. */
export function notExpanded(issues: readonly Issue[]): IssueError {
  const refused = issues.some(({ code, severity }) => severity === 'error' && code.startsWith('PLAN_'));
  return refused ? new Refusal(...issues) : new IssueError(...issues);
}

/** Sets that nobody declared are known by name only: their content is not read unless they are to be removed. */
export function undeclaredSets(desired: Desired, facts: Facts, changes: readonly Change[]): readonly LiveResource[] {
  const isSet = ({ kind }: { readonly kind: KindName }): boolean => kind === 'permission-set';
  const sets = [...desired.resources.filter(isSet), ...changes.filter(isSet)];
  const declared = new Set(sets.map(({ key }) => key));
  return setStubs(facts)
    .filter(({ key }) => !declared.has(key))
    .filter((stub) => desired.standing(stub) === 'reported');
}

/** Who the run is, asked only when something is removed: its own access is guarded. */
async function callerOf(cloud: Cloud, changes: readonly Change[]): Promise<Caller | undefined> {
  if (!changes.some(({ verb }) => verb === 'delete')) return undefined;
  const arn = await cloud.callerArn();
  return arn === undefined ? undefined : parseCallerArn(arn);
}
