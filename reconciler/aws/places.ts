/**
 * Who may start an asynchronous operation: 15 assignment operations and 3 provisionings may be under way in an
 * instance, and one in an account, since AWS updates one role of an account at a time (reference, sections 2 and 3).
 */

const POOLS = { assignment: 15, provisioning: 3 } as const;
export type Pool = keyof typeof POOLS;
const POOL_NAMES = ['assignment', 'provisioning'] as const satisfies readonly Pool[];

export interface Claim {
  readonly pool: Pool;
  /** The accounts that the operation writes to: 12 digits each. */
  readonly accounts: readonly string[];
}

type Answer = 'entered' | 'stuck';

export interface PlaceQueue {
  /** Answers, once, `entered` when the operation may start, or `stuck` when what is in its way will not end; nobody may enter or leave meanwhile. */
  enter(claim: Claim, answer: (answer: Answer) => void): void;
  leave(claim: Claim): void;
  /** The operation did not end in its time: its place and its accounts stay taken for the rest of the run. */
  abandon(claim: Claim): void;
}

interface Places extends Omit<PlaceQueue, 'enter'> {
  /** Resolves to what a queue answers. */
  enter(claim: Claim): Promise<Answer>;
}

interface Waiting {
  readonly claim: Claim;
  readonly answer: (answer: Answer) => void;
}

/** All places free. */
export function createPlaces(): Places {
  const queue = createPlaceQueue();
  return { ...queue, enter: (claim) => new Promise((resolve) => queue.enter(claim, resolve)) };
}

/** The same for those who cannot wait, such as the forecast, which plays an apply. */
export function createPlaceQueue(): PlaceQueue {
  const taken: { [name in Pool]: number } = { assignment: 0, provisioning: 0 };
  const lost: { [name in Pool]: number } = { assignment: 0, provisioning: 0 };
  const waiting: { [name in Pool]: number } = { assignment: 0, provisioning: 0 };
  const busy = new Set<string>();
  const stuck = new Set<string>();
  let queue: Waiting[] = [];

  function isHopeless({ pool, accounts }: Claim): boolean {
    return lost[pool] >= POOLS[pool] || accounts.some((account) => stuck.has(account));
  }

  /** A pool that is full, or that nobody waits for, has no place to give. */
  function hasPlaceToGive(): boolean {
    return POOL_NAMES.some((pool) => waiting[pool] > 0 && taken[pool] < POOLS[pool]);
  }

  /**
   * First come, first served; one that waits for accounts only keeps them from those behind it, or it would starve. Looks
   * no further than places can be given: thousands may wait, and one leaves after the other.
   */
  function admit(): void {
    const promised = new Set<string>();
    const staying: Waiting[] = [];
    let next = 0;
    for (; next < queue.length && hasPlaceToGive(); next += 1) {
      const first = queue[next];
      if (first !== undefined && !isAdmitted(first, promised)) staying.push(first);
    }
    if (next > 0) queue = staying.concat(queue.slice(next));
  }

  function isAdmitted({ claim, answer }: Waiting, promised: Set<string>): boolean {
    if (taken[claim.pool] >= POOLS[claim.pool]) return false;
    if (claim.accounts.some((account) => busy.has(account) || promised.has(account))) {
      for (const account of claim.accounts) promised.add(account);
      return false;
    }
    waiting[claim.pool] -= 1;
    taken[claim.pool] += 1;
    for (const account of claim.accounts) busy.add(account);
    answer('entered');
    return true;
  }

  /** Only an operation that does not end makes others hopeless. */
  function sendAway(): void {
    queue = queue.filter(({ claim, answer }) => {
      if (!isHopeless(claim)) return true;
      waiting[claim.pool] -= 1;
      answer('stuck');
      return false;
    });
  }

  return {
    enter: (claim, answer) => {
      if (isHopeless(claim)) {
        answer('stuck');
      } else {
        waiting[claim.pool] += 1;
        queue.push({ claim, answer });
      }
      admit();
    },
    leave: (claim) => {
      taken[claim.pool] -= 1;
      for (const account of claim.accounts) busy.delete(account);
      admit();
    },
    abandon: (claim) => {
      lost[claim.pool] += 1;
      for (const account of claim.accounts) stuck.add(account);
      sendAway();
      admit();
    },
  };
}
