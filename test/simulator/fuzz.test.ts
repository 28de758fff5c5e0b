import { array, assert, asyncProperty, constantFrom, record, integer } from 'fast-check';
import type { Arbitrary } from 'fast-check';
import { describe, expect, it } from 'vitest';

import { profileArnOf } from '../../reconciler/simulator/codewhisperer/arns.ts';
import { shapeOf } from '../../reconciler/simulator/model.ts';
import type { ServiceModel, Shape } from '../../reconciler/simulator/model.ts';
import { parseState } from '../../reconciler/simulator/state.ts';
import type { SimulatorState } from '../../reconciler/simulator/state.types.ts';
import { send } from './raw.ts';
import { ADA, BOB, CLOSED, MANAGEMENT, onSimulator, PROD, READ_ONLY, services, stateWith, TOOLING } from './support.ts';
import type { World } from './support.ts';

/** Values that mean something, by the name of the member that takes them; `undefined`: the member is left out. */
type Pool = { readonly [member: string]: readonly unknown[] };

async function poolOf(world: World): Promise<Pool> {
  const users = [await world.userId('ada'), await world.userId('bob')];
  const groups = [await world.groupId('auditors'), await world.groupId('devs')];
  const sets = [(await world.set('A')).PermissionSetArn, (await world.set('B')).PermissionSetArn];
  const accounts = [MANAGEMENT, TOOLING, PROD, CLOSED];
  const { Applications: listed = [] } = await world.sso.listApplications({ ...world.instance, MaxResults: 50 });
  const applications = listed.map((one) => one.ApplicationArn);
  const profile = profileArnOf(MANAGEMENT, 'us-east-1', 0);
  return {
    InstanceArn: [world.instance.InstanceArn],
    IdentityStoreId: [world.directory.IdentityStoreId],
    PermissionSetArn: sets,
    ResourceArn: sets,
    UserId: users,
    GroupId: groups,
    GroupIds: [groups],
    PrincipalId: [...users, ...groups],
    TargetId: [...accounts, undefined],
    AccountId: accounts,
    ManagedPolicyArn: [READ_ONLY],
    ServicePrincipal: ['sso.amazonaws.com', 'config.amazonaws.com'],
    SessionDuration: ['PT1H', 'PT90M', 'PT13H'],
    InlinePolicy: ['{"Statement":{"Effect":"Deny","Action":"*","Resource":"*"}}', '{}'],
    AttributePath: ['displayName', 'userName', 'emails', 'name.givenName', 'description', 'emails.value'],
    AttributeValue: ['x', 'ada', null, 7, [{ value: 'a@b.c' }], { a: 1 }],
    Name: ['A', 'C', 'D'],
    UserName: ['ada', 'eve', 'zoe'],
    DisplayName: ['auditors', 'new', 'newer'],
    Path: ['/', '/x/'],
    MaxResults: [1, 50, undefined],
    NextToken: [undefined, 'abc'],
    Key: ['a', 'b', 'aws:c'],
    ApplicationArn: applications,
    applicationArn: applications,
    instanceArn: [world.instance.InstanceArn],
    profileArn: [profile],
    resourceArn: [profile],
    principalId: [...users, ...groups],
    profileName: ['Company', 'Other'],
    description: ['Acme', undefined],
    kmsKeyArn: [undefined, `arn:aws:kms:us-east-1:${MANAGEMENT}:key/11111111-1111-1111-1111-111111111111`],
    ssoRegion: ['us-east-1'],
    ssoIdentitySource: [{ instanceArn: world.instance.InstanceArn, ssoRegion: 'us-east-1' }],
    externalIdentitySource: [undefined],
    subscriptionRegion: ['us-east-1'],
    clientToken: ['a', undefined],
    key: ['a', 'b', 'aws:c'],
    maxResults: [1, 50, undefined],
    nextToken: [undefined, 'abcd'],
    KeyId: ['alias/a', 'none'],
  };
}

function scalar(shape: Shape): Arbitrary<unknown> {
  if (shape.enum !== undefined) return constantFrom(...shape.enum);
  if (shape.type === 'boolean') return constantFrom(true, false);
  if (shape.type === 'integer') return integer({ min: shape.min ?? 0, max: shape.max ?? 100 });
  return constantFrom('x', 'y', undefined);
}

/** Mostly what the model allows, with the pool's values where a member has some. */
function valueOf(model: ServiceModel, name: string, member: string, pool: Pool, depth: number): Arbitrary<unknown> {
  const shape = shapeOf(model, name);
  const known = shape.type === 'structure' && !shape.document ? undefined : pool[member];
  if (known !== undefined) return constantFrom(...known);
  if (depth > 3) return constantFrom(undefined);
  if (shape.type === 'list') return array(valueOf(model, shape.member ?? '', '', pool, depth + 1), { maxLength: 2 });
  if (shape.type !== 'structure' || shape.document === true) return scalar(shape);
  const members = Object.entries(shape.members ?? {}).map(([its, of]) => {
    const value = valueOf(model, of, its, pool, depth + 1);
    return [its, shape.required?.includes(its) === true ? value : maybe(value)] as const;
  });
  // Every tenth structure has a member that the model does not know, by a name that every object has.
  const unknown = constantFrom(...Array<undefined>(9), 'x');
  return record(Object.fromEntries([...members, ['constructor', unknown] as const]));
}

function maybe(value: Arbitrary<unknown>): Arbitrary<unknown> {
  return constantFrom(true, false).chain((given) => (given ? value : constantFrom(undefined)));
}

const OPERATIONS = services
  .filter((service) => service.model.protocol === 'json')
  .flatMap(({ model }) => Object.keys(model.operations).map((operation) => ({ model, operation })));

const CENTER = stateWith({
  users: [ADA, BOB],
  groups: [{ name: 'auditors', members: ['ada'] }, { name: 'devs' }],
  permissionSets: [{ name: 'A' }, { name: 'B' }],
  assignments: [{ permissionSet: 'A', account: PROD, group: 'auditors' }],
});
const STATE: SimulatorState = {
  ...CENTER,
  codewhisperer: {
    profiles: [{ account: MANAGEMENT, region: 'us-east-1', name: 'Company' }],
    seats: [
      { account: MANAGEMENT, region: 'us-east-1', group: 'auditors', subscription: 'Q_DEVELOPER_STANDALONE_PRO' },
    ],
  },
  kmsKeys: [{ account: MANAGEMENT, region: 'us-east-1', aliases: ['alias/a'] }],
  serviceLinkedRoles: { [MANAGEMENT]: ['q.amazonaws.com', 'user-subscriptions.amazonaws.com'] },
};

describe('whatever is asked', () => {
  it('the simulator has no faults of its own, and its state can be loaded again', async () => {
    // Ids are derived from names, so what one simulator has, each has.
    const pool = await onSimulator({ state: STATE }, poolOf);
    const request = constantFrom(...OPERATIONS).chain(({ model, operation }) =>
      record({
        model: constantFrom(model),
        operation: constantFrom(operation),
        body: valueOf(model, model.operations[operation]?.input ?? '', '', pool, 0),
      }),
    );
    const succeeded = new Set<string>();
    await assert(
      asyncProperty(array(request, { minLength: 20, maxLength: 40 }), (requests) =>
        onSimulator({ state: STATE }, async (world) => {
          for (const { model, operation, body } of requests) {
            const target = `${model.targetPrefix ?? ''}.${operation}`;
            const answer = await send(world, { service: model.signingName, target, body: JSON.stringify(body) });
            expect(answer.body).not.toContain('fault of the simulator itself');
            if (answer.status === 200) succeeded.add(operation);
          }
          await world.clock.sleep(1000);
          expect(parseState(JSON.stringify(world.simulator.state()))).toMatchObject({ ok: true });
        }),
      ),
      { numRuns: 12, endOnFailure: true },
    );
    // Else the requests would have been too poor to try anything.
    expect(succeeded.size).toBeGreaterThan(30);
  });
});
