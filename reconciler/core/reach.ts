/**
 * Who reaches what, before a plan and after it, or at one moment: memberships and grants, each with the line that gives
 * it. What a map is drawn from. Nothing here multiplies people by grants.
 */

import { BOTH, END, START } from './access.ts';
import type { AccessPlace, AccessQuestion, Holdings, Source } from './access-report.ts';
import { isAskedSet } from './access-report.ts';
import type { Change } from './change.ts';
import type { Desired } from './desired.ts';
import type { Fields } from './json.ts';
import type { KindName, PrincipalType } from './key.ts';
import type {
  AssignmentSpec,
  AuthorizationSpec,
  LiveResource,
  MembershipSpec,
  PermissionSetSpec,
  Resource,
} from './resource.ts';

/** Something that is there at the start of a plan (1), at its end (2), or at both (3). */
interface Reached extends Source {
  readonly side: number;
  /** Why it goes. */
  readonly why?: string;
}

export interface ReachedMembership extends Reached {
  readonly group: string;
  readonly user: string;
}

export interface ReachedGrant extends Reached {
  readonly principalType: PrincipalType;
  readonly principal: string;
  /** A permission set under its new name, or what a CodeWhisperer profile gives. */
  readonly what: string;
  readonly place: AccessPlace;
}

export interface Reach {
  readonly memberships: readonly ReachedMembership[];
  readonly grants: readonly ReachedGrant[];
  /** Permission sets whose content or name changes, by their new names. */
  readonly changedSets: ReadonlySet<string>;
  /** Names of users who cannot sign in. */
  readonly disabled: ReadonlySet<string>;
}

/** What people call using CodeWhisperer, and a paid seat of it. */
const SIGN_IN = 'CodeWhisperer';
const seatName = (type: string): string => `CodeWhisperer seat ${type}`;

export interface ReachInput {
  readonly live: readonly LiveResource[];
  readonly changes: readonly Change[];
  readonly desired: Desired;
  /** What people call the account with an id. */
  readonly accountName: (id: string) => string;
  readonly disabled: ReadonlySet<string>;
}

/** A thing at the ends where it is there, and what the file says of it. */
interface Entry {
  readonly kind: KindName;
  readonly start?: Fields;
  readonly end?: Fields;
  readonly source: Source & { readonly why?: string };
  readonly via?: string;
}

/** Both ends of a plan. What is ignored is left out, as everywhere. */
export function reachOfPlan({ live, changes, desired, accountName, disabled }: ReachInput): Reach {
  const entries = [...unchanged(live, changes, desired), ...changes.map(changed)];
  const newNames = new Map([...desired.renames.permissionSets].map(([name, old]) => [old, name]));
  const placeOf = (id: string, via?: string): AccessPlace => {
    const place = { type: 'account', id, name: accountName(id) } as const;
    return via === undefined ? place : { ...place, via };
  };
  return {
    memberships: entries
      .filter(({ kind }) => kind === 'membership')
      .map((entry) => ({ ...(specOf(entry) as MembershipSpec), side: sideOf(entry), ...entry.source })),
    grants: entries.flatMap((entry): readonly ReachedGrant[] => {
      if (entry.kind === 'authorization') return usesOf(entry, placeOf);
      if (entry.kind !== 'assignment') return [];
      const { principalType, principal, permissionSet, account } = specOf(entry) as AssignmentSpec;
      const what = newNames.get(permissionSet) ?? permissionSet;
      const place = placeOf(account, entry.via);
      return [{ principalType, principal, what, place, side: sideOf(entry), ...entry.source }];
    }),
    changedSets: new Set([...desired.renames.permissionSets.keys(), ...changes.flatMap(changedSet)]),
    disabled,
  };
}

function unchanged(live: readonly LiveResource[], changes: readonly Change[], desired: Desired): readonly Entry[] {
  const given = new Map(desired.resources.map((resource) => [resource.key, resource]));
  const touched = new Set(changes.map(({ key }) => key));
  return live
    .filter(({ key }) => !touched.has(key))
    .flatMap((resource): readonly Entry[] => {
      const declared = given.get(resource.key);
      if (declared === undefined && desired.standing(resource) === 'ignored') return [];
      const { kind, spec } = resource;
      return [{ kind, start: spec, end: spec, ...sourced(declared) }];
    });
}

function changed(change: Change): Entry {
  const { kind } = change;
  switch (change.verb) {
    case 'create':
      return { kind, end: change.after.spec, ...sourced(change.after) };
    case 'delete':
      return { kind, start: change.before.spec, source: { why: change.reason } };
    case 'update':
    case 'replace':
      return { kind, start: change.before.spec, end: change.after.spec, ...sourced(change.after) };
  }
}

function sourced(declared: Resource | undefined): Pick<Entry, 'source' | 'via'> {
  const { at, expires, reason, via } = declared ?? {};
  const source = {
    ...(at === undefined ? {} : { at }),
    ...(expires === undefined ? {} : { expires }),
    ...(reason === undefined ? {} : { reason }),
  };
  return via === undefined ? { source } : { source, via };
}

function specOf({ start, end }: Entry): Fields | undefined {
  return end ?? start;
}

function sideOf({ start, end }: Entry): number {
  return (start === undefined ? 0 : START) | (end === undefined ? 0 : END);
}

function changedSet(change: Change): readonly string[] {
  const updated = change.verb === 'update' || change.verb === 'replace';
  return updated && change.kind === 'permission-set' ? [(change.after.spec as PermissionSetSpec).name] : [];
}

/** Signing in and the seat come and go each by itself. */
function usesOf(entry: Entry, placeOf: (id: string) => AccessPlace): readonly ReachedGrant[] {
  const { principalType, principal, account } = specOf(entry) as AuthorizationSpec;
  const sides = new Map<string, number>();
  for (const [spec, side] of [
    [entry.start, START],
    [entry.end, END],
  ] as const) {
    for (const what of spec === undefined ? [] : usesIn(spec as AuthorizationSpec)) {
      sides.set(what, (sides.get(what) ?? 0) | side);
    }
  }
  return [...sides].map(([what, side]) => ({
    principalType,
    principal,
    what,
    place: placeOf(account),
    side,
    ...entry.source,
  }));
}

function usesIn({ signIn, subscription }: Pick<AuthorizationSpec, 'signIn' | 'subscription'>): readonly string[] {
  return [...(signIn ? [SIGN_IN] : []), ...(subscription === null ? [] : [seatName(subscription)])];
}

/** What is held at one moment, as far as it is asked about. */
export function reachOfHoldings(holdings: Holdings, question: AccessQuestion): Reach {
  const { sets, uses } = holdings;
  const isAboutSets = question.permissionSet !== undefined || question.account !== undefined;
  const grants = [
    ...sets
      .filter((held) => isAskedSet(held, question))
      .map(({ permissionSet, ...held }): ReachedGrant => ({ ...held, what: permissionSet, side: BOTH })),
    ...(isAboutSets ? [] : uses).flatMap(({ subscription, ...held }): readonly ReachedGrant[] => {
      const place = { type: 'account', name: 'the profile' } as const;
      const what = usesIn({ signIn: true, subscription });
      return what.map((name) => ({ ...held, what: name, place, side: BOTH }));
    }),
  ];
  return { ...asked(holdings, grants, question), changedSets: new Set(), disabled: holdings.disabled };
}

/** Only what leads from the person, and through the group, that is asked about; with neither, all memberships too. */
function asked(
  { memberships }: Holdings,
  grants: readonly ReachedGrant[],
  { user, group, ...rest }: AccessQuestion,
): Pick<Reach, 'memberships' | 'grants'> {
  const members = memberships
    .filter((held) => (user === undefined || held.user === user) && (group === undefined || held.group === group))
    .map((held): ReachedMembership => ({ ...held, side: BOTH }));
  const groups = new Set(members.map((held) => held.group));
  const left = grants.filter(({ principalType, principal }) => {
    if (principalType === 'user') return group === undefined && (user === undefined || user === principal);
    if (group !== undefined && group !== principal) return false;
    return user === undefined || groups.has(principal);
  });
  const holding = new Set(
    left.filter(({ principalType }) => principalType === 'group').map((grant) => grant.principal),
  );
  const everything = user === undefined && group === undefined && Object.keys(rest).length === 0;
  return { memberships: everything ? members : members.filter((held) => holding.has(held.group)), grants: left };
}
