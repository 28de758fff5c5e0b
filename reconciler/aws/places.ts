/**
 * Who may start an asynchronous operation: 15 assignment operations and 3 provisionings may be under way in an
 * instance, and one in an account, since AWS updates one role of an account at a time (reference, sections 2 and 3).
 */

const POOLS = { assignment: 15, provisioning: 3 } as const;
type Pool = keyof typeof POOLS;

export interface Claim {
  readonly pool: Pool;
  /** The accounts that the operation writes to: 12 digits each. */
  readonly accounts: readonly string[];
}

interface Places {
  /** Resolves to `entered` when the operation may start, or to `stuck` when what is in its way will not end. */
  enter(claim: Claim): Promise<'entered' | 'stuck'>;
  leave(claim: Claim): void;
  /** The operation did not end in its time: its place and its accounts stay taken for the rest of the run. */
  abandon(claim: Claim): void;
}

interface Waiting {
  readonly claim: Claim;
  readonly resolve: (answer: 'entered' | 'stuck') => void;
}

/** All places free. */
export function createPlaces(): Places {
  const taken: { [name in Pool]: number } = { assignment: 0, provisioning: 0 };
  const lost: { [name in Pool]: number } = { assignment: 0, provisioning: 0 };
  const busy = new Set<string>();
  const stuck = new Set<string>();
  let queue: Waiting[] = [];

  function isHopeless({ pool, accounts }: Claim): boolean {
    return lost[pool] >= POOLS[pool] || accounts.some((account) => stuck.has(account));
  }

  /** First come, first served; one that waits for accounts only keeps them from those behind it, or it would starve. */
  function admit(): void {
    const promised = new Set<string>();
    queue = queue.filter(({ claim, resolve }) => {
      if (isHopeless(claim)) {
        resolve('stuck');
        return false;
      }
      if (taken[claim.pool] >= POOLS[claim.pool]) return true;
      if (claim.accounts.some((account) => busy.has(account) || promised.has(account))) {
        for (const account of claim.accounts) promised.add(account);
        return true;
      }
      taken[claim.pool] += 1;
      for (const account of claim.accounts) busy.add(account);
      resolve('entered');
      return false;
    });
  }

  return {
    enter: (claim) =>
      new Promise((resolve) => {
        queue.push({ claim, resolve });
        admit();
      }),
    leave: (claim) => {
      taken[claim.pool] -= 1;
      for (const account of claim.accounts) busy.delete(account);
      admit();
    },
    abandon: (claim) => {
      lost[claim.pool] += 1;
      for (const account of claim.accounts) stuck.add(account);
      admit();
    },
  };
}
