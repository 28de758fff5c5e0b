import { describe, expect, it } from 'vitest';

import { failure, success } from '../../reconciler/simulator/answer.ts';
import { DEFAULT_LIMITS } from '../../reconciler/simulator/limits.ts';
import { Refusal } from '../../reconciler/simulator/refusal.ts';
import { services } from './support.ts';

function target(name: string, operation: string) {
  const service = services.find((one) => one.model.service === name);
  if (service === undefined) throw new Error(`no service ${name}`);
  return { service, operation };
}

describe('an answer that the service could not give', () => {
  it('is a fault of the simulator: an error that the operation does not declare', () => {
    const reply = failure(target('sso-admin', 'ListInstances'), new Refusal('ConflictException', 'x'), 'id');
    expect(reply.status).toBe(500);
    expect(JSON.parse(reply.body)).toMatchObject({
      __type: 'InternalServerException',
      Message: 'fault of the simulator itself: ListInstances does not declare ConflictException',
    });
  });

  it.each([
    ['sso-admin', 'ListInstances', { Instance: 'x' }, 'Instance'],
    ['sso-admin', 'ListInstances', { Instances: [{ Arn: 'x' }] }, 'Arn'],
    ['identitystore', 'GetUserId', { UserId: 'x' }, 'IdentityStoreId'],
    ['sts', 'GetCallerIdentity', { Name: 'x' }, 'Name'],
  ])('is one: %s %s %j', (name, operation, output, member) => {
    expect(() => success(target(name, operation), output, 'id', DEFAULT_LIMITS)).toThrow(member);
  });
});

describe('an answer', () => {
  it('carries the request id where the error has a member for it', () => {
    const refusal = new Refusal('ResourceNotFoundException', 'gone', { ResourceType: 'USER' });
    const reply = failure(target('identitystore', 'DescribeUser'), refusal, 'the-id');
    expect(JSON.parse(reply.body)).toEqual({
      __type: 'ResourceNotFoundException',
      Message: 'gone',
      RequestId: 'the-id',
      ResourceType: 'USER',
    });
  });

  it('escapes what XML must not hold', () => {
    const reply = failure(target('sts', 'AssumeRole'), new Refusal('AccessDenied', 'a & <b>'), 'id');
    expect(reply.status).toBe(403);
    expect(reply.body).toContain('<Message>a &amp; &lt;b&gt;</Message>');
  });
});
