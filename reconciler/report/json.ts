/** The plan as data for other programs: `schemas/plan.schema.json`. */

import type { Change, FieldChange } from '../core/change.ts';
import { specAfter, specBefore } from '../core/change.ts';
import type { Fields, Json } from '../core/json.ts';
import { byCodePoint, isArray } from '../core/json.ts';
import type {
  AdministratorCount,
  ChangeDocument,
  Path,
  PeopleEffect,
  Plan,
  PlanDocument,
  Target,
} from '../core/plan.types.ts';
import type { HeldSeat, Money, SeatEffect, SeatEnds, Seats } from '../core/seats.ts';
import type { SignInEffect } from '../core/sign-in.ts';
import type { Position } from '../core/issue.ts';
import type { Ending, Term, TermChange } from '../core/terms.ts';
import { shownJson } from './escape.ts';
import { issueDocument } from './issues.ts';

/** The plan file's content: everything in one order, also the keys of specs, so that equal plans are equal bytes. */
export function planDocument(plan: Plan): PlanDocument {
  return {
    formatVersion: 1,
    ...(plan.digest === undefined ? {} : { digest: plan.digest }),
    target: targetDocument(plan.target),
    summary: {
      create: plan.summary.create,
      update: plan.summary.update,
      replace: plan.summary.replace,
      delete: plan.summary.delete,
    },
    breaches: plan.breaches.map(issueDocument),
    warnings: plan.warnings.map(issueDocument),
    people: plan.people.map(peopleDocument),
    administrators: plan.administrators.map(administratorsDocument),
    changes: plan.changes.map(changeDocument),
    unmanaged: plan.unmanaged.map(({ key, kind, tags }) => ({
      id: key,
      kind,
      ...(tags === undefined ? {} : { tags }),
    })),
    lastAssignees: plan.lastAssignees.map(({ permissionSet, account }) => ({ permissionSet, account })),
    ...(plan.signIns === undefined ? {} : { signIns: plan.signIns.map(signInDocument) }),
    ...(plan.seats === undefined ? {} : { seats: seatsDocument(plan.seats) }),
    ...(plan.terms === undefined ? {} : { terms: plan.terms.map(termChangeDocument) }),
    ...(plan.ending === undefined ? {} : { ending: plan.ending.map(endingDocument) }),
    provisionings: sortedMembers(plan.provisionings),
    accounts: sortedMembers(plan.accounts),
    forecast: { writes: plan.forecast.writes, calls: plan.forecast.calls, seconds: plan.forecast.seconds },
  };
}

/** The plan file's text: two spaces, a line end, and nothing in it that a terminal or a job's log would obey. */
export function planJson(plan: Plan): string {
  return jsonText(planDocument(plan));
}

/** Any data as such a text; it reads back as the same data. */
export function jsonText(value: unknown): string {
  return `${shownJson(JSON.stringify(value, null, 2))}\n`;
}

/** What a plan was made for, as its file holds it. */
export function targetDocument({ organization, identityCenter, profile }: Target): Target {
  return {
    organization: { id: organization.id, managementAccount: organization.managementAccount },
    identityCenter: { instanceArn: identityCenter.instanceArn, region: identityCenter.region },
    ...(profile === undefined ? {} : { profile: { account: profile.account, region: profile.region } }),
  };
}

function peopleDocument({ permissionSet, effect, before, after, users, accounts }: PeopleEffect): PeopleEffect {
  return { permissionSet, effect, before: before.map(pathDocument), after: after.map(pathDocument), users, accounts };
}

function administratorsDocument({ permissionSet, account, before, after }: AdministratorCount): AdministratorCount {
  return { permissionSet, account, before, after };
}

function signInDocument({ effect, users, before, after }: SignInEffect): SignInEffect {
  return { effect, users, before: before.map(pathDocument), after: after.map(pathDocument) };
}

function seatsDocument(seats: Seats): Seats {
  const { before, after, active, people, cancelled, orphaned, undeclared, monthly } = seats;
  return {
    before,
    after,
    active: { before: active.before, after: active.after },
    people: people.map((effect) => ({ users: effect.users, ...endsDocument(effect) })),
    cancelled,
    orphaned: orphaned.map(({ id, type, goes }) => ({ id, ...(type === undefined ? {} : { type }), goes })),
    undeclared,
    ...(monthly === undefined ? {} : { monthly: moneyDocument(monthly) }),
  };
}

function endsDocument({ before, after }: SeatEffect): SeatEnds {
  if (before === null) return { before, after: heldDocument(after) };
  return { before: heldDocument(before), after: after === null ? null : heldDocument(after) };
}

function heldDocument({ type, state, through }: HeldSeat): HeldSeat {
  return { type, state, through: through.map(pathDocument) };
}

function moneyDocument({ currency, before, after, charged }: Money): Money {
  return { currency, before, after, charged };
}

function termChangeDocument({ ids, at, before, after }: TermChange): TermChange {
  return { ids, ...placeDocument(at), before: termDocument(before), after: termDocument(after) };
}

function endingDocument({ ids, at, expires, reason }: Ending): Ending {
  return { ids, ...placeDocument(at), expires, ...(reason === undefined ? {} : { reason }) };
}

function termDocument({ expires, reason }: Term): Term {
  return { ...(expires === undefined ? {} : { expires }), ...(reason === undefined ? {} : { reason }) };
}

function placeDocument(at: Position | undefined): { readonly at?: Position } {
  return at === undefined ? {} : { at: { file: at.file, line: at.line, column: at.column } };
}

function pathDocument({ group }: Path): Path {
  return group === undefined ? {} : { group };
}

/** One change as the plan file holds it. */
function changeDocument(change: Change): ChangeDocument {
  const desired = change.verb === 'delete' ? undefined : change.after;
  const via = desired?.via;
  const at = desired?.at;
  return {
    id: change.key,
    kind: change.kind,
    verb: change.verb,
    before: specDocument(specBefore(change) ?? null),
    after: specDocument(specAfter(change) ?? null),
    fields: change.verb === 'update' || change.verb === 'replace' ? change.fields.map(fieldDocument) : [],
    needs: change.needs,
    reason: change.reason,
    origin: change.origin,
    widensAccess: change.widensAccess,
    ...(via === undefined ? {} : { via }),
    ...placeDocument(at),
  };
}

function fieldDocument({ field, before, after }: FieldChange): FieldChange {
  return { field, before: sortedJson(before), after: sortedJson(after) };
}

/** What a thing is, its fields in order. */
export function specDocument(spec: Fields | null): Fields | null {
  return spec === null ? null : sortedMembers(spec, sortedJson);
}

function sortedJson(value: Json): Json {
  if (value === null || typeof value !== 'object') return value;
  return isArray(value) ? value.map(sortedJson) : sortedMembers(value, sortedJson);
}

function sortedMembers<T>(
  members: { readonly [name: string]: T },
  change: (value: T) => T = (value) => value,
): { readonly [name: string]: T } {
  // `fromEntries` also defines a member called `__proto__`, which an assignment would not.
  return Object.fromEntries(
    Object.entries(members)
      .sort(([a], [b]) => byCodePoint(a, b))
      .map(([name, value]) => [name, change(value)]),
  );
}
