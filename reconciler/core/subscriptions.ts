/**
 * Types of paid seats. The assignment API and the subscription listings have two names for each, and both grow
 * (reference/codewhisperer-control-plane.md, section 6): a type that is in no table is a text like any other.
 */

import { byCodePoint } from './json.ts';

/** By the names of the assignment API, the least first: somebody who is reached twice pays once, for the greatest. */
export const SUBSCRIPTIONS: readonly string[] = [
  'Q_DEVELOPER_STANDALONE_FREE',
  'Q_DEVELOPER_STANDALONE_STUDENT',
  'Q_DEVELOPER_STANDALONE',
  'Q_DEVELOPER_STANDALONE_PRO',
  'Q_DEVELOPER_STANDALONE_PRO_PLUS',
  'Q_DEVELOPER_STANDALONE_PRO_MAX',
  'Q_DEVELOPER_STANDALONE_POWER',
  'CREDIT_POOL',
];

const OTHER_NAMES: { readonly [name: string]: string } = {
  // Nobody has told of the first two; all others of a Kiro profile are called after this pattern.
  KIRO_ENTERPRISE_FREE: 'Q_DEVELOPER_STANDALONE_FREE',
  KIRO_ENTERPRISE_STUDENT: 'Q_DEVELOPER_STANDALONE_STUDENT',
  KIRO_ENTERPRISE_PRO: 'Q_DEVELOPER_STANDALONE_PRO',
  KIRO_ENTERPRISE_PRO_PLUS: 'Q_DEVELOPER_STANDALONE_PRO_PLUS',
  KIRO_ENTERPRISE_PRO_MAX: 'Q_DEVELOPER_STANDALONE_PRO_MAX',
  KIRO_ENTERPRISE_POWER: 'Q_DEVELOPER_STANDALONE_POWER',
  KIRO_ENTERPRISE_PRO_POWER: 'Q_DEVELOPER_STANDALONE_POWER',
};

/** The one name of a type, whichever API it comes from; an unknown one stays as it is. */
export function canonicalSubscription(name: string): string {
  return Object.hasOwn(OTHER_NAMES, name) ? String(OTHER_NAMES[name]) : name;
}

/** Whether the type is one of those that this program gives and takes away; what is not is left alone. */
export function isKnownSubscription(name: string): boolean {
  return rank(name) >= 0;
}

/** The type that somebody pays for who has both. Of two that are in no table it is the same one, whichever comes first. */
export function greaterSubscription(one: string, other: string): string {
  const difference = rank(other) - rank(one) || byCodePoint(other, one);
  return difference > 0 ? other : one;
}

function rank(name: string): number {
  return SUBSCRIPTIONS.indexOf(name);
}
