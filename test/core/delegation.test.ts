/** What only the management account may do, told of a plan. */

import { describe, expect, test } from 'vitest';
import type { Change } from '../../reconciler/core/change.ts';
import {
  delegationRefusal,
  delegationWarnings,
  managementChanges,
  untrustedRegistrations,
} from '../../reconciler/core/delegation.ts';
import type { Key } from '../../reconciler/core/key.ts';
import { permissionSetKey, serviceAccessKey } from '../../reconciler/core/key.ts';
import type { Thing } from '../support/builders.ts';
import {
  aGroup,
  aPermissionSet,
  aThing,
  aUser,
  anAssignment,
  creation,
  live,
  removal,
  update,
} from '../support/builders.ts';
import { HERE, situation, wanted } from '../support/guard-input.ts';

const MANAGEMENT = '111111111111';
const TOOLING = '222222222222';
const PROD = '333333333333';
const ORGANIZATION = {
  managementAccount: MANAGEMENT,
  accountNames: new Map([
    [MANAGEMENT, 'root'],
    [TOOLING, 'tooling'],
    [PROD, 'prod'],
  ]),
};
const { desired: DESIRED } = situation({});

function access(principal: string): Thing {
  return aThing('service-access', `service-access/${principal}`, { principal });
}

function delegate(principal: string, account: string): Thing {
  return aThing('delegated-administrator', `delegated-administrator/${principal}`, { principal, account });
}

/** What only the management account may do of these changes, when `sets` are provisioned there. */
function beyond(changes: readonly Change[], ...sets: readonly string[]): readonly string[] {
  const there = new Set(sets.map(permissionSetKey));
  return managementChanges(changes, MANAGEMENT, there).map(({ change, service }) => `${service}: ${change.key}`);
}

describe('what a delegated administrator may not do', () => {
  test('is whatever concerns the management account, by its assignments and by the sets that are provisioned there', () => {
    const both = aPermissionSet('Both');
    const changes = [
      creation(anAssignment('New', MANAGEMENT, 'user', 'ada')),
      removal(anAssignment('Old', MANAGEMENT, 'group', 'admins')),
      creation(anAssignment('Both', PROD, 'user', 'ada')),
      update(both, aPermissionSet('Both', { sessionDuration: 'PT2H' })),
      removal(aPermissionSet('There')),
    ];
    expect(beyond(changes, 'Both', 'There')).toEqual(changes.map(({ key }) => `identity center: ${key}`));
  });

  test('is the organisation itself', () => {
    const changes = [creation(access('q.amazonaws.com')), creation(delegate('sso.amazonaws.com', TOOLING))];
    expect(beyond(changes)).toEqual(changes.map(({ key }) => `organizations: ${key}`));
  });

  test('is nothing else', () => {
    const changes = [
      creation(aUser('ada')),
      creation(aGroup('admins')),
      creation(anAssignment('New', PROD, 'user', 'ada')),
      update(aPermissionSet('Members'), aPermissionSet('Members', { sessionDuration: 'PT2H' })),
    ];
    expect(beyond(changes, 'Other')).toEqual([]);
  });

  test('is refused with the reason, the place and the ways out', () => {
    const changes = [
      update(aPermissionSet('Both'), aPermissionSet('Both', { sessionDuration: 'PT2H' }), { at: HERE }),
      creation(anAssignment('Both', PROD, 'user', 'ada')),
      removal(anAssignment('Old', MANAGEMENT, 'user', 'ada')),
    ];
    const refusals = managementChanges(changes, MANAGEMENT, new Set([permissionSetKey('Both')])).map((change) =>
      delegationRefusal(change, TOOLING, ORGANIZATION),
    );
    expect(refusals.map(({ at, message }) => [at, message])).toEqual([
      [
        HERE,
        'permission set Both: it is provisioned in the management account, so a delegated administrator cannot touch it, and these credentials belong to tooling',
      ],
      [
        undefined,
        'Both on prod for user ada: permission set Both is provisioned in the management account, so a delegated administrator cannot touch it, and these credentials belong to tooling',
      ],
      [
        undefined,
        'Old on root for user ada: a delegated administrator cannot touch the management account, and these credentials belong to tooling',
      ],
    ]);
    expect(refusals.map(({ hint }) => hint)).toEqual([
      'name a role of the management account 111111111111 as roles.management, or run with its credentials; for other accounts, take a set that is not used there',
      'name a role of the management account 111111111111 as roles.management, or run with its credentials',
      'name a role of the management account 111111111111 as roles.management, or run with its credentials',
    ]);
  });
});

test('what only the management account may do to the organisation is named in words', () => {
  const changes = [creation(access('q.amazonaws.com')), creation(delegate('q.amazonaws.com', TOOLING))];
  const refusals = managementChanges(changes, MANAGEMENT, new Set()).map((change) =>
    delegationRefusal(change, TOOLING, ORGANIZATION),
  );
  expect(refusals.map(({ message }) => message.split(':')[0])).toEqual([
    'trusted access of q.amazonaws.com',
    'delegated administrator of q.amazonaws.com',
  ]);
});

describe('a registration without trusted access', () => {
  const registered = { ...delegate('q.amazonaws.com', TOOLING), needs: [serviceAccessKey('q.amazonaws.com')] };
  const register: Change = { ...creation(registered), verb: 'create', after: { ...registered, at: HERE } };

  test('is an error that names the setting', () => {
    expect(untrustedRegistrations([register, creation(access('sso.amazonaws.com'))], [])).toEqual([
      {
        code: 'PLAN_DELEGATED_UNTRUSTED',
        severity: 'error',
        message: 'delegated administrator of q.amazonaws.com: the service has no trusted access to the organisation',
        hint: 'add q.amazonaws.com to organization.serviceAccess',
        at: HERE,
      },
    ]);
  });

  test('is none when the access is on, or switched on by the same plan', () => {
    expect(untrustedRegistrations([register], [live(access('q.amazonaws.com'))])).toEqual([]);
    expect(untrustedRegistrations([register, creation(access('q.amazonaws.com'))], [])).toEqual([]);
    expect(untrustedRegistrations([creation(aUser('ada')), removal(registered)], [])).toEqual([]);
  });

  test('has no place when the file has none', () => {
    const after = { ...registered, needs: ['service-access/q.amazonaws.com' as Key] };
    const [issue] = untrustedRegistrations([{ ...creation(registered), verb: 'create', after }], []);
    expect(issue).not.toHaveProperty('at');
  });
});

describe('the warning of groups that a delegated administrator can put itself into', () => {
  const admins = anAssignment('Admin', MANAGEMENT, 'group', 'admins');
  const auditors = anAssignment('Audit', MANAGEMENT, 'group', 'auditors');
  const desired = { ...DESIRED, resources: [wanted(delegate('sso.amazonaws.com', TOOLING))] };
  const warnings = (changes: readonly Change[], things: readonly Thing[], parts = {}) =>
    delegationWarnings(changes, things.map(live), { ...desired, ...parts }, ORGANIZATION);

  test('names the grants that there are after the plan', () => {
    const [warning, ...others] = warnings([removal(admins), creation(auditors)], [admins, aGroup('auditors')]);
    expect(others).toEqual([]);
    expect(warning?.message).toBe(
      'as the delegated administrator, account tooling can change who is in groups that have access to the management account: Audit on root for group auditors',
    );
    expect(warning).toMatchObject({ code: 'PLAN_DELEGATED_GROUPS', severity: 'warning' });
    expect(warning).not.toHaveProperty('at');
  });

  test('stands where the delegation does', () => {
    const resources = [{ ...wanted(delegate('sso.amazonaws.com', TOOLING)), at: HERE }];
    expect(warnings([], [admins], { resources })).toMatchObject([{ at: HERE }]);
  });

  test('is silent without groups there, and without a delegated administrator of Identity Center', () => {
    const others = [anAssignment('Admin', PROD, 'group', 'admins'), anAssignment('Admin', MANAGEMENT, 'user', 'ada')];
    expect(warnings([], others)).toEqual([]);
    expect(warnings([removal(admins)], [admins])).toEqual([]);
    const elsewhere = { resources: [wanted(delegate('q.amazonaws.com', TOOLING))] };
    expect(warnings([], [admins], elsewhere)).toEqual([]);
  });
});
