/** docs/private-api.md: each thing that the services do has the tests that it names. */

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const rows = readFileSync('docs/private-api.md', 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .slice(2)
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, what = '', , tests = '']) => ({ what, tests }));

test.each(rows)('$what', ({ tests }) => {
  const named = tests.split('; ').map((part) => /^`(?<file>test\/[^`]+)`, (?<names>".*")$/u.exec(part)?.groups ?? {});
  for (const { file, names } of named) {
    const text = readFileSync(file ?? '', 'utf8');
    const missing = [...(names ?? '').matchAll(/"(?<name>[^"]+)"/gu)].flatMap(({ groups }) => {
      const name = groups?.['name'] ?? '';
      return text.includes(`'${name}'`) ? [] : [name];
    });
    expect(missing).toEqual([]);
  }
});

test('there are rows', () => {
  expect(rows.length).toBeGreaterThan(20);
});
