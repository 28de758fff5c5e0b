import { describe, expect, it } from 'vitest';
import { type Claim, createPlaces } from '../../reconciler/aws/places.ts';

const assignment = (...accounts: readonly string[]): Claim => ({ pool: 'assignment', accounts });
const provisioning = (...accounts: readonly string[]): Claim => ({ pool: 'provisioning', accounts });

/** Enters in the given order; `entered` fills as places are given. */
function entering(claims: readonly Claim[], places = createPlaces()) {
  const entered: Claim[] = [];
  const stuck: Claim[] = [];
  const all = claims.map(async (claim) => {
    ((await places.enter(claim)) === 'entered' ? entered : stuck).push(claim);
  });
  return { places, entered, stuck, settled: () => Promise.race([Promise.all(all), new Promise(setImmediate)]) };
}

describe('createPlaces', () => {
  it('gives 15 places to assignments and 3 to provisionings, and the next one when one is left', async () => {
    const assignments = Array.from({ length: 17 }, (_, index) => assignment(`a${index}`));
    const provisionings = Array.from({ length: 5 }, (_, index) => provisioning(`p${index}`));
    const world = entering([...assignments, ...provisionings]);
    await world.settled();
    expect(world.entered).toHaveLength(18);
    const [first] = world.entered;
    if (first !== undefined) world.places.leave(first);
    await world.settled();
    expect(world.entered).toHaveLength(19);
  });

  it('never lets two into one account', async () => {
    const world = entering([assignment('a'), assignment('a'), provisioning('a', 'b'), assignment('b')]);
    await world.settled();
    expect(world.entered).toEqual([assignment('a')]);
  });

  it('does not let those behind starve one that waits for many accounts', async () => {
    const all = provisioning('a', 'b', 'c');
    const world = entering([assignment('a'), all, assignment('b'), assignment('d')]);
    await world.settled();
    expect(world.entered).toEqual([assignment('a'), assignment('d')]);
    world.places.leave(assignment('a'));
    await world.settled();
    expect(world.entered.at(-1)).toEqual(all);
  });

  it('does not hold accounts for one that waits for a place', async () => {
    const world = entering([
      provisioning('a'),
      provisioning('b'),
      provisioning('c'),
      provisioning('d'),
      assignment('d'),
    ]);
    await world.settled();
    expect(world.entered.at(-1)).toEqual(assignment('d'));
  });

  it('sends away what waits for an operation that does not end', async () => {
    const world = entering([assignment('a'), assignment('a'), assignment('b')]);
    await world.settled();
    world.places.abandon(assignment('a'));
    await world.settled();
    expect(world.stuck).toEqual([assignment('a')]);
    expect(await world.places.enter(assignment('a'))).toBe('stuck');
    expect(await world.places.enter(assignment('c'))).toBe('entered');
  });

  it('sends everything away when no place will be left', async () => {
    const world = entering([provisioning('a'), provisioning('b'), provisioning('c'), provisioning('d')]);
    await world.settled();
    for (const account of ['a', 'b', 'c']) world.places.abandon(provisioning(account));
    await world.settled();
    expect(world.stuck).toEqual([provisioning('d')]);
  });
});
