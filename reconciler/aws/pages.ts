/** Paged lists, read to their end: an empty page with a token is legal, a token that comes back is not. */

import { IssueError } from '../core/issue.ts';

export interface Page<T> {
  /** Absent is empty: services leave empty lists out (reference, section 1.1). */
  readonly items: readonly T[] | undefined;
  readonly next: string | undefined;
}

/** More pages than the largest directory has: 100,000 users are 1,000. */
const MOST_PAGES = 5_000;

/** A list that is read page by page. */
export interface Pager<T> {
  /** The page after the one before; not to be asked for after the last. Throws an `IssueError` when pages have no end. */
  next(): Promise<{ readonly items: readonly T[]; readonly last: boolean }>;
}

/** The pages of a list from its first one; `what` names the operation for people. */
export function createPager<T>(what: string, read: (token: string | undefined) => Promise<Page<T>>): Pager<T> {
  const seen = new Set<string>();
  let token: string | undefined;
  let pages = 0;
  return {
    next: async () => {
      if (pages === MOST_PAGES) throw endless(what, `there are more than ${MOST_PAGES} pages`);
      const page = await read(token);
      pages += 1;
      const items = page.items ?? [];
      if (page.next === undefined || page.next === '') return { items, last: true };
      if (seen.has(page.next)) throw endless(what, 'the same page token came twice');
      seen.add(page.next);
      token = page.next;
      return { items, last: false };
    },
  };
}

/**
 * Everything of a list, or an `IssueError` when its pages have no end: part of a list is never taken for the whole. What
 * comes on two pages, since the list changed while it was read, is there once. `what` names the operation for people.
 */
export async function allPages<T>(
  what: string,
  read: (token: string | undefined) => Promise<Page<T>>,
): Promise<readonly T[]> {
  const pager = createPager(what, read);
  const first = await pager.next();
  // Most lists are one page.
  if (first.last) return first.items;
  const all = new Map(first.items.map((item) => [JSON.stringify(item), item]));
  for (;;) {
    const { items, last } = await pager.next();
    for (const item of items) all.set(JSON.stringify(item), item);
    if (last) return [...all.values()];
  }
}

function endless(what: string, why: string): IssueError {
  return new IssueError({
    code: 'AWS_ANSWER',
    severity: 'error',
    message: `${what} could not be read to its end: ${why}`,
    hint: 'what answers there does not page as the service does',
  });
}
