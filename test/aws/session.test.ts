import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openSession } from '../../reconciler/aws/session.ts';
import { createVirtualClock } from '../../reconciler/simulator/clock.ts';
import { startSimulator } from '../../reconciler/simulator/server.ts';
import { simulated, stateWith } from './simulated.ts';

describe('a session without options', () => {
  beforeEach(() => {
    for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) vi.stubEnv(name, undefined);
    // The files and the instance metadata of this machine are none of the test's business.
    vi.stubEnv('AWS_CONFIG_FILE', 'none');
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', 'none');
    vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
  });
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it('takes endpoint, Region and credentials from the AWS chain', async () => {
    const clock = createVirtualClock(0);
    const simulator = await startSimulator({ state: stateWith(), clock });
    for (const [name, value] of Object.entries(simulator.environment())) vi.stubEnv(name, value);
    const session = await openSession({ clock });
    try {
      expect((await session.survey.organization()).id).toBe('o-exampleorg1');
      expect((await session.survey.instance()).region).toBe('us-east-1');
      expect(await session.survey.callerArn()).toMatch(/^arn:aws:/u);
    } finally {
      session.close();
      await simulator.close();
    }
  });

  it('says what is missing: a Region, or credentials', async () => {
    const clock = createVirtualClock(0);
    const withoutRegion = await openSession({ clock });
    await expect(withoutRegion.survey.instance()).rejects.toMatchObject({ issues: [{ code: 'AWS_REGION' }] });
    const withoutCredentials = await openSession({ clock, region: 'us-east-1' });
    await expect(withoutCredentials.survey.organization()).rejects.toMatchObject({
      issues: [{ code: 'AWS_CREDENTIALS' }],
    });
  });

  it('says where nothing answers', async () => {
    const credentials = { accessKeyId: 'AKIAEXAMPLE000000000', secretAccessKey: 'example' };
    const options = { clock: createVirtualClock(0), region: 'us-east-1', endpoint: 'http://127.0.0.1:9', credentials };
    const session = await openSession(options);
    await expect(session.survey.organization()).rejects.toMatchObject({
      issues: [{ code: 'AWS_UNREACHABLE', hint: expect.stringContaining('AWS_ENDPOINT_URL') as string }],
    });
  });
});

describe('the count of calls', () => {
  it('is what the service saw, repetitions included, and tells writes from reads', async () => {
    const faults = [{ kind: 'throttling', operation: 'identitystore:*', when: { calls: [1, 3] } }] as const;
    const heard: string[] = [];
    const onCall = ({ operation }: { operation: string }): unknown => heard.push(operation);
    await simulated({ faults, session: { onCall } }, async ({ session, simulator }) => {
      await session.survey.users.all();
      const { identityStoreId: IdentityStoreId } = await session.survey.instance();
      await session.identityStore.call('CreateGroup', { IdentityStoreId, DisplayName: 'devs' });
      expect(session.calls()).toEqual(simulator.calls());
      expect(session.total()).toBe(heard.length);
      expect(session.writes()).toBe(simulator.writes());
      expect(session.calls()).toMatchObject({ 'identitystore:ListUsers': 2, 'identitystore:CreateGroup': 2 });
    });
  });
});

describe('a session that is closed after a failure', () => {
  it('calls nobody any more: a person would wait for the end of reads that nobody needs', async () => {
    const { organization, ...rest } = stateWith();
    const many = Array.from({ length: 300 }, (_, index) => ({
      id: String(500_000_000_000 + index),
      name: `a${index}`,
    }));
    const state = { ...rest, organization: { ...organization, accounts: [...organization.accounts, ...many] } };
    const denied = { kind: 'error', code: 'AccessDeniedException', when: { every: 1 } } as const;
    const faults = [{ ...denied, operation: 'organizations:ListTagsForResource' }] as const;
    await simulated({ state, faults }, async ({ session, simulator }) => {
      const wanted = { accounts: true, identities: false, permissionSets: false, unitPaths: [], accountTags: true };
      await expect(session.survey.facts(wanted, 0)).rejects.toThrow('AccessDenied');
      session.close();
      await session.clock.sleep(600_000);
      expect(simulator.calls()['organizations:ListTagsForResource']).toBeLessThan(10);
    });
  });
});
