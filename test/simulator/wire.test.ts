import { describe, expect, it } from 'vitest';

import type { ServiceModel } from '../../reconciler/simulator/model.ts';
import { parseState } from '../../reconciler/simulator/state.ts';
import { parseQueryRequest } from '../../reconciler/simulator/wire-query.ts';
import { send } from './raw.ts';
import { onSimulator, refused, services, settled, START, stateWith } from './support.ts';

const LIST = 'SWBExternalService.ListInstances';

describe('signatures', () => {
  it('accepts a request that is signed for the right service', async () => {
    await onSimulator({}, async (world) => {
      const { status, type, body } = await send(world, { target: LIST });
      expect(status).toBe(200);
      expect(type).toBe('application/x-amz-json-1.1');
      expect(JSON.parse(body)).toMatchObject({ Instances: [{ Status: 'ACTIVE' }] });
    });
  });

  it('refuses one that is signed for another service', async () => {
    await onSimulator({}, async (world) => {
      const answer = await send(world, { target: LIST, service: 'identitystore' });
      expect(answer.status).toBe(403);
      expect(JSON.parse(answer.body)).toEqual({
        __type: 'InvalidSignatureException',
        Message: "Credential should be scoped to correct service: 'sso'.",
      });
    });
  });

  it.each(['', 'Bearer token', 'AWS4-HMAC-SHA256 Credential=KEY/20260105/us-east-1/sso/aws4_request'])(
    'refuses one that is not signed: %j',
    async (authorization) => {
      await onSimulator({}, async (world) => {
        const answer = await send(world, { target: LIST, headers: { authorization } });
        expect(answer.status).toBe(403);
        expect(JSON.parse(answer.body)).toMatchObject({ __type: 'MissingAuthenticationTokenException' });
      });
    },
  );

  it('serves the instance in its Region alone, Organizations in any', async () => {
    await onSimulator({}, async (world) => {
      const elsewhere = world.as({ region: 'eu-central-1' });
      expect((await elsewhere.sso.listInstances({})).Instances ?? []).toEqual([]);
      await refused(elsewhere.sso.describeInstance(world.instance), 'AccessDeniedException');
      await refused(elsewhere.sso.listPermissionSets(world.instance), 'AccessDeniedException');
      await refused(elsewhere.store.listUsers(world.directory), 'AccessDeniedException');
      expect((await elsewhere.organizations.listAccounts({})).Accounts).toHaveLength(4);
      expect((await elsewhere.sts.getCallerIdentity({})).Account).toBe('111111111111');
    });
  });
});

describe('what is no request of a service', () => {
  it('refuses a Host that is not loopback, so that no web page can reach it', async () => {
    await onSimulator({}, async (world) => {
      expect((await send(world, { target: LIST, headers: { host: 'evil.example.com' } })).status).toBe(403);
      expect((await send(world, { target: LIST, headers: { host: 'localhost:1' } })).status).toBe(200);
    });
  });

  it.each(['GET', 'PUT', 'DELETE'])('answers POST alone, not %s', async (method) => {
    await onSimulator({}, async (world) => {
      expect((await send(world, { target: LIST, method, body: '' })).status).toBe(404);
    });
  });

  it('knows no member and no key by what every object inherits', async () => {
    await onSimulator({}, async (world) => {
      const names = ['constructor', 'toString', '__proto__'];
      const body = `{${names.map((name) => `"${name}":"x"`).join(',')}}`;
      expect((await send(world, { target: LIST, body })).status).toBe(200);
      const user = { ...world.directory, UserName: 'x', DisplayName: 'X', Name: { GivenName: 'X', FamilyName: 'X' } };
      const create = { service: 'identitystore', target: 'AWSIdentityStore.CreateUser' };
      await send(world, { ...create, body: JSON.stringify({ ...user, constructor: 'x' }) });
      expect((await world.store.listUsers(world.directory)).Users).toHaveLength(1);
      const form = { service: 'sts', accessKeyId: 'constructor', body: 'Action=GetCallerIdentity&Version=2011-06-15' };
      expect((await send(world, form)).body).toContain('<Account>111111111111</Account>');
      const role = 'Action=CreateServiceLinkedRole&Version=2010-05-08&AWSServiceName=constructor';
      expect((await send(world, { service: 'iam', body: role })).body).toContain('<Code>InvalidInput</Code>');
    });
  });

  it.each([
    'SWBExternalService.ListNothing',
    'SWBExternalService',
    'SWBExternalService.constructor',
    'SWBExternalService.ListInstances.More',
    'TrentService.ListKeys',
  ])('does not know %s', async (target) => {
    await onSimulator({}, async (world) => {
      const answer = await send(world, { target });
      expect(answer.status).toBe(404);
      expect(JSON.parse(answer.body)).toEqual({ __type: 'UnknownOperationException' });
    });
  });

  it.each(['[]', 'null', '{', 'hello'])('refuses a body that is no JSON object: %s', async (body) => {
    await onSimulator({}, async (world) => {
      const answer = await send(world, { target: LIST, body });
      expect(answer.status).toBe(400);
      expect(JSON.parse(answer.body)).toMatchObject({ __type: 'SerializationException' });
    });
  });

  it('sees nothing of members that the model does not know, however deep they are', async () => {
    await onSimulator({}, async (world) => {
      const Photos = [{ Value: 'https://example.com/a', Type: 'photo', Primary: true, Colour: 'red', constructor: 1 }];
      const name = { DisplayName: 'Bob', Name: { GivenName: 'Bob', FamilyName: 'Stone', Third: 'x' } };
      const asked = { ...world.directory, UserName: 'bob', ...name, Photos, Colour: 'red' };
      const store = { service: 'identitystore', body: JSON.stringify(asked) };
      expect(await send(world, { ...store, target: 'AWSIdentityStore.CreateUser' })).toMatchObject({ status: 200 });
      const { Users: [bob] = [] } = await world.store.listUsers(world.directory);
      expect(bob?.Photos).toEqual([{ Value: 'https://example.com/a', Type: 'photo', Primary: true }]);
      expect(parseState(JSON.stringify(world.simulator.state()))).toMatchObject({ ok: true });
    });
  });

  it('refuses a body that is nested too deep for any of its readers', async () => {
    await onSimulator({}, async (world) => {
      const nested = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
      const body = `{"IdentityStoreId":"${world.directory.IdentityStoreId}","x":${nested}}`;
      const answer = await send(world, { service: 'identitystore', target: 'AWSIdentityStore.ListUsers', body });
      expect(answer).toMatchObject({ status: 400 });
      expect(JSON.parse(answer.body)).toMatchObject({ __type: 'SerializationException' });
    });
  });

  it('goes through a form once, however long it is', () => {
    class Counting extends URLSearchParams {
      passes = 0;
      override *[Symbol.iterator](): ReturnType<URLSearchParams['entries']> {
        this.passes += 1;
        yield* super[Symbol.iterator]();
      }
      override *keys(): ReturnType<URLSearchParams['keys']> {
        this.passes += 1;
        yield* super.keys();
      }
    }
    const model = services.find((service) => service.model.service === 'sts')?.model;
    const form = new Counting([
      ['RoleSessionName', 'first'],
      ['RoleSessionName', 'second'],
      ...Array.from({ length: 100 }, (_, index) => [`Tags.member.${index + 1}.Key`, `k${index}`] as [string, string]),
    ]);
    const input = parseQueryRequest(model as ServiceModel, 'AssumeRole', form);
    expect(input).toMatchObject({ RoleSessionName: 'first', Tags: { length: 100, 99: { Key: 'k99' } } });
    expect(form.passes).toBe(1);
  });

  it('refuses a body past its size', async () => {
    await onSimulator({}, async (world) => {
      const body = JSON.stringify({ NextToken: 'a'.repeat(5 * 1024 * 1024) });
      expect((await send(world, { target: LIST, body })).status).toBe(413);
    });
  });

  it('answers STS in XML, errors too', async () => {
    await onSimulator({}, async (world) => {
      const form = { service: 'sts', headers: { 'content-type': 'application/x-www-form-urlencoded' } };
      const version = 'Version=2011-06-15';
      const identity = await send(world, { ...form, body: `Action=GetCallerIdentity&${version}` });
      expect(identity.type).toBe('text/xml');
      expect(identity.body).toContain('<Account>111111111111</Account>');
      const refusal = await send(world, { ...form, body: `Action=AssumeRole&${version}&RoleSessionName=%3Cme%3E` });
      expect(refusal.status).toBe(400);
      expect(refusal.body).toContain('<Code>ValidationError</Code>');
      const unknown = await send(world, { ...form, body: `Action=Nothing&${version}` });
      expect(unknown.status).toBe(404);
      const wrong = await send(world, { ...form, service: 'iam', body: `Action=GetCallerIdentity&${version}` });
      expect(wrong.body).toContain('<Code>SignatureDoesNotMatch</Code>');
    });
  });
});

/** A value that the shape's first constraint forbids, or nothing when it has none. */
function forbidden(shape: { readonly type: string; readonly max?: number; readonly min?: number }): unknown {
  if (shape.type === 'string' && shape.max !== undefined) return 'x'.repeat(shape.max + 1);
  if (shape.type === 'integer' && shape.max !== undefined) return shape.max + 1;
  return undefined;
}

const CASES = services
  .filter((service) => service.model.protocol === 'json')
  .flatMap(({ model, errors }) =>
    Object.entries(model.operations).map(([operation, { input }]) => ({ model, errors, operation, input })),
  );

/** An error's name without its namespace, and its text under either name. */
function errorIn(body: string): { readonly name: string; readonly message: string } {
  const error = JSON.parse(body) as { readonly [name: string]: string | undefined };
  return { name: (error['__type'] ?? '').replace(/^.*#/u, ''), message: error['Message'] ?? error['message'] ?? '' };
}

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gu;

describe('validation', () => {
  it('requires what the model requires, of every operation', async () => {
    await onSimulator({}, async (world) => {
      for (const { model, errors, operation, input } of CASES) {
        const required = model.shapes[input]?.required ?? [];
        if (required.length === 0) continue;
        const target = `${model.targetPrefix ?? ''}.${operation}`;
        const answer = await send(world, { service: model.signingName, target });
        const { name, message } = errorIn(answer.body);
        expect(name, operation).toBe(errors.validation);
        expect(message, operation).toContain(`${required.length} validation error`);
      }
    });
  });

  it('refuses what is too long or too large, in every member of every operation', async () => {
    await onSimulator({}, async (world) => {
      for (const { model, errors, operation, input } of CASES) {
        for (const [member, name] of Object.entries(model.shapes[input]?.members ?? {})) {
          const shape = model.shapes[name];
          const value = shape === undefined ? undefined : forbidden(shape);
          if (value === undefined) continue;
          const target = `${model.targetPrefix ?? ''}.${operation}`;
          const body = JSON.stringify({ [member]: value });
          const answer = await send(world, { service: model.signingName, target, body });
          const path = `${member.charAt(0).toLowerCase()}${member.slice(1)}`;
          const { name: error, message } = errorIn(answer.body);
          expect(error, `${operation} ${member}`).toBe(errors.validation);
          expect(message, `${operation} ${member}`).toContain(`Value at '${path}' failed to satisfy constraint`);
        }
      }
    });
  });

  it('takes a member that is null for one that was not sent, in every operation', async () => {
    await onSimulator({}, async (world) => {
      for (const { model, operation, input } of CASES) {
        const target = `${model.targetPrefix ?? ''}.${operation}`;
        const members = Object.keys(model.shapes[input]?.members ?? {}).map((member) => [member, null] as const);
        const request = { service: model.signingName, target };
        const bare = await send(world, request);
        const nulls = await send(world, { ...request, body: JSON.stringify(Object.fromEntries(members)) });
        expect(nulls.body.replace(UUID, ''), operation).toBe(bare.body.replace(UUID, ''));
      }
    });
  });

  it('keeps what a member that is null leaves as it is', async () => {
    const state = stateWith({
      permissionSets: [{ name: 'Auditor', description: 'Reads', relayState: 'https://x.example' }],
    });
    await onSimulator({ state }, async (world) => {
      const input = { ...(await world.set('Auditor')), Description: null, RelayState: null, SessionDuration: null };
      await send(world, { target: 'SWBExternalService.UpdatePermissionSet', body: JSON.stringify(input) });
      expect(world.center().permissionSets).toMatchObject([{ name: 'Auditor', description: 'Reads' }]);
      expect(world.center().permissionSets?.[0]).not.toHaveProperty('relayState');
    });
  });

  it('words a breach as AWS does', async () => {
    await onSimulator({}, async (world) => {
      const long = world.sso.createPermissionSet({ ...world.instance, Name: 'x'.repeat(33) });
      const error = await refused(long, 'ValidationException');
      expect(error.message).toBe(
        "1 validation error detected: Value at 'name' failed to satisfy constraint: Member must have length less than or equal to 32",
      );
    });
  });

  it.each([
    ['name', { Name: 'with space' }, /pattern/u],
    ['tags.1.member.key', { Name: 'ok', Tags: [{ Key: 'a{b}', Value: '' }] }, /'tags\.1\.member\.key'.*pattern/u],
    ['tags', { Name: 'ok', Tags: Array.from({ length: 76 }, (_, n) => ({ Key: `k${n}`, Value: '' })) }, /equal to 75/u],
    ['description', { Name: 'ok', Description: 'an em dash — here' }, /'description'.*pattern/u],
    ['relayState', { Name: 'ok', RelayState: '<x>' }, /'relayState'.*pattern/u],
  ])('refuses a bad %s', async (_, members, text) => {
    await onSimulator({}, async (world) => {
      await refused(world.sso.createPermissionSet({ ...world.instance, ...members }), 'ValidationException', text);
    });
  });

  it('refuses an enum that it does not know, a union with nothing, a value of another type', async () => {
    await onSimulator({}, async (world) => {
      const filter = { ...world.instance, Filter: { Status: 'DONE' as never } };
      await refused(world.sso.listAccountAssignmentCreationStatus(filter), 'ValidationException', /enum value set/u);
      const body = JSON.stringify({ ...world.directory, AlternateIdentifier: {} });
      const union = await send(world, { service: 'identitystore', target: 'AWSIdentityStore.GetUserId', body });
      expect(union.body).toContain('Exactly one member must be set');
      for (const MaxResults of ['10', 1.5, true]) {
        const answer = await send(world, { target: LIST, body: JSON.stringify({ MaxResults }) });
        expect(JSON.parse(answer.body)).toMatchObject({ __type: 'SerializationException' });
      }
    });
  });

  it('says of Organizations what was broken by a reason', async () => {
    await onSimulator({}, async ({ organizations }) => {
      const long = await refused(organizations.listAccounts({ MaxResults: 21 }), 'InvalidInputException');
      expect(long.Reason).toBe('MAX_VALUE_EXCEEDED');
      const bad = organizations.describeAccount({ AccountId: 'tooling' });
      expect((await refused(bad, 'InvalidInputException')).Reason).toBe('INVALID_PATTERN');
    });
  });
});

describe('pages', () => {
  const members = Array.from({ length: 25 }, (_, n) => ({
    userName: `user-${n}`,
    givenName: 'U',
    familyName: `${n}`,
    displayName: `User ${n}`,
  }));

  it('gives all things once, whatever the size, and small pages when none is asked for', async () => {
    await onSimulator({ state: stateWith({ users: members }) }, async ({ store, directory }) => {
      for (const MaxResults of [undefined, 5, 7, 25, 100]) {
        const seen: string[] = [];
        let NextToken: string | undefined;
        let pages = 0;
        do {
          pages += 1;
          const page = await store.listUsers({ ...directory, MaxResults, NextToken });
          expect(page.Users?.length).toBeLessThanOrEqual(MaxResults ?? 10);
          seen.push(...(page.Users ?? []).map((user) => user.UserName ?? ''));
          NextToken = page.NextToken;
        } while (NextToken !== undefined);
        expect(seen).toEqual(members.map((user) => user.userName));
        expect(pages).toBe(Math.ceil(25 / (MaxResults ?? 10)));
      }
    });
  });

  it('skips nothing when things go between two pages', async () => {
    await onSimulator({ state: stateWith({ users: members }) }, async ({ store, directory, simulator, userId }) => {
      const first = await store.listUsers({ ...directory, MaxResults: 10 });
      await store.deleteUser({ ...directory, UserId: await userId('user-9') });
      simulator.edit((state) => {
        state.identityCenter?.users?.splice(0, 1);
      });
      const second = await store.listUsers({ ...directory, MaxResults: 10, NextToken: first.NextToken });
      expect(second.Users?.[0]?.UserName).toBe('user-10');
    });
  });

  it('refuses tokens that are garbled, of another operation, or of other parameters', async () => {
    const groups = [{ name: 'a' }, { name: 'b' }, { name: 'c' }];
    await onSimulator({ state: stateWith({ users: members, groups }) }, async ({ store, directory, organizations }) => {
      const { NextToken = '' } = await store.listUsers({ ...directory, MaxResults: 1 });
      for (const token of ['abc', `${NextToken}x`, NextToken.slice(1)]) {
        await refused(store.listUsers({ ...directory, NextToken: token }), 'ValidationException', /NextToken/u);
      }
      await refused(store.listGroups({ ...directory, NextToken }), 'ValidationException', /NextToken/u);
      const filtered = { Filters: [{ AttributePath: 'UserName', AttributeValue: 'user-1' }] };
      await refused(store.listUsers({ ...directory, ...filtered, NextToken }), 'ValidationException', /NextToken/u);
      const error = await refused(organizations.listAccounts({ NextToken: 'abc' }), 'InvalidInputException');
      expect(error.Reason).toBe('INVALID_NEXT_TOKEN');
    });
  });
});

describe('the counts', () => {
  it('tell calls by operation, and those that change something', async () => {
    await onSimulator({}, async (world) => {
      await world.sso.listInstances({});
      await world.sso.listInstances({});
      await world.store.createGroup({ ...world.directory, DisplayName: 'devs' });
      await refused(world.store.createGroup({ ...world.directory, DisplayName: 'devs' }), 'ConflictException');
      expect(world.simulator.calls()).toEqual({ 'identitystore:CreateGroup': 2, 'sso-admin:ListInstances': 2 });
      expect(world.simulator.writes()).toBe(2);
      world.simulator.resetCounts();
      expect(world.simulator.calls()).toEqual({});
      expect(world.simulator.writes()).toBe(0);
    });
  });
});

describe('the environment', () => {
  it("lets clients find it by AWS's own variables", async () => {
    await onSimulator({}, async (world) => {
      expect(world.simulator.environment()).toMatchObject({
        AWS_ENDPOINT_URL: world.simulator.url,
        AWS_REGION: 'us-east-1',
        AWS_DEFAULT_REGION: 'us-east-1',
      });
      expect(world.clock.now()).toBe(START);
      await settled(world);
    });
  });

  it('cannot start twice on one port', async () => {
    await onSimulator({}, async (world) => {
      const port = Number(new URL(world.simulator.url).port);
      await expect(onSimulator({ port }, async () => undefined)).rejects.toThrow('EADDRINUSE');
    });
  });
});
