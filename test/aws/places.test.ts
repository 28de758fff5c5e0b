import { array, assert, constantFrom, nat, oneof, property, record, uniqueArray } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Claim, createPlaceQueue, createPlaces } from '../../reconciler/aws/places.ts';

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

  it('does not look through all who wait for a place each time that somebody leaves', () => {
    let looks = 0;
    const watched: Claim = {
      get pool() {
        looks += 1;
        return 'assignment' as const;
      },
      accounts: ['waiting'],
    };
    const queue = createPlaceQueue();
    const under = Array.from({ length: 15 }, (_, index) => assignment(`a${index}`));
    const entered: Claim[] = [];
    for (const claim of under) queue.enter(claim, () => void entered.push(claim));
    queue.enter(provisioning('a14', 'waiting'), () => undefined);
    const next = Array.from({ length: 14 }, (_, index) => assignment(`b${index}`));
    for (const claim of next) queue.enter(claim, () => void entered.push(claim));
    for (let number = 0; number < 1_000; number += 1) queue.enter(watched, () => undefined);
    looks = 0;
    for (const claim of under.slice(0, 14)) queue.leave(claim);
    expect(entered).toEqual([...under, ...next]);
    expect(looks).toBe(0);
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

interface Waiting {
  readonly claim: Claim;
  readonly number: number;
}

/** Who is where, by the rule as it reads: after each event everybody who waits is looked at, in the order of coming. */
function createRule() {
  const under: Waiting[] = [];
  const lost: Claim[] = [];
  const away: number[] = [];
  let queue: Waiting[] = [];
  const room = { assignment: 15, provisioning: 3 };
  const meets = (a: Claim, b: Claim): boolean => a.accounts.some((account) => b.accounts.includes(account));
  const full = (claims: readonly Claim[], pool: Claim['pool']): boolean =>
    claims.filter((claim) => claim.pool === pool).length >= room[pool];

  function look(): void {
    const ahead: Claim[] = [];
    queue = queue.filter(({ claim, number }) => {
      if (full(lost, claim.pool) || lost.some((other) => meets(other, claim))) {
        away.push(number);
        return false;
      }
      const taken = [...under.map((one) => one.claim), ...lost];
      if (full(taken, claim.pool)) return true;
      if ([...taken, ...ahead].some((other) => meets(other, claim))) {
        ahead.push(claim);
        return true;
      }
      under.push({ claim, number });
      return false;
    });
  }

  return {
    under,
    away,
    enter: (claim: Claim, number: number) => {
      queue.push({ claim, number });
      look();
    },
    leave: (index: number) => {
      under.splice(index, 1);
      look();
    },
    abandon: (index: number) => {
      lost.push(...under.splice(index, 1).map(({ claim }) => claim));
      look();
    },
  };
}

const CLAIM = record({
  pool: constantFrom('assignment', 'provisioning'),
  accounts: uniqueArray(nat(30).map(String), { minLength: 1, maxLength: 3 }),
});
const EVENT = oneof(
  { weight: 12, arbitrary: CLAIM.map((claim) => ({ claim })) },
  { weight: 8, arbitrary: nat(20).map((leaves) => ({ leaves })) },
  { weight: 1, arbitrary: nat(20).map((ends) => ({ ends })) },
);

it('gives places as the rule says, whoever comes, leaves, or does not end', () => {
  assert(
    property(array(EVENT, { maxLength: 120, size: 'max' }), (events) => {
      const queue = createPlaceQueue();
      const rule = createRule();
      const answers: { readonly entered: number[]; readonly stuck: number[] } = { entered: [], stuck: [] };
      const gone: number[] = [];
      for (const [number, event] of events.entries()) {
        if ('claim' in event) {
          queue.enter(event.claim, (answer) => void answers[answer].push(number));
          rule.enter(event.claim, number);
        } else {
          const index = 'leaves' in event ? event.leaves : event.ends;
          const chosen = rule.under[index];
          if (chosen === undefined) continue;
          gone.push(chosen.number);
          queue['leaves' in event ? 'leave' : 'abandon'](chosen.claim);
          rule['leaves' in event ? 'leave' : 'abandon'](index);
        }
        expect(answers.entered.filter((one) => !gone.includes(one))).toEqual(rule.under.map((one) => one.number));
        expect(answers.stuck).toEqual(rule.away);
      }
    }),
  );
});
