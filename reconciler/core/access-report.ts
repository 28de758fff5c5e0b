/**
 * Who can do what where, through which group, and which line of the file gives it. From the file alone, where selectors
 * stay selectors, or from what is live; the same questions are asked of both.
 */

import { addTo } from './grouped.ts';
import type { Position } from './issue.ts';
import { byCodePoint } from './json.ts';
import type { PrincipalType } from './key.ts';
import { greaterSubscription } from './subscriptions.ts';

/** Why something is held, as far as the file says. */
export interface Source {
  readonly at?: Position;
  /** Milliseconds since 1970. */
  readonly expires?: number;
  readonly reason?: string;
}

/** Where a permission set is held. */
export type AccessPlace =
  | {
      readonly type: 'account';
      /** 12 digits; absent for an account that only Organizations could tell. */
      readonly id?: string;
      readonly name: string;
      /** The selector of the file that gives it there. */
      readonly via?: string;
    }
  | {
      readonly type: 'selector';
      readonly text: string;
      /** What is taken out again, in the words of the file. */
      readonly except: readonly string[];
    };

interface Held extends Source {
  readonly principalType: PrincipalType;
  readonly principal: string;
}

export interface HeldSet extends Held {
  readonly permissionSet: string;
  readonly place: AccessPlace;
}

export interface HeldUse extends Held {
  /** The type of the paid seat, or `null` for sign-in alone. */
  readonly subscription: string | null;
}

export interface HeldMembership extends Source {
  readonly group: string;
  readonly user: string;
}

/** What is held, whoever says so. */
export interface Holdings {
  readonly sets: readonly HeldSet[];
  readonly memberships: readonly HeldMembership[];
  readonly uses: readonly HeldUse[];
  /** Names of users who cannot sign in. */
  readonly disabled: ReadonlySet<string>;
}

/** What is asked; what is absent may be anything. */
export interface AccessQuestion {
  readonly user?: string;
  readonly group?: string;
  readonly permissionSet?: string;
  readonly account?: AskedAccount;
}

/** An account by all its names. No selector takes the management account. */
export interface AskedAccount {
  readonly names: ReadonlySet<string>;
  readonly management: boolean;
}

/** One person, or a group of which nobody is known, with what a line of the file, or a grant that it does not have, gives. */
interface Holder {
  /** Absent: nobody in the group is known. */
  readonly user?: string;
  /** Absent: held directly. */
  readonly group?: string;
  readonly disabled: boolean;
  readonly grant: Source;
  /** Of the membership. */
  readonly membership?: Source;
}

export interface AccessRow extends Holder {
  readonly permissionSet: string;
  readonly places: readonly AccessPlace[];
}

export interface UseRow extends Holder {
  readonly subscription: string | null;
}

export interface AccessReport {
  /** By person, permission set, group and line. */
  readonly access: readonly AccessRow[];
  /** Who may use CodeWhisperer. */
  readonly uses: readonly UseRow[];
  /** The seat of each person who has one, by name: somebody who is reached twice pays once, for the greater. */
  readonly seats: ReadonlyMap<string, string>;
}

/** Answers a question from what is held. */
export function accessReport(holdings: Holdings, question: AccessQuestion): AccessReport {
  const membersOf = groupMembers(holdings);
  const asked = ({ user, group }: Holder): boolean =>
    (question.user === undefined || question.user === user) &&
    (question.group === undefined || question.group === group);
  const access = gathered(holdings.sets.filter((held) => isAskedSet(held, question))).flatMap(
    ({ permissionSet, places, held }) =>
      holders(held, membersOf, holdings.disabled)
        .filter(asked)
        .map((holder): AccessRow => ({ ...holder, permissionSet, places })),
  );
  const isAboutSets = question.permissionSet !== undefined || question.account !== undefined;
  const uses = (isAboutSets ? [] : holdings.uses).flatMap((held) =>
    holders(held, membersOf, holdings.disabled)
      .filter(asked)
      .map((holder): UseRow => ({ ...holder, subscription: held.subscription })),
  );
  const seats = new Map<string, string>();
  for (const { user, subscription } of uses) {
    if (user === undefined || subscription === null) continue;
    const other = seats.get(user);
    seats.set(user, other === undefined ? subscription : greaterSubscription(other, subscription));
  }
  return {
    access: inOrder(access, ({ permissionSet }) => permissionSet),
    uses: inOrder(uses, ({ subscription }) => subscription ?? ''),
    seats,
  };
}

/** A holder but for the grant, which differs: each membership is made into one once. */
type Member = Omit<Holder, 'grant'>;

function groupMembers({ memberships, disabled }: Holdings): ReadonlyMap<string, readonly Member[]> {
  const members = new Map<string, Member[]>();
  for (const { group, user, ...source } of memberships) {
    const member = { user, group, disabled: disabled.has(user), membership: sourceOf(source) };
    addTo(members, group, member);
  }
  return members;
}

/** Whether a question is about this set, there. */
export function isAskedSet({ permissionSet, place }: HeldSet, question: AccessQuestion): boolean {
  if (question.permissionSet !== undefined && question.permissionSet !== permissionSet) return false;
  const { account } = question;
  if (account === undefined) return true;
  // An account may be called by the id of another.
  if (place.type === 'account') return account.names.has(place.id ?? place.name);
  return !account.management && !place.except.some((name) => account.names.has(name));
}

interface Gathered {
  readonly permissionSet: string;
  readonly held: HeldSet;
  readonly places: AccessPlace[];
}

/** What one line gives one principal on many accounts is one row: people are multiplied after this, not before. */
function gathered(sets: readonly HeldSet[]): readonly Gathered[] {
  const rows = new Map<string, Gathered>();
  for (const held of sets) {
    const { permissionSet, principalType, principal, at, expires, reason, place } = held;
    const row = JSON.stringify([
      permissionSet,
      principalType,
      principal,
      at?.file,
      at?.line,
      at?.column,
      expires,
      reason,
    ]);
    const known = rows.get(row);
    if (known === undefined) rows.set(row, { permissionSet, held, places: [place] });
    else known.places.push(place);
  }
  return [...rows.values()].map((row) => ({ ...row, places: row.places.toSorted(byPlace) }));
}

function byPlace(a: AccessPlace, b: AccessPlace): number {
  return byCodePoint(placeWords(a), placeWords(b));
}

/** A place in the words of the file, the account's name first. */
export function placeWords(place: AccessPlace): string {
  return place.type === 'account' ? `${place.name} ${place.id ?? ''}`.trimEnd() : place.text;
}

function holders(
  { principalType, principal, ...held }: Held,
  membersOf: ReadonlyMap<string, readonly Member[]>,
  disabled: ReadonlySet<string>,
): readonly Holder[] {
  const grant = sourceOf(held);
  if (principalType === 'user') return [{ user: principal, disabled: disabled.has(principal), grant }];
  const members = membersOf.get(principal);
  if (members === undefined) return [{ group: principal, disabled: false, grant }];
  return members.map((member) => ({ ...member, grant }));
}

function sourceOf({ at, expires, reason }: Source): Source {
  return {
    ...(at === undefined ? {} : { at }),
    ...(expires === undefined ? {} : { expires }),
    ...(reason === undefined ? {} : { reason }),
  };
}

/** By person, then by what, group and line. People before groups of which nobody is known. */
function inOrder<Row extends Holder>(rows: readonly Row[], what: (row: Row) => string): readonly Row[] {
  // There may be half a million rows, of which few are anybody's.
  const own = new Map<string | undefined, Row[]>();
  for (const row of rows) addTo(own, row.user, row);
  const names = [...own.keys()].filter((name) => name !== undefined).sort(byCodePoint);
  return [...names, undefined].flatMap((name) => (own.get(name) ?? []).sort((a, b) => byWhat(a, b, what)));
}

function byWhat<Row extends Holder>(a: Row, b: Row, what: (row: Row) => string): number {
  return (
    byText(what(a), what(b)) ||
    byText(a.group, b.group) ||
    byText(a.grant.at?.file, b.grant.at?.file) ||
    (a.grant.at?.line ?? 0) - (b.grant.at?.line ?? 0)
  );
}

function byText(a = '', b = ''): number {
  return a === b ? 0 : byCodePoint(a, b);
}
