/** Grants as blocks: all of some permission sets on all of some accounts for all of some principals. */

import { grouped } from '../../core/grouped.ts';

/** One grant of an entry. */
export interface Cell {
  readonly set: string;
  /** 12 digits. */
  readonly account: string;
  /** `user ada`, `group devs`. */
  readonly principal: string;
}

export interface Block {
  readonly sets: ReadonlySet<string>;
  readonly accounts: ReadonlySet<string>;
  readonly principals: ReadonlySet<string>;
}

/** The cells as few blocks, the largest first: one, when they are one. */
export function blocksOf(cells: readonly Cell[]): readonly Block[] {
  const byPrincipal = alike([...grouped(cells, ({ principal }) => principal)], (own) =>
    own.map(({ set, account }) => `${account} ${set}`),
  );
  const blocks = byPrincipal.flatMap(({ names: principals, cells: own }) =>
    alike([...grouped(own, ({ set }) => set)], (held) => held.map(({ account }) => account)).map(
      ({ names: sets, cells: held }): Block => ({
        sets: new Set(sets),
        accounts: new Set(held.map(({ account }) => account)),
        principals: new Set(principals),
      }),
    ),
  );
  return blocks.toSorted((a, b) => sizeOf(b) - sizeOf(a));
}

export function sizeOf({ sets, accounts, principals }: Block): number {
  return sets.size * accounts.size * principals.size;
}

/** Names that have the same, together; with the cells of the first of them. */
function alike(
  owners: readonly (readonly [string, readonly Cell[]])[],
  wordsOf: (cells: readonly Cell[]) => readonly string[],
): readonly { readonly names: readonly string[]; readonly cells: readonly Cell[] }[] {
  const same = grouped(owners, ([, cells]) => JSON.stringify(wordsOf(cells).toSorted()));
  return [...same.values()].map((group) => ({
    names: group.map(([name]) => name),
    cells: group.slice(0, 1).flatMap(([, cells]) => cells),
  }));
}
