/** Plans for the reports' goldens: one as in the design's sample, an empty, a refused, a hostile and a very large one. */

import type { Change } from '../../reconciler/core/change.ts';
import type { Position } from '../../reconciler/core/issue.ts';
import type { Key } from '../../reconciler/core/key.ts';
import { assignmentKey, authorizationKey, groupKey, membershipKey } from '../../reconciler/core/key.ts';
import type { Plan } from '../../reconciler/core/plan.types.ts';
import type { Seats } from '../../reconciler/core/seats.ts';
import {
  aGroup,
  aMembership,
  anAssignment,
  aPermissionSet,
  aPlan,
  aThing,
  aUser,
  creation,
  effect,
  removal,
  update,
} from './builders.ts';
import { HOSTILE_NAMES } from './hostile.ts';

function at(file: string, line: number): Position {
  return { file, line, column: 5 };
}

const PROD = '333333333333';
const MANAGEMENT = '111111111111';

const LOGS_POLICY = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::logs/*' }],
};

/** The accounts of the unit `Workloads/Prod`. */
function prodAccounts(number: number): readonly string[] {
  return Array.from({ length: number }, (_, index) => String(400_000_000_000 + index));
}

/** What the sample of the design shows: 413 creations, an update of a set on many accounts, five removals. */
export function samplePlan(): Plan {
  const auditor = aPermissionSet('Auditor', { description: 'Read everything', managedPolicies: [] });
  const updated = aPermissionSet('Auditor', {
    description: 'Read everything',
    sessionDuration: 'PT4H',
    managedPolicies: ['arn:aws:iam::aws:policy/ReadOnlyAccess', 'arn:aws:iam::aws:policy/job-function/Billing'],
    customerManagedPolicies: [{ name: 'deny-secrets', path: '/guardrails/' }],
    inlinePolicy: LOGS_POLICY,
    tags: { owner: 'security' },
  });
  const grants = prodAccounts(411).map((account) =>
    creation(anAssignment('Auditor', account, 'group', 'auditors'), {
      at: at('config/assignments.yaml', 14),
      via: 'ou Workloads/Prod',
      widensAccess: true,
    }),
  );
  const newcomer = creation(anAssignment('Auditor', '998877665544', 'group', 'auditors'), {
    at: at('config/assignments.yaml', 14),
    via: 'ou Workloads/Prod',
    origin: 'organization',
    widensAccess: true,
  });
  return aPlan({
    target: {
      organization: { id: 'o-exampleorg1', managementAccount: MANAGEMENT },
      identityCenter: { instanceArn: 'arn:aws:sso:::instance/ssoins-1111111111111111', region: 'us-east-1' },
      profile: { account: '222222222222', region: 'us-east-1' },
    },
    changes: [
      creation(aMembership('auditors', 'dev_one'), { at: at('config/people.yaml', 31), widensAccess: true }),
      update(auditor, updated, { at: at('config/permission-sets.yaml', 31), widensAccess: true }),
      ...grants,
      newcomer,
      ...['Deploy', 'Support'].map((set) => removal(anAssignment(set, PROD, 'group', 'on-call'))),
      removal(anAssignment('AdministratorAccess', MANAGEMENT, 'user', 'contractor'), {
        origin: 'clock',
        reason: 'expired on 2027-01-31T00:00:00Z',
      }),
      removal(aMembership('developers', 'contractor')),
      removal(aUser('contractor')),
    ],
    people: [
      effect('dev_one', 'gains', 'Auditor', PROD, { after: ['auditors'] }),
      effect('contractor', 'loses', 'AdministratorAccess', MANAGEMENT, { before: [null] }),
      effect('ada', 'keeps', 'Auditor', PROD, { before: [null], after: ['auditors'] }),
    ],
    unmanaged: [
      aPermissionSet('Legacy'),
      aPermissionSet('Old'),
      aPermissionSet('Older'),
      aGroup('all-staff'),
      aGroup('board'),
    ].map(({ key, kind }) => ({ key, kind })),
    provisionings: { Auditor: 4_873 },
    lastAssignees: ['400000000001', '400000000002', PROD].map((account) => ({ permissionSet: 'Deploy', account })),
    forecast: { writes: 425, calls: 1_204, seconds: 2_950 },
    accounts: { [MANAGEMENT]: 'management', '222222222222': 'tooling', [PROD]: 'prod' },
  });
}

/** Nothing to change, but a thing that nobody declared. */
export function emptyPlan(): Plan {
  return aPlan({ unmanaged: [{ key: aGroup('all-staff').key, kind: 'group' }] });
}

/** Nothing to do, but grants that end otherwise than before, and soon. */
export function endingPlan(): Plan {
  const place = at('config/assignments.yaml', 14);
  const on = (account: string): Key => assignmentKey('Auditor', account, 'group', 'auditors');
  const contractor = membershipKey('developers', 'con\u202etractor');
  return aPlan({
    accounts: { '333333333333': 'prod', '444444444444': 'prod-eu' },
    terms: [
      {
        ids: [on('333333333333'), on('444444444444'), on('555555555555'), on('666666666666')],
        at: place,
        before: { expires: '2027-04-01T00:00:00Z', reason: 'SEC-12' },
        after: { expires: '2028-04-01T00:00:00Z', reason: 'SEC-12' },
      },
      {
        ids: [on('333333333333'), on('444444444444')],
        at: { ...place, line: 30 },
        before: {},
        after: { expires: '2027-01-31T12:30:00Z' },
      },
      {
        ids: [contractor],
        before: { expires: '2027-02-01T00:00:00Z' },
        after: { expires: '2027-02-01T00:00:00Z', reason: 'OPS-77' },
      },
      { ids: [authorizationKey('user', 'guest')], before: { reason: 'a trial' }, after: {} },
    ],
    ending: [
      { ids: [contractor], at: { ...place, line: 3 }, expires: '2026-12-01T00:00:00Z', reason: 'OPS-77' },
      { ids: [on('333333333333')], expires: '2026-12-02T09:00:00Z' },
    ],
  });
}

/** A plan that two guards refuse, with a warning, whose removals come from everywhere. */
export function refusedPlan(): Plan {
  const users = Array.from({ length: 9 }, (_, index) => `leaver_${index + 1}`);
  return aPlan({
    breaches: [
      {
        code: 'GUARD_REMOVALS',
        severity: 'error',
        message: 'the plan removes 9 users, where guards.removals.users allows 1',
        hint: 'run export --into, set unmanaged.users: report, or add an override',
        at: at('config/guards.yaml', 4),
      },
      {
        code: 'GUARD_ADMINISTRATORS',
        severity: 'error',
        message: 'nobody would hold AdministratorAccess on management',
      },
    ],
    warnings: [
      {
        code: 'CONFIG_SELECTOR',
        severity: 'warning',
        message: 'the selector ou Workloads/Test selects no account',
        at: at('config/assignments.yaml', 31),
      },
    ],
    changes: users.flatMap((user) => [removal(aMembership('developers', user)), removal(aUser(user))]),
    people: [effect(users, 'loses', 'Deploy', PROD, { before: ['developers', null] })],
  });
}

/** Names that try to break out, in every place where a name can stand. */
export function hostilePlan(names: readonly string[] = HOSTILE_NAMES): Plan {
  const changes = names.flatMap((name, index): readonly Change[] => [
    creation(aUser(name), { at: at(name, index + 1) }),
    creation(aGroup(name), { via: name, grantReason: name, expires: 1_800_000_000_123 }),
    creation(aMembership(name, name), { needs: [aGroup(name).key, aUser(name).key] }),
    update(aPermissionSet(name), aPermissionSet(name, { description: name, relayState: name, tags: { [name]: name } })),
    removal(anAssignment(name, PROD, 'user', name), { reason: name, origin: 'drift' }),
    creation(aThing('authorization', groupKey(name).replace('group', 'authorization/group'), { subscription: name })),
  ]);
  const issue = { code: 'CONFIG_HOSTILE', severity: 'warning' } as const;
  return aPlan({
    changes,
    warnings: names.map((name) => ({ ...issue, message: name, hint: name, at: at(name, 1) })),
    people: names.map((name) => effect(name, 'gains', name, PROD, { after: [name, null] })),
    unmanaged: names.map((name) => ({ key: aGroup(name).key, kind: 'group' })),
    lastAssignees: names.map((name) => ({ permissionSet: name, account: PROD })),
    signIns: names.map((name) => ({ effect: 'gains', users: [name], before: [], after: [{ group: name }] })),
    seats: hostileSeats(names),
    accounts: { [PROD]: names.join('') },
  });
}

function hostileSeats(names: readonly string[]): Seats {
  const ids = names.map((name) => groupKey(name).replace('group', 'authorization/group') as Key);
  return {
    before: 0,
    after: names.length,
    active: { before: 0, after: 0 },
    people: names.map((name) => ({
      users: [name],
      before: null,
      after: { type: name, state: 'pending', through: [{ group: name }] },
    })),
    cancelled: names,
    orphaned: ids.map((id) => ({ id, type: 'PRO', goes: true })),
    undeclared: ids,
    monthly: { currency: names.join('').slice(0, 3), before: 0, after: 1, charged: 0 },
  };
}

/** Trusted access, and the kinds of CodeWhisperer, in all verbs that they have. */
export function codewhispererPlan(): Plan {
  const profile = (kmsKey: string): ReturnType<typeof aThing> =>
    aThing('profile', 'profile/222222222222/us-east-1', {
      account: '222222222222',
      region: 'us-east-1',
      codeReferences: 'block',
      kmsKey,
      features: { dashboardAnalytics: true, promptLogging: { s3Uri: 's3://bucket/prefix' } },
    });
  const seat = (user: string): ReturnType<typeof aThing> =>
    aThing('authorization', `authorization/user/${user}`, {
      principalType: 'user',
      principal: user,
      subscription: 'Q_DEVELOPER_STANDALONE_PRO',
    });
  return aPlan({
    changes: [
      creation(aThing('service-access', 'service-access/sso.amazonaws.com', { principal: 'sso.amazonaws.com' })),
      update(
        aThing('delegated-administrator', 'delegated-administrator/sso.amazonaws.com', { account: PROD }),
        aThing('delegated-administrator', 'delegated-administrator/sso.amazonaws.com', { account: '222222222222' }),
        { verb: 'replace' },
      ),
      creation(aThing('service-linked-role', 'service-linked-role/q.amazonaws.com', {})),
      update(profile('alias/old'), profile('alias/new')),
      removal(aThing('application', 'application/222222222222/eu-central-1', { enabled: true })),
      ...['ada', 'bob', 'carl', 'dan', 'eve'].map((user) => creation(seat(user))),
      creation(aThing('authorization', 'authorization/group/developers', { principal: 'developers' })),
    ],
  });
}

/** 100,000 changes (or so many) of many shapes, in no order that helps. */
export function hugePlan(changes = 100_000): Plan {
  const assignments = Array.from({ length: 0.6 * changes }, (_, index) =>
    creation(
      anAssignment(
        `Set${index % 50}`,
        String(500_000_000_000 + ((index * 7_919) % 4_000)),
        index % 3 === 0 ? 'user' : 'group',
        `principal-${(index * 104_729) % 900}`,
      ),
      { at: at(`config/part-${index % 40}.yaml`, index), via: `ou Unit ${index % 200}` },
    ),
  );
  const memberships = Array.from({ length: 0.3 * changes }, (_, index) =>
    removal(aMembership(`group-${index % 500}`, `user-${index}`)),
  );
  const users = Array.from({ length: 0.098 * changes }, (_, index) => creation(aUser(`user-${index}`)));
  const sets = Array.from({ length: 0.002 * changes }, (_, index) =>
    update(aPermissionSet(`Set${index}`), aPermissionSet(`Set${index}`, { description: `Set number ${index}` })),
  );
  const warnings = Array.from({ length: 0.05 * changes }, (_, index) => ({
    code: 'CONFIG_SELECTOR' as const,
    severity: 'warning' as const,
    message: `selector ${index} selects no account`,
  }));
  return aPlan({
    changes: [...users, ...sets, ...assignments, ...memberships],
    warnings,
    breaches: warnings.slice(0, 50).map((issue) => ({ ...issue, code: 'GUARD_REMOVALS', severity: 'error' })),
    people: assignments.map((_, index) =>
      effect(
        `user-${index % 20_000}`,
        'gains',
        `Set${index % 50}`,
        String(500_000_000_000 + ((index * 7_919) % 4_000)),
        {
          after: [`principal-${(index * 104_729) % 900}`],
        },
      ),
    ),
    lastAssignees: Array.from({ length: 300 }, (_, index) => ({
      permissionSet: `Set${index % 50}`,
      account: String(500_000_000_000 + index),
    })),
    unmanaged: users.slice(0, 1_000).map(({ key, kind }) => ({ key, kind })),
  });
}
