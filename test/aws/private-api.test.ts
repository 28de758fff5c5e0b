/** Requests of the services without a published client, as they go over the wire, and what their answers are taken for. */

import { describe, expect, it } from 'vitest';
import { createLimiter } from '../../reconciler/aws/limiter.ts';
import { describeKey } from '../../reconciler/aws/keys.ts';
import type { Carrier } from '../../reconciler/aws/private-api.ts';
import { createPrivateApi } from '../../reconciler/aws/private-api.ts';
import type { PrivateService } from '../../reconciler/aws/private-services.ts';
import { ASSIGNMENTS, KEYS, PROFILES, ROLES, SUBSCRIPTIONS } from '../../reconciler/aws/private-services.ts';
import { listProfiles } from '../../reconciler/aws/profile.ts';
import type { AwsSession } from '../../reconciler/aws/session.ts';
import { createRetry } from '../../reconciler/aws/retry.ts';
import { readTags } from '../../reconciler/kinds/profile/changes.ts';
import { createVirtualClock } from '../../reconciler/simulator/clock.ts';

interface Sent {
  readonly method: string;
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number;
  readonly path: string;
  readonly headers: { readonly [name: string]: string };
  readonly body: string;
}

type Answer =
  | { readonly status?: number; readonly headers?: { readonly [name: string]: string }; readonly body?: string }
  | Error;

const { requestHandler: _, ...TOOLS } = (await carrierOfSdk()) as Carrier & object;

async function carrierOfSdk(): Promise<Carrier> {
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
  const { STSClient } = await import('@aws-sdk/client-sts');
  const { requestHandler, sha256 } = new STSClient({ region: 'us-east-1' }).config as unknown as Carrier;
  return { requestHandler, sha256 };
}

/** A network that gives these answers, one after the other, and notes what was sent. */
function network(service: PrivateService, answers: readonly Answer[], environment: object = {}) {
  const sent: Sent[] = [];
  const counted: string[] = [];
  const clock = createVirtualClock(Date.UTC(2026, 0, 5));
  const limiter = createLimiter(clock, { rate: 100, burst: 100, atOnce: 10 });
  const carrier: Carrier = {
    ...TOOLS,
    requestHandler: {
      handle: (request) => {
        const answer = answers[Math.min(sent.length, answers.length - 1)] ?? {};
        sent.push(request as Sent);
        if (answer instanceof Error) return Promise.reject(answer);
        const { status = 200, headers = {}, body = '{}' } = answer;
        const chunks = (async function* chunked() {
          yield await Promise.resolve(Buffer.from(body));
        })();
        return Promise.resolve({ response: { statusCode: status, headers, body: chunks } });
      },
    },
  };
  const api = createPrivateApi({
    service,
    carrier: () => Promise.resolve(carrier),
    credentials: () => Promise.resolve({ accessKeyId: 'AKIATEST', secretAccessKey: 'secret', sessionToken: 'token' }),
    environment: environment as { readonly [name: string]: string },
    clock,
    limiter,
    retry: createRetry({ clock, random: () => 0.5, limiter: () => limiter }),
    counter: { count: (name, operation, write) => counted.push(`${name}:${operation}${write ? ' writes' : ''}`) },
  });
  return { api, sent, counted };
}

const HERE = { region: 'us-east-1' } as const;

describe('a request', () => {
  it('is JSON for a target, signed for the service and the Region of its host', async () => {
    const { api, sent, counted } = network(PROFILES, [{}]);
    await api.call('CreateProfile', { profileName: 'Acme' }, HERE);
    expect(sent).toMatchObject([
      {
        method: 'POST',
        protocol: 'https:',
        hostname: 'codewhisperer.us-east-1.amazonaws.com',
        path: '/',
        body: '{"profileName":"Acme"}',
      },
    ]);
    const { headers } = sent[0] as Sent;
    expect(headers).toMatchObject({
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': 'AWSCodeWhispererService.CreateProfile',
      'x-amz-security-token': 'token',
      host: 'codewhisperer.us-east-1.amazonaws.com',
    });
    expect(headers['authorization']).toMatch(/Credential=AKIATEST\/\d{8}\/us-east-1\/codewhisperer\/aws4_request/u);
    expect(counted).toEqual(['codewhisperer:CreateProfile writes']);
  });

  it.each([
    [ASSIGNMENTS, 'eu-central-1', 'q.eu-central-1.amazonaws.com', 'eu-central-1/q'],
    [ASSIGNMENTS, 'us-east-1', 'codewhisperer.us-east-1.amazonaws.com', 'us-east-1/q'],
    [SUBSCRIPTIONS, 'eu-west-1', 'service.user-subscriptions.eu-west-1.amazonaws.com', 'eu-west-1/user-subscriptions'],
    [KEYS, 'eu-central-1', 'kms.eu-central-1.amazonaws.com', 'eu-central-1/kms'],
    [ROLES, 'eu-central-1', 'iam.amazonaws.com', 'us-east-1/iam'],
  ])('of $service in %s goes to %s', async (service, region, host, scope) => {
    const { api, sent } = network(service, [{ body: service === ROLES ? '<GetRoleResponse/>' : '{}' }]);
    await api.call('GetSomething', {}, { region });
    expect(sent[0]?.hostname).toBe(host);
    expect(sent[0]?.headers['authorization']).toContain(`/${scope}/aws4_request`);
  });

  it('is never sent to a Region that is not in the table', async () => {
    const { api, sent } = network(PROFILES, [{}]);
    const call = api.call('ListProfiles', {}, { region: 'eu-west-1' });
    await expect(call).rejects.toThrow('codewhisperer is not offered in eu-west-1');
    expect(sent).toEqual([]);
  });

  it.each(['foo', 'localhost:4566'])('goes nowhere where %s says, which is no address', async (address) => {
    const { api, sent } = network(PROFILES, [{}], { AWS_ENDPOINT_URL_CODEWHISPERER: address });
    await expect(api.call('ListProfiles', {}, HERE)).rejects.toMatchObject({
      issues: [{ code: 'AWS_UNREACHABLE', hint: expect.stringContaining('AWS_ENDPOINT_URL_CODEWHISPERER') }],
    });
    expect(sent).toEqual([]);
  });

  it.each([
    [{ AWS_ENDPOINT_URL: 'http://127.0.0.1:4566' }, '127.0.0.1'],
    [
      { AWS_ENDPOINT_URL: 'http://one.example', AWS_ENDPOINT_URL_CODEWHISPERER: 'http://two.example:8080/base' },
      'two.example',
    ],
    [{ AWS_ENDPOINT_URL: 'http://one.example', AWS_ENDPOINT_URL_Q: 'http://two.example' }, 'one.example'],
    [{ AWS_ENDPOINT_URL_CODEWHISPERER: '' }, 'codewhisperer.us-east-1.amazonaws.com'],
  ])('goes where %o says', async (environment, host) => {
    const { api, sent } = network(PROFILES, [{ body: '{"profiles":[]}' }], environment);
    await api.call('ListProfiles', {}, HERE);
    expect(sent[0]?.hostname).toBe(host);
  });

  it('of the query protocol is a form', async () => {
    const { api, sent } = network(ROLES, [{ body: '<CreateServiceLinkedRoleResponse/>' }]);
    await api.call('CreateServiceLinkedRole', { AWSServiceName: 'q.amazonaws.com' }, HERE);
    expect(sent[0]).toMatchObject({
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'Action=CreateServiceLinkedRole&Version=2010-05-08&AWSServiceName=q.amazonaws.com',
    });
  });
});

describe('an answer', () => {
  it('keeps members that nobody has heard of', async () => {
    const { api } = network(PROFILES, [{ body: '{"profileArn":"arn:p","somethingNew":{"level":3}}' }]);
    expect(await api.call('CreateProfile', {}, HERE)).toEqual({ profileArn: 'arn:p', somethingNew: { level: 3 } });
  });

  it('to a write may be empty, and one to a read may not', async () => {
    const { api, sent } = network(PROFILES, [{ body: '' }]);
    expect(await api.call('TagResource', {}, HERE)).toEqual({});
    await expect(api.call('ListProfiles', {}, HERE)).rejects.toMatchObject({ issues: [{ code: 'AWS_UNREACHABLE' }] });
    expect(sent.length).toBeGreaterThan(2);
  });

  it.each([
    ['header first', { 'x-amzn-ErrorType': 'ConflictException:http://x' }, '{"__type":"a#ValidationException"}'],
    ['code', {}, '{"code":"com.amazon.kiro.controlplane#ConflictException","__type":"x#Other"}'],
    ['__type', {}, '{"__type":"com.amazon.aws.codewhisperer#ConflictException"}'],
    ['first of a header that came twice', { 'X-Amzn-Errortype': 'ConflictException, ConflictException' }, '{}'],
    ['header without a body', { 'X-Amzn-Errortype': 'ConflictException' }, ''],
  ])('that is an error has its name from the %s', async (_where, headers, body) => {
    const { api } = network(PROFILES, [{ status: 400, headers, body }]);
    await expect(api.call('CreateProfile', {}, { ...HERE, onConflict: 'throw' })).rejects.toMatchObject({
      failure: { name: 'ConflictException', class: 'conflict' },
    });
  });

  it.each(['message', 'Message', 'errorMessage'])('that is an error has its words from %s', async (member) => {
    const body = JSON.stringify({ __type: 'ValidationException', [member]: 'Wrong', reason: 'INVALID_KMS_GRANT' });
    const { api } = network(PROFILES, [{ status: 400, headers: { 'x-amzn-requestid': 'r-1' }, body }]);
    await expect(api.call('CreateProfile', {}, HERE)).rejects.toMatchObject({
      failure: { words: 'Wrong', reason: 'INVALID_KMS_GRANT', requestId: 'r-1', class: 'permanent' },
    });
  });

  it('of the query protocol is an error by its elements', async () => {
    const body =
      '<ErrorResponse><Error><Code>NoSuchEntity</Code><Message>no &quot;role&quot; &amp; co</Message></Error></ErrorResponse>';
    const { api } = network(ROLES, [{ status: 404, body }]);
    await expect(api.call('GetRole', {}, HERE)).rejects.toMatchObject({
      failure: { name: 'NoSuchEntity', class: 'notFound', words: 'no "role" & co' },
    });
  });

  it.each([
    [PROFILES, '<html>proxy</html>', 200],
    [PROFILES, '[1]', 200],
    [PROFILES, '<html>proxy</html>', 403],
    [ROLES, '<html>proxy</html>', 502],
  ])('that is none of the service’s is no answer: $service %s %s', async (service, body, status) => {
    const { api } = network(service, [{ status, body }]);
    await expect(api.call('GetRole', {}, HERE)).rejects.toMatchObject({ issues: [{ code: 'AWS_UNREACHABLE' }] });
  });

  it('without a name is known by its status', async () => {
    const { api, sent } = network(PROFILES, [{ status: 503, body: '{}' }, { body: '{"profiles":[]}' }]);
    await api.call('ListProfiles', {}, HERE);
    expect(sent).toHaveLength(2);
  });

  it('that asks for a pause gets it', async () => {
    const throttled = { status: 429, headers: { 'Retry-After': '2' }, body: '{"__type":"ThrottlingException"}' };
    const { api, sent } = network(ASSIGNMENTS, [throttled, {}]);
    await api.call('CreateAssignment', {}, HERE);
    expect(sent).toHaveLength(2);
  });

  it('of a host that does not resolve says what to check', async () => {
    const error = Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' });
    const { api } = network(SUBSCRIPTIONS, [error]);
    await expect(api.call('ListUserSubscriptions', {}, HERE)).rejects.toMatchObject({
      issues: [{ code: 'AWS_UNREACHABLE', hint: expect.stringContaining('AWS_ENDPOINT_URL_USER_SUBSCRIPTIONS') }],
    });
  });

  it('that finds the signature too old is asked again with the time of the service', async () => {
    const date = new Date(Date.now() + 3_600_000).toUTCString();
    const late = { status: 403, headers: { Date: date }, body: '{"__type":"InvalidSignatureException"}' };
    const { api, sent } = network(PROFILES, [late, { body: '{"profiles":[]}' }]);
    await api.call('ListProfiles', {}, HERE);
    const [first, second] = sent.map(({ headers }) => headers['x-amz-date'] ?? '');
    expect(second?.slice(0, 11)).not.toBe(first?.slice(0, 11));
  });

  it('that refuses the signature for another reason is not asked again', async () => {
    const refused = {
      status: 403,
      body: '{"__type":"InvalidSignatureException","message":"scoped to another service"}',
    };
    const { api, sent } = network(PROFILES, [refused]);
    await expect(api.call('ListProfiles', {}, HERE)).rejects.toMatchObject({ issues: [{ code: 'AWS_CREDENTIALS' }] });
    expect(sent).toHaveLength(1);
  });
});

it('a member that is null is not there', async () => {
  const { api } = network(KEYS, [
    { body: '{"KeyMetadata":{"Arn":"arn","KeyUsage":null},"Other":null,"List":[null,1]}' },
  ]);
  const answer = await api.call('DescribeKey', {}, HERE);
  expect(Object.keys(answer)).toEqual(['KeyMetadata', 'List']);
  expect(answer['KeyMetadata']).toStrictEqual({ Arn: 'arn' });
});

it.each(['7', '{}', '[]', 'true'])('a key whose members are %s, and no text, cannot be used', async (said) => {
  const { api } = network(KEYS, [{ body: `{"KeyMetadata":{"Arn":${said}}}` }]);
  expect(await describeKey(api, 'alias/own', 'us-east-1')).toEqual({
    written: 'alias/own',
    problem: 'was described without its ARN',
  });
});

describe('a list', () => {
  it('is read to its end, under whichever name it goes', async () => {
    const { api, sent } = network(SUBSCRIPTIONS, [
      { body: '{"subscriptions":[{"n":1},null],"nextToken":"a"}' },
      { body: '{"UserSubscriptions":[{"n":2}],"NextToken":"b"}' },
      { body: '{"nextToken":""}' },
    ]);
    const names = ['subscriptions', 'UserSubscriptions'];
    expect(await api.list('ListUserSubscriptions', { x: 1 }, names, { ...HERE, pageSize: 7 })).toEqual([
      { n: 1 },
      { n: 2 },
    ]);
    expect(sent.map(({ body }) => body)).toEqual([
      '{"x":1,"maxResults":7}',
      '{"x":1,"maxResults":7,"nextToken":"a"}',
      '{"x":1,"maxResults":7,"nextToken":"b"}',
    ]);
  });

  it.each([
    ['{"profiles":{}}', 'no list'],
    ['{"profiles":[{},7]}', 'a row that is no object'],
    ['{"profiles":[[]]}', 'a row that is no object'],
    ['{"profiles":[],"nextToken":{}}', 'a page token that is no text'],
  ])('that is none is not an empty one, nor half of it the whole: %s', async (body, how) => {
    const { api } = network(PROFILES, [{ body }]);
    await expect(api.list('ListProfiles', {}, ['profiles'], { ...HERE, pageSize: 1 })).rejects.toMatchObject({
      issues: [{ code: 'AWS_ANSWER', message: `codewhisperer ListProfiles answered with ${how}` }],
    });
  });

  it.each(['{"tags":{}}', '{"tags":["team"]}', '{"tags":[{"value":"ai"}]}', '{"tags":[{"key":"team","value":7}]}'])(
    'of tags has their texts: %s',
    async (body) => {
      const { api } = network(PROFILES, [{ body }]);
      const session = { codewhisperer: { profiles: api } } as unknown as AwsSession;
      const tags = readTags(session, { arn: 'arn', place: { account: '222222222222', region: 'us-east-1' } });
      await expect(tags).rejects.toMatchObject({ issues: [{ code: 'AWS_ANSWER' }] });
    },
  );

  it('of profiles has their ARNs: without one, another profile would be made beside it', async () => {
    const { api } = network(PROFILES, [{ body: '{"profiles":[{"profileName":"Acme"}]}' }]);
    await expect(listProfiles(api, { account: '222222222222', region: 'us-east-1' })).rejects.toMatchObject({
      issues: [{ code: 'AWS_ANSWER', message: expect.stringContaining('a profile that has no ARN') }],
    });
  });
});
