/** Which trouble is taken for an operation that an emulator does not know: never what may stand before AWS itself. */

import { IdentitystoreClient, ListUsersCommand } from '@aws-sdk/client-identitystore';
import { describe, expect, it } from 'vitest';
import { isOfAws, isUnexplained } from '../../reconciler/aws/emulator.ts';
import { isUnsupported } from '../../reconciler/aws/errors.ts';
import { type Answers, emulated, INSTANCE, MOTO_PAGE } from './emulator.ts';

const USERS = { Users: [{ UserId: 'U1', UserName: 'ada' }] };
const STORE = { IdentityStoreId: 'store-one' };

/** What becomes of a read, and how long it took on the clock of the run. */
function reading(answers: Answers): Promise<{ readonly error: unknown; readonly milliseconds: number }> {
  return emulated(answers, async ({ session }) => {
    const began = session.clock.now();
    const error: unknown = await session.identityStore.call('ListUsers', STORE).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    return { error, milliseconds: session.clock.now() - began };
  });
}

describe('an operation that is answered by the bare page of an emulator', () => {
  it('is unknown to it after a few attempts, and the error names it', async () => {
    const { error, milliseconds } = await reading({ ListUsers: MOTO_PAGE });
    expect(isUnsupported(error)).toBe(true);
    expect(error).toMatchObject({
      issues: [
        {
          code: 'AWS_UNSUPPORTED',
          message: expect.stringContaining('identitystore ListUsers failed with UnknownOperation: the emulator'),
          hint: expect.stringContaining('its own log'),
        },
      ],
    });
    expect(milliseconds).toBeLessThan(3_000);
  });

  it('is tried again without a limit of attempts where it was answered before', async () => {
    let asked = 0;
    const ListUsers = () => {
      asked += 1;
      return asked === 1 || asked > 8 ? USERS : MOTO_PAGE;
    };
    await emulated({ ListUsers }, async ({ session }) => {
      await session.identityStore.call('ListUsers', STORE);
      expect(await session.identityStore.call('ListUsers', STORE)).toMatchObject(USERS);
    });
  });

  it('is not unknown for a page that passes', async () => {
    let asked = 0;
    const ListUsers = () => {
      asked += 1;
      return asked < 3 ? MOTO_PAGE : USERS;
    };
    expect((await reading({ ListUsers })).error).toBeUndefined();
  });

  it('is tried again where it refused something else before', async () => {
    const told = [{ status: 400, body: '{"__type":"ResourceNotFoundException"}' }, ...Array(6).fill(MOTO_PAGE)];
    const ListUsers = () => (told.shift() as object | undefined) ?? USERS;
    await emulated({ ListUsers }, async ({ session }) => {
      await session.identityStore.call('ListUsers', STORE).catch(() => undefined);
      expect(await session.identityStore.call('ListUsers', STORE)).toMatchObject(USERS);
    });
  });

  it('is not unknown for pages among other trouble', async () => {
    const throttled = { status: 400, body: '{"__type":"ThrottlingException"}' };
    const told = [MOTO_PAGE, MOTO_PAGE, throttled, MOTO_PAGE, throttled, MOTO_PAGE, MOTO_PAGE];
    const ListUsers = () => told.shift() ?? USERS;
    expect((await reading({ ListUsers })).error).toBeUndefined();
  });

  it('is asked for once and no more when it turned out to be unknown', async () => {
    await emulated(
      INSTANCE,
      async ({ session, called }) => {
        for (const _ of [1, 2]) await session.identityStore.call('ListUsers', STORE).catch(() => undefined);
        expect(called).toHaveLength(4);
      },
      { unknown: MOTO_PAGE },
    );
  });
});

describe('what is no sign of an emulator', () => {
  const page = (status: number, headers: { readonly [name: string]: string }, body = '<h1>Oh</h1>') => ({
    status,
    headers: { 'content-type': 'text/html', ...headers },
    body,
  });

  it.each([
    ['a page of another server', page(500, { server: 'nginx' }, MOTO_PAGE.body)],
    ['a page without a name', page(500, {})],
    ['a page with another status', page(502, { server: 'Werkzeug/3.1.8 Python/3.11.7' })],
    ['a page of something in between that lacks a method', page(501, { server: 'squid' })],
    ['a status without a word', page(501, {}, '')],
    ['a page that speaks of what is not implemented', page(500, { server: 'nginx' }, 'Not Implemented')],
    ['an error of the protocol', { ...MOTO_PAGE, headers: { server: 'Werkzeug/3.1.8 Python/3.11.7' }, body: '{}' }],
    ['an error of a service', { status: 500, headers: {}, body: '{"__type":"InternalServerException"}' }],
    ['an error that an emulator means', { ...MOTO_PAGE, headers: { ...MOTO_PAGE.headers, 'x-amzn-requestid': 'r1' } }],
    ['words of a refusal', { status: 400, body: '{"__type":"ValidationException","message":"x: not implemented"}' }],
  ])('%s', async (_, ListUsers) => {
    const { error } = await reading({ ListUsers });
    expect(error).toBeDefined();
    expect(isUnsupported(error)).toBe(false);
  });

  it.each([
    'identitystore.us-east-1.amazonaws.com',
    'vpce-1234-abcd.sso.us-east-1.vpce.amazonaws.com',
    'sso.cn-north-1.amazonaws.com.cn',
    'SSO.US-EAST-1.AMAZONAWS.COM',
    'sso.us-east-1.api.aws',
  ])('whatever comes from %s', (host) => {
    const headers = { server: 'Werkzeug/3.1.8 Python/3.11.7', 'content-type': 'text/html' };
    expect(isUnexplained({ host, status: 500, headers })).toBe(false);
    expect(isUnexplained({ host: 'moto', status: 500, headers })).toBe(true);
  });
});

it.each([
  'us-east-1',
  'us-gov-west-1',
  'cn-north-1',
  'eusc-de-east-1',
  'us-iso-east-1',
  'us-isob-east-1',
  'us-isof-south-1',
  'eu-isoe-west-1',
])("AWS's own names in %s are known as such", async (region) => {
  const hosts = new Set<string>();
  for (const useDualstackEndpoint of [false, true]) {
    const handle = (request: { readonly hostname: string }) => {
      hosts.add(request.hostname);
      return Promise.reject(new Error('no further'));
    };
    const client = new IdentitystoreClient({
      region,
      useDualstackEndpoint,
      credentials: { accessKeyId: 'AKIAEMULATED00000000', secretAccessKey: 'emulated' },
      requestHandler: { handle } as never,
    });
    await client.send(new ListUsersCommand(STORE)).catch(() => undefined);
  }
  expect(hosts.size).toBe(2);
  expect([...hosts].filter((host) => !isOfAws(host))).toEqual([]);
});

it.each([
  ['InternalFailure', 501, "The API for service 'sso-admin' has not yet been emulated by LocalStack"],
  ['InternalFailure', 500, "API action 'ListUsers' for service 'identitystore' not yet implemented or pro feature"],
  ['UnknownOperationException', 404, ''],
])('an emulator that says %s with status %i is taken at its word', async (name, status, message) => {
  const body = JSON.stringify({ __type: name, message });
  expect(isUnsupported((await reading({ ListUsers: { status, body } })).error)).toBe(true);
});
