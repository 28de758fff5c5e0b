/** What is written of things that the format cannot say, or that somebody else owns. */

import { describe, expect, test } from 'vitest';
import { EXPORT_KINDS } from '../../reconciler/core/export-kinds.ts';
import type { Fields } from '../../reconciler/core/json.ts';
import type { Key, KindName } from '../../reconciler/core/key.ts';
import type { LiveResource } from '../../reconciler/core/resource.ts';
import { createIgnored } from '../../reconciler/desired/ignored.ts';
import { writeDocument } from '../../reconciler/desired/write.ts';
import { writeFiles } from '../../reconciler/desired/write-files.ts';
import { permissionSetSpec } from '../support/resources.ts';
import { FACTS, valid } from './support.ts';

let number = 0;
function live(kind: KindName, spec: Fields, parts: Partial<LiveResource> = {}): LiveResource {
  number += 1;
  return { kind, key: `${kind}/${String(number).padStart(4, '0')}` as Key, spec, needs: [], ref: {}, ...parts };
}

const user = (userName: string, parts: Fields = {}) =>
  live('user', { userName, givenName: 'A', familyName: 'B', displayName: 'A B', ...parts });
const set = (name: string, parts: Fields = {}) => live('permission-set', { ...permissionSetSpec(name), ...parts });

function written(...things: readonly LiveResource[]) {
  const { organization, partition, users } = FACTS;
  const input = { organization, region: 'us-east-1', partition, users, live: things, kinds: new Set(EXPORT_KINDS) };
  const { document, notices } = writeDocument(input);
  return { document, told: notices.map(({ message }) => message) };
}

describe('what the format cannot say', () => {
  test('is told with the reason, and everything else is written', () => {
    const { document, told } = written(
      user('ada', { email: 'a@example.com' }),
      user('Ada'),
      user('bob', { email: 'A@example.com' }),
      user('no space', { givenName: '' }),
      live('group', { name: 'bad\u0000name' }),
      live('group', { name: 'good' }),
      set('Wrong', { inlinePolicy: { Statement: [{ Effect: 'Perhaps' }] } }),
      set('Fine'),
    );
    expect(document.users?.map(({ userName }) => userName)).toEqual(['ada']);
    expect(document.groups).toEqual([{ name: 'good' }]);
    expect(document.permissionSets).toEqual([{ name: 'Fine' }]);
    expect(told).toHaveLength(5);
    expect(told.every((message) => message.includes('is left as it is: '))).toBe(true);
  });

  test('members and grants of what no longer exists stay, and so do accounts that do', () => {
    const grant = (account: string, principal: string) =>
      live('assignment', { permissionSet: 'Fine', account, principalType: 'group', principal });
    const { document, told } = written(
      live('group', { name: 'team' }),
      live('membership', { group: 'team', user: '~90670000-0000-0000-0000-000000000001' }),
      set('Fine'),
      grant('2'.repeat(12), '~90670000-0000-0000-0000-000000000002'),
      grant('5'.repeat(12), 'team'),
      grant('8'.repeat(12), 'team'),
    );
    expect(document).toMatchObject({
      groups: [{ name: 'team', unmanagedMembers: 'report' }],
      permissionSets: [{ name: 'Fine', unmanagedAssignments: 'report' }],
    });
    expect(document.assignments).toBeUndefined();
    expect(told).toHaveLength(4);
  });

  test('a service has one administrator in the file', () => {
    const of = (principal: string, account: string, ...others: readonly string[]) =>
      live('delegated-administrator', { principal, account, ...(others.length === 0 ? {} : { others }) });
    const { document, told } = written(
      of('a.amazonaws.com', '2'.repeat(12), '3'.repeat(12)),
      of('b.amazonaws.com', '5'.repeat(12)),
    );
    expect(document.organization?.delegatedAdministrators).toEqual({ 'a.amazonaws.com': 'Tooling' });
    expect(told).toHaveLength(1);
  });
});

describe('what is written', () => {
  test('has names for what AWS manages, of this partition, and no tags of AWS', () => {
    const policies = ['arn:aws:iam::aws:policy/ReadOnlyAccess', 'arn:aws-us-gov:iam::aws:policy/X'];
    const { document } = written(
      set('One', {
        managedPolicies: policies,
        tags: { 'aws:by': 'x', own: 'y' },
        description: 'd',
        relayState: 'https://a',
      }),
      set('Two', { permissionsBoundary: { managedPolicy: policies[0] ?? '' }, sessionDuration: 'PT2H' }),
      set('Three', {
        customerManagedPolicies: [{ name: 'a', path: '/' }],
        permissionsBoundary: { customerManagedPolicy: { name: 'b', path: '/p/' } },
        tags: { 'AWS:x': 'y' },
      }),
    );
    expect(document.permissionSets).toEqual([
      {
        name: 'One',
        description: 'd',
        relayState: 'https://a',
        managedPolicies: ['ReadOnlyAccess', policies[1]],
        tags: { own: 'y' },
      },
      { name: 'Two', sessionDuration: 'PT2H', permissionsBoundary: { managedPolicy: 'ReadOnlyAccess' } },
      {
        name: 'Three',
        customerManagedPolicies: [{ name: 'a' }],
        permissionsBoundary: { customerManagedPolicy: { name: 'b', path: '/p/' } },
      },
    ]);
  });

  const profile = (parts: Fields = {}) =>
    live('profile', {
      account: '2'.repeat(12),
      region: 'us-east-1',
      profileName: 'P',
      features: {},
      tags: {},
      ...parts,
    });
  const use = (principal: string, parts: Fields) =>
    live('authorization', { principalType: 'user', principal, signIn: true, subscription: null, ...parts });

  test('of a profile is what it is, and of who may use it what the file has words for', () => {
    const { document, told } = written(
      profile({
        description: 'Acme',
        codeReferences: 'allow',
        kmsKey: 'alias/x',
        features: { webTools: true },
        tags: { a: 'b' },
      }),
      live('application', { enabled: false }),
      use('ada', { subscription: 'Q_DEVELOPER_STANDALONE_PRO' }),
      use('bob', {}),
      use('group', { principalType: 'group' }),
      use('~90670000-0000-0000-0000-000000000001', {}),
      use('seat', { signIn: false, subscription: 'Q_DEVELOPER_STANDALONE_PRO' }),
      use('through', { signIn: false }),
    );
    expect(document.unmanaged).toEqual({ authorizations: 'report' });
    expect(document.codewhisperer).toEqual({
      account: 'Tooling',
      region: 'us-east-1',
      profileName: 'P',
      description: 'Acme',
      enabled: false,
      codeReferences: 'allow',
      kmsKey: 'alias/x',
      features: { webTools: true },
      tags: { a: 'b' },
      authorized: [
        { subscription: 'Q_DEVELOPER_STANDALONE_PRO', users: ['ada'] },
        { groups: ['group'], users: ['bob'] },
      ],
    });
    expect(told).toHaveLength(2);
    expect(written(profile(), use('through', { signIn: false })).document.unmanaged).toBeUndefined();
    expect(written(profile()).document.codewhisperer).toEqual({
      account: 'Tooling',
      region: 'us-east-1',
      profileName: 'P',
    });
    const failed = written(profile({ status: 'CREATE_FAILED' }));
    expect(failed.document.codewhisperer).toBeUndefined();
    expect(failed.told).toHaveLength(1);
  });

  test('has tags in one order, in whatever the services list them', () => {
    const tags = { yes: '1', 'a b': '2', 'aws:created': 'x', Team: '3' };
    const { document } = written(set('One', { tags }), profile({ tags }));
    for (const { tags: own } of [document.permissionSets?.[0] ?? {}, document.codewhisperer ?? {}]) {
      expect(Object.entries(own ?? {})).toEqual([
        ['Team', '3'],
        ['a b', '2'],
        ['yes', '1'],
      ]);
    }
  });

  test('is one file to a subject, with policies beside them', () => {
    expect([...writeFiles({ version: 1 }).keys()]).toEqual(['organization.yaml']);
    const inlinePolicy = { Statement: [] };
    const files = writeFiles({
      version: 1,
      permissionSets: [
        { name: 'A', inlinePolicy },
        { name: 'B', inlinePolicy: 'x.json' },
      ],
    });
    expect([...files.keys()]).toEqual(['policies/A.json', 'permission-sets.yaml', 'organization.yaml']);
  });
});

test('`ignore` leaves out things by their names, and all that names them', async () => {
  const configuration = await valid(
    'ignore: { users: [u*], groups: [g*], permissionSets: [s*], accounts: ["222222222222", "444*", Prod] }\n',
  );
  const isIgnored = createIgnored(configuration, FACTS.organization);
  const assignment = { permissionSet: 'x', account: '666666666666', principalType: 'user', principal: 'x' };
  const use = { principalType: 'group', principal: 'x' };
  const left: readonly LiveResource[] = [
    user('u1'),
    live('group', { name: 'g1' }),
    set('s1'),
    live('membership', { group: 'g1', user: 'x' }),
    live('membership', { group: 'x', user: 'u1' }),
    ...['222222222222', '333333333333', '444444444444'].map((account) =>
      live('assignment', { ...assignment, account }),
    ),
    live('assignment', { ...assignment, permissionSet: 's1' }),
    live('assignment', { ...assignment, principal: 'u1' }),
    live('authorization', { ...use, principal: 'g1' }),
  ];
  const kept: readonly LiveResource[] = [
    user('x'),
    live('assignment', assignment),
    live('authorization', use),
    ...(['service-access', 'delegated-administrator', 'service-linked-role', 'profile', 'application'] as const).map(
      (kind) => live(kind, {}),
    ),
  ];
  expect(left.map((thing) => isIgnored(thing))).toEqual(left.map(() => true));
  expect(kept.map((thing) => isIgnored(thing))).toEqual(kept.map(() => false));
});
