/** Pages of the private APIs: members in lower camel case, tokens in the plain base64 alphabet. */

import { inOrder, pageOf } from './pages.ts';
import { Refusal } from './refusal.ts';
import type { Call } from './service.ts';

interface LowerPageInput {
  readonly maxResults?: number | undefined;
  readonly nextToken?: string | undefined;
}

/** One page of things in the order of their making, of `most` at most. */
export function lowerPage<Item extends { readonly sequence: number }>(
  call: Call,
  input: LowerPageInput,
  items: Iterable<Item>,
  most: number,
): { readonly items: readonly Item[]; readonly nextToken?: string } {
  const { maxResults: MaxResults, nextToken, ...rest } = input;
  const NextToken = nextToken === undefined ? undefined : Buffer.from(nextToken, 'base64').toString('base64url');
  const refuse = () => new Refusal('ValidationException', 'Invalid nextToken');
  const page = pageOf(call, { ...rest, MaxResults, NextToken }, inOrder(items), {
    cursorOf: (item) => item.sequence,
    most,
    refuse,
  });
  if (page.NextToken === undefined) return { items: page.items };
  return { items: page.items, nextToken: Buffer.from(page.NextToken, 'base64url').toString('base64') };
}
