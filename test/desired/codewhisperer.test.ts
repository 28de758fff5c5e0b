/** The profile, its application, its service-linked roles, and who may use it. */

import { describe, expect, test } from 'vitest';
import type { Fields } from '../../reconciler/core/json.ts';
import type { Key } from '../../reconciler/core/key.ts';
import type { LiveResource } from '../../reconciler/core/resource.ts';
import { desired, expansionLines, keys, resource } from './support.ts';

const TOOLING = '222222222222';
const PLACE = `${TOOLING}/us-east-1`;
const PRO = 'Q_DEVELOPER_STANDALONE_PRO';

function file(more = ''): string {
  return `codewhisperer:\n  account: Tooling\n  region: us-east-1\n${more}`;
}

describe('the profile', () => {
  test('waits for the service-linked roles, its application for it', async () => {
    const wanted = await desired(file());
    expect(wanted.profile).toEqual({ account: TOOLING, region: 'us-east-1', state: 'present' });
    expect(keys(wanted, 'service-linked-role')).toEqual(['q.amazonaws.com', 'user-subscriptions.amazonaws.com']);
    expect(resource(wanted, 'service-linked-role/q.amazonaws.com').spec).toEqual({
      principal: 'q.amazonaws.com',
      account: TOOLING,
    });
    expect(resource(wanted, `profile/${PLACE}`)).toMatchObject({
      spec: {
        account: TOOLING,
        region: 'us-east-1',
        profileName: 'QDevProfile-us-east-1',
        codeReferences: 'block',
        features: {},
        tags: {},
      },
      needs: ['service-linked-role/q.amazonaws.com', 'service-linked-role/user-subscriptions.amazonaws.com'],
      at: { line: 3 },
    });
    expect(resource(wanted, `application/${PLACE}`)).toMatchObject({
      spec: { enabled: true },
      needs: [`profile/${PLACE}`],
    });
  });

  test('is as the file says', async () => {
    const wanted = await desired(
      file(`  profileName: Acme
  description: For Acme
  enabled: false
  codeReferences: allow
  kmsKey: alias/k
  features: { dashboardAnalytics: true }
  tags: { owner: platform }
`),
      { profile: { live: false, sharing: [], key: { written: 'alias/k', arn: 'arn:k' } } },
    );
    expect(resource(wanted, `profile/${PLACE}`).spec).toEqual({
      account: TOOLING,
      region: 'us-east-1',
      profileName: 'Acme',
      description: 'For Acme',
      codeReferences: 'allow',
      kmsKey: 'arn:k',
      features: { dashboardAnalytics: true },
      tags: { owner: 'platform' },
    });
    expect(resource(wanted, `application/${PLACE}`).spec).toMatchObject({ enabled: false });
  });

  test('keeps its setting of code references where the file says none', async () => {
    const wanted = await desired(file(), { profile: { live: true, sharing: [] } });
    expect(resource(wanted, `profile/${PLACE}`).spec).not.toHaveProperty('codeReferences');
  });

  test('is refused where its key cannot be used', async () => {
    const key = { written: 'alias/k', problem: 'is disabled' };
    const told = await expansionLines(file('  kmsKey: alias/k\n'), { profile: { live: true, sharing: [], key } });
    expect(told).toEqual(['a.yaml:5:11 CONFIG_KEY the key alias/k is disabled']);
  });

  test('whose application lacks permissions is told, with who can mend it', async () => {
    const told = await expansionLines(file(), { profile: { live: true, permissionUpdateRequired: true, sharing: [] } });
    expect(told).toEqual([
      'a.yaml:3:12 CONFIG_PROFILE_PERMISSIONS the service says that the application of this profile lacks permissions that it has come to need',
    ]);
    const fine = await expansionLines(file(), {
      profile: { live: true, permissionUpdateRequired: false, sharing: [] },
    });
    expect(fine).toEqual([]);
  });

  test('of another account that is shared with this one is told', async () => {
    const told = await expansionLines(file(), { profile: { live: false, sharing: ['111111111111'] } });
    expect(told).toEqual([
      'a.yaml:3:12 CONFIG_SHARED_PROFILE account 111111111111 shares its profile with this one: its settings may hold here, whatever this file says',
    ]);
  });

  test.each([
    [
      '"999999999999"',
      'PLAN_WRONG_ACCOUNT account 999999999999, where the profile is to be, is not in the organisation o-exampleorg1',
    ],
    ['Closed', 'PLAN_WRONG_ACCOUNT account 555555555555, where the profile is to be, is SUSPENDED'],
    ['Tolling', 'CONFIG_REFERENCE no account "Tolling"'],
  ])('is nowhere but in an active account of the organisation: %s', async (account, message) => {
    const told = await expansionLines(`codewhisperer: { account: ${account}, region: us-east-1 }`);
    expect(told).toEqual([`a.yaml:2:27 ${message}`]);
  });

  test('that is to be absent is only known by its place, and names nobody', async () => {
    const wanted = await desired(file('  state: absent\n  authorized: [{ users: [nobody] }]\n'));
    expect(wanted.profile).toMatchObject({ state: 'absent' });
    expect(wanted.resources).toEqual([]);
    expect(wanted.referenced).toEqual(new Set());
    expect(wanted.standing(live('profile', `profile/${PLACE}`, {}))).toBe('removable');
    expect(wanted.standing(authorization('user', 'ada'))).toBe('ignored');
  });
});

function live(kind: LiveResource['kind'], key: string, spec: Fields): LiveResource {
  return { kind, key: key as Key, spec, needs: [], ref: {} };
}

function authorization(principalType: 'user' | 'group', principal: string, parts: Fields = {}): LiveResource {
  const spec = { principalType, principal, signIn: true, subscription: null, ...parts };
  return live('authorization', `authorization/${principalType}/${principal}`, spec);
}

describe('prices', () => {
  const seats = `  authorized: [{ subscription: KIRO_ENTERPRISE_PRO, users: [ada] }, { subscription: NEW, users: [bob] }]\n`;

  test('go by the one name of each type, in dollars unless the file says otherwise', async () => {
    const wanted = await desired(file(`${seats}pricing: { perSeatMonthly: { ${PRO}: 19, NEW: 1 } }\n`));
    expect(wanted.pricing).toEqual({
      currency: 'USD',
      perSeatMonthly: new Map([
        [PRO, 19],
        ['NEW', 1],
      ]),
    });
    expect(wanted.warnings).toEqual([]);
    expect((await desired(file())).pricing).toBeUndefined();
  });

  test('that are missing are told', async () => {
    expect(await expansionLines(file(`  authorized: [{ users: [bob] }]\npricing: { currency: EUR }\n`))).toEqual([]);
    expect(await expansionLines(file(`${seats}pricing: { currency: EUR, perSeatMonthly: { NEW: 1 } }\n`))).toEqual([
      'a.yaml:5:61 CONFIG_PRICE KIRO_ENTERPRISE_PRO has no price in pricing.perSeatMonthly: seats of this type count nothing',
    ]);
  });
});

describe('who may use it', () => {
  const authorized = `  authorized:
    - { subscription: KIRO_ENTERPRISE_PRO, groups: [devs, devs] }
    - users: [ada, { user: bob, expires: 2026-12-01, reason: "OPS-1" }, { user: gone, expires: 2026-11-01 }, { user: left, expires: 2026-11-02, reason: OPS-2 }]
`;

  test('is named in the file, with the type of the seat under its one name', async () => {
    const wanted = await desired(file(authorized));
    expect(keys(wanted, 'authorization')).toEqual(['group/devs', 'user/ada', 'user/bob']);
    expect(resource(wanted, 'authorization/group/devs')).toMatchObject({
      spec: { principalType: 'group', principal: 'devs', account: TOOLING, signIn: true, subscription: PRO },
      needs: ['group/devs', `application/${PLACE}`],
    });
    expect(resource(wanted, 'authorization/user/ada').spec).toMatchObject({ subscription: null });
    expect(resource(wanted, 'authorization/user/bob')).toMatchObject({
      expires: Date.UTC(2026, 11, 2),
      reason: 'OPS-1',
    });
    expect(wanted.expired).toMatchObject([
      { key: 'authorization/user/gone' },
      { key: 'authorization/user/left', reason: 'OPS-2' },
    ]);
    expect(wanted.referenced).toEqual(new Set(['group/devs', 'user/ada', 'user/bob']));
  });

  test('must exist', async () => {
    expect(await expansionLines(file('  authorized: [{ users: [adda] }]\n'))).toEqual([
      'a.yaml:5:26 CONFIG_REFERENCE no user "adda", declared or live',
    ]);
  });

  test('without being named is removed, unless the file says otherwise', async () => {
    const wanted = await desired(file(authorized));
    expect(wanted.standing(authorization('user', 'ada'))).toBe('declared');
    expect(wanted.standing(authorization('user', 'zoe'))).toBe('removable');
    expect(wanted.standing(authorization('group', 'ops', { subscription: PRO }))).toBe('removable');
    const reported = await desired(
      file(`${authorized}unmanaged: { authorizations: report }\nremoved: { groups: [auditors] }\n`),
    );
    expect(reported.standing(authorization('user', 'zoe'))).toBe('reported');
    expect(reported.standing(authorization('user', 'gone'))).toBe('removable');
    expect(reported.standing(authorization('group', 'auditors'))).toBe('removable');
  });

  test('is left alone with a seat through a group, one of an unknown type, or an ignored name', async () => {
    const wanted = await desired(file('ignore: { users: [zo*], groups: [op*] }\n'));
    expect(wanted.standing(authorization('user', 'bob', { signIn: false, throughGroup: PRO }))).toBe('ignored');
    expect(wanted.standing(authorization('user', 'bob', { signIn: false, subscription: PRO }))).toBe('removable');
    expect(wanted.standing(authorization('user', 'bob', { subscription: 'BRAND_NEW' }))).toBe('reported');
    expect(wanted.standing(authorization('user', 'zoe'))).toBe('ignored');
    expect(wanted.standing(authorization('group', 'ops'))).toBe('ignored');
  });
});
