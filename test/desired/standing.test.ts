/** What becomes of live things that the file does not declare. */

import { describe, expect, test } from 'vitest';
import type { Desired } from '../../reconciler/core/desired.ts';
import type { Fields } from '../../reconciler/core/json.ts';
import type { Key, KindName } from '../../reconciler/core/key.ts';
import { KIND_NAMES } from '../../reconciler/core/key.ts';
import type { LiveResource, Standing } from '../../reconciler/core/resource.ts';
import { desired } from './support.ts';

const TOOLING = '2'.repeat(12);

function live(key: string, spec: Fields, parts: Partial<LiveResource> = {}): LiveResource {
  return { kind: key.split('/')[0] as KindName, key: key as Key, spec, needs: [], ref: {}, ...parts };
}

/** The standing of a live thing by its id. */
function standing(wanted: Desired, key: string, parts: Partial<LiveResource> = {}): Standing {
  const [kind, first = '', second = '', third = '', fourth = ''] = key.split('/');
  const specs: { readonly [kind: string]: Fields } = {
    user: { userName: first },
    group: { name: first },
    'permission-set': { name: first },
    membership: { group: first, user: second },
    assignment: { permissionSet: first, account: second, principalType: third, principal: fourth },
  };
  return wanted.standing(live(key, specs[kind ?? ''] ?? {}, parts));
}

describe('users, groups and permission sets', () => {
  test('what is declared is declared, the rest is reported', async () => {
    const wanted = await desired(`
users: [{ userName: dev, givenName: D, familyName: E }]
groups: [{ name: auditors }]
permissionSets: [{ name: Auditor }]
`);
    expect(['user/dev', 'group/auditors', 'permission-set/Auditor'].map((key) => standing(wanted, key))).toEqual([
      'declared',
      'declared',
      'declared',
    ]);
    expect(['user/bob', 'group/devs', 'permission-set/Old'].map((key) => standing(wanted, key))).toEqual([
      'reported',
      'reported',
      'reported',
    ]);
  });

  test('unmanaged says what becomes of them', async () => {
    const wanted = await desired('unmanaged: { users: remove, groups: ignore, permissionSets: remove }');
    expect(['user/bob', 'group/devs', 'permission-set/Old'].map((key) => standing(wanted, key))).toEqual([
      'removable',
      'ignored',
      'removable',
    ]);
  });

  test('removed wins over unmanaged, and so does ignore', async () => {
    const wanted = await desired(`
removed: { users: [ada], groups: [devs], permissionSets: [Old] }
ignore: { users: ["b*"], groups: [auditors], permissionSets: ["Aud*"] }
unmanaged: { users: ignore, groups: remove, permissionSets: remove }
`);
    expect(standing(wanted, 'user/ada')).toBe('removable');
    expect(standing(wanted, 'user/bob')).toBe('ignored');
    expect(standing(wanted, 'group/devs')).toBe('removable');
    expect(standing(wanted, 'group/auditors')).toBe('ignored');
    expect(standing(wanted, 'permission-set/Old')).toBe('removable');
    expect(standing(wanted, 'permission-set/Auditor')).toBe('ignored');
  });

  test('whoever the file names stays, also where undeclared users are removed', async () => {
    const wanted = await desired(`
unmanaged: { users: remove, groups: remove }
permissionSets: [{ name: Auditor }]
assignments: [{ permissionSet: Auditor, accounts: [Tooling], users: [ada], groups: [devs] }]
`);
    expect(['user/ada', 'user/bob'].map((key) => standing(wanted, key))).toEqual(['reported', 'removable']);
    expect(['group/devs', 'group/auditors'].map((key) => standing(wanted, key))).toEqual(['reported', 'removable']);
  });

  test('what a provider keeps is left alone, whatever the file says', async () => {
    const wanted = await desired('removed: { users: [provided] }\nunmanaged: { groups: remove }');
    expect(standing(wanted, 'user/provided', { external: true })).toBe('ignored');
    expect(standing(wanted, 'group/provided-group', { external: true })).toBe('ignored');
  });

  test('nor are the members of a group of a provider removed, also where the file declares it', async () => {
    const group = '{ name: provided-group, members: [{ user: ada, expires: 2020-01-01 }] }';
    const wanted = await desired(`groups: [${group}]\nremoved: { users: [bob] }`);
    expect(standing(wanted, 'membership/provided-group/ada')).toBe('reported');
    expect(standing(wanted, 'membership/provided-group/cleo')).toBe('reported');
    // This one falls with its user.
    expect(standing(wanted, 'membership/provided-group/bob')).toBe('removable');
    const ignoring = await desired(`groups: [${group}]\nunmanaged: { memberships: ignore }`);
    expect(standing(ignoring, 'membership/provided-group/cleo')).toBe('ignored');
  });

  test('a group that is renamed is not unmanaged under its old name', async () => {
    const wanted = await desired('unmanaged: { groups: remove }\ngroups: [{ name: developers, previously: devs }]');
    expect(standing(wanted, 'group/devs')).toBe('declared');
  });

  test('what is never removed by itself is left alone', async () => {
    const wanted = await desired('unmanaged: { authorizations: remove }');
    const removable = /^(?:user|group|membership|permission-set|assignment|authorization)$/u;
    const others = KIND_NAMES.filter((kind) => !removable.test(kind));
    expect(others.map((kind) => standing(wanted, `${kind}/x`))).toEqual(others.map(() => 'ignored'));
  });
});

describe('memberships', () => {
  const groups = 'groups: [{ name: auditors, members: [ada] }, { name: quiet, unmanagedMembers: report }]\n';

  test('those of declared groups are removed, unless the file or the group says otherwise', async () => {
    const usual = await desired(groups);
    expect(standing(usual, 'membership/auditors/ada')).toBe('declared');
    expect(standing(usual, 'membership/auditors/bob')).toBe('removable');
    expect(standing(usual, 'membership/quiet/bob')).toBe('reported');
    const reported = await desired(`${groups}unmanaged: { memberships: ignore }`);
    expect(standing(reported, 'membership/auditors/bob')).toBe('ignored');
    expect(standing(reported, 'membership/quiet/bob')).toBe('reported');
  });

  test('those of other groups are passed over', async () => {
    expect(standing(await desired(groups), 'membership/devs/bob')).toBe('ignored');
  });

  test('those of a removed user or group go with it', async () => {
    const wanted = await desired(`${groups}removed: { users: [bob], groups: [devs] }`);
    expect(standing(wanted, 'membership/quiet/bob')).toBe('removable');
    expect(standing(wanted, 'membership/other/bob')).toBe('removable');
    expect(standing(wanted, 'membership/devs/carol')).toBe('removable');
  });

  test('those of ignored users and groups are ignored, even of removed ones', async () => {
    const wanted = await desired(`${groups}removed: { users: [bob] }\nignore: { users: [svc], groups: ["aws*"] }`);
    expect(standing(wanted, 'membership/auditors/svc')).toBe('ignored');
    expect(standing(wanted, 'membership/awsx/bob')).toBe('ignored');
  });

  test('one that has expired goes whatever unmanaged says', async () => {
    const wanted = await desired(`
groups: [{ name: auditors, unmanagedMembers: ignore, members: [{ user: ada, expires: 2026-01-01 }] }]
unmanaged: { memberships: report }
`);
    expect(standing(wanted, 'membership/auditors/ada')).toBe('removable');
    const reported = await desired(
      'groups: [{ name: auditors, unmanagedMembers: report, members: [{ user: ada, expires: 2026-01-01 }] }]',
    );
    expect(standing(reported, 'membership/auditors/ada')).toBe('removable');
    expect(standing(reported, 'membership/auditors/bob')).toBe('reported');
  });
});

describe('assignments', () => {
  const sets = 'permissionSets: [{ name: Auditor }, { name: Quiet, unmanagedAssignments: report }]\n';
  const on = (set: string, type = 'user', principal = 'bob', account = TOOLING) =>
    `assignment/${set}/${account}/${type}/${principal}`;

  test('those of declared sets are removed, unless the file or the set says otherwise', async () => {
    const usual = await desired(sets);
    expect(standing(usual, on('Auditor'))).toBe('removable');
    expect(standing(usual, on('Quiet'))).toBe('reported');
    const ignored = await desired(`${sets}unmanaged: { assignments: ignore }`);
    expect(standing(ignored, on('Auditor'))).toBe('ignored');
    expect(standing(ignored, on('Quiet'))).toBe('reported');
  });

  test('those of a preset that only admins names are those of a declared set', async () => {
    expect(standing(await desired('admins: { organization: { users: [ada] } }'), on('AdministratorAccess'))).toBe(
      'removable',
    );
  });

  test('those of other sets follow their set', async () => {
    expect(standing(await desired(sets), on('Old'))).toBe('reported');
    expect(standing(await desired(`${sets}unmanaged: { permissionSets: ignore }`), on('Old'))).toBe('ignored');
    expect(standing(await desired(`${sets}unmanaged: { permissionSets: remove }`), on('Old'))).toBe('removable');
    expect(standing(await desired(`${sets}removed: { permissionSets: [Old] }`), on('Old'))).toBe('removable');
  });

  test('those of a removed user or group go with it', async () => {
    const wanted = await desired(`${sets}removed: { users: [bob], groups: [devs] }`);
    expect(standing(wanted, on('Old'))).toBe('removable');
    expect(standing(wanted, on('Quiet', 'group', 'devs'))).toBe('removable');
    expect(standing(wanted, on('Quiet', 'user', 'ada'))).toBe('reported');
  });

  test('those of a principal that no longer exists, or of a provider, are judged by their set', async () => {
    const wanted = await desired(`${sets}unmanaged: { users: remove, groups: remove }`);
    expect(standing(wanted, on('Quiet', 'user', '~12345678-0000-0000-0000-000000000000'))).toBe('reported');
    expect(standing(wanted, on('Quiet', 'group', 'provided-group'))).toBe('reported');
    expect(standing(wanted, on('Auditor', 'group', 'provided-group'))).toBe('removable');
    expect(standing(wanted, on('Quiet', 'user', 'bob'))).toBe('removable');
  });

  test('those that name what is ignored are ignored', async () => {
    const wanted = await desired(
      `${sets}ignore: { permissionSets: ["AWS*"], users: [svc], groups: [svcs], accounts: ["sandbox-*"] }`,
    );
    expect(standing(wanted, on('AWSView'))).toBe('ignored');
    expect(standing(wanted, on('Auditor', 'user', 'svc'))).toBe('ignored');
    expect(standing(wanted, on('Auditor', 'group', 'svcs'))).toBe('ignored');
    expect(standing(wanted, on('Auditor', 'user', 'bob', '6'.repeat(12)))).toBe('ignored');
  });

  test('those on accounts that are closing, or not there, are left as they are', async () => {
    const wanted = await desired(sets);
    expect(standing(wanted, on('Auditor', 'user', 'bob', '5'.repeat(12)))).toBe('ignored');
    expect(standing(wanted, on('Auditor', 'user', 'bob', '9'.repeat(12)))).toBe('ignored');
  });

  test('one that has expired goes whatever unmanaged says, but not where it is ignored', async () => {
    const wanted = await desired(`${sets}
assignments:
  - { permissionSet: Quiet, accounts: [Tooling, Closed], users: [ada], expires: 2026-01-01 }
`);
    expect(standing(wanted, on('Quiet', 'user', 'ada'))).toBe('removable');
    expect(standing(wanted, on('Quiet', 'user', 'ada', '5'.repeat(12)))).toBe('ignored');
    expect([TOOLING, '5'.repeat(12), '9'.repeat(12)].map((account) => wanted.inactive(account))).toEqual([
      false,
      true,
      true,
    ]);
  });

  test('those of a set under its old name: declared ones move, others follow the new set', async () => {
    const wanted = await desired(`
permissionSets: [{ name: New, previously: Old, unmanagedAssignments: report }]
assignments: [{ permissionSet: New, accounts: [Tooling], users: [ada] }]
`);
    expect(standing(wanted, 'permission-set/Old')).toBe('removable');
    expect(standing(wanted, on('Old', 'user', 'ada'))).toBe('removable');
    expect(standing(wanted, on('Old', 'user', 'bob'))).toBe('reported');
    expect(standing(await desired('permissionSets: [{ name: New, previously: Old }]'), on('Old'))).toBe('removable');
  });

  test('those of a set under its old name go when they have expired under the new one', async () => {
    const wanted = await desired(`
permissionSets: [{ name: New, previously: Old, unmanagedAssignments: report }]
assignments: [{ permissionSet: New, accounts: [Tooling], users: [ada], expires: 2026-01-01 }]
`);
    expect(standing(wanted, on('Old', 'user', 'ada'))).toBe('removable');
    expect(standing(wanted, on('Old', 'user', 'bob'))).toBe('reported');
  });
});

test('people whom nobody declared are ignored, but not what they hold of declared things', async () => {
  const wanted = await desired(`
groups: [{ name: auditors }]
permissionSets: [{ name: Auditor }]
unmanaged: { users: ignore, groups: ignore }
`);
  expect(standing(wanted, 'user/bob')).toBe('ignored');
  expect(standing(wanted, 'membership/auditors/bob')).toBe('removable');
  expect(standing(wanted, `assignment/Auditor/${TOOLING}/user/bob`)).toBe('removable');
  expect(standing(wanted, `assignment/Auditor/${TOOLING}/group/devs`)).toBe('removable');
});

test('who is declared keeps what nobody removes, also where undeclared people are removed', async () => {
  const wanted = await desired(`
users: [{ userName: ada, givenName: A, familyName: B }]
groups: [{ name: devs, unmanagedMembers: report }]
permissionSets: [{ name: Quiet, unmanagedAssignments: report }]
unmanaged: { users: remove, groups: remove }
`);
  expect(standing(wanted, 'membership/devs/ada')).toBe('reported');
  expect(standing(wanted, 'membership/devs/bob')).toBe('removable');
  expect(standing(wanted, `assignment/Quiet/${TOOLING}/user/ada`)).toBe('reported');
  expect(standing(wanted, `assignment/Quiet/${TOOLING}/group/devs`)).toBe('reported');
});
