/** Pages of the private APIs: members in lower camel case, tokens in the plain base64 alphabet. */

import { pageOf } from './pages.ts';
import { Refusal } from './refusal.ts';
import type { Call } from './service.ts';

interface LowerPageInput {
  readonly maxResults?: number | undefined;
  readonly nextToken?: string | undefined;
}

interface LowerPageOptions<Item> {
  readonly cursorOf: (item: Item) => string | number;
  /** The service's largest page. */
  readonly most: number;
}

/** One page of `items`, which must be in the order of their cursors. */
export function lowerPage<Item>(
  call: Call,
  input: LowerPageInput,
  items: readonly Item[],
  options: LowerPageOptions<Item>,
): { readonly items: readonly Item[]; readonly nextToken: string | undefined } {
  const { maxResults: MaxResults, nextToken, ...rest } = input;
  const NextToken = nextToken === undefined ? undefined : Buffer.from(nextToken, 'base64').toString('base64url');
  const refuse = () => new Refusal('ValidationException', 'Invalid nextToken');
  const page = pageOf(call, { ...rest, MaxResults, NextToken }, items, { ...options, refuse });
  const next = page.NextToken;
  return { items: page.items, nextToken: next && Buffer.from(next, 'base64url').toString('base64') };
}
