/** Changes → the plan: ordered, guarded, told in people, forecast and digested. Pure: everything was read before. */

import type { Accesses } from '../core/access.ts';
import type { Caller } from '../core/caller.ts';
import type { Change } from '../core/change.ts';
import type { Desired } from '../core/desired.ts';
import type { Facts } from '../core/facts.ts';
import { disabledAmong } from '../core/facts.ts';
import type { Calls, RateOf } from '../core/forecast.ts';
import { guard } from '../core/guard.ts';
import type { Guarded, GuardInput } from '../core/guard.types.ts';
import { administratorsBeforeAfter } from '../core/holders.ts';
import type { Issue } from '../core/issue.ts';
import { byCodePoint } from '../core/json.ts';
import type { Key } from '../core/key.ts';
import type { Ordered } from '../core/order.ts';
import { orderAmong, rankedAccesses } from '../core/order.ts';
import { ownSeatsLater } from '../core/own-seats.ts';
import { lastAssignees, peopleAffected } from '../core/people.ts';
import { assemblePlan } from '../core/plan.ts';
import { policyRisks } from '../core/policy-risk.ts';
import type { PeopleEffect, Plan, Target, UnmanagedThing } from '../core/plan.types.ts';
import { LEFT_OUT } from '../core/left-out.ts';
import type { TermChange } from '../core/terms.ts';
import { endingSoon } from '../core/terms.ts';
import type { LiveResource } from '../core/resource.ts';
import type { ProfileUses } from '../core/profile-use.ts';
import { usesOf } from '../core/profile-use.ts';
import type { Seats, SeatStatuses } from '../core/seats.ts';
import { seatLedger } from '../core/seats.ts';
import { signInEffects } from '../core/sign-in.ts';
import { kindOf } from '../kinds/index.ts';
import { accountsOfPlan } from './accounts-of-plan.ts';
import type { Course, Forecasted } from './forecast.ts';
import { forecast } from './forecast.ts';
import { countsByName, provisioningsOf } from './provisionings.ts';

export interface Assembled {
  readonly plan: Plan;
  /** What its apply is forecast to be from its first change on. */
  readonly course: Course;
}

interface AssembledPart extends Assembled {
  /** Removals that a guard forbids. */
  readonly forbidden: ReadonlySet<Key>;
}

/** The plan of all the changes; guards refuse it as a whole. */
export function assemble(input: Assembly): Assembled {
  return assemblePart(input);
}

/**
 * The plan of what guards leave of some chosen changes: a removal that one forbids is left out with what waits for it,
 * and told as a warning of its own (DESIGN section 2, "Guards", the last rule).
 */
export function assembleAllowed(input: Assembly): Assembled {
  const assembled = assemblePart(input);
  const { plan, forbidden } = assembled;
  if (forbidden.size === 0) return assembled;
  const out = withDependents(plan.changes, forbidden);
  const changes = input.changes.filter(({ key }) => !out.has(key));
  const warnings = [...out].sort(byCodePoint).map((key) => leftOut(key, forbidden.has(key)));
  return assembleAllowed({ ...input, changes, warnings: [...input.warnings, ...warnings] });
}

function withDependents(changes: readonly Change[], forbidden: ReadonlySet<Key>): ReadonlySet<Key> {
  const out = new Set(forbidden);
  // In the plan's order everything comes after what it waits for.
  for (const { key, needs } of changes) if (needs.some((need) => out.has(need))) out.add(key);
  return out;
}

function leftOut(key: Key, forbidden: boolean): Issue {
  const why = forbidden ? 'a guard forbids it' : 'it waits for something that a guard forbids';
  return {
    code: LEFT_OUT,
    severity: 'warning',
    message: `${key} is left out: ${why}`,
    hint: 'it stays for a pull request',
  };
}

export interface Assembly {
  readonly target: Target;
  readonly desired: Desired;
  readonly facts: Facts;
  /** How people call accounts: id → name. */
  readonly accountNames: ReadonlyMap<string, string>;
  readonly live: readonly LiveResource[];
  readonly changes: readonly Change[];
  readonly unmanaged: readonly UnmanagedThing[];
  readonly warnings: readonly Issue[];
  readonly breaches: readonly Issue[];
  /** Grants whose end or reason the base gives otherwise. */
  readonly terms: readonly TermChange[];
  readonly seatStatuses: SeatStatuses;
  readonly caller: Caller | undefined;
  /** Where the sets that change are provisioned. */
  readonly provisioned: ReadonlyMap<Key, readonly string[]>;
  /** Calls that the reading took, one part after the other. */
  readonly reads: readonly Calls[];
  readonly rateOf: RateOf;
}

function assemblePart(input: Assembly): AssembledPart {
  const { desired, facts, accountNames, target, unmanaged } = input;
  const consequences = consequencesOf(input);
  const { changes, people, holders, uses, seats } = consequences;
  const guarded = guardedBy(input, consequences);
  const provisionings = provisioningsOf(input.provisioned, changes, facts);
  const { forecast: expected, course } = forecastOf(changes, provisionings, input);
  const ending = endingSoon(desired, facts.now);
  const granted = [...input.terms, ...ending].flatMap(({ ids }) => ids);
  const administrators = administratorCounts(desired, holders);
  const plan = assemblePlan({
    target,
    changes,
    people,
    administrators,
    breaches: [...input.breaches, ...guarded.breaches],
    warnings: [
      ...input.warnings,
      ...consequences.warnings,
      ...ownSeatsLater(desired, input.live, uses),
      ...guarded.warnings,
      ...policyRisks(changes),
    ],
    unmanaged,
    forecast: expected,
    accounts: accountsOfPlan({ changes, people, administrators, target, granted }, accountNames),
    provisionings: countsByName(provisionings, changes),
    lastAssignees: lastAssignees(consequences.accesses),
    ...(desired.profile === undefined ? {} : { signIns: signInEffects(uses), seats }),
    ...(input.terms.length === 0 ? {} : { terms: input.terms }),
    ...(ending.length === 0 ? {} : { ending }),
  });
  return { plan, course, forbidden: guarded.forbidden };
}

/** The changes in their order, and what they mean for people. */
interface Consequences extends Pick<Ordered, 'changes' | 'warnings'> {
  readonly accesses: Accesses;
  readonly people: readonly PeopleEffect[];
  readonly holders: GuardInput['holders'];
  readonly uses: ProfileUses;
  readonly seats: Seats;
}

function consequencesOf({ desired, facts, live, accountNames, unmanaged, ...input }: Assembly): Consequences {
  const { renames, pricing } = desired;
  const { administrators } = desired.guards;
  const disabled = disabledAmong(facts.users);
  const accesses = rankedAccesses({ changes: input.changes, live, renames, administrators });
  const { changes, warnings } = orderAmong(accesses, { renames, administrators, disabled, accountNames });
  const uses = usesOf({ changes, live });
  return {
    changes,
    warnings,
    accesses,
    people: peopleAffected(accesses),
    holders: administratorsBeforeAfter({ accesses, changes, renames, disabled }),
    uses,
    seats: seatLedger(uses, { statuses: input.seatStatuses, unmanaged, pricing }),
  };
}

function guardedBy(
  { desired, facts, live, accountNames, caller }: Assembly,
  { changes, people, holders, seats }: Consequences,
): Guarded {
  const { accounts } = facts.organization;
  return guard({ changes, live, desired, accounts, accountNames, people, seats, holders, now: facts.now, caller });
}

function forecastOf(
  changes: readonly Change[],
  provisionings: ReturnType<typeof provisioningsOf>,
  { facts, reads, rateOf }: Assembly,
): Forecasted {
  const directory = { users: facts.users.length, groups: facts.groups.length };
  return forecast({ changes, kindOf, provisionings, reads, rateOf, directory });
}

function administratorCounts({ guards }: Desired, holders: GuardInput['holders']): Plan['administrators'] {
  return guards.administrators.map(({ permissionSet, account }) => {
    const { before, after } = holders(permissionSet, account);
    return { permissionSet, account, before, after };
  });
}
