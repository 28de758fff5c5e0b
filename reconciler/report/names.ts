/** People see names, drivers see ids: the words for what a key names. All of them are shown text (`escape.ts`). */

import type { Change, Verb } from '../core/change.ts';
import { isAccountId } from '../core/ids.ts';
import type { Key, KindName } from '../core/key.ts';
import { decodedParts } from '../core/key.ts';
import type { Plan } from '../core/plan.types.ts';
import { shown } from './escape.ts';

/** One and many of each kind. */
export const KIND_WORDS: { readonly [kind in KindName]: readonly [one: string, many: string] } = {
  'service-access': ['trusted access', 'trusted accesses'],
  'delegated-administrator': ['delegated administrator', 'delegated administrators'],
  user: ['user', 'users'],
  group: ['group', 'groups'],
  membership: ['membership', 'memberships'],
  'permission-set': ['permission set', 'permission sets'],
  assignment: ['assignment', 'assignments'],
  'service-linked-role': ['service-linked role', 'service-linked roles'],
  profile: ['profile', 'profiles'],
  application: ['application', 'applications'],
  authorization: ['authorisation', 'authorisations'],
};

export const VERB_SIGNS: { readonly [verb in Verb]: string } = { create: '+', update: '~', replace: '±', delete: '-' };

/** What people call the account with an id. */
export type AccountName = (id: string) => string;

/** Names of a plan's accounts; a name that could be taken for another account is followed by the id. */
export function accountNamer(accounts: Plan['accounts']): AccountName {
  const uses = new Map<string, number>();
  for (const name of Object.values(accounts)) uses.set(name, (uses.get(name) ?? 0) + 1);
  return (id) => {
    const name = Object.hasOwn(accounts, id) ? accounts[id] : undefined;
    if (name === undefined || name === id) return shown(id);
    return uses.get(name) === 1 && !isAccountId(name) ? shown(name) : `${shown(name)} (${shown(id)})`;
  };
}

/** The parts of a key, decoded; those that its kind does not have are empty. */
type KeyParts = readonly [kind: KindName, first: string, second: string, third: string, fourth: string];

export function keyParts(key: Key): KeyParts {
  return [...decodedParts(key), '', '', '', ''] as unknown as KeyParts;
}

type Words = (parts: KeyParts, account: AccountName) => string;

const itsName: Words = ([, first]) => shown(first);
const itsPlace: Words = ([, first, second], account) => `${account(first)}/${shown(second)}`;

const THING_WORDS: { readonly [kind in KindName]: Words } = {
  'service-access': itsName,
  'delegated-administrator': itsName,
  user: itsName,
  group: itsName,
  membership: ([, group, user]) => `${shown(user)} in group ${shown(group)}`,
  'permission-set': itsName,
  assignment: ([, set, place, type, principal], account) =>
    `${shown(set)} on ${account(place)} for ${type} ${shown(principal)}`,
  'service-linked-role': itsName,
  profile: itsPlace,
  application: itsPlace,
  authorization: ([, type, principal]) => `${type} ${shown(principal)}`,
};

/** The words for one thing, without its kind: `Auditor on prod for group auditors`, `dev_one in group developers`. */
export function thingName(key: Key, account: AccountName): string {
  const parts = keyParts(key);
  return THING_WORDS[parts[0]](parts, account);
}

/** A change in one phrase, such as `assignment Auditor on prod for group auditors`; without names accounts go by their ids. */
export function changeTitle({ key }: Pick<Change, 'key'>, accounts: Plan['accounts'] = {}): string {
  return `${KIND_WORDS[keyParts(key)[0]][0]} ${thingName(key, accountNamer(accounts))}`;
}
