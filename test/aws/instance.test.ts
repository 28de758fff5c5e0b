import { describe, expect, it } from 'vitest';
import { emulated, INSTANCE } from './emulator.ts';
import { MANAGEMENT, ORGANIZATION, simulated, stateWith, TOOLING } from './simulated.ts';

const OWN = 'arn:aws:sso:::instance/ssoins-1111111111111111';
const OTHER = 'arn:aws:sso:::instance/ssoins-2222222222222222';
const one = (arn: string, owner: string) => ({
  InstanceArn: arn,
  IdentityStoreId: 'd-1111111111',
  OwnerAccountId: owner,
});

describe('the instance', () => {
  it('is the only one there is', async () => {
    await simulated({}, async ({ session }) => {
      expect(await session.survey.instance()).toMatchObject({ region: 'us-east-1', partition: 'aws' });
    });
  });

  it("is the management account's where member accounts have some of their own", async () => {
    const accountInstances = [{ account: TOOLING, instanceArn: OTHER, identityStoreId: 'd-2222222222' }];
    const state = stateWith({ instanceArn: OWN, accountInstances });
    await simulated({ state }, async ({ session }) => {
      expect((await session.survey.instance()).instanceArn).toBe(OWN);
    });
  });

  it('is the one that the file names, without a list', async () => {
    await simulated({ state: stateWith({ instanceArn: OWN }) }, async ({ session }) => {
      expect((await session.survey.instance(OWN)).instanceArn).toBe(OWN);
      expect(Object.keys(session.calls())).toEqual(['sso-admin:DescribeInstance']);
    });
  });

  it('must be named where nothing tells two apart', async () => {
    const Instances = [one(OTHER, '999999999999'), one(OWN, '888888888888')];
    await emulated({ ...INSTANCE, ListInstances: { Instances } }, async ({ session }) => {
      await expect(session.survey.instance()).rejects.toMatchObject({
        issues: [{ code: 'AWS_INSTANCE', message: expect.stringMatching(`${OWN}.*${OTHER}`) as string }],
      });
    });
  });

  it('is missed with the steps in the console, since no API makes one', async () => {
    await simulated({ state: { version: 1, organization: ORGANIZATION } }, async ({ session }) => {
      await expect(session.survey.instance()).rejects.toMatchObject({
        issues: [{ code: 'AWS_NO_INSTANCE', hint: expect.stringMatching(/console.*Enable/u) as string }],
      });
    });
  });

  it.each([
    [{ Status: 'CREATE_FAILED', StatusReason: 'no key' }, /CREATE_FAILED \(no key\)/u],
    [{ Status: 'ACTIVE', PrimaryRegion: 'eu-west-1' }, /primary Region .* eu-west-1, not us-east-1/u],
    [{ Status: 'ACTIVE', PermissionSetsEnabled: false }, /permission sets are switched off/u],
  ])('is refused as %o', async (described, message) => {
    const DescribeInstance = { ...one(OWN, MANAGEMENT), ...described };
    await emulated({ ...INSTANCE, DescribeInstance }, async ({ session }) => {
      await expect(session.survey.instance()).rejects.toThrow(message);
    });
  });

  it('is taken from the list where an emulator cannot describe it; its ids are opaque', async () => {
    await emulated(INSTANCE, async ({ session }) => {
      expect(await session.survey.instance()).toEqual({
        instanceArn: 'instance-one',
        identityStoreId: 'store-one',
        region: 'us-east-1',
        partition: 'aws',
        emulated: true,
      });
    });
  });

  it('that the file names is found in the list there', async () => {
    const Instances = [{ ...one(OTHER, MANAGEMENT), IdentityStoreId: 'store-two' }, one(OWN, MANAGEMENT)];
    await emulated({ ListInstances: { Instances } }, async ({ session }) => {
      expect(await session.survey.instance(OTHER)).toMatchObject({ identityStoreId: 'store-two', emulated: true });
    });
    await emulated(INSTANCE, async ({ session }) => {
      await expect(session.survey.instance(OWN)).rejects.toMatchObject({ issues: [{ code: 'AWS_UNSUPPORTED' }] });
    });
  });

  it('tells the partition', async () => {
    const ListInstances = { Instances: [one('arn:aws-us-gov:sso:::instance/ssoins-1', MANAGEMENT)] };
    await emulated({ ...INSTANCE, ListInstances }, async ({ session }) => {
      expect((await session.survey.instance()).partition).toBe('aws-us-gov');
    });
  });
});
