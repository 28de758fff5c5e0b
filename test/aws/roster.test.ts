import { expect, it } from 'vitest';
import { type Key, userKey } from '../../reconciler/core/key.ts';
import { createNames } from '../../reconciler/aws/names.ts';
import { createPager } from '../../reconciler/aws/pages.ts';
import { createRoster, type Roster } from '../../reconciler/aws/roster.ts';

interface Person {
  readonly id: string;
  readonly name: string;
  readonly key: Key;
}

function rosterOf(pages: readonly (readonly Omit<Person, 'key'>[])[]): Roster<Person> {
  const items = pages.map((page) => page.map((one) => ({ ...one, key: userKey(one.name) })));
  return createRoster({
    what: 'users',
    names: createNames(),
    open: () => {
      const read = (token = '0') => {
        const next = Number(token) + 1;
        return Promise.resolve({ items: items[next - 1], next: next === items.length ? undefined : String(next) });
      };
      return Promise.resolve(createPager('ListUsers', read));
    },
    idOf: () => Promise.resolve(undefined),
    describe: () => Promise.resolve(undefined),
    note: () => undefined,
  });
}

it('has somebody once who comes on two pages, as when the list changes while it is read', async () => {
  const person = (name: string) => ({ id: `id of ${name}`, name });
  const roster = rosterOf([
    [person('ada'), person('bob')],
    [person('bob'), person('cleo')],
  ]);
  expect([...(await roster.all()).keys()]).toEqual(['ada', 'bob', 'cleo']);
});

it('refuses two with one name, and says which', async () => {
  const roster = rosterOf([
    [
      { id: '1', name: 'ada' },
      { id: '2', name: 'ada' },
    ],
  ]);
  await expect(roster.all()).rejects.toThrow('several users have the same name: user/ada');
});
