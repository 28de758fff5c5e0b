/**
 * The grants of a cell as a text. With the memberships they decide who holds the cell, when, and by which paths. So what was
 * worked out for one cell holds for all with the same text: on 5,000 accounts where a set is granted to the same three groups,
 * the people are looked at once.
 */

import type { Cell, Grant } from './access.ts';
import { BOTH } from './access.ts';
import { byCodePoint } from './json.ts';

/** All grants with their ends; whether each is under the cell's own name of the set, or the old one of a rename. */
export function patternOf({ set, grants }: Cell): string {
  return inOrder(grants.map((grant) => `${withEnds(grant)}${grant.set === set ? '' : 'o'}`));
}

/** The grants under one name of the set, with their ends: they decide who holds that set there. */
export function patternUnder(set: string, { grants }: Cell): string {
  return inOrder(grants.filter((grant) => grant.set === set).map(withEnds));
}

/** The grants that stay: they decide who has an unchanged path. */
export function unchangedPattern({ grants }: Cell): string {
  return inOrder(grants.filter(({ side }) => side === BOTH).map(withEnds));
}

function withEnds({ principal, side }: Grant): string {
  return `${principal.number}.${side}`;
}

function inOrder(words: readonly string[]): string {
  return words.toSorted(byCodePoint).join(' ');
}
