/** Several files as one document. */

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { mergeParts } from '../../reconciler/desired/merge.ts';
import { valueOf } from '../../reconciler/desired/node.ts';
import { parseYaml } from '../../reconciler/desired/source.ts';
import { issueLines, valid } from './support.ts';

describe('parts', () => {
  test('lists are joined in path order, objects key by key', async () => {
    const user = (name: string) => `users: [{ userName: ${name}, givenName: A, familyName: B }]\n`;
    const { document, parts } = await valid({
      'b.yaml': `version: 1\n${user('two')}guards: { removals: { users: 2 }, seats: 5 }\n`,
      'a/z.yml': `${user('one')}guards: { removals: { groups: 3 } }\n`,
      'a.yaml': `version: 1\n${user('zero')}`,
      'comments.yaml': '# users: []\n',
      'notes.txt': 'users: none',
      'c/d/e.yaml': user('three'),
    });
    expect(document.users?.map(({ userName }) => userName)).toEqual(['zero', 'one', 'two', 'three']);
    expect(document.guards).toEqual({ removals: { users: 2, groups: 3 }, seats: 5 });
    expect(parts.map(({ path }) => path)).toEqual(['a.yaml', 'a/z.yml', 'b.yaml', 'c/d/e.yaml', 'comments.yaml']);
  });

  test('how a document is split into files makes no difference', async () => {
    const piece = fc.record(
      {
        accounts: fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.constantFrom('111111111111', '222222222222'), {
          noNullPrototype: true,
        }),
        groups: fc.array(fc.record({ name: fc.constantFrom('g', 'h'), members: fc.array(fc.constantFrom('x', 'y')) })),
        removed: fc.record({ users: fc.array(fc.constantFrom('u', 'v')) }),
      },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { minLength: 1, maxLength: 4 }), async (pieces) => {
        const accounts = pieces.flatMap((one) => Object.keys(one.accounts ?? {}));
        const groups = pieces.flatMap((one) => (one.groups ?? []).map(({ name }) => name));
        fc.pre(new Set(accounts).size === accounts.length && new Set(groups).size === groups.length);
        const files = pieces.map((one, index) => {
          const text = Object.keys(one).length === 0 ? '' : stringify(one);
          return [`${index}.yaml`, `version: 1\n${text}`] as const;
        });
        const { document } = await valid(Object.fromEntries(files));
        expect(document.groups ?? []).toEqual(pieces.flatMap((one) => one.groups ?? []));
        expect(document.removed?.users ?? []).toEqual(pieces.flatMap((one) => one.removed?.users ?? []));
        expect({ ...document.accounts }).toEqual(Object.assign({}, ...pieces.map((one) => one.accounts ?? {})));
      }),
      { numRuns: 60 },
    );
  });

  test('another version in any part is found, whatever the others say', async () => {
    expect(await issueLines({ 'a.yaml': 'version: 1', 'b.yaml': 'version: 2', 'c.yaml': 'version: 1' })).toEqual([
      'b.yaml:1:10 CONFIG_VALUE "version" must be 1, not 2',
    ]);
    expect(await issueLines({ 'a.yaml': 'version: 3', 'b.yaml': 'version: 1' })).toEqual([
      'a.yaml:1:10 CONFIG_VALUE "version" must be 1, not 3',
    ]);
    expect(await issueLines({ 'a.yaml': 'version: [1]', 'b.yaml': 'version: 1' })).toEqual([
      'a.yaml:1:10 CONFIG_VALUE "version" must be a whole number, not a list',
    ]);
  });

  test('a part that is no mapping is told beside the others', async () => {
    expect(await issueLines({ 'a.yaml': 'version: 1', 'b.yaml': 'users', 'c.yaml': 'usres: []' })).toEqual([
      'b.yaml:1:1 CONFIG_VALUE a part must be a mapping of fields such as `users:`',
      'c.yaml:1:1 CONFIG_UNKNOWN_FIELD unknown field "usres"',
    ]);
  });
});

test('a folder of thousands of files is put together in one go', () => {
  const { node } = parseYaml('a.yaml', stringify({ users: Array.from({ length: 25 }, () => ({ userName: 'ada' })) }));
  const parts = Array.from({ length: 2_000 }, () => ({ file: 'a.yaml', path: 'a.yaml', ...(node && { node }) }));
  const began = performance.now();
  const { root } = mergeParts(parts);
  expect(performance.now() - began).toBeLessThan(1_000);
  expect(valueOf(root)).toMatchObject({ users: { length: 50_000 } });
});
