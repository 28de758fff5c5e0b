import { describe, expect, it } from 'vitest';

import type { Fault } from '../../reconciler/simulator/faults.ts';
import { answerOf, iam, profileState, toolingState } from './private.ts';
import { send } from './raw.ts';
import { onSimulator } from './support.ts';

type Quirk = Fault extends infer Each ? (Each extends Fault ? Omit<Each, 'operation' | 'when'> : never) : never;

/** A fault that strikes every call. */
function always(quirk: Quirk): Fault {
  return { ...quirk, operation: '*', when: { always: true } };
}

const STATE = profileState({ features: { dashboardAnalytics: { toggle: 'ON' } } });
const WRONG = { profileName: '1' };

describe('an error of a private API', () => {
  it.each([
    ['codewhisperer', 'CreateProfile', 'com.amazon.aws.codewhisperer#ValidationException'],
    ['q', 'CreateAssignment', 'com.amazon.kiro.controlplane#ValidationException'],
  ] as const)('of %s bears its namespace, and its name in the header', async (service, operation, type) => {
    await onSimulator({ state: STATE }, async (world) => {
      const answer = await answerOf(world, service, operation, WRONG);
      expect(answer).toMatchObject({
        status: 400,
        errorType: 'ValidationException',
        type: 'application/x-amz-json-1.0',
      });
      expect(JSON.parse(answer.body)).toMatchObject({
        __type: type,
        message: expect.stringContaining('validation error'),
      });
    });
  });

  it('can come in another namespace', async () => {
    const faults = [always({ kind: 'error-namespace', namespace: 'com.amazon.kiro.controlplane' })];
    await onSimulator({ state: STATE, faults }, async (world) => {
      const { body } = await answerOf(world, 'codewhisperer', 'CreateProfile', WRONG);
      expect(JSON.parse(body)).toMatchObject({ __type: 'com.amazon.kiro.controlplane#ValidationException' });
    });
  });

  it('can be named in the header alone', async () => {
    await onSimulator({ state: STATE, faults: [always({ kind: 'error-in-header' })] }, async (world) => {
      const answer = await answerOf(world, 'codewhisperer', 'CreateProfile', WRONG);
      expect(answer.errorType).toBe('ValidationException');
      expect(JSON.parse(answer.body)).toEqual({ message: expect.any(String) });
      const other = await answerOf(world, 'user-subscriptions', 'ListUserSubscriptions', {});
      expect(other.errorType).toBe('ValidationException');
    });
  });

  it('can have a reason', async () => {
    const fault = always({
      kind: 'error',
      code: 'ConflictException',
      message: 'No.',
      reason: 'CUSTOMER_KMS_KEY_DISABLED',
    });
    await onSimulator({ state: STATE, faults: [fault] }, async (world) => {
      const { body } = await answerOf(world, 'codewhisperer', 'CreateProfile', WRONG);
      expect(JSON.parse(body)).toMatchObject({ message: 'No.', reason: 'CUSTOMER_KMS_KEY_DISABLED' });
    });
  });

  it('of the front end has a namespace of its own', async () => {
    await onSimulator({ state: STATE }, async (world) => {
      const target = 'AWSCodeWhispererService.ListProfiles';
      const answer = await send(world, { service: 'q', target });
      expect(answer.status).toBe(403);
      expect(JSON.parse(answer.body)).toEqual({
        __type: 'com.amazon.coral.service#InvalidSignatureException',
        message: "Credential should be scoped to correct service: 'codewhisperer'.",
      });
      const seats = await send(world, { service: 'codewhisperer', target: 'AmazonQDeveloperService.CreateAssignment' });
      expect(seats.body).toContain("correct service: 'q'");
      const bought = { service: 'q', target: 'AWSZornControlPlaneService.ListUserSubscriptions' };
      expect((await send(world, bought)).body).toContain("correct service: 'user-subscriptions'");
    });
  });
});

describe('an answer', () => {
  it('can carry __type in every object, and members that nobody has heard of', async () => {
    const faults = [always({ kind: 'typed-objects' }), always({ kind: 'unknown-members' })];
    await onSimulator({ state: STATE, faults }, async (world) => {
      const { body } = await answerOf(world, 'codewhisperer', 'ListProfiles', {});
      const odd = { __type: expect.any(String), somethingNew: { kind: 'NEVER_HEARD_OF' } };
      const optInFeatures = { ...odd, dashboardAnalytics: { ...odd, toggle: 'ON' } };
      expect(JSON.parse(body)).toMatchObject({ ...odd, profiles: [{ ...odd, status: 'ACTIVE', optInFeatures }] });
      const refusal = await answerOf(world, 'codewhisperer', 'CreateProfile', WRONG);
      expect(Object.keys(JSON.parse(refusal.body) as object)).toEqual(['__type', 'message']);
      expect(refusal.body).toContain('com.amazon.aws.codewhisperer#ValidationException');
    });
  });

  it('that says nothing can have no body', async () => {
    await onSimulator({ state: STATE, faults: [always({ kind: 'empty-body' })] }, async (world) => {
      const { body } = await answerOf(world, 'codewhisperer', 'ListProfiles', {});
      const [{ arn: resourceArn }] = (JSON.parse(body) as { profiles: [{ arn: string }] }).profiles;
      const input = { resourceArn, tags: [{ key: 'a', value: '1' }] };
      expect(await answerOf(world, 'codewhisperer', 'TagResource', input)).toMatchObject({ status: 200, body: '' });
      const wrong = await answerOf(world, 'codewhisperer', 'TagResource', {});
      expect(wrong.body).toContain('ValidationException');
    });
  });

  it('in XML stays as it is', async () => {
    const faults = [always({ kind: 'unknown-members' }), always({ kind: 'error-in-header' })];
    await onSimulator({ state: toolingState(), faults }, async (world) => {
      const roles = await iam(world, { Action: 'ListRoles' });
      expect(roles.body).toContain('<ListRolesResponse');
      const refusal = await iam(world, { Action: 'GetRole', RoleName: 'none' });
      expect(refusal.body).toContain('<Code>NoSuchEntity</Code>');
    });
  });
});

describe('the smallest of two page sizes', () => {
  it('holds', async () => {
    const faults = [always({ kind: 'page-size', size: 3 }), always({ kind: 'page-size', size: 1 })];
    await onSimulator({ state: STATE, faults }, async (world) => {
      const page = await world.sso.listApplications({ ...world.instance, MaxResults: 50 });
      expect(page.Applications).toHaveLength(1);
      expect(page.NextToken).toBeDefined();
    });
  });
});
