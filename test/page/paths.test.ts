/** What the map's page works out in the browser is what the plan says, on random organisations. */

import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { readAccesses } from '../../reconciler/core/read-accesses.ts';
import { peopleAffected } from '../../reconciler/core/people.ts';
import { reachOfPlan } from '../../reconciler/core/reach.ts';
import type { Model } from '../../reconciler/page/model.ts';
import { AFTER, BEFORE, modelOf } from '../../reconciler/page/model.ts';
import { accessesOf, effectOf } from '../../reconciler/page/person.ts';
import type { Picture } from '../../reconciler/page/picture.ts';
import { pictureOf } from '../../reconciler/page/picture.ts';
import { search } from '../../reconciler/page/search.ts';
import { countsOf, select } from '../../reconciler/page/select.ts';
import { mapDocument } from '../../reconciler/report/map.ts';
import type { OrganisationPair } from '../support/arbitraries.ts';
import { account, changesOf, liveOf, organisationPairs } from '../support/arbitraries.ts';
import { desiredOf } from '../support/resources.ts';

const PAIRS = organisationPairs({ users: 4, groups: 3, accounts: 3, sets: ['Audit', 'DeployOld', 'DeployNew'] });
const EVERYTHING = { focus: [], sides: 3, changedOnly: false };

function modelFor(pair: OrganisationPair): Model {
  const changes = changesOf(pair);
  const desired = desiredOf({ renames: pair.renames });
  const input = {
    live: liveOf(pair.before),
    changes,
    desired,
    accountName: (id: string) => id,
    disabled: new Set<string>(),
  };
  return modelOf(mapDocument(reachOfPlan(input), 2));
}

/** `user set account` of all that is reached at one end. */
function reached(model: Model, side: number): ReadonlySet<string> {
  return new Set(
    model.document.users.flatMap((user, index) =>
      accessesOf(model, index)
        .filter((access) => (access.side & side) !== 0)
        .map(({ set, place }) => `${user} ${model.document.sets[set]} ${model.document.places[place]}`),
    ),
  );
}

test('what a person gains, loses or keeps is what the plan says of people', () => {
  fc.assert(
    fc.property(PAIRS, (pair) => {
      const model = modelFor(pair);
      const told = model.document.users.flatMap((user, index) =>
        accessesOf(model, index)
          .filter((access) => effectOf(access) !== '')
          .map(
            (access) =>
              `${user} ${effectOf(access)} ${model.document.sets[access.set]} ${model.document.places[access.place]}`,
          ),
      );
      const input = { live: liveOf(pair.before), changes: changesOf(pair), renames: pair.renames };
      const expected = peopleAffected(readAccesses(input)).flatMap(({ users, accounts, effect, permissionSet }) =>
        users.flatMap((user) => accounts.map((id) => `${user} ${effect} ${permissionSet.replace('Old', 'New')} ${id}`)),
      );
      expect(told.toSorted()).toEqual(expected.toSorted());
    }),
    { numRuns: 60 },
  );
});

/** `user set account` of every way through a picture that is there at an end. */
function waysThrough({ nodes, edges }: Picture, model: Model, side: number): ReadonlySet<string> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const ways = new Set<string>();
  const walk = (id: string, users: readonly number[], set: number): void => {
    for (const edge of edges.filter(({ from, side: at }) => from === id && (at & side) !== 0)) {
      const next = byId.get(edge.to);
      if (next === undefined) continue;
      if (next.type !== 'place') walk(next.id, users, next.type === 'set' ? Number(next.things[0]) : set);
      for (const user of next.type === 'place' ? users : [])
        for (const place of next.things)
          ways.add(`${model.document.users[user]} ${model.document.sets[set]} ${model.document.places[place]}`);
    }
  };
  for (const { id, type, things } of nodes) if (type === 'user') walk(id, things, -1);
  return ways;
}

test('every way through the picture is a true one, and every access is a way through it', () => {
  fc.assert(
    fc.property(PAIRS, (pair) => {
      const model = modelFor(pair);
      const picture = pictureOf(select(model, EVERYTHING));
      for (const side of [BEFORE, AFTER]) expect(waysThrough(picture, model, side)).toEqual(reached(model, side));
      expect(picture.left).toEqual({ user: 0, group: 0, set: 0, place: 0 });
    }),
    { numRuns: 60 },
  );
});

test('what goes through a person and an account is what that person reaches there', () => {
  fc.assert(
    fc.property(PAIRS, (pair) => {
      const model = modelFor(pair);
      const place = model.document.places.indexOf(account(0));
      if (place === -1 || model.document.users.length === 0) return;
      const focus = [
        { type: 'user', index: 0 },
        { type: 'place', index: place },
      ] as const;
      const picture = pictureOf(select(model, { ...EVERYTHING, focus }));
      const mine = [...reached(model, AFTER)].filter(
        (access) => access.startsWith(`${model.document.users[0]} `) && access.endsWith(account(0)),
      );
      expect([...waysThrough(picture, model, AFTER)].toSorted()).toEqual(mine.toSorted());
    }),
    { numRuns: 60 },
  );
});

test('only what changes leaves out what stays', () => {
  fc.assert(
    fc.property(PAIRS, (pair) => {
      const model = modelFor(pair);
      const all = countsOf(select(model, EVERYTHING));
      const changed = select(model, { ...EVERYTHING, changedOnly: true });
      for (const { grant, principals } of changed.grants) {
        const isTouched = grant.side !== 3 || model.isChangedSet(grant.set);
        const leads = [...changed.memberships].some(({ group, side }) => side !== 3 && principals.includes(group));
        expect(isTouched || leads).toBe(true);
      }
      expect(countsOf(changed).user).toBeLessThanOrEqual(all.user);
    }),
    { numRuns: 60 },
  );
});

test('a search finds by any part of a name, whatever its case, and accounts by their ids', () => {
  const grants = [
    {
      principalType: 'user',
      principal: 'Ada',
      what: 'Audit',
      side: 3,
      place: { type: 'account', id: account(0), name: 'prod' },
    },
  ] as const;
  const memberships = [{ user: 'nada', group: 'team', side: 3 }];
  const model = modelOf(mapDocument({ grants, memberships, changedSets: new Set(), disabled: new Set() }, 1));
  const found = (text: string, only?: 'user' | 'place') => {
    const { things, total } = search(model, text, only, 1);
    return [things, total];
  };
  expect(found(' aDA')).toEqual([[{ type: 'user', index: 0 }], 2]);
  expect(found(account(0))).toEqual([[{ type: 'place', index: 0 }], 1]);
  expect(found('a', 'place')).toEqual([[], 0]);
  expect(found(' ')).toEqual([[], 0]);
});
