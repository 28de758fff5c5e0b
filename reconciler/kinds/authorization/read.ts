/** Who may use the profile, read from the application's assignments and the listings of seats. */

import { unlessMissing } from '../../aws/create.ts';
import type { Place } from '../../aws/profile.ts';
import type { Seats } from '../../aws/seats.ts';
import type { AwsSession } from '../../aws/session.ts';
import { goneName, idOfGone } from '../../core/gone.ts';
import type { Key, PrincipalType } from '../../core/key.ts';
import { authorizationKey, keysOf, partsOf, principalKey } from '../../core/key.ts';
import type { Scope } from '../../core/kind.ts';
import type { AuthorizationSpec, LiveResource } from '../../core/resource.ts';

type Live = LiveResource<AuthorizationSpec>;

/** The authorisations of the scope's profile; for reading back, those of the keys. */
export async function readAuthorizations(session: AwsSession, scope: Scope): Promise<readonly Live[]> {
  const { codewhisperer } = session;
  const place = codewhisperer.place(scope);
  const keys = keysOf(scope.only ?? scope.keys, scope.only === undefined ? 'profile' : 'authorization');
  if (place === undefined || keys.length === 0) return [];
  const [profile, application] = await Promise.all([codewhisperer.profile(place), codewhisperer.application(place)]);
  if (profile === undefined || application === undefined) return [];
  const ref = { applicationArn: application.arn, profileArn: profile.arn };
  const seatsOf = { applicationArn: application.arn, region: place.region };
  const [assigned, seats] = await Promise.all([
    readAssigned(session, application.arn),
    scope.only === undefined ? codewhisperer.seats(seatsOf) : codewhisperer.currentSeats(seatsOf),
  ]);
  if (seats.own.size === 0) codewhisperer.patience.foundNoSeats();
  const { principals, throughGroup } =
    scope.only === undefined
      ? await everybody(session, assigned, seats)
      : { principals: namedPrincipals(session, scope.only), throughGroup: seats.effective };
  return principals.flatMap((principal) => {
    const identity = identityOf(principal);
    const signIn = assigned.has(identity);
    const own = seats.own.get(identity) ?? null;
    const through = principal.type === 'user' && own === null ? throughGroup.get(principal.id) : undefined;
    // Who was to have a seat in this run has one, though not of their own: that is for the next plan to say.
    const asked = scope.only !== undefined && codewhisperer.throughGroup.has(principal.id);
    // What is left of somebody whose authorisation went, and who is in a group with seats, is the group's.
    if (!signIn && own === null && (through === undefined || scope.only !== undefined)) return [];
    const found =
      through === undefined || asked
        ? { signIn, subscription: own ?? through ?? null }
        : { signIn, subscription: null, throughGroup: through };
    return [liveResource(place, principal, found, ref)];
  });
}

interface Principal {
  readonly type: PrincipalType;
  readonly id: string;
  /** Absent for one that no longer exists. */
  readonly name?: string | undefined;
}

function identityOf({ type, id }: Principal): string {
  return `${type.toUpperCase()} ${id}`;
}

function liveResource(
  { account, region }: Place,
  { type, id, name }: Principal,
  found: Pick<AuthorizationSpec, 'signIn' | 'subscription' | 'throughGroup'>,
  ref: { readonly applicationArn: string; readonly profileArn: string },
): Live {
  const principal = name ?? goneName(id);
  return {
    kind: 'authorization',
    key: authorizationKey(type, principal),
    spec: { principalType: type, principal, account, region, ...found },
    // What comes through a group is not this user's own, and goes with the membership.
    needs: name === undefined || (!found.signIn && found.subscription === null) ? [] : [principalKey(type, name)],
    ref: { ...ref, principalId: id },
  };
}

async function readAssigned({ ssoAdmin }: AwsSession, applicationArn: string): Promise<ReadonlySet<string>> {
  const about = { about: 'assignments of the application of the profile' };
  const input = { ApplicationArn: applicationArn };
  const rows = await ssoAdmin.list('ListApplicationAssignments', input, (page) => page.ApplicationAssignments, about);
  return new Set(rows.map(({ PrincipalType: type, PrincipalId: id }) => `${type} ${id}`));
}

/** Everybody who is assigned or has a seat of this profile, and the seats of users that come through a group. */
async function everybody(session: AwsSession, assigned: ReadonlySet<string>, seats: Seats) {
  const throughGroup = await seatsThroughGroups(session, seats);
  const through = [...throughGroup.keys()].map((id) => `USER ${id}`);
  const identities = [...new Set([...assigned, ...seats.own.keys(), ...through])].map((identity) => {
    const [type, id = ''] = identity.split(' ');
    return { type: type === 'USER' ? 'user' : 'group', id } as const;
  });
  const idsOf = (type: PrincipalType): readonly string[] =>
    identities.flatMap((identity) => (identity.type === type ? identity.id : []));
  const [users, groups] = await Promise.all([
    session.survey.users.withIds(idsOf('user')),
    session.survey.groups.withIds(idsOf('group')),
  ]);
  const principals = identities.map(({ type, id }): Principal => {
    return { type, id, name: (type === 'user' ? users : groups).get(id)?.name };
  });
  return { principals, throughGroup };
}

/** Users without a seat of their own who have one and are in a group that has seats here: not those of other profiles. */
async function seatsThroughGroups(
  session: AwsSession,
  { own, effective }: Seats,
): Promise<ReadonlyMap<string, string>> {
  const unexplained = [...effective].filter(([user]) => !own.has(`USER ${user}`));
  if (unexplained.length === 0) return new Map();
  const { identityStoreId: IdentityStoreId } = await session.survey.instance();
  const groups = [...own.keys()]
    .filter((identity) => identity.startsWith('GROUP '))
    .map((identity) => identity.slice(6));
  const lists = await Promise.all(
    groups.map((GroupId) => {
      const input = { IdentityStoreId, GroupId };
      const about = { about: 'members of a group with seats' };
      // A group that was deleted may have its seat still, and has no members.
      return unlessMissing(() =>
        session.identityStore.list('ListGroupMemberships', input, (page) => page.GroupMemberships, about),
      );
    }),
  );
  const members = new Set(lists.flatMap((list) => list ?? []).flatMap(({ MemberId: member }) => member?.UserId ?? []));
  return new Map(unexplained.filter(([user]) => members.has(user)));
}

/** Nothing for what this run knows no ids of: it cannot have written it. */
function namedPrincipals({ names }: AwsSession, only: ReadonlySet<Key>): readonly Principal[] {
  return keysOf(only, 'authorization').flatMap((key) => {
    const [word = '', name = ''] = partsOf(key);
    const type: PrincipalType = word === 'user' ? 'user' : 'group';
    const goneId = idOfGone(name);
    if (goneId !== undefined) return [{ type, id: goneId }];
    const id = names.idOf(principalKey(type, name));
    return id === undefined ? [] : [{ type, id, name }];
  });
}
