import { describe, expect, it } from 'vitest';
import { allPages, type Page } from '../../reconciler/aws/pages.ts';

function reader(pages: readonly Page<number>[]) {
  const byToken = new Map<string | undefined, Page<number>>();
  let token: string | undefined;
  for (const page of pages) {
    byToken.set(token, page);
    token = page.next;
  }
  return (asked: string | undefined): Promise<Page<number>> => {
    const page = byToken.get(asked);
    return page === undefined ? Promise.reject(new Error(`no page ${asked}`)) : Promise.resolve(page);
  };
}

describe('allPages', () => {
  it('reads to the end, over an empty page with a token and an absent list', async () => {
    const pages = [
      { items: [1, 2], next: 'a' },
      { items: [], next: 'b' },
      { items: undefined, next: 'c' },
      { items: [3], next: undefined },
    ];
    expect(await allPages('ListNumbers', reader(pages))).toEqual([1, 2, 3]);
  });

  it('has what comes on two pages once, as when the list changes while it is read', async () => {
    const pages = [
      { items: [1, 2], next: 'a' },
      { items: [2, 3], next: undefined },
    ];
    expect(await allPages('ListNumbers', reader(pages))).toEqual([1, 2, 3]);
  });

  it('takes an empty token for none', async () => {
    expect(await allPages('ListNumbers', reader([{ items: [1], next: '' }]))).toEqual([1]);
  });

  it.each([
    ['at once', ['same', 'same']],
    ['later', ['a', 'b', 'a']],
  ])('refuses a token that comes back %s', async (_, tokens) => {
    let index = 0;
    const read = (): Promise<Page<number>> => {
      index += 1;
      return Promise.resolve({ items: [index], next: tokens[(index - 1) % tokens.length] });
    };
    await expect(allPages('ListNumbers', read)).rejects.toThrow('ListNumbers could not be read to its end');
  });

  it('refuses pages without an end', async () => {
    let index = 0;
    const read = (): Promise<Page<number>> => {
      index += 1;
      return Promise.resolve({ items: [], next: `token ${index}` });
    };
    await expect(allPages('ListNumbers', read)).rejects.toThrow('more than 5000 pages');
  });

  it('passes a failed page on: part of a list is not the list', async () => {
    await expect(allPages('ListNumbers', reader([{ items: [1], next: 'a' }]))).rejects.toThrow('no page a');
  });
});
