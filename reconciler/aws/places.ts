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
  /** In the order in which all came. */
  readonly number: number;
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
  const lines: Lines = { assignment: [], provisioning: [] };
  const busy = new Set<string>();
  const stuck = new Set<string>();
  let came = 0;

  function isHopeless({ pool, accounts }: Claim): boolean {
    return lost[pool] >= POOLS[pool] || accounts.some((account) => stuck.has(account));
  }

  /**
   * First come, first served; one that waits for accounts only keeps them from those behind it, or it would starve. Only
   * those are looked at whose pool has a place to give: thousands may wait, and one leaves after the other.
   */
  function admit(): void {
    const promised = new Set<string>();
    const passed: { [name in Pool]: number } = { assignment: 0, provisioning: 0 };
    const hasPlace = (pool: Pool): boolean => taken[pool] < POOLS[pool];
    for (let first = firstOf(lines, passed, hasPlace); first; first = firstOf(lines, passed, hasPlace)) {
      const { pool } = first.claim;
      if (isAdmitted(first, promised)) lines[pool].splice(passed[pool], 1);
      else passed[pool] += 1;
    }
  }

  function isAdmitted({ claim, answer }: Waiting, promised: Set<string>): boolean {
    if (claim.accounts.some((account) => busy.has(account) || promised.has(account))) {
      for (const account of claim.accounts) promised.add(account);
      return false;
    }
    taken[claim.pool] += 1;
    for (const account of claim.accounts) busy.add(account);
    answer('entered');
    return true;
  }

  /** Only an operation that does not end makes others hopeless. */
  function sendAway(): void {
    const away = POOL_NAMES.flatMap((pool) => lines[pool].filter(({ claim }) => isHopeless(claim)));
    for (const pool of POOL_NAMES) lines[pool] = lines[pool].filter(({ claim }) => !isHopeless(claim));
    for (const { answer } of away.toSorted(inTurn)) answer('stuck');
  }

  return {
    enter: (claim, answer) => {
      if (isHopeless(claim)) answer('stuck');
      else lines[claim.pool].push({ claim, answer, number: (came += 1) });
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

type Lines = { [name in Pool]: Waiting[] };

/** Who came first of those who wait behind the `passed` ones of their lines, among the pools that have a place. */
function firstOf(
  lines: Readonly<Lines>,
  passed: { readonly [name in Pool]: number },
  hasPlace: (pool: Pool) => boolean,
): Waiting | undefined {
  const heads = POOL_NAMES.flatMap((pool) => (hasPlace(pool) ? (lines[pool][passed[pool]] ?? []) : []));
  return heads.toSorted(inTurn)[0];
}

function inTurn(one: Waiting, other: Waiting): number {
  return one.number - other.number;
}
