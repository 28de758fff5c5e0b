/** `assignments` and `admins` → one grant for each permission set, account and principal. */

import type { ExpiredGrant } from '../core/desired.ts';
import type { Issue, Position } from '../core/issue.ts';
import type { Key } from '../core/key.ts';
import { assignmentKey, permissionSetKey, principalKey } from '../core/key.ts';
import { getOrInsert } from '../core/once.ts';
import { selectorAt } from '../core/origin.ts';
import type { AssignmentSpec, Resource } from '../core/resource.ts';
import type { Accounts, Target } from './accounts.ts';
import { mistake, placeText } from './codes.ts';
import type { Configuration, GrantEntry, PrincipalMention } from './configuration.ts';
import { at } from './configuration.ts';
import { authorizedPrincipals } from './codewhisperer.ts';
import { endOf, holdsAt } from './instant.ts';

export interface Grants {
  readonly resources: readonly Resource<AssignmentSpec>[];
  readonly expired: readonly ExpiredGrant[];
}

/** The accounts of one entry, after `except`. */
export interface Reach {
  readonly entry: GrantEntry;
  readonly targets: readonly Reached[];
}

/** An account that an entry reaches; `also`: selectors of the entry that select it beside what `via` says. */
interface Reached extends Target {
  readonly also?: readonly string[];
}

/** A selector and the entry that holds it. */
interface Selecting {
  readonly entry: GrantEntry;
  readonly selector: string;
}

/** One entry's word for a grant. */
interface Offer {
  readonly entry: GrantEntry;
  readonly spec: AssignmentSpec;
  readonly needs: readonly Key[];
  readonly via?: string;
  /** What else selects it. */
  readonly also: readonly Selecting[];
  /** Milliseconds since 1970; infinite for a grant without an end. */
  readonly end: number;
}

/** Resolves the accounts of each entry. An account that an entry names and also selects counts as named. */
export function reaches(configuration: Configuration, accounts: Accounts, issues: Issue[]): readonly Reach[] {
  return configuration.grants.map((entry) => {
    const excepted = new Set(entry.except.flatMap((term) => accounts.targets(term, issues)).map(({ id }) => id));
    const targets = new Map<string, Reached>();
    for (const target of entry.accounts.flatMap((term) => accounts.targets(term, issues))) {
      if (excepted.has(target.id)) continue;
      const known = targets.get(target.id);
      targets.set(target.id, known === undefined ? target : both(known, target));
    }
    return { entry, targets: [...targets.values()] };
  });
}

/** The same account reached twice by one entry. */
function both(known: Reached, target: Target): Reached {
  const [first, second] = known.via !== undefined && target.via === undefined ? [target, known] : [known, target];
  return second.via === undefined ? first : { ...first, also: [...(known.also ?? []), second.via] };
}

/**
 * All grants at one moment. What several entries give is one grant with the latest end, none being the latest; what is
 * written out says where it stands. Two entries that write out the same grant are an issue.
 */
export function grants(reached: readonly Reach[], configuration: Configuration, now: number, issues: Issue[]): Grants {
  const offers = new Map<Key, Offer>();
  const collisions = new Set<GrantEntry>();
  for (const { entry, targets } of reached) {
    const end = endOf(entry.expires) ?? Number.POSITIVE_INFINITY;
    for (const [key, offer] of offersOf(entry, targets, end)) {
      const other = offers.get(key);
      if (other === undefined) {
        offers.set(key, offer);
        continue;
      }
      const bothWritten = other.via === undefined && offer.via === undefined && other.entry !== entry;
      if (bothWritten && !collisions.has(entry)) {
        collisions.add(entry);
        issues.push(collision(offer, other, configuration));
      }
      offers.set(key, stronger(other, offer, now));
    }
  }
  const places = new Map<GrantEntry, Position>();
  const placeOf = (entry: GrantEntry): Position => getOrInsert(places, entry, () => at(configuration, entry.path));
  return {
    resources: [...offers].filter(([, { end }]) => now < end).map(([key, offer]) => resource(key, offer, placeOf)),
    expired: [...offers]
      .filter(([, { end }]) => now >= end)
      .map(([key, { entry, end }]) => ({
        key,
        expired: end,
        at: placeOf(entry),
        ...(entry.reason === undefined ? {} : { reason: entry.reason }),
      })),
  };
}

function* offersOf(entry: GrantEntry, targets: readonly Reached[], end: number): Iterable<readonly [Key, Offer]> {
  const sets = new Set(entry.sets.map(({ name }) => name));
  for (const permissionSet of sets) {
    // What grants have in common is there once, since one entry may give thousands.
    const set = permissionSetKey(permissionSet);
    const holders = entry.principals.map(({ type, name }) => ({ type, name, needs: [set, principalKey(type, name)] }));
    for (const { id: account, via, also: selectors = [] } of targets) {
      const also = selectors.map((selector) => ({ entry, selector }));
      for (const { type, name, needs } of holders) {
        const spec = { permissionSet, account, principalType: type, principal: name } as const;
        const key = assignmentKey(permissionSet, account, type, name);
        yield [key, via === undefined ? { entry, spec, needs, end, also } : { entry, spec, needs, end, also, via }];
      }
    }
  }
}

/** Of two offers that hold, the one that is written out, with the later end; of others, the one that ends later. */
function stronger(first: Offer, second: Offer, now: number): Offer {
  const later = second.end > first.end ? second : first;
  const earlier = later === first ? second : first;
  const tells = earlier.via === undefined && later.via !== undefined && earlier.end > now ? earlier : later;
  const quiet = tells === later ? earlier : later;
  const said = quiet.via === undefined ? [] : [{ entry: quiet.entry, selector: quiet.via }];
  const also = quiet.end > now ? [...tells.also, ...quiet.also, ...said] : tells.also;
  return { ...tells, end: later.end, also };
}

function collision(offer: Offer, other: Offer, configuration: Configuration): Issue {
  const { permissionSet, account, principalType, principal } = offer.spec;
  const place = placeText(at(configuration, other.entry.path));
  const message = `${permissionSet} on ${account} for ${principalType} "${principal}" is already granted at ${place}`;
  return mistake('CONFIG_OVERLAP', at(configuration, offer.entry.path), message, 'leave it in one of the two');
}

function resource(
  key: Key,
  { entry, spec, needs, via, also, end }: Offer,
  placeOf: (entry: GrantEntry) => Position,
): Resource<AssignmentSpec> {
  const alsoBy = also.map(({ entry: other, selector }) => selectorAt(placeOf(other), selector));
  return {
    kind: 'assignment',
    key,
    spec,
    needs,
    at: placeOf(entry),
    ...(via === undefined ? {} : { via }),
    ...(alsoBy.length === 0 ? {} : { alsoBy }),
    ...(end === Number.POSITIVE_INFINITY ? {} : { expires: end }),
    ...(entry.reason === undefined ? {} : { reason: entry.reason }),
  };
}

/** The principals to whom something is granted at a moment, with where they are named. */
export function grantedPrincipals(configuration: Configuration, now: number): readonly PrincipalMention[] {
  const holds = ({ expires }: { readonly expires?: string }) => holdsAt(now, expires);
  return [
    ...configuration.grants.filter(holds).flatMap(({ principals }) => principals),
    ...configuration.members.filter(holds),
    ...authorizedPrincipals(configuration).filter(holds),
  ];
}
