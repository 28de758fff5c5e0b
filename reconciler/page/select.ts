/**
 * Which paths are asked for. A path is a person, perhaps a group, a grant and an account; it is shown when everything
 * that is asked about lies on it. Paths are never written out: there may be millions of them.
 */

import type { Grant, Membership, Model, Thing, ThingType } from './model.ts';
import { BOTH } from './model.ts';

export interface Question {
  /** Things of one type are alternatives; of different types, all must be on the path. */
  readonly focus: readonly Thing[];
  /** 1: before, 2: after, 3: either. */
  readonly sides: number;
  /** Only paths that come or go, or whose permission set changes. */
  readonly changedOnly: boolean;
}

/** The part of a grant that is on the paths. */
export interface SelectedGrant {
  readonly grant: Grant;
  readonly principals: readonly number[];
  readonly places: readonly number[];
}

export interface Selection {
  readonly grants: readonly SelectedGrant[];
  readonly memberships: ReadonlySet<Membership>;
}

type Focus = { readonly [type in ThingType]: ReadonlySet<number> | undefined };

export function select(model: Model, question: Question): Selection {
  const focus = focusOf(question.focus);
  const memberships = new Set<Membership>();
  const grants = model.grants.flatMap((grant): readonly SelectedGrant[] => {
    if ((grant.side & question.sides) === 0 || !isIn(focus.set, grant.set)) return [];
    const places = grant.places.filter((place) => isIn(focus.place, place));
    if (places.length === 0) return [];
    const touched = grant.side !== BOTH || model.isChangedSet(grant.set);
    const principals = grant.principals.filter((principal) => {
      if (grant.principalType === 'group') return throughGroup(grant, principal, touched);
      return focus.group === undefined && isIn(focus.user, principal) && (touched || !question.changedOnly);
    });
    return principals.length === 0 ? [] : [{ grant, principals, places }];
  });

  function throughGroup(grant: Grant, group: number, touched: boolean): boolean {
    if (!isIn(focus.group, group)) return false;
    let anybody = false;
    for (const membership of model.membersOf(group)) {
      if ((membership.side & grant.side & question.sides) === 0 || !isIn(focus.user, membership.user)) continue;
      if (question.changedOnly && !touched && membership.side === BOTH) continue;
      memberships.add(membership);
      anybody = true;
    }
    // A group of which nobody is known, or nobody at that moment, still holds it.
    const nobodyElse = model.membersOf(group).length === 0 || touched;
    return anybody || (focus.user === undefined && nobodyElse && (touched || !question.changedOnly));
  }

  // Who is in a group matters also where the group holds nothing.
  if (focus.set === undefined && focus.place === undefined) {
    for (const membership of model.memberships) {
      if ((membership.side & question.sides) === 0 || (question.changedOnly && membership.side === BOTH)) continue;
      if (isIn(focus.user, membership.user) && isIn(focus.group, membership.group)) memberships.add(membership);
    }
  }
  return { grants, memberships };
}

function focusOf(things: readonly Thing[]): Focus {
  const ofType = (type: ThingType): ReadonlySet<number> | undefined => {
    const found = things.filter((thing) => thing.type === type).map(({ index }) => index);
    return found.length === 0 ? undefined : new Set(found);
  };
  return { user: ofType('user'), group: ofType('group'), set: ofType('set'), place: ofType('place') };
}

function isIn(focus: ReadonlySet<number> | undefined, index: number): boolean {
  return focus === undefined || focus.has(index);
}

/** How many things of each type are on the paths. */
export function countsOf({ grants, memberships }: Selection): { readonly [type in ThingType]: number } {
  const found = { user: new Set<number>(), group: new Set<number>(), set: new Set<number>(), place: new Set<number>() };
  for (const { user, group } of memberships) {
    found.user.add(user);
    found.group.add(group);
  }
  for (const { grant, principals, places } of grants) {
    found.set.add(grant.set);
    for (const principal of principals) found[grant.principalType].add(principal);
    for (const place of places) found.place.add(place);
  }
  return { user: found.user.size, group: found.group.size, set: found.set.size, place: found.place.size };
}
