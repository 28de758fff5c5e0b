/** Pages of lists, with tokens that say nothing and are refused when they are not ours. */

import { hexOf } from './ids.ts';
import type { Refusal } from './refusal.ts';
import type { Call } from './service.ts';

type Cursor = string | number;

interface PageInput {
  readonly MaxResults?: number | undefined;
  readonly NextToken?: string | undefined;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly NextToken?: string;
}

export interface PageOptions<Item> {
  /** Items come in the order of their cursors; a page begins after the last one's, even if that has gone since. */
  readonly cursorOf: (item: Item) => Cursor;
  /** The service's largest page. */
  readonly most: number;
  /** What a token that is not ours is answered with. */
  readonly refuse: () => Refusal;
}

/** A token is bound to its operation and to the other parameters, as those of AWS are. */
function bindingOf(call: Call, input: object): string {
  const rest = Object.entries(input).filter(([name]) => name !== 'NextToken' && name !== 'MaxResults');
  return hexOf(8, call.operation, JSON.stringify(rest.toSorted(([a], [b]) => (a < b ? -1 : 1))));
}

function tokenOf(binding: string, after: Cursor | null): string {
  const text = JSON.stringify([binding, after]);
  return Buffer.from(`${hexOf(8, text)}${text}`).toString('base64url');
}

function cursorIn(token: string, binding: string, refuse: () => Refusal): Cursor | null {
  const whole = Buffer.from(token, 'base64url').toString('utf8');
  const text = whole.slice(8);
  // Only ours begin with the hash of the rest, and so are JSON of this shape.
  const isOurs = hexOf(8, text) === whole.slice(0, 8);
  const after = isOurs ? (JSON.parse(text) as readonly [string, Cursor | null])[1] : null;
  if (tokenOf(binding, after) !== token) throw refuse();
  return after;
}

/** One page of `items`, which must be in the order of their cursors. */
export function pageOf<Item>(
  call: Call,
  input: PageInput,
  items: readonly Item[],
  options: PageOptions<Item>,
): Page<Item> {
  const binding = bindingOf(call, input);
  const after = input.NextToken === undefined ? null : cursorIn(input.NextToken, binding, options.refuse);
  if (call.upset.page === 'empty-page') return { items: [], NextToken: tokenOf(binding, after) };
  const { pageSize = options.most } = call.upset;
  const size = Math.min(options.most, pageSize, input.MaxResults ?? call.limits.defaultPageSize);
  const start = after === null ? 0 : placeAfter(items, options.cursorOf, after);
  const page = items.slice(start, start + size);
  const last = page.at(-1);
  if (last === undefined || start + size >= items.length) return { items: page };
  if (call.upset.page === 'repeated-token') {
    return { items: page, NextToken: input.NextToken ?? tokenOf(binding, null) };
  }
  return { items: page, NextToken: tokenOf(binding, options.cursorOf(last)) };
}

/** The place of the first item past that cursor, by halves. */
function placeAfter<Item>(items: readonly Item[], cursorOf: (item: Item) => Cursor, after: Cursor): number {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (cursorOf(items[middle] as Item) > after) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** One page of texts, which are their own cursors. */
export function textPage(
  call: Call,
  input: PageInput,
  items: readonly string[],
  options: Omit<PageOptions<string>, 'cursorOf'>,
): Page<string> {
  return pageOf(call, input, items.toSorted(), { ...options, cursorOf: (item) => item });
}

/** Things in the order of their making. */
export function inOrder<Item extends { readonly sequence: number }>(items: Iterable<Item>): readonly Item[] {
  return [...items].toSorted((a, b) => a.sequence - b.sequence);
}

interface Listing {
  readonly sequence: number;
  readonly size: number;
  readonly items: readonly unknown[];
}

const listings = new WeakMap<ReadonlyMap<string, unknown>, Listing>();

/** All that is in an index of the world, in the order of their making; sorted anew only when something was made or went. */
export function allInOrder<Item extends { readonly sequence: number }>(
  { sequence }: { readonly sequence: number },
  index: ReadonlyMap<string, Item>,
): readonly Item[] {
  const known = listings.get(index);
  // What is made has the next number, and what goes leaves fewer: the same of both is the same things.
  if (known?.sequence === sequence && known.size === index.size) return known.items as readonly Item[];
  const items = inOrder(index.values());
  listings.set(index, { sequence, size: index.size, items });
  return items;
}
