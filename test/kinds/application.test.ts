import { describe, expect, it } from 'vitest';
import { APPLICATION, organization, PLACE, PROFILE, withProfile } from '../aws/codewhisperer.ts';
import { desired } from '../aws/simulated.ts';

const PROVIDER = 'arn:aws:sso::aws:applicationProvider/codewhisperer';
const UNLINKED = { oidcClientId: 'something-else' } as const;

function wanted(enabled: boolean) {
  return desired('application', APPLICATION, { ...PLACE, enabled });
}

describe('the application of a profile', () => {
  it('is the one that the profile links to, whatever its name', async () => {
    await withProfile({ state: organization({ profile: { application: { name: 'Odd' } } }) }, async ({ one }) => {
      expect(await one('application', APPLICATION)).toMatchObject({ spec: { ...PLACE, enabled: true }, needs: [] });
    });
  });

  it('is found without a link by its provider, where it asks for assignments', async () => {
    await withProfile({ state: organization({ profile: UNLINKED }) }, async ({ one, simulator }) => {
      const { ref } = await one('application', APPLICATION);
      simulator.edit((state) => {
        delete state.codewhisperer?.profiles?.[0]?.oidcClientId;
      });
      expect((await one('application', APPLICATION)).ref).toEqual(ref);
    });
  });

  it('is never the sibling that takes everybody, though it has the same provider', async () => {
    const state = organization({ profile: { ...UNLINKED, application: { name: 'Odd' }, signIn: { enabled: false } } });
    await withProfile({ state }, async ({ one }) => {
      expect((await one('application', APPLICATION)).spec).toMatchObject({ enabled: true });
    });
  });

  it('is the one of the profile’s name among several, and none where that does not tell', async () => {
    const other = { provider: PROVIDER, assignmentRequired: true };
    const more = organization({ profile: UNLINKED });
    const withOther = (name: string) => ({
      ...more,
      identityCenter: { region: 'us-east-1', ...more.identityCenter, applications: [{ ...other, name }] },
    });
    await withProfile({ state: withOther('Left over') }, async ({ read }) => {
      expect(await read('application', APPLICATION)).toHaveLength(1);
    });
    await withProfile({ state: withOther('KiroProfile-us-east-1') }, async ({ read }) => {
      await expect(read('application', APPLICATION)).rejects.toMatchObject({
        issues: [{ code: 'AWS_APPLICATION', message: expect.stringContaining('2 applications') }],
      });
    });
  });

  it('is not there without a profile', async () => {
    await withProfile({ state: organization({ profile: 'none' }) }, async ({ read }) => {
      expect(await read('application', APPLICATION, PROFILE)).toEqual([]);
    });
  });

  it.each([
    [true, false],
    [false, true],
  ])('is switched from %s to %s', async (from, to) => {
    await withProfile({ state: organization({ profile: { application: { enabled: from } } }) }, async (world) => {
      const before = await world.one('application', APPLICATION);
      await world.driver('application').update(before, wanted(to), world.refOf);
      expect(await world.one('application', APPLICATION)).toMatchObject({ spec: { enabled: to }, ref: before.ref });
    });
  });

  it('is only written to when it is made otherwise than wanted', async () => {
    await withProfile({}, async (world) => {
      await world.driver('application').create(wanted(true), world.refOf);
      expect(world.session.writes()).toBe(0);
      await world.driver('application').create(wanted(false), world.refOf);
      expect((await world.one('application', APPLICATION)).spec).toMatchObject({ enabled: false });
    });
  });

  it.each(['AccessDeniedException', 'ValidationException'])(
    'that cannot be switched says where it can: %s',
    async (code) => {
      const faults = [
        { kind: 'error', code, operation: 'sso-admin:UpdateApplication', when: { always: true } },
      ] as const;
      await withProfile({ faults }, async (world) => {
        const before = await world.one('application', APPLICATION);
        await expect(world.driver('application').update(before, wanted(false), world.refOf)).rejects.toMatchObject({
          issues: [{ code: 'AWS_UNSUPPORTED', hint: expect.stringContaining('choose Disable') }],
        });
      });
    },
  );

  it('that does not come with the profile is told after a while', async () => {
    await withProfile({ state: organization({ profile: 'none' }) }, async (world) => {
      await expect(world.driver('application').create(wanted(true), world.refOf)).rejects.toMatchObject({
        issues: [{ code: 'AWS_APPLICATION' }],
      });
    });
  });

  it('goes with the profile: nothing is done to remove it', async () => {
    await withProfile({}, async (world) => {
      await world.driver('application').remove(await world.one('application', APPLICATION), world.refOf);
      expect(world.session.writes()).toBe(0);
    });
  });
});
