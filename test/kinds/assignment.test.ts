import { describe, expect, it } from 'vitest';
import type { IssueError } from '../../reconciler/core/issue.ts';
import type { Key } from '../../reconciler/core/key.ts';
import { groupKey, userKey } from '../../reconciler/core/key.ts';
import {
  ADA,
  BOB,
  CLOSED,
  desired,
  LOGS,
  MANAGEMENT,
  onlyOf,
  PROD,
  simulated,
  type Simulated,
  stateWith,
  TOOLING,
} from '../aws/simulated.ts';

const GHOST = '0a0a0a0a0a-11111111-2222-3333-4444-555555555555';
const IDENTITIES = { users: [ADA, BOB], groups: [{ name: 'devs', members: ['ada'] }] } as const;
const SETS = [{ name: 'Auditor' }, { name: 'Deploy' }, { name: 'Other', provisionedWithoutAssignee: [LOGS] }];
const STATE = stateWith({
  ...IDENTITIES,
  permissionSets: SETS,
  assignments: [
    { permissionSet: 'Auditor', account: PROD, group: 'devs' },
    { permissionSet: 'Auditor', account: PROD, user: 'bob' },
    { permissionSet: 'Auditor', account: MANAGEMENT, principalId: GHOST, principalType: 'USER' },
    { permissionSet: 'Deploy', account: TOOLING, user: 'ada' },
    { permissionSet: 'Deploy', account: TOOLING, group: 'devs' },
    { permissionSet: 'Deploy', account: CLOSED, user: 'bob' },
  ],
});

function assignment(set: string, account: string, type: 'user' | 'group', principal: string) {
  const key = `assignment/${set}/${account}/${type}/${principal}`;
  return desired('assignment', key, { permissionSet: set, account, principalType: type, principal });
}

async function keysIn({ read }: Simulated, ...scope: readonly string[]): Promise<readonly string[]> {
  return (await read('assignment', ...scope)).map(({ key }) => key).toSorted();
}

function grantsIn({ simulator }: Simulated): number {
  return simulator.state().identityCenter?.assignments?.length ?? 0;
}

const OF_AUDITOR = [
  `assignment/Auditor/${MANAGEMENT}/user/~${GHOST}`,
  `assignment/Auditor/${PROD}/group/devs`,
  `assignment/Auditor/${PROD}/user/bob`,
];

describe('reading assignments', () => {
  it('finds all of the sets in the scope, also those of principals that no longer exist', async () => {
    await simulated({ state: STATE }, async (world) => {
      expect(await keysIn(world, 'permission-set/Auditor', 'permission-set/None')).toEqual(OF_AUDITOR);
      // One list for each set's accounts and one for each provisioned pair.
      expect(world.simulator.calls()).toMatchObject({
        'sso-admin:ListAccountsForProvisionedPermissionSet': 1,
        'sso-admin:ListAccountAssignments': 2,
      });
    });
  });

  it('needs what is there: the set, and the principal where it exists', async () => {
    await simulated({ state: STATE }, async ({ read }) => {
      const live = await read('assignment', 'permission-set/Auditor');
      const needs = Object.fromEntries(live.map(({ key, needs: list }) => [key, list]));
      expect(needs[`assignment/Auditor/${MANAGEMENT}/user/~${GHOST}`]).toEqual(['permission-set/Auditor']);
      expect(needs[`assignment/Auditor/${PROD}/group/devs`]).toEqual(['permission-set/Auditor', 'group/devs']);
    });
  });

  it('finds what a user holds, and not what comes through a group', async () => {
    await simulated({ state: STATE }, async (world) => {
      expect(await keysIn(world, 'user/ada')).toEqual([`assignment/Deploy/${TOOLING}/user/ada`]);
      expect(await keysIn(world, 'group/devs', 'user/nobody')).toEqual([
        `assignment/Auditor/${PROD}/group/devs`,
        `assignment/Deploy/${TOOLING}/group/devs`,
      ]);
    });
  });

  it('asks only for what the named holders hold, where they are named', async () => {
    await simulated({ state: STATE }, async ({ driver }) => {
      const keys = new Set<Key>([groupKey('devs'), userKey('ada')]);
      const holders = new Set<Key>([userKey('ada')]);
      const live = await driver('assignment').read({ keys, whole: new Set(), holders });
      expect(live.map(({ key }) => key)).toEqual([`assignment/Deploy/${TOOLING}/user/ada`]);
    });
  });

  it('gives what both a set and a principal lead to once', async () => {
    await simulated({ state: STATE }, async (world) => {
      expect(await keysIn(world, 'permission-set/Auditor', 'user/bob')).toEqual([
        ...OF_AUDITOR,
        `assignment/Deploy/${CLOSED}/user/bob`,
      ]);
    });
  });

  it('reads the pairs where the list of a principal is refused', async () => {
    const faults = [
      {
        kind: 'error',
        code: 'AccessDeniedException',
        operation: 'sso-admin:ListAccountAssignmentsForPrincipal',
        when: { always: true },
      },
    ] as const;
    await simulated({ state: STATE, faults }, async (world) => {
      expect(await keysIn(world, 'permission-set/Auditor', 'user/bob', 'group/devs')).toEqual([
        ...OF_AUDITOR,
        `assignment/Deploy/${TOOLING}/group/devs`,
        `assignment/Deploy/${CLOSED}/user/bob`,
      ]);
    });
  });

  it('takes a principal that is listed still and gone to hold nothing', async () => {
    const faults = [
      {
        kind: 'error',
        code: 'ResourceNotFoundException',
        message: 'no such principal',
        operation: 'sso-admin:ListAccountAssignmentsForPrincipal',
        when: { always: true },
      },
    ] as const;
    await simulated({ state: STATE, faults }, async (world) => {
      expect(await keysIn(world, 'permission-set/Auditor', 'user/bob')).toEqual(OF_AUDITOR);
    });
  });

  it('is refused when a pair cannot be read', async () => {
    const faults = [
      {
        kind: 'error',
        code: 'AccessDeniedException',
        operation: 'sso-admin:ListAccountAssignments',
        when: { calls: [2] },
      },
    ] as const;
    await simulated({ state: STATE, faults }, async ({ read }) => {
      await expect(read('assignment', 'permission-set/Auditor')).rejects.toMatchObject({
        issues: [{ code: 'AWS_ACCESS_DENIED' }],
      });
    });
  });

  it('calls nobody when nothing is in the scope', async () => {
    await simulated({ state: STATE }, async ({ read, session }) => {
      expect(await read('assignment')).toEqual([]);
      expect(session.total()).toBe(0);
    });
  });
});

describe('writing assignments', () => {
  it('creates for users and groups, and reads back', async () => {
    await simulated({ state: STATE }, async (world) => {
      const wanted = [assignment('Auditor', LOGS, 'user', 'ada'), assignment('Deploy', LOGS, 'group', 'devs')];
      await world.read('permission-set', 'permission-set/Auditor', 'permission-set/Deploy');
      await world.read('user', 'user/ada');
      await world.read('group', 'group/devs');
      const refs = await Promise.all(wanted.map((one) => world.driver('assignment').create(one, world.refOf)));
      const live = await world
        .driver('assignment')
        .read(onlyOf(...wanted.map(({ key }) => key), `assignment/Auditor/${LOGS}/user/bob`));
      expect(live.map(({ key, spec, ref }) => ({ key, spec, ref }))).toEqual(
        wanted.map(({ key, spec }, index) => ({ key, spec, ref: refs[index] })),
      );
    });
  });

  it('accepts one that is there already', async () => {
    await simulated({ state: STATE }, async (world) => {
      const bob = await world.one('assignment', `assignment/Auditor/${PROD}/user/bob`, 'permission-set/Auditor');
      await world.read('permission-set', 'permission-set/Auditor');
      await world.read('user', 'user/bob');
      const ref = await world.driver('assignment').create(assignment('Auditor', PROD, 'user', 'bob'), world.refOf);
      expect(ref).toEqual(bob.ref);
      expect(grantsIn(world)).toBe(6);
    });
  });

  it.each(['lost-answer', 'throttling', 'conflict', 'internal-error', 'truncated'] as const)(
    'removes over %s',
    async (kind) => {
      const faults = [{ kind, operation: 'sso-admin:DeleteAccountAssignment', when: { calls: [1] } }] as const;
      await simulated({ state: STATE, faults }, async (world) => {
        const live = await world.one('assignment', `assignment/Auditor/${PROD}/user/bob`, 'permission-set/Auditor');
        await world.driver('assignment').remove(live, world.refOf);
        expect(await keysIn(world, 'permission-set/Auditor')).not.toContain(live.key);
      });
    },
  );

  it.each([true, false])(
    'removes that of a principal that no longer exists (AWS calls it failed: %s)',
    async (orphanDeletionFails) => {
      await simulated({ state: STATE, limits: { orphanDeletionFails } }, async (world) => {
        const key = `assignment/Auditor/${MANAGEMENT}/user/~${GHOST}`;
        const live = await world.one('assignment', key, 'permission-set/Auditor');
        const removal = world.driver('assignment').remove(live, world.refOf);
        const issues = await removal.then(
          () => [],
          (error: unknown) => (error as IssueError).issues,
        );
        const stays = issues.length > 0;
        for (const { hint } of issues) expect(hint).toContain('AWS Support can take it away');
        // Done means gone; failed means that it is still there.
        expect((await keysIn(world, 'permission-set/Auditor')).includes(key)).toBe(stays);
        expect(await world.driver('assignment').read(onlyOf(key))).toHaveLength(stays ? 1 : 0);
      });
    },
  );

  it('counts a removal that AWS calls failed as done when the assignment is gone', async () => {
    await simulated({ state: STATE }, async (world) => {
      const live = await world.one('assignment', `assignment/Auditor/${PROD}/user/bob`, 'permission-set/Auditor');
      await world.driver('assignment').remove(live, world.refOf);
      await world.driver('assignment').remove(live, world.refOf);
      expect(grantsIn(world)).toBe(5);
    });
  });

  it('passes on a removal that failed for another reason', async () => {
    const faults = [
      {
        kind: 'late-failure',
        reason: 'role is locked',
        operation: 'sso-admin:DeleteAccountAssignment',
        when: { always: true },
      },
    ] as const;
    await simulated({ state: STATE, faults }, async (world) => {
      const live = await world.one('assignment', `assignment/Auditor/${PROD}/user/bob`, 'permission-set/Auditor');
      await expect(world.driver('assignment').remove(live, world.refOf)).rejects.toThrow(
        /for user bob: .*role is locked/u,
      );
    });
  });
});
