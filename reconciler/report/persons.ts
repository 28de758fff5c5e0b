/** People first: who gains, loses or keeps what, as lines. All text is shown text (`escape.ts`). */

import { byCodePoint } from '../core/json.ts';
import type { Path, PeopleEffect } from '../core/plan.types.ts';
import type { SignInEffect } from '../core/sign-in.ts';
import { shown } from './escape.ts';
import type { SignedLine } from './layout.ts';
import type { AccountName } from './names.ts';
import { counted } from '../core/counted.ts';
import { someOf, wrapped } from './words.ts';

type Effect = PeopleEffect['effect'];

/** One line: who, does what, which permission set, where, by which path. */
export interface PersonLine extends SignedLine {
  readonly cells: readonly [who: string, verb: string, permissionSet: string, where: string, how: string];
}

const EFFECT_SIGNS: { readonly [effect in Effect]: string } = { gains: '+', loses: '-', keeps: '=' };

const EFFECTS: readonly Effect[] = ['gains', 'loses', 'keeps'];
const MANY: { readonly [effect in Effect]: string } = { gains: 'gain', loses: 'lose', keeps: 'keep' };
/** Most names of people, and of accounts, on one line. */
const FEW = 3;
/** So many effects are each a line of its own, where each is asked for; of more, one line has many names. */
const MOST_SINGLE = 10_000;

/** What a plan means for one person on one account. */
export type SingleEffect = Omit<PeopleEffect, 'users' | 'accounts'> & {
  readonly user: string;
  readonly account: string;
};

/** How many single effects there are: people times accounts. */
export function effectCount(people: readonly PeopleEffect[]): number {
  return people.reduce((sum, effect) => sum + sizeOf(effect), 0);
}

function sizeOf({ users, accounts }: PeopleEffect): number {
  return users.length * accounts.length;
}

/** Each effect by itself; only where they are few (`effectCount`). */
export function singleEffects(people: readonly PeopleEffect[]): readonly SingleEffect[] {
  return people.flatMap(({ users, accounts, ...effect }) =>
    users.flatMap((user) => accounts.map((account) => ({ ...effect, user, account }))),
  );
}

/** What lines tell of: gains first, the most effects first; with `each`, every effect by itself where they are not too many. */
export function toldEffects(people: readonly PeopleEffect[], each: boolean): readonly PeopleEffect[] {
  const told =
    each && effectCount(people) <= MOST_SINGLE
      ? singleEffects(people).map((effect) => ({ ...effect, users: [effect.user], accounts: [effect.account] }))
      : people;
  return EFFECTS.flatMap((does) => told.filter(({ effect }) => effect === does).sort(inOrder));
}

function inOrder(a: PeopleEffect, b: PeopleEffect): number {
  return (
    sizeOf(b) - sizeOf(a) ||
    byCodePoint(a.permissionSet, b.permissionSet) ||
    byCodePoint(String(a.users[0]), String(b.users[0])) ||
    byCodePoint(String(a.accounts[0]), String(b.accounts[0]))
  );
}

/** One effect as a line; with `each`, all its names below. */
export function personLine(effect: PeopleEffect, account: AccountName, each: boolean): PersonLine {
  const { users, accounts } = effect;
  const where = accounts.length > FEW ? counted(accounts.length, 'account') : accounts.map(account).join(', ');
  const how = PATH_TEXTS[effect.effect](sideText(effect.before), sideText(effect.after));
  const verb = users.length === 1 ? effect.effect : MANY[effect.effect];
  return {
    sign: EFFECT_SIGNS[effect.effect],
    cells: [whoText(users), verb, shown(effect.permissionSet), `on ${where}`, how],
    below: each ? [...hidden('people', users, (user) => shown(user)), ...hidden('accounts', accounts, account)] : [],
  };
}

function hidden(what: string, names: readonly string[], shownAs: (name: string) => string): readonly string[] {
  return names.length > FEW
    ? wrapped(
        what,
        names.map((name) => shownAs(name)),
      )
    : [];
}

/**
 * Who gains, loses or keeps signing in to CodeWhisperer, as lines of the same table; with `each`, a line for each person.
 * `place` is what people call the profile's.
 */
export function signInLines(
  signIns: readonly SignInEffect[],
  place: string,
  options: { readonly each: boolean },
): readonly PersonLine[] {
  return EFFECTS.flatMap((effect) =>
    signIns
      .filter((signIn) => signIn.effect === effect)
      .flatMap((signIn) => {
        const how = PATH_TEXTS[effect](sideText(signIn.before), sideText(signIn.after));
        const people = options.each ? signIn.users.map((user) => [user]) : [signIn.users];
        return people.map((users): PersonLine => {
          const verb = users.length === 1 ? effect : MANY[effect];
          const cells = [whoText(users), verb, 'sign-in to CodeWhisperer', `on ${place}`, how] as const;
          return { sign: EFFECT_SIGNS[effect], cells };
        });
      }),
  );
}

/** The first few of them by name. */
export function whoText(users: readonly string[]): string {
  return someOf([...users.slice(0, FEW).map((user) => shown(user)), ...users.slice(FEW)], FEW);
}

const PATH_TEXTS: { readonly [effect in Effect]: (before: string, after: string) => string } = {
  gains: (_before, after) => after,
  loses: (before) => `was ${before}`,
  keeps: (before, after) => `was ${before}, now ${after}`,
};

/** `direct`, `through group auditors`, `direct and through groups a, b`. */
export function sideText(paths: readonly Path[]): string {
  const groups = paths.flatMap(({ group }) => (group === undefined ? [] : [shown(group)]));
  const direct = groups.length < paths.length ? ['direct'] : [];
  const through =
    groups.length === 0 ? [] : [`through ${groups.length === 1 ? 'group' : 'groups'} ${someOf(groups, 3)}`];
  return [...direct, ...through].join(' and ');
}
