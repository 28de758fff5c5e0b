/** What a configuration gives, at one moment and without any service: selectors stay selectors. */

import type { AccessPlace, AskedAccount, HeldSet, Holdings, Source } from '../core/access-report.ts';
import { isAccountId } from '../core/ids.ts';
import type { Issue } from '../core/issue.ts';
import { canonicalSubscription } from '../core/subscriptions.ts';
import { selectorText } from './accounts.ts';
import type { AccountTerm, Configuration, GrantEntry } from './configuration.ts';
import { at } from './configuration.ts';
import { endOf, holdsAt } from './instant.ts';
import type { Step } from './node.ts';

const MANAGEMENT = 'the management account';

/** The grants, memberships and authorisations of the file that hold at `now`, in milliseconds since 1970. */
export function holdingsOfFile(configuration: Configuration, now: number): Holdings {
  const { grants, members, authorized, document } = configuration;
  const holds = ({ expires }: { readonly expires?: string }): boolean => holdsAt(now, expires);
  const isThere = document.codewhisperer?.state !== 'absent';
  return {
    sets: grants.filter(holds).flatMap((entry) => heldSets(configuration, entry)),
    memberships: members
      .filter(holds)
      .map((entry) => ({ group: entry.group, user: entry.name, ...sourceOf(configuration, entry) })),
    uses: (isThere ? authorized : []).filter(holds).map((entry) => ({
      principalType: entry.type,
      principal: entry.name,
      subscription: entry.subscription === undefined ? null : canonicalSubscription(entry.subscription),
      ...sourceOf(configuration, entry),
    })),
    disabled: new Set(),
  };
}

interface Entry {
  readonly path: readonly Step[];
  readonly expires?: string;
  readonly reason?: string;
}

function sourceOf(configuration: Configuration, { path, expires, reason }: Entry): Source {
  const end = endOf(expires);
  return {
    at: at(configuration, path),
    ...(end === undefined ? {} : { expires: end }),
    ...(reason === undefined ? {} : { reason }),
  };
}

function heldSets(configuration: Configuration, entry: GrantEntry): readonly HeldSet[] {
  const source = sourceOf(configuration, entry);
  const places = placesOf(configuration, entry);
  const names = new Set(entry.sets.map(({ name }) => name));
  return [...names].flatMap((permissionSet) =>
    entry.principals.flatMap(({ type, name }) =>
      places.map((place) => ({ permissionSet, place, principalType: type, principal: name, ...source })),
    ),
  );
}

/** Each place once; an account that is named and excepted is a mistake of the file. */
function placesOf({ document }: Configuration, entry: GrantEntry): readonly AccessPlace[] {
  const except = entry.except.map((term) => placeOf(document, term, [])).flatMap(namesOf);
  const places = entry.accounts.map((term) => placeOf(document, term, except));
  return [...new Map(places.map((place) => [JSON.stringify(place), place])).values()];
}

function placeOf(
  { accounts = {}, organization }: Configuration['document'],
  term: AccountTerm,
  except: readonly string[],
): AccessPlace {
  if (term.type === 'selected') return { type: 'selector', text: selectorText(term.selector), except };
  const name = term.type === 'management' ? (organization?.managementAccount ?? MANAGEMENT) : term.name;
  const id = Object.hasOwn(accounts, name) ? accounts[name] : isAccountId(name) ? name : undefined;
  if (id === undefined) return { type: 'account', name };
  const short = Object.keys(accounts).find((candidate) => accounts[candidate] === id);
  return { type: 'account', id, name: short ?? name };
}

function namesOf(place: AccessPlace): readonly string[] {
  return place.type === 'account' ? [place.name] : [place.text];
}

/** All that the file calls an account, and whether it is the management account as far as the file says. */
export function askedAccount({ document }: Configuration, asked: string, also: readonly string[] = []) {
  const { accounts = {}, organization } = document;
  const id = Object.hasOwn(accounts, asked) ? accounts[asked] : undefined;
  const names = new Set([asked, ...(id === undefined ? [] : [id]), ...also]);
  for (const [name, account] of Object.entries(accounts)) if (names.has(account)) names.add(name);
  const management = organization?.managementAccount;
  const isManagement = management !== undefined && names.has(management);
  return { names: isManagement ? new Set([...names, MANAGEMENT]) : names, management: isManagement };
}

/**
 * What an answer about one account leaves out since the file does not tell: nobody may take it for "nobody". Who holds
 * something on an account that goes by its Organizations name alone, or on a management account without an id, may well
 * hold it there.
 */
export function untoldPlaces(asked: string, { names }: AskedAccount, { sets }: Holdings): readonly Issue[] {
  const hasId = [...names].some(isAccountId);
  const places = sets.map(({ place }) => place).filter((place) => place.type === 'account');
  const untold = places.filter(
    ({ id, name }) => id === undefined && !names.has(name) && (hasId || name === MANAGEMENT),
  );
  const words = [...new Set(untold.map(({ name }) => (name === MANAGEMENT ? name : `"${name}"`)))];
  const isHeard = hasId || places.some(({ name }) => names.has(name));
  return [
    ...(isHeard ? [] : [unheard(`the file does not name an account "${asked}": only selectors may reach it`, LIVE)]),
    ...(words.length === 0
      ? []
      : [
          unheard(
            `the file does not tell whether "${asked}" is ${words.join(' or ')}: what is held there is left out`,
            IDS,
          ),
        ]),
  ];
}

const LIVE = 'ask with --live';
const IDS = 'give their ids (accounts, organization.managementAccount), or ask with --live';

function unheard(message: string, hint: string): Issue {
  return { code: 'USAGE_ACCESS', severity: 'warning', message, hint };
}
