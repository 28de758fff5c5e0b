/** The canonical order of a state, and the members that it leaves out. */

export function byText<Item>(items: readonly Item[], textOf: (item: Item) => string): readonly Item[] {
  // Each text once: there may be a hundred thousand items, and as many comparisons seventeen times over.
  const texts = items.map((item) => ({ item, text: textOf(item) }));
  return texts.toSorted((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0)).map(({ item }) => item);
}

export function sortedMembers<Value>(members: { readonly [name: string]: Value }): { readonly [name: string]: Value } {
  return Object.fromEntries(byText(Object.entries(members), ([name]) => name));
}

type Loose<State> = { readonly [Name in keyof State]: State[Name] | undefined };

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

/** The members that say something: without those that are undefined, an empty list or an empty object. */
export function given<State extends object>(members: Loose<State>): State {
  const kept = Object.entries(members).filter(([, value]) => value !== undefined && !isEmpty(value));
  // Required members of states are texts, and so always kept.
  return Object.fromEntries(kept) as State;
}
