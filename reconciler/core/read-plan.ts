/**
 * How grants are read with the fewest calls that are still certain (reference, section 4.2). A pair of account and
 * permission set lists everybody who holds the set there; a principal lists everything that it holds. That somebody holds
 * nothing is certain only from the one list or the other, so all grants of a set take all of its pairs (or every principal
 * there is, and those that no longer exist cannot be asked), and the grants that a file names take the pairs or the
 * principals that it names, whichever are fewer. See docs/decisions/0004-how-assignments-are-read.md.
 */

export type Way = 'pairs' | 'principals';

export interface GrantCounts {
  /** Provisioned pairs of the sets of which everybody's grants are wanted. */
  readonly pairs: number;
  /** Groups that are live, and users to whom the file grants something: who may hold something there. */
  readonly principals: number;
  /** Pairs of the grants that the file names, of sets of which nothing else is wanted. */
  readonly namedPairs: number;
  /** Users and groups of these grants. */
  readonly namedPrincipals: number;
}

export interface ReadPolicy {
  /** Everybody's grants are read from the pairs, however many there are: nothing stays unseen. */
  readonly thorough: boolean;
  /** Whether principals may be asked: AWS lets only the management account. */
  readonly listing: 'allowed' | 'refused';
}

export interface ReadPlan {
  /** Of sets of which everybody's grants are wanted. */
  readonly everybody: Way;
  /** Of sets of which only the grants that the file names are wanted. */
  readonly named: Way;
  /** What was chosen and why, a line each; nothing where nothing is wanted. */
  readonly why: readonly string[];
}

/** The way to read for these counts. A tie goes to the pairs, which show everybody. */
export function planReads(counts: GrantCounts, policy: ReadPolicy): ReadPlan {
  const everybody = wayForEverybody(counts, policy);
  const named = wayForNamed(counts, policy);
  return {
    everybody: everybody.way,
    named: named.way,
    why: [
      ...(counts.pairs === 0 ? [] : [`grants of everybody: ${everybody.why}`]),
      ...(counts.namedPairs === 0 ? [] : [`grants that the file names: ${named.why}`]),
    ],
  };
}

interface Choice {
  readonly way: Way;
  readonly why: string;
}

const REFUSED = 'since what a principal holds may not be listed with these credentials';

function wayForEverybody({ pairs, principals }: GrantCounts, { thorough, listing }: ReadPolicy): Choice {
  const byPairs = `by ${pairs} pairs of account and permission set`;
  if (thorough) return { way: 'pairs', why: `${byPairs}, since only these show everybody` };
  if (listing === 'refused') return { way: 'pairs', why: `${byPairs}, ${REFUSED}` };
  if (pairs <= principals) return { way: 'pairs', why: `${byPairs}, no more than ${principals} principals` };
  return { way: 'principals', why: `by ${principals} principals instead of ${pairs} pairs, as asked for` };
}

function wayForNamed({ namedPairs, namedPrincipals }: GrantCounts, { listing }: ReadPolicy): Choice {
  const byPairs = `by ${namedPairs} pairs of account and permission set`;
  if (listing === 'refused') return { way: 'pairs', why: `${byPairs}, ${REFUSED}` };
  if (namedPairs <= namedPrincipals)
    return { way: 'pairs', why: `${byPairs}, no more than ${namedPrincipals} principals` };
  return { way: 'principals', why: `by ${namedPrincipals} principals instead of ${namedPairs} pairs` };
}
