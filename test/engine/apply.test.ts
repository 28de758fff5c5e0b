import { describe, expect, test } from 'vitest';
import type { Change } from '../../reconciler/core/change.ts';
import type { Key } from '../../reconciler/core/key.ts';
import { assignmentKey, groupKey, membershipKey, userKey } from '../../reconciler/core/key.ts';
import type { LiveResource, Resource } from '../../reconciler/core/resource.ts';
import { applyChanges } from '../../reconciler/engine/apply.ts';
import type { Cloud } from '../../reconciler/engine/cloud.ts';
import { readBack } from '../../reconciler/engine/readback.ts';
import { KINDS } from '../../reconciler/kinds/index.ts';
import type { FakeServices } from '../support/fake-driver.ts';
import { fakeServices } from '../support/fake-driver.ts';
import { liveOf } from '../support/resources.ts';

const base = { origin: 'file', reason: '', widensAccess: false } as const;

function resource(key: Key, spec: Resource['spec'] = {}): Resource {
  return { kind: key.split('/')[0] as Resource['kind'], key, spec, needs: [] };
}

function create(after: Resource, needs: readonly Key[] = []): Change {
  return { ...base, kind: after.kind, key: after.key, needs, verb: 'create', after };
}

function remove(before: LiveResource, needs: readonly Key[] = []): Change {
  return { ...base, kind: before.kind, key: before.key, needs, verb: 'delete', before };
}

function change(verb: 'update' | 'replace', before: LiveResource, after: Resource): Change {
  return { ...base, kind: after.kind, key: after.key, needs: [], verb, before, after, fields: [] };
}

function grant(account: string, principal: string): Resource {
  const spec = { permissionSet: 'S', account, principalType: 'user', principal };
  return resource(assignmentKey('S', account, 'user', principal), spec);
}

async function apply(
  changes: readonly Change[],
  services: FakeServices,
  {
    live = [],
    cancelled = new AbortController().signal,
    notify = () => undefined,
  }: { live?: readonly LiveResource[]; cancelled?: AbortSignal; notify?: () => void } = {},
) {
  const { drivers } = services;
  const outcomes = await applyChanges({
    changes,
    live,
    drivers,
    kinds: KINDS,
    host: { notify, cancelled },
    calls: () => 0,
  });
  return { outcomes, statuses: outcomes.map(({ status, change: { key } }) => `${status} ${key}`) };
}

describe('apply', () => {
  test('a change starts when all that it waits for is done, and finds the ids of what was just made', async () => {
    const services = fakeServices([]);
    const member = {
      ...resource(membershipKey('g', 'u'), { group: 'g', user: 'u' }),
      needs: [groupKey('g'), userKey('u')],
    };
    await apply(
      [create(member, [groupKey('g'), userKey('u')]), create(resource(groupKey('g'))), create(resource(userKey('u')))],
      services,
    );
    expect(services.log.at(-1)).toBe('create membership/g/u');
    expect(services.state.size).toBe(3);
  });

  test('each verb does what it says', async () => {
    const live = ['a', 'b', 'c'].map((name) => liveOf(resource(groupKey(name), { name })));
    const services = fakeServices(live);
    const [a, b, c] = live as [LiveResource, LiveResource, LiveResource];
    await apply(
      [
        change('update', a, resource(a.key, { name: 'A' })),
        change('replace', b, resource(b.key, { name: 'B' })),
        remove(c),
      ],
      services,
      { live },
    );
    expect([...services.state.values()].map(({ spec }) => spec['name'])).toEqual(['A', 'B']);
    expect(services.log).toContain('delete group/b');
  });

  test('siblings of a failure go on; what waits for it is skipped, and says because of what', async () => {
    const services = fakeServices([], { fails: [groupKey('g')] });
    const { outcomes, statuses } = await apply(
      [
        create(resource(groupKey('g'))),
        create(resource(userKey('u'))),
        create(resource(membershipKey('g', 'u')), [groupKey('g'), userKey('u')]),
        create(grant('111111111111', 'u'), [membershipKey('g', 'u')]),
      ],
      services,
    );
    expect(statuses).toEqual([
      'failed group/g',
      'done user/u',
      'skipped membership/g/u',
      'skipped assignment/S/111111111111/user/u',
    ]);
    expect(outcomes[0]).toMatchObject({ issue: { code: 'AWS_REFUSED' } });
    expect(outcomes[2]).toMatchObject({ because: 'group/g' });
    expect(outcomes[3]).toMatchObject({ because: 'membership/g/u' });
  });

  test('an account is never written to by two changes at once, and all of them are done', async () => {
    const services = fakeServices([]);
    const grants = Array.from({ length: 200 }, (_, index) => grant(`11111111111${index % 3}`, `u${index}`));
    const { statuses } = await apply(
      grants.map((after) => create(after)),
      services,
    );
    expect(statuses.every((status) => status.startsWith('done'))).toBe(true);
    expect(services.mostInOneAccount).toBe(1);
    expect(services.state.size).toBe(200);
  });

  test('cancelled: nothing new is started, what is under way is finished, and the rest is told', async () => {
    const controller = new AbortController();
    const services = fakeServices([]);
    const grants = Array.from({ length: 10 }, (_, index) => grant('111111111111', `u${index}`));
    const work = apply(
      grants.map((after) => create(after)),
      services,
      { cancelled: controller.signal },
    );
    controller.abort();
    const { outcomes } = await work;
    expect(outcomes.filter(({ status }) => status === 'done')).toHaveLength(services.log.length);
    expect(outcomes.filter((outcome) => outcome.status === 'skipped' && outcome.because === 'cancelled').length).toBe(
      10 - services.log.length,
    );
    expect(services.log.length).toBeLessThan(3);
  });

  test('goes on to its end where nobody can be told of it', async () => {
    const notify = (): void => {
      throw new Error('write EPIPE');
    };
    const changes = [create(resource(groupKey('g'))), create(resource(userKey('u')), [groupKey('g')])];
    const { statuses } = await apply(changes, fakeServices([]), { notify });
    expect(statuses).toEqual(['done group/g', 'done user/u']);
  });

  test('something that needs what is not there fails, and says what', async () => {
    const after = { ...grant('111111111111', 'ghost'), needs: [userKey('ghost')] };
    const { outcomes } = await apply([create(after)], fakeServices([]));
    expect(outcomes[0]).toMatchObject({ status: 'failed', issue: { code: 'APPLY_REFERENCE' } });
  });
});

describe('read-back', () => {
  async function applied(
    changes: readonly Change[],
    live: readonly LiveResource[],
    mishaps: Parameters<typeof fakeServices>[1],
  ) {
    const services = fakeServices(live, mishaps);
    const { outcomes } = await apply(changes, services, { live });
    const cloud = { drivers: services.drivers, sleep: () => Promise.resolve(), fresh: () => cloud } as unknown as Cloud;
    return (await readBack(outcomes, cloud)).outcomes.map((outcome) =>
      outcome.status === 'failed' ? `failed ${outcome.issue.message}` : outcome.status,
    );
  }

  const g = liveOf(resource(groupKey('g'), { name: 'g', description: 'old' }));

  test('what shows is done', async () => {
    expect(await applied([create(resource(userKey('u'))), remove(g)], [g], {})).toEqual(['done', 'done']);
  });

  test('what was accepted and is not there has failed: a creation, a change, a removal', async () => {
    const edit = change('update', g, resource(g.key, { name: 'g', description: 'new' }));
    expect(await applied([edit], [g], { forgets: [g.key] })).toEqual([
      'failed group/g was accepted, but description is not as asked when read back',
    ]);
    expect(await applied([remove(g)], [g], { forgets: [g.key] })).toEqual([
      'failed group/g was accepted, but is still there when read back',
    ]);
    expect(await applied([create(resource(userKey('u')))], [], { forgets: [userKey('u')] })).toEqual([
      'failed user/u was accepted, but is not there when read back',
    ]);
  });

  test('eight were accepted and five are there: the three are told (hashicorp/terraform-provider-aws#40388)', async () => {
    const grants = Array.from({ length: 8 }, (_, index) => grant('111111111111', `u${index}`));
    const lost = [grants[1], grants[4], grants[6]].flatMap((one) => one?.key ?? []);
    const told = await applied(
      grants.map((after) => create(after)),
      [],
      { forgets: lost },
    );
    expect(told.filter((one) => one !== 'done')).toEqual(
      lost.map((key) => `failed ${key} was accepted, but is not there when read back`),
    );
  });

  test('what failed and shows all the same is done: its answer was lost', async () => {
    const changes = [create(resource(userKey('u'))), remove(g)];
    expect(await applied(changes, [g], { mumbles: [userKey('u'), g.key] })).toEqual(['done', 'done']);
    expect(await applied(changes, [g], { fails: [userKey('u')] })).toEqual(['failed user/u refused', 'done']);
  });

  test('a removal that failed stays so where it may only be hidden by the old name of what it hangs on', async () => {
    const renamed = change('update', g, resource(g.key, { name: 'new' }));
    const hidden = { ...liveOf(resource(membershipKey('g', 'u'))), needs: [g.key] };
    expect(await applied([renamed, remove(hidden)], [g], { fails: [g.key, hidden.key] })).toEqual([
      'failed group/g refused',
      'failed membership/g/u refused',
    ]);
  });

  test('what was accepted under something whose rename failed is told as what cannot be read', async () => {
    const renamed = change('update', g, resource(g.key, { name: 'new' }));
    const member = { ...resource(membershipKey('g', 'u')), needs: [g.key] };
    expect(await applied([renamed, create(member)], [g], { fails: [g.key], forgets: [member.key] })).toEqual([
      'failed group/g refused',
      'failed membership/g/u was accepted, but could not be read back, since group/g was not changed',
    ]);
  });

  test('what was accepted and cannot be read has failed, and says why: an apply that wrote never only stops', async () => {
    expect(await applied([create(resource(userKey('u')))], [], { unreadable: true })).toEqual([
      'failed user/u was accepted, but could not be read back: user unreadable',
    ]);
    expect(await applied([create(resource(userKey('u')))], [], { unreadable: true, fails: [userKey('u')] })).toEqual([
      'failed user/u refused; whether it was done all the same could not be read',
    ]);
  });
});
