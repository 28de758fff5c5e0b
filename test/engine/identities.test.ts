/** Users that a file only refers to, and groups of which it ignores all others, are looked up or listed: the plan is the same. */

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { connectSimulator } from '../../reconciler/commands/open.ts';
import { IssueError } from '../../reconciler/core/issue.ts';
import type { Plan } from '../../reconciler/core/plan.types.ts';
import type { DesiredState } from '../../reconciler/desired/document.types.ts';
import { validateConfiguration } from '../../reconciler/desired/validate.ts';
import type { OpenCloud } from '../../reconciler/engine/aws-cloud.ts';
import { makePlan } from '../../reconciler/engine/planning.ts';
import { createVirtualClock } from '../../reconciler/simulator/clock.ts';
import { startSimulator } from '../../reconciler/simulator/server.ts';
import type { SimulatorState } from '../../reconciler/simulator/state.types.ts';
import { ACCOUNTS, asFolder, configurations, organizations, withFolder } from '../support/configurations.ts';
import { withGrants } from '../support/grants.ts';
import { onSimulator } from '../support/simulated.ts';

const RUNS = Number(process.env['LAW_RUNS'] ?? 12);
const START = Date.UTC(2026, 10, 21, 12);

/** Users, groups or both are somebody else's; what hangs on the groups, and who holds what, may be asked for. */
const documents: fc.Arbitrary<DesiredState> = configurations.chain((document) =>
  fc
    .record({
      referred: fc.constantFrom<readonly string[]>(['users'], ['groups'], ['users', 'groups']),
      assignments: fc.constantFrom('ignore', 'report', 'remove'),
      memberships: fc.constantFrom('ignore', 'remove'),
      ignored: fc.subarray(['e*', 'other-1*']),
      own: fc.option(ownGroups(document), { freq: 3 }),
    })
    .map(({ referred, assignments, memberships, ignored, own }) => {
      const left = Object.entries(document).filter(([name]) => !referred.includes(name));
      const unmanaged = {
        assignments,
        memberships,
        ...Object.fromEntries([...referred, ...(own === null ? [] : ['groups'])].map((noun) => [noun, 'ignore'])),
      };
      const ignore = ignored.length === 0 ? {} : { ignore: { users: ignored } };
      return { ...Object.fromEntries(left), unmanaged, ...ignore, ...own };
    }),
);

/** Groups that are declared beside others that are ignored: live ones, one to come or with another name before, and some to go. */
function ownGroups({ groups = [], assignments = [] }: DesiredState): fc.Arbitrary<Partial<DesiredState>> {
  const sets = [...new Set(assignments.flatMap(({ permissionSet }) => permissionSet ?? []))];
  return fc
    .record({
      kept: fc.subarray([...groups]),
      previously: fc.constantFrom(undefined, 'gone', 'other-3', 'strangers'),
      removed: fc.subarray(['other-4', 'other-5', 'gone-too']),
      granted: fc.subarray(sets),
    })
    .map(({ kept, previously, removed, granted }) => ({
      groups: [...kept, { name: 'newcomers', members: ['ada'], ...(previously === undefined ? {} : { previously }) }],
      removed: { groups: removed },
      assignments: [
        ...assignments,
        ...granted.map((permissionSet) => ({ permissionSet, accounts: ['prod'], groups: ['newcomers'] })),
      ],
    }));
}

const OTHERS = Array.from({ length: 14 }, (_, index) => `other-${index}`);

/** Whoever a file may refer to is live, and others are; some are a provider's, some are disabled. */
const directories: fc.Arbitrary<SimulatorState> = organizations.chain((state) =>
  fc
    .record({
      external: fc.subarray(['ada', 'bob', 'cleo', 'devs', ...OTHERS]),
      disabled: fc.subarray(['ada', 'bob', ...OTHERS]),
      members: fc.subarray(['ada', 'dan', ...OTHERS]),
    })
    .map(({ external, disabled, members }): SimulatorState => {
      const center = state.identityCenter ?? { region: 'us-east-1' };
      const mark = (name: string) => (external.includes(name) ? { externalId: `external-${name}` } : {});
      const users = ['ada', 'bob', 'cleo', 'dan', ...OTHERS].map((userName) => ({
        ...(center.users?.find((user) => user.userName === userName) ?? {
          userName,
          givenName: 'O',
          familyName: userName,
          displayName: userName,
        }),
        ...mark(userName),
        ...(disabled.includes(userName) ? { status: 'DISABLED' as const } : {}),
      }));
      const groups = [...OTHERS, 'devs', 'ops', 'audit'].map((name) => ({
        ...(center.groups?.find((group) => group.name === name) ?? { name }),
        members,
        ...mark(name),
      }));
      return { ...state, identityCenter: { ...center, users, groups } };
    }),
);

interface Answer {
  readonly plan?: Plan;
  readonly issues?: unknown;
  readonly notes: readonly string[];
  readonly calls: Readonly<Record<string, number>>;
}

/** Every user and group is read. */
function readingAll(cloud: OpenCloud): OpenCloud {
  return { ...cloud, facts: (wanted, now) => cloud.facts({ ...wanted, named: {} }, now) };
}

function same(cloud: OpenCloud): OpenCloud {
  return cloud;
}

/** A plan, or why there is none; lists of the directory have pages of that size. */
async function planned(
  path: string,
  state: SimulatorState,
  pageSize: number,
  change: (cloud: OpenCloud) => OpenCloud,
): Promise<Answer> {
  const clock = createVirtualClock(START);
  const faults = [
    { kind: 'page-size', operation: 'identitystore:List*s', size: pageSize, when: { always: true } } as const,
  ];
  const simulator = await startSimulator({ state, clock, faults, limits: { callsPerSecond: {} } });
  const cloud = await connectSimulator(simulator, clock);
  const notes: string[] = [];
  try {
    const configuration = await validateConfiguration(path, { now: START });
    if (!configuration.ok) return { issues: configuration.issues, notes, calls: {} };
    const host = {
      notify: (told: { readonly step: string; readonly text?: string }) => {
        if (told.step === 'note') notes.push(told.text ?? '');
      },
    };
    const { plan } = await makePlan(configuration.value, change(cloud), { now: START }, host);
    return { plan, notes, calls: simulator.calls() };
  } catch (error) {
    if (!(error instanceof IssueError)) throw error;
    return { issues: error.issues, notes, calls: simulator.calls() };
  } finally {
    cloud.close();
    await simulator.close();
  }
}

/** The calls that it took to make the plan are another matter. */
function said({ plan, issues }: Answer): unknown {
  return plan === undefined ? issues : { ...plan, forecast: { ...plan.forecast, calls: 0, seconds: 0 } };
}

describe('a plan', () => {
  it('is the same whether users and groups are looked up or listed', async () => {
    let looked = 0;
    let plans = 0;
    await fc.assert(
      fc.asyncProperty(
        directories.chain(withGrants),
        documents,
        fc.constantFrom(1, 1, 2, 100),
        async (state, document, pageSize) => {
          await withFolder(asFolder(document), async (path) => {
            const single = await planned(path, state, pageSize, same);
            looked += single.calls['identitystore:DescribeUser'] ?? 0;
            if (single.plan !== undefined) plans += 1;
            expect(said(single)).toEqual(said(await planned(path, state, pageSize, readingAll)));
          });
        },
      ),
      { numRuns: RUNS },
    );
    // Nothing is shown by runs that end early, or list everybody.
    expect([looked, plans].map((count) => count > RUNS / 3)).toEqual([true, true]);
  }, 120_000);
});

describe('of a large directory', () => {
  const people = Array.from({ length: 650 }, (_, index) => {
    const name = `user_${String(index).padStart(3, '0')}`;
    return { userName: name, givenName: 'U', familyName: name, displayName: name, externalId: `external-${name}` };
  });
  const state: SimulatorState = {
    version: 1,
    organization: {
      id: 'o-exampleorg1',
      managementAccount: '111111111111',
      serviceAccess: ['sso.amazonaws.com'],
      accounts: ACCOUNTS,
    },
    identityCenter: {
      region: 'us-east-1',
      users: people,
      groups: [{ name: 'devs', externalId: 'external-devs', members: ['user_600', 'user_601'] }],
      permissionSets: [{ name: 'Auditor' }],
    },
  };

  function planFor(user: string, unmanaged = 'ignore', group = 'devs'): Promise<Answer> {
    const document = {
      version: 1,
      accounts: { prod: '333333333333' },
      identityCenter: { identitySource: 'external' },
      permissionSets: [{ name: 'Auditor' }],
      assignments: [{ permissionSet: 'Auditor', accounts: ['prod'], users: [user], groups: [group] }],
      unmanaged: { users: unmanaged, groups: unmanaged },
    } as unknown as DesiredState;
    return withFolder(asFolder(document), (path) => planned(path, state, 100, same));
  }

  it('only those are read whom the file names or the plan meets, and the plan says all of them', async () => {
    const { plan, calls, notes } = await planFor('user_640');
    // Two pages, then the name and its user; and both members of the group, whom the plan is about.
    expect(calls).toMatchObject({
      'identitystore:ListUsers': 4,
      'identitystore:GetUserId': 1,
      'identitystore:DescribeUser': 3,
      'identitystore:ListGroups': 1,
    });
    expect(plan?.people.flatMap(({ users }) => users).toSorted()).toEqual(['user_600', 'user_601', 'user_640']);
    expect(notes).toContain('users: 1 looked up singly, since their list goes on after 2 pages');
    expect(notes).toContain('groups: by their list, 1 page to its end');
  });

  it('everybody is read where the file wants to hear of those that it does not name', async () => {
    const { calls } = await planFor('user_640', 'report');
    expect(calls['identitystore:ListUsers']).toBe(7);
    expect(calls['identitystore:GetUserId']).toBeUndefined();
  });

  it('a name that is not there is an error with candidates of the whole list, also one in another case', async () => {
    for (const name of ['usr_640', 'User_640']) {
      const { issues } = await planFor(name);
      expect(issues).toMatchObject([
        {
          code: 'CONFIG_REFERENCE',
          message: `no user "${name}", declared or live`,
          hint: expect.stringContaining('user_640'),
        },
      ]);
    }
  });

  describe('of groups', () => {
    const names = Array.from({ length: 1_250 }, (_, index) => `team-${String(index).padStart(4, '0')}`);
    const center = { ...(state.identityCenter ?? { region: 'us-east-1' }), groups: names.map((name) => ({ name })) };
    const folder = asFolder({
      version: 1,
      groups: [
        { name: 'team-0007', description: 'Changed' },
        { name: 'team-1200' },
        { name: 'crew', previously: 'team-1201' },
        { name: 'coming' },
      ],
      removed: { groups: ['team-1202'] },
      unmanaged: { users: 'ignore', groups: 'ignore' },
    } as unknown as DesiredState);

    it('only those are read that the file declares or removes, whether or not they are there', async () => {
      const { plan, calls, notes } = await withFolder(folder, (path) =>
        planned(path, { ...state, identityCenter: center }, 100, same),
      );
      expect(plan?.changes.map(({ key, verb }) => `${verb} ${key}`)).toEqual([
        'create group/coming',
        'update group/crew',
        'update group/team-0007',
        'delete group/team-1202',
      ]);
      // One was met on the first page. Of the five other names three are there, and these groups are read by their ids.
      expect(calls).toMatchObject({
        'identitystore:ListGroups': 10,
        'identitystore:GetGroupId': 5,
        'identitystore:DescribeGroup': 3,
      });
      expect(notes).toContain('groups: 5 looked up singly, since their list goes on after 10 pages');
    });

    it('an apply reads back what it wrote, and leaves nothing to do', async () => {
      await onSimulator({ ...state, identityCenter: center }, async (run) => {
        const { outcomes } = await run.apply(folder);
        expect(outcomes.map(({ status }) => status)).toEqual(['done', 'done', 'done', 'done']);
        run.simulator.resetCounts();
        expect((await run.plan(folder)).changes).toEqual([]);
        expect(run.simulator.calls()['identitystore:ListGroups']).toBeLessThan(13);
      });
    });
  });
});
