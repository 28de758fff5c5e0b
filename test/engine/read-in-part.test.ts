/** What is known only of somebody who is to be removed is a part: nothing is said of the whole before that was read. */

import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import type { Plan } from '../../reconciler/core/plan.types.ts';
import type { AssignmentState, SimulatorState } from '../../reconciler/simulator/state.types.ts';
import { ACCOUNTS } from '../support/configurations.ts';
import { onSimulator } from '../support/simulated.ts';

const [MANAGEMENT, TOOLING, PROD] = ACCOUNTS.map(({ id }) => id) as [string, string, string];
const PEOPLE = ['ada', 'bob', 'cleo', 'dan', 'eve'];

/** An organisation whose group `crew` and permission set `Deploy` the configurations below do not declare. */
function organisation(crew: readonly string[], assignments: readonly AssignmentState[], caller?: string) {
  return {
    version: 1,
    organization: {
      id: 'o-exampleorg1',
      managementAccount: MANAGEMENT,
      serviceAccess: ['sso.amazonaws.com'],
      accounts: ACCOUNTS,
    },
    identityCenter: {
      region: 'us-east-1',
      users: PEOPLE.map((userName) => ({ userName, givenName: 'A', familyName: 'B', displayName: 'A B' })),
      groups: [{ name: 'crew', members: crew }],
      permissionSets: [{ name: 'Admin' }, { name: 'Deploy' }],
      assignments,
    },
    ...(caller === undefined ? {} : { principals: { AKIASIMULATEDADMIN00: sessionOf(caller) } }),
  } satisfies SimulatorState;
}

/** A run with the role that Identity Center made of Deploy on the management account. */
function sessionOf(session: string) {
  return { account: MANAGEMENT, role: 'AWSReservedSSO_Deploy_0123456789abcdef', session, actions: ['*'] };
}

const FREE = { guards: { removals: { users: 9, memberships: 99, assignments: 99 } } };

function plan(state: SimulatorState, document: object): Promise<Plan> {
  const accounts = Object.fromEntries(ACCOUNTS.map(({ id, name }) => [name, id]));
  const files = { 'all.yaml': stringify({ version: 1, accounts, ...FREE, ...document }) };
  return onSimulator(state, (run) => run.plan(files));
}

function without(...removed: readonly string[]) {
  const kept = PEOPLE.filter((name) => !removed.includes(name));
  return {
    users: kept.map((userName) => ({ userName, givenName: 'A', familyName: 'B' })),
    removed: { users: removed },
  };
}

const codes = ({ breaches }: Plan): readonly string[] => breaches.map(({ code }) => code);

describe('a group that the file does not declare, and that loses somebody who is removed', () => {
  const admins = [{ permissionSet: 'Admin', account: MANAGEMENT, group: 'crew' }];
  const organization = { permissionSet: 'Admin', groups: ['crew'] };
  const declared = { permissionSets: [{ name: 'Admin' }], admins: { organization } };

  test('still counts its other members as administrators', async () => {
    const planned = await plan(organisation(['ada', 'bob', 'cleo'], admins), { ...declared, ...without('bob') });
    expect(planned.administrators).toMatchObject([{ permissionSet: 'Admin', before: 3, after: 2 }]);
    expect(planned.breaches).toEqual([]);
  });

  test('is not refused as emptied while somebody stays in it', async () => {
    const planned = await plan(organisation(PEOPLE, []), without('ada', 'bob', 'cleo'));
    expect(planned.breaches).toEqual([]);
    const all = await plan(organisation(['ada', 'bob', 'cleo'], []), without('ada', 'bob', 'cleo'));
    expect(all.breaches).toMatchObject([
      { code: 'GUARD_EMPTIED', message: 'the plan takes all 3 memberships from group crew, which stays' },
    ]);
  });
});

describe('a permission set that the file does not declare, and that somebody holds who is removed', () => {
  const held = (user: string): readonly AssignmentState[] =>
    [MANAGEMENT, TOOLING, PROD].map((account) => ({ permissionSet: 'Deploy', account, user }));

  test('keeps its roles while others hold it there', async () => {
    const both = await plan(organisation([], [...held('bob'), ...held('cleo').slice(1)]), without('bob'));
    expect(both.lastAssignees).toEqual([{ permissionSet: 'Deploy', account: MANAGEMENT }]);
    expect(both.breaches).toEqual([]);
  });

  test('is refused as emptied when nobody holds it any more', async () => {
    const planned = await plan(organisation([], held('bob')), without('bob'));
    expect(planned.breaches).toMatchObject([
      { code: 'GUARD_EMPTIED', message: 'the plan takes all 3 assignments from permission set Deploy, which stays' },
    ]);
  });

  test('is not said to lose its last assignee where the run itself uses it, while another stays', async () => {
    const assignments = [...held('bob').slice(0, 1), ...held('cleo').slice(0, 1)];
    expect(codes(await plan(organisation([], assignments, 'somebody'), without('bob')))).toEqual([]);
    expect(codes(await plan(organisation([], held('bob').slice(0, 1), 'somebody'), without('bob')))).toEqual([
      'GUARD_OWN_ACCESS',
    ]);
  });
});

describe('the access of the run itself, by a permission set that the file does not declare', () => {
  const own = [{ permissionSet: 'Deploy', account: MANAGEMENT, group: 'crew' }];
  const crew = (members: readonly string[]) => ({ ...without(), groups: [{ name: 'crew', members }] });

  test('is not taken from the person who runs it by taking them out of its group', async () => {
    const planned = await plan(organisation(['ada', 'bob'], own, 'bob'), crew(['ada']));
    expect(planned.breaches).toMatchObject([
      { code: 'GUARD_OWN_ACCESS', message: "this run is bob's, who loses Deploy on management" },
    ]);
    expect(planned.people).toMatchObject([{ effect: 'loses', permissionSet: 'Deploy', users: ['bob'] }]);
  });

  test('is kept by another way that the file does not declare either', async () => {
    const state = organisation(['ada', 'bob'], [...own, { ...own[0], group: 'others' } as AssignmentState], 'bob');
    const groups = [...state.identityCenter.groups, { name: 'others', members: ['bob'] }];
    const live = { ...state, identityCenter: { ...state.identityCenter, groups } };
    expect(codes(await plan(live, crew(['ada'])))).toEqual([]);
  });

  test('is not looked at where the file ignores the set', async () => {
    const ignoring = { ...crew(['ada']), ignore: { permissionSets: ['Dep*'] } };
    const planned = await plan(organisation(['ada', 'bob'], own, 'bob'), ignoring);
    expect({ ...planned, breaches: [] }).toMatchObject({ people: [] });
    expect(codes(planned)).toEqual([]);
  });
});
