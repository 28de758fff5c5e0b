/** What the core knows of the profile and of who may use it: fields left as they are, and the calls of a change. */

import { describe, expect, it, test } from 'vitest';
import type { Fields } from '../../reconciler/core/json.ts';
import { applicationKind } from '../../reconciler/kinds/application/kind.ts';
import { authorizationKind } from '../../reconciler/kinds/authorization/kind.ts';
import { profileKind } from '../../reconciler/kinds/profile/kind.ts';
import { anAuthorization, aProfile } from '../support/builders.ts';

const PRO = 'Q_DEVELOPER_STANDALONE_PRO';
const PLUS = 'Q_DEVELOPER_STANDALONE_PRO_PLUS';
const IGNORE = { tags: 'ignore' } as const;

function profile(parts: Fields = {}): Fields {
  return { ...aProfile().spec, ...parts };
}

describe('a profile', () => {
  it('keeps its name, what the file leaves out, and tags that nobody declared', () => {
    const live = profile({
      profileName: 'Old',
      description: 'Acme',
      codeReferences: 'allow',
      tags: { a: '1', 'aws:x': 'y' },
    });
    const wanted = profile({ profileName: 'New', codeReferences: 'block', tags: { b: '2' } });
    expect(profileKind.settle(wanted, live, IGNORE)).toEqual(
      profile({
        profileName: 'Old',
        description: 'Acme',
        codeReferences: 'block',
        tags: { a: '1', 'aws:x': 'y', b: '2' },
      }),
    );
    expect(profileKind.settle(wanted, live, { tags: 'remove' })).toMatchObject({ tags: { 'aws:x': 'y', b: '2' } });
  });

  it.each([
    ['one that is not named stays', { a: true }, { b: false }, { a: true, b: false }],
    [
      'true is content with one that is on in its own way',
      { a: true },
      { a: { s3Uri: 's3://b' } },
      { a: { s3Uri: 's3://b' } },
    ],
    ['false is not', { a: false }, { a: { s3Uri: 's3://b' } }, { a: false }],
    [
      'another place is another place',
      { a: { s3Uri: 's3://c' } },
      { a: { s3Uri: 's3://b' } },
      { a: { s3Uri: 's3://c' } },
    ],
    ['each notification counts by itself', { n: { x: true } }, { n: { y: false } }, { n: { x: true, y: false } }],
    ['one that is off is switched on', { a: true }, { a: false }, { a: true }],
    ['what was never set is set', { a: false }, {}, { a: false }],
  ])('of its features, %s', (_what, desired, live, expected) => {
    const settled = profileKind.settle(profile({ features: desired }), profile({ features: live }), IGNORE);
    expect(settled['features']).toEqual(expected);
  });

  it('that was never made whole is made anew', () => {
    const settled = profileKind.settle(profile(), profile({ status: 'CREATE_FAILED' }), IGNORE);
    expect(settled).not.toHaveProperty('status');
    expect(profileKind.fixed).toEqual(['status']);
  });

  it.each([
    ['made', undefined, profile(), 1],
    ['made with features', undefined, profile({ features: { a: true } }), 2],
    ['made anew', profile({ status: 'CREATE_FAILED' }), profile(), 2],
    ['deleted', profile(), undefined, 1],
    ['changed', profile(), profile({ description: 'A', codeReferences: 'allow' }), 1],
    ['tagged and untagged', profile({ tags: { a: '1' } }), profile({ tags: { b: '2' } }), 2],
    ['tagged', profile(), profile({ tags: { b: '2' } }), 1],
    ['left alone', profile(), profile(), 0],
  ])('that is %s takes its calls', (_what, before, after, calls) => {
    expect(profileKind.writes(before, after)).toBe(calls);
    expect(profileKind.widens(before, after)).toBe(false);
  });
});

test('an application is written to when it is switched, and is made enabled', () => {
  const [on, off] = [{ enabled: true }, { enabled: false }];
  expect([
    applicationKind.writes(undefined, on),
    applicationKind.writes(undefined, off),
    applicationKind.writes(on, off),
  ]).toEqual([0, 1, 1]);
  expect([
    applicationKind.widens(off, on),
    applicationKind.widens(on, off),
    applicationKind.widens(on, undefined),
  ]).toEqual([true, false, false]);
});

describe('an authorisation', () => {
  const spec = (parts: Fields = {}): Fields => ({ ...anAuthorization('user', 'ada').spec, ...parts });

  it('is as the file says, but for seats of groups and of unknown types', () => {
    const wanted = spec({ subscription: PLUS });
    expect(authorizationKind.settle(wanted, spec({ subscription: PRO }), IGNORE)).toEqual(wanted);
    expect(authorizationKind.settle(wanted, spec(), IGNORE)).toEqual(wanted);
    expect(authorizationKind.settle(wanted, spec({ throughGroup: PRO }), IGNORE)).toEqual(spec({ throughGroup: PRO }));
    expect(authorizationKind.settle(wanted, spec({ subscription: 'NEW' }), IGNORE)).toEqual(
      spec({ subscription: 'NEW' }),
    );
  });

  it.each([
    ['given', undefined, spec(), 1, true],
    ['given with a seat', undefined, spec({ subscription: PRO }), 2, true],
    ['given a seat', spec(), spec({ subscription: PRO }), 1, true],
    ['given another seat', spec({ subscription: PRO }), spec({ subscription: PLUS }), 1, true],
    ['left without a seat', spec({ subscription: PRO }), spec(), 2, false],
    ['let in', spec({ signIn: false, subscription: PRO }), spec({ subscription: PRO }), 1, true],
    ['taken away', spec(), undefined, 1, false],
    ['taken away with the seat', spec({ subscription: PRO }), undefined, 2, false],
    ['only a seat that is taken away', spec({ signIn: false, subscription: PRO }), undefined, 1, false],
  ])('that is %s takes its calls', (_what, before, after, calls, widens) => {
    expect(authorizationKind.writes(before, after)).toBe(calls);
    expect(authorizationKind.widens(before, after)).toBe(widens);
  });
});
