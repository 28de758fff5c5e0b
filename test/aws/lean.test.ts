import { Readable } from 'node:stream';
import {
  DeleteUserCommand,
  DescribeUserCommand,
  IdentitystoreClient,
  type IdentitystoreClientConfig,
  ListGroupMembershipsCommand,
  ListUsersCommand,
} from '@aws-sdk/client-identitystore';
import { DescribeOrganizationCommand, ListAccountsCommand, OrganizationsClient } from '@aws-sdk/client-organizations';
import { DescribePermissionSetCommand, ListInstancesCommand, SSOAdminClient } from '@aws-sdk/client-sso-admin';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { spare, type Spared } from '../../reconciler/aws/lean.ts';

interface Sent {
  readonly protocol: string;
  readonly hostname: string;
  readonly path: string;
  readonly headers: { readonly [name: string]: string };
  readonly body: Uint8Array | string;
}

interface Service {
  readonly send: (command: object) => Promise<object>;
  /** What was asked so far, as it went to the network. */
  readonly sent: readonly Sent[];
}

const CLIENTS = { identityStore: IdentitystoreClient, organizations: OrganizationsClient, ssoAdmin: SSOAdminClient };

interface Given {
  /** What answers everything. */
  readonly answer?: () => Iterable<Uint8Array>;
  readonly credentials?: IdentitystoreClientConfig['credentials'];
  readonly region?: string;
  readonly status?: number;
  readonly headers?: { readonly [name: string]: string };
  /** Whether the client is the SDK's own, with all that it does. */
  readonly whole?: boolean;
}

const KEYS = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'not-a-secret' };

function service(
  name: keyof typeof CLIENTS,
  {
    answer = () => inParts('{}'),
    credentials = KEYS,
    region = 'eu-central-1',
    status = 200,
    headers = {},
    whole,
  }: Given = {},
): Service {
  const sent: Sent[] = [];
  const handle = async (request: unknown) => {
    sent.push(structuredClone(request) as Sent);
    return { response: { statusCode: status, headers: { ...headers }, body: Readable.from(answer()) } };
  };
  const client = new CLIENTS[name]({
    region,
    credentials,
    cacheMiddleware: true,
    maxAttempts: 1,
    requestHandler: { handle } as never,
  });
  if (whole !== true) spare(client as unknown as Spared);
  return { send: (client as { readonly send: Service['send'] }).send.bind(client), sent };
}

function* inParts(text: string): Generator<Uint8Array> {
  const bytes = Buffer.from(text);
  const middle = Math.floor(bytes.length / 2);
  yield bytes.subarray(0, middle);
  yield bytes.subarray(middle);
}

describe('the requests of a client that is spared work', () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: Date.UTC(2026, 0, 1), toFake: ['Date'] });
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllEnvs();
  });

  const input = fc.record(
    { IdentityStoreId: fc.string({ unit: 'binary' }), MaxResults: fc.nat(), NextToken: fc.string() },
    { requiredKeys: [] },
  );

  it('are the same, to the signature, whether one is the first of its operation or not', async () => {
    await fc.assert(
      fc.asyncProperty(input, input, async (earlier, later) => {
        const [one, other] = [service('identityStore'), service('identityStore')];
        await one.send(new ListUsersCommand(earlier as never));
        await one.send(new ListUsersCommand(later as never));
        await other.send(new ListUsersCommand(later as never));
        expect(one.sent[1]).toEqual(other.sent[0]);
      }),
      { numRuns: 50 },
    );
  });

  it('are signed for the Region of the service, and have a body where the operation takes nothing', async () => {
    const { send, sent } = service('organizations');
    const commands = [
      ListAccountsCommand,
      ListAccountsCommand,
      DescribeOrganizationCommand,
      DescribeOrganizationCommand,
    ];
    for (const Command of commands) await send(new Command({}));
    for (const { headers, body } of sent) {
      expect(headers['authorization']).toContain('/us-east-1/organizations/aws4_request');
      expect(Buffer.from(body).toString()).toBe('{}');
    }
    expect(sent.map(({ headers }) => headers['x-amz-target']?.split('.')[1])).toEqual([
      'ListAccounts',
      'ListAccounts',
      'DescribeOrganization',
      'DescribeOrganization',
    ]);
  });

  it('are signed with the credentials of their time', async () => {
    const HOUR = 3_600_000;
    const credentials = async () => ({
      ...KEYS,
      accessKeyId: `AKIA${Date.now()}`,
      expiration: new Date(Date.now() + HOUR),
    });
    const { send, sent } = service('identityStore', { credentials });
    const times = [0, 1, 2].map((hour) => Date.UTC(2026, 0, 1, hour));
    for (const time of times) {
      vi.setSystemTime(time);
      await send(new ListUsersCommand({ IdentityStoreId: 'd-1234567890' }));
    }
    expect(sent.map(({ headers }) => /AKIA(\d+)/u.exec(headers['authorization'] ?? '')?.[1])).toEqual(
      times.map(String),
    );
  });

  it.each([200, 400])('are signed with the time of a service that answers %i with another', async (status) => {
    const date = new Date(Date.UTC(2026, 0, 1, 0, 10)).toUTCString();
    const { send, sent } = service('identityStore', { status, headers: { date } });
    for (const _ of [1, 2])
      await send(new ListUsersCommand({ IdentityStoreId: 'd-1234567890' })).catch(() => undefined);
    expect(sent.map(({ headers }) => headers['x-amz-date'])).toEqual(['20260101T000000Z', '20260101T001000Z']);
  });

  const ENDPOINTS = [
    {},
    { AWS_USE_FIPS_ENDPOINT: 'true' },
    { AWS_USE_DUALSTACK_ENDPOINT: 'true' },
    { AWS_ENDPOINT_URL: 'http://127.0.0.1:4566/with/a/path' },
    { AWS_ENDPOINT_URL: 'http://127.0.0.1:4566', AWS_ENDPOINT_URL_SSO_ADMIN: 'http://sso.example' },
  ];
  const places = ['eu-central-1', 'us-gov-east-1', 'cn-north-1'].flatMap((region) =>
    ENDPOINTS.map((environment) => ({ region, environment })),
  );

  it.each(places)('go where those of the SDK go, with its credentials: %j', async ({ region, environment }) => {
    for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
    // The SDK asks for credentials twice a call.
    const tokens = [undefined, 'first', 'second'];
    for (const name of ['organizations', 'ssoAdmin'] as const) {
      const wayOf = async (whole: boolean) => {
        let asked = 0;
        // Marked so, they are asked for at every call.
        const credentials = Object.assign(
          async () => ({ ...KEYS, sessionToken: tokens[(asked += 1) % tokens.length] }) as typeof KEYS,
          { memoized: true },
        );
        const { send, sent } = service(name, { region, credentials, whole });
        for (const _ of tokens)
          await send(name === 'ssoAdmin' ? new ListInstancesCommand({}) : new ListAccountsCommand({}));
        return sent.map(({ protocol, hostname, path, headers }) => ({
          address: [protocol, hostname, path, headers['host']],
          scope: /Credential=\S+/u.exec(headers['authorization'] ?? '')?.[0],
          token: headers['x-amz-security-token'],
        }));
      };
      expect(await wayOf(false)).toEqual(await wayOf(true));
    }
  });
});

/** The client checks nothing of it. */
const ANY = {} as never;

describe('the answers to a client that is spared work', () => {
  /** Members that are there, are null, or are absent, but for the ids of `needed`, which are there. */
  const members = <T>(
    model: { [K in keyof T]: fc.Arbitrary<T[K]> },
    needed: { readonly [name: string]: fc.Arbitrary<unknown> } = {},
  ): fc.Arbitrary<object> =>
    fc.record(
      {
        ...Object.fromEntries(
          Object.entries<fc.Arbitrary<unknown>>(model).map(([name, value]) => [
            name,
            fc.oneof({ weight: 20, arbitrary: value }, fc.constant(null)),
          ]),
        ),
        ...needed,
      },
      { requiredKeys: Object.keys(needed) },
    );
  const id = fc.uuid();
  const text = fc.string({ unit: 'binary' });
  const time = fc.integer({ min: 0, max: 2_000_000_000_000 }).map((milliseconds) => milliseconds / 1000);
  const rows = (row: fc.Arbitrary<object>) => fc.array(row, { maxLength: 4 });

  const membership = members(
    { CreatedAt: fc.oneof(time, fc.constant('some day')) },
    { MembershipId: id, GroupId: id, MemberId: fc.record({ UserId: text }) },
  );
  const user = members(
    {
      UserName: text,
      Name: members({ GivenName: text, FamilyName: text }),
      Emails: rows(members({ Value: text, Primary: fc.oneof(fc.boolean(), text) })),
      CreatedAt: time,
    },
    { UserId: id },
  );
  const account = members({ Name: text, JoinedTimestamp: time }, { Id: id });
  const cases = {
    ListGroupMemberships: {
      answer: members({ GroupMemberships: rows(membership), NextToken: text }),
      of: 'identityStore',
      command: () => new ListGroupMembershipsCommand(ANY),
    },
    DescribeUser: { answer: user, of: 'identityStore', command: () => new DescribeUserCommand(ANY) },
    ListAccounts: {
      answer: members({ Accounts: rows(account), NextToken: text }),
      of: 'organizations',
      command: () => new ListAccountsCommand({}),
    },
    DescribePermissionSet: {
      answer: members({ PermissionSet: members({ Name: text, CreatedDate: time, SessionDuration: text }) }),
      of: 'ssoAdmin',
      command: () => new DescribePermissionSetCommand(ANY),
    },
  } as const;

  async function outcome({ send }: Service, command: object): Promise<unknown> {
    const answer = await send(command).catch((error: Error) => ({ error: error.name }));
    return { kind: Object.prototype.toString.call(answer), ...answer, $metadata: undefined };
  }

  it.each(Object.values(cases))('are read as the SDK reads them: $of', async ({ answer, of, command }) => {
    await fc.assert(
      fc.asyncProperty(answer, async (said) => {
        const given = { answer: () => inParts(JSON.stringify(said)) };
        const expected = await outcome(service(of, { ...given, whole: true }), command());
        expect(await outcome(service(of, given), command())).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  it.each(['<html>', '{"Users": [', '{"Users": null}'])('fare no better: %s', async (said) => {
    const given = { answer: () => inParts(said) };
    const expected = await outcome(service('identityStore', { ...given, whole: true }), new ListUsersCommand(ANY));
    expect(await outcome(service('identityStore', given), new ListUsersCommand(ANY))).toEqual(expected);
  });

  const ADA = { UserId: 'u-1', UserName: 'ada' };
  it.each([
    // To the SDK the first four are empty lists.
    ['[]', 'the answer is no object'],
    ['"text"', 'the answer is no object'],
    ['7', 'the answer is no object'],
    ['null', 'the answer is no object'],
    [{ Users: {} }, 'Users is no list'],
    [{ Users: 'text', NextToken: null }, 'Users is no list'],
    [{ Users: [null] }, 'Users[] is no object'],
    [{ Users: [[]] }, 'Users[] is no object'],
    [{ Users: [{ UserName: 'ada' }] }, 'Users[] has no UserId'],
    [{ Users: [{ ...ADA, UserId: null }] }, 'Users[] has no UserId'],
    [{ Users: [ADA, { ...ADA, UserName: 7 }] }, 'Users[].UserName is no text'],
    [{ Users: [{ ...ADA, Emails: 'ada@example.com' }] }, 'Users[].Emails is no list'],
    [{ Users: [{ ...ADA, Emails: [{ Value: true }] }] }, 'Users[].Emails[].Value is no text'],
    [{ Users: [{ ...ADA, Name: [] }] }, 'Users[].Name is no object'],
    [{ NextToken: 7 }, 'NextToken is no text'],
  ])('of another shape are refused: %j', async (said, message) => {
    const { send } = service('identityStore', {
      answer: () => inParts(typeof said === 'string' ? said : JSON.stringify(said)),
    });
    await expect(send(new ListUsersCommand(ANY))).rejects.toMatchObject({ name: 'MisshapenAnswer', message });
  });

  it('are read where a member is none that this program knows, and where there is nothing to read', async () => {
    const said = { Users: [{ ...ADA, Pronouns: 7, constructor: [] }], Colour: {} };
    const { send } = service('identityStore', { answer: () => inParts(JSON.stringify(said)) });
    expect(await send(new ListUsersCommand(ANY))).toMatchObject(said);
    const silent = service('identityStore', { answer: () => inParts('[]') });
    await silent.send(new DeleteUserCommand(ANY));
  });

  it('that break off are no answers', async () => {
    const answer = function* (): Generator<Uint8Array> {
      yield Buffer.from('{"Users": [');
      throw new Error('the other side closed');
    };
    const { send } = service('identityStore', { answer });
    await expect(send(new ListUsersCommand(ANY))).rejects.toMatchObject({
      name: 'NetworkError',
      message: 'the answer broke off',
    });
  });
});
