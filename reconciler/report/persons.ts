/** People first: who gains, loses or keeps what, as lines. All text is shown text (`escape.ts`). */

import { canonicalJson } from '../core/json.ts';
import type { Path, PersonEffect } from '../core/plan.types.ts';
import type { SignInEffect } from '../core/sign-in.ts';
import type { Crossing } from './crossing.ts';
import { crossings } from './crossing.ts';
import { shown } from './escape.ts';
import type { SignedLine } from './layout.ts';
import type { AccountName } from './names.ts';
import { counted, someOf } from './words.ts';

type Effect = PersonEffect['effect'];

/** One line: who, does what, which permission set, where, by which path. */
export interface PersonLine extends SignedLine {
  readonly cells: readonly [who: string, verb: string, permissionSet: string, where: string, how: string];
}

const EFFECT_SIGNS: { readonly [effect in Effect]: string } = { gains: '+', loses: '-', keeps: '=' };

const EFFECTS: readonly Effect[] = ['gains', 'loses', 'keeps'];
const MANY: { readonly [effect in Effect]: string } = { gains: 'gain', loses: 'lose', keeps: 'keep' };

/** Effects of one shape as one line, or each on a line of its own. Gains first, the lines with most effects first. */
export function personLines(
  people: readonly PersonEffect[],
  account: AccountName,
  options: { readonly each: boolean },
): readonly PersonLine[] {
  return EFFECTS.flatMap((effect) =>
    crossings(
      people.filter((person) => person.effect === effect),
      (person) => ({ shape: shapeOf(person, options.each), row: person.user, column: person.account }),
    ).map((crossing) => personLine(crossing, account)),
  );
}

function shapeOf(person: PersonEffect, each: boolean): string {
  const paths = [person.before, person.after].map((side) => side.map((path) => ({ ...path })));
  return canonicalJson([person.permissionSet, paths, each ? [person.user, person.account] : []]);
}

function personLine({ items: [person], rows, columns }: Crossing<PersonEffect>, account: AccountName): PersonLine {
  const where = columns.length > 3 ? counted(columns.length, 'account') : columns.map(account).join(', ');
  const how = PATH_TEXTS[person.effect](sideText(person.before), sideText(person.after));
  const verb = rows.length === 1 ? person.effect : MANY[person.effect];
  return {
    sign: EFFECT_SIGNS[person.effect],
    cells: [whoText(rows), verb, shown(person.permissionSet), `on ${where}`, how],
  };
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
  return someOf(
    users.map((user) => shown(user)),
    3,
  );
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
