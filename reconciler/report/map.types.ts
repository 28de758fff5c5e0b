/** What the map's page is handed: names once, everything else by their numbers. Side 1: before the plan, 2: after it, 3: both. */

/** The members of a group that have one thing in common: the side, the file, the note. */
export type MapMembers = readonly [
  group: number,
  side: number,
  /** -1: not in the file. */
  file: number,
  /** Until when and why; -1: nothing to say. */
  note: number,
  users: readonly number[],
  /** The line of each of the users, in their order; empty without a file. */
  lines: readonly number[],
];

/** Every one of the principals holds it on every one of the places. */
export type MapGrant = readonly [
  what: number,
  principalType: 'user' | 'group',
  side: number,
  file: number,
  /** 0 without a file. */
  line: number,
  note: number,
  principals: readonly number[],
  places: readonly number[],
];

export interface MapDocument {
  /** A plan has two sides, which are one for a report of access. */
  readonly sides: 1 | 2;
  readonly users: readonly string[];
  readonly groups: readonly string[];
  /** Permission sets, and what a CodeWhisperer profile gives. */
  readonly sets: readonly string[];
  /** Accounts by their names, and selectors of the file. */
  readonly places: readonly string[];
  /** The ids of the accounts; empty for a selector. */
  readonly ids: readonly string[];
  readonly files: readonly string[];
  readonly notes: readonly string[];
  /** Users who cannot sign in. */
  readonly disabled: readonly number[];
  /** Sets whose content or name changes. */
  readonly changedSets: readonly number[];
  readonly memberships: readonly MapMembers[];
  readonly grants: readonly MapGrant[];
}
