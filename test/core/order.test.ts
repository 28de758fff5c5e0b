import { describe, expect, test } from 'vitest';
import type { Change } from '../../reconciler/core/change.ts';
import type { Key, KindName } from '../../reconciler/core/key.ts';
import { KIND_NAMES } from '../../reconciler/core/key.ts';
import type { OrderInput } from '../../reconciler/core/order.ts';
import { order } from '../../reconciler/core/order.ts';
import type { Resource } from '../../reconciler/core/resource.ts';
import {
  account,
  assignment,
  creation,
  deletion,
  live,
  membership,
  setResource,
  update,
} from '../support/arbitraries.ts';

const ON = account(0);

function thing(kind: KindName, name: string, needs: readonly string[] = []): Resource {
  return { kind, key: `${kind}/${name}` as Key, spec: { name }, needs: needs as readonly Key[] };
}

function ordered(changes: readonly Change[], held: readonly Resource[] = [], more: Partial<OrderInput> = {}) {
  const plan = order({
    changes,
    live: held.map(live),
    renames: { permissionSets: new Map() },
    administrators: [],
    ...more,
  });
  return {
    ...plan,
    keys: plan.changes.map(({ key }) => key),
    needs: (key: string) => plan.changes.find((change) => change.key === key)?.needs,
  };
}

describe('what is free to start', () => {
  test('goes by kind, removals last and in reverse, each in order of id', () => {
    const spec = { account: ON, principalType: 'user' };
    const any = (kind: KindName, name: string): Resource => ({
      ...thing(kind, name),
      spec: { ...spec, group: name, user: name, permissionSet: name, principal: name },
    });
    const made = KIND_NAMES.flatMap((kind) => [any(kind, 'b'), any(kind, 'a')]);
    const gone = KIND_NAMES.flatMap((kind) => [any(kind, 'd'), any(kind, 'c')]);
    const { keys } = ordered([...gone.map(deletion), ...made.map(creation)]);
    expect(keys).toEqual([
      ...KIND_NAMES.flatMap((kind) => [`${kind}/a`, `${kind}/b`]),
      ...KIND_NAMES.toReversed().flatMap((kind) => [`${kind}/c`, `${kind}/d`]),
    ]);
  });
});

describe('what a service needs', () => {
  const group = thing('group', 'auditors');
  const user = thing('user', 'ada');
  const ada = membership('auditors', 'ada');
  const set = setResource('Audit', 1);
  const grant = assignment('Audit', ON, 'group', 'auditors');

  test('what is made waits for what it needs, as far as that is made too', () => {
    const { needs } = ordered([ada, set, grant, user].map(creation), [group]);
    expect(needs(ada.key)).toEqual([user.key]);
    expect(needs(grant.key)).toEqual([set.key]);
    expect(needs(set.key)).toEqual([]);
  });

  test('what is removed waits for the removal of what needs it', () => {
    const { needs } = ordered([ada, set, grant, user, group].map(deletion));
    expect(needs(group.key)).toEqual([grant.key, ada.key]);
    expect(needs(set.key)).toEqual([grant.key]);
    expect(needs(user.key)).toEqual([ada.key]);
  });

  test('an update of a group keeps nobody waiting', () => {
    const { needs } = ordered([update(group, group), creation(ada), creation(user)]);
    expect(needs(ada.key)).toEqual([user.key]);
  });

  test('a replacement waits as a creation does, is waited for as one, and frees what it no longer needs', () => {
    const access = thing('service-access', 'sso.amazonaws.com');
    const old = thing('delegated-administrator', 'sso.amazonaws.com', ['service-access/old']);
    const delegated = thing('delegated-administrator', 'sso.amazonaws.com', [access.key]);
    const profile = thing('profile', 'p', [delegated.key]);
    const gone = thing('service-access', 'old');
    const { needs } = ordered([update(old, delegated, 'replace'), creation(access), creation(profile), deletion(gone)]);
    expect(needs(delegated.key)).toEqual([access.key]);
    expect(needs(profile.key)).toEqual([delegated.key]);
    expect(needs(gone.key)).toEqual([delegated.key]);
  });

  test('the old name of a set goes when the new one has all its grants', () => {
    const renamed = setResource('Check', 1);
    const given = assignment('Check', ON, 'user', 'bob');
    const other = assignment('Other', ON, 'user', 'bob');
    const renames = { permissionSets: new Map([['Check', 'Audit']]) };
    const changes = [deletion(set), creation(renamed), creation(given), creation(other)];
    expect(ordered(changes, [], { renames }).needs(set.key)).toEqual([given.key, renamed.key]);
    expect(ordered(changes.slice(1), [set], { renames }).needs(renamed.key)).toEqual([]);
  });

  test('things that need each other in a circle have no order', () => {
    const [a, b] = [thing('group', 'a', ['group/b']), thing('group', 'b', ['group/a'])];
    expect(() => ordered([creation(a), creation(b)])).toThrow('circle');
  });
});

describe('administrators', () => {
  const guard = { permissionSet: 'Admin', account: ON, atLeast: 2 };
  const grantTo = (user: string): Resource => assignment('Admin', ON, 'user', user);
  const [ada, bob, cy, dan, eve] = ['ada', 'bob', 'cy', 'dan', 'eve'].map(grantTo) as [
    Resource,
    Resource,
    Resource,
    Resource,
    Resource,
  ];

  test('go only when as few new ones as needed have come, by id, each by the shortest path', () => {
    const team = assignment('Admin', ON, 'group', 'admins');
    const joins = [membership('admins', 'dan'), membership('others', 'dan')];
    const others = assignment('Admin', ON, 'group', 'others');
    const made = [dan, eve, team, others, ...joins].map(creation);
    const { needs } = ordered([...made, deletion(ada), deletion(bob)], [ada, bob, cy], { administrators: [guard] });
    expect(needs(ada.key)).toEqual([dan.key]);
    expect(needs(bob.key)).toEqual([dan.key]);
  });

  test('of two equally short paths the first in the order counts, whole', () => {
    const made = [
      membership('a-team', 'dan'),
      membership('b-team', 'dan'),
      assignment('Admin', ON, 'group', 'a-team'),
      assignment('Admin', ON, 'group', 'b-team'),
    ];
    const { needs } = ordered([...made.map(creation), deletion(ada)], [ada, cy], { administrators: [guard] });
    expect(needs(ada.key)).toEqual([made[2], made[0]].map((one) => one?.key));
  });

  test('a membership that leads to both names of a renamed set is one path', () => {
    const renames = { permissionSets: new Map([['Admin', 'Root']]) };
    const held = [ada, assignment('Root', ON, 'group', 'admins'), assignment('Admin', ON, 'group', 'admins')];
    const joins = membership('admins', 'dan');
    const { needs } = ordered([creation(joins), deletion(ada)], held, { renames, administrators: [guard] });
    expect(needs(ada.key)).toEqual([joins.key]);
  });

  test('who cannot sign in, or is no more, does not count', () => {
    const orphan = grantTo('~9067642ac7-11111111-2222-3333-4444-555555555555');
    const changes = [creation(bob), creation(cy), deletion(ada), deletion(orphan)];
    const administrators = [{ ...guard, atLeast: 1 }];
    const { needs } = ordered(changes, [ada, orphan], { administrators, disabled: new Set(['bob']) });
    expect(needs(ada.key)).toContain(cy.key);
  });

  test('nobody waits for a guard of what nobody holds', () => {
    expect(ordered([], [], { administrators: [guard] }).changes).toEqual([]);
  });
});

describe('nobody loses what they keep', () => {
  test('a direct grant goes after the grant of the group and the membership', () => {
    const direct = assignment('Audit', ON, 'user', 'ada');
    const [ada, team] = [membership('auditors', 'ada'), assignment('Audit', ON, 'group', 'auditors')];
    expect(ordered([creation(ada), creation(team), deletion(direct)], [direct]).needs(direct.key)).toEqual([
      team.key,
      ada.key,
    ]);
  });

  test('a grant of a group whose members were not read goes after the same grant of the renamed set', () => {
    const renames = { permissionSets: new Map([['Check', 'Audit']]) };
    const [old, renamed] = [assignment('Audit', ON, 'group', 'staff'), assignment('Check', ON, 'group', 'staff')];
    expect(ordered([creation(renamed), deletion(old)], [old], { renames }).needs(old.key)).toEqual([renamed.key]);
  });
});

describe('a cycle', () => {
  const accountNames = new Map([[ON, 'prod']]);
  const leaving = (group: string, user: string): Change => deletion(membership(group, user));
  const joining = (group: string, user: string): Change => creation(membership(group, user));
  const secret = (group: string): Resource => assignment('Secret', ON, 'group', group);
  const keep = ['left', 'right'].map((group) => assignment('Keep', ON, 'group', group));
  // The grant moves from the left to the right, and whoever is on the right moves to the left: they must come to the left
  // to keep what both sides have, yet not while the left has the secret, nor must the right get it while they are there.
  const swap = (users: readonly string[]): readonly Change[] => [
    deletion(secret('left')),
    creation(secret('right')),
    ...users.flatMap((user) => [leaving('right', user), joining('left', user)]),
  ];
  const before = (users: readonly string[]): readonly Resource[] => [
    secret('left'),
    ...keep,
    ...users.map((user) => membership('right', user)),
  ];

  test('that lets a role keep its name loses that wait, and the plan says so', () => {
    const { warnings, leaks, needs } = ordered(swap(['bob']), before(['bob']), { accountNames });
    expect(leaks).toEqual([]);
    expect(warnings).toEqual([
      {
        code: 'ORDER_ROLE_NAME',
        severity: 'warning',
        message:
          'the role of Secret on prod may get another name, since its assignees cannot come before those who have it have gone',
        hint: 'look for its ARN in trust policies and EKS mappings',
      },
    ]);
    expect(needs(secret('left').key)).toEqual([]);
    expect(needs(secret('right').key)).toEqual([membership('right', 'bob').key]);
  });

  test('in which somebody must keep the access lets others have it, and the plan says who and until when', () => {
    const changes = [...swap(['bob', 'cy']), leaving('left', 'ada'), joining('right', 'ada')];
    const held = [...before(['bob', 'cy']), membership('left', 'ada')];
    const { warnings, leaks } = ordered(changes, held, { accountNames });
    expect(leaks.map(({ who, until }) => [who, until])).toEqual([
      ['bob', secret('left').key],
      ['cy', secret('left').key],
      ['bob', membership('right', 'bob').key],
      ['cy', membership('right', 'cy').key],
    ]);
    expect(warnings.map(({ message }) => message)).toEqual([
      `until ${secret('left').key} is done, Secret on prod is held by bob and cy, who should hold it neither before nor after`,
      'until membership/right/bob is done, Secret on prod is held by bob, who should hold it neither before nor after',
      'until membership/right/cy is done, Secret on prod is held by cy, who should hold it neither before nor after',
    ]);
  });

  test('names five people and counts the rest', () => {
    const crowd = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
    const changes = [...swap(crowd), leaving('left', 'ada'), joining('right', 'ada')];
    const { warnings } = ordered(changes, [...before(crowd), membership('left', 'ada')]);
    expect(warnings[0]?.message).toContain(`Secret on ${ON} is held by a, b, c, d, e and 2 more, who`);
  });

  test('around an update lets those who leave have the new set, and those who come the old one', () => {
    const elsewhere = account(1);
    const held = [
      membership('left', 'ada'),
      ...keep,
      assignment('Secret', ON, 'group', 'left'),
      assignment('Secret', elsewhere, 'group', 'right'),
    ];
    const changes = [
      update(setResource('Secret', 1), setResource('Secret', 2)),
      leaving('left', 'ada'),
      joining('right', 'ada'),
    ];
    const { warnings, leaks } = ordered(changes, held, { accountNames });
    expect(leaks).toEqual([
      { who: 'ada', permissionSet: 'Secret', accounts: [ON], content: 'new', until: membership('left', 'ada').key },
      { who: 'ada', permissionSet: 'Secret', accounts: [elsewhere], content: 'old', until: 'permission-set/Secret' },
    ]);
    expect(warnings).toEqual([
      {
        code: 'ORDER_LEAK',
        severity: 'warning',
        message:
          'until membership/left/ada is done, Secret on prod is held by ada, who lose it, as it is after its update',
        hint: 'to avoid it, remove first and grant later, in two plans',
      },
      {
        code: 'ORDER_LEAK',
        severity: 'warning',
        message: `until permission-set/Secret is done, Secret on ${elsewhere} is held by ada, who gain it, as it was before its update`,
        hint: 'to avoid it, remove first and grant later, in two plans',
      },
    ]);
  });
});

describe('an update of a set', () => {
  const grant = assignment('Audit', ON, 'user', 'ada');
  const was = setResource('Audit', 1);

  test('of its content comes after those who lose it and before those who gain it', () => {
    const changes = [
      update(was, setResource('Audit', 2)),
      deletion(grant),
      creation(assignment('Audit', ON, 'user', 'bob')),
    ];
    const { needs } = ordered(changes, [grant]);
    expect(needs(was.key)).toEqual([grant.key]);
    expect(needs('assignment/Audit/111111111111/user/bob')).toEqual([was.key]);
  });

  test('of its description or tags keeps nobody waiting', () => {
    const after: Resource = { ...was, spec: { ...was.spec, description: 'Read', tags: { owner: 'security' } } };
    expect(ordered([update(was, after), deletion(grant)], [grant]).needs(was.key)).toEqual([]);
  });

  test('that nobody holds waits for nobody', () => {
    expect(ordered([update(was, setResource('Audit', 2))], [grant]).needs(was.key)).toEqual([]);
    expect(ordered([update(was, setResource('Audit', 2))]).needs(was.key)).toEqual([]);
  });
});
