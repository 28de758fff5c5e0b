/** What is to be called otherwise: `previously` of groups and permission sets. */

/** An entry that may have had another name. */
export interface Renamable {
  readonly name: string;
  readonly previously?: string;
}

/** Old name → new name. */
export function newNames(entries: readonly Renamable[] = []): ReadonlyMap<string, string> {
  return new Map(entries.flatMap(({ name, previously }) => (previously === undefined ? [] : [[previously, name]])));
}

/** New name → old name. */
export function oldNames(entries: readonly Renamable[] = []): ReadonlyMap<string, string> {
  return new Map(entries.flatMap(({ name, previously }) => (previously === undefined ? [] : [[name, previously]])));
}
