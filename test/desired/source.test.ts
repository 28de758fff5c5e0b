/** YAML and JSON as values with places. */

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import type { Json } from '../../reconciler/core/json.ts';
import { parseJson } from '../../reconciler/desired/json-source.ts';
import { keyPosition, nearest, position, valueOf } from '../../reconciler/desired/node.ts';
import { parseYaml } from '../../reconciler/desired/source.ts';
import { quickEventsOf } from '../../reconciler/desired/yaml-events.ts';
import { issueLines, lines, valid } from './support.ts';

function yaml(text: string): unknown {
  const { node, issues } = parseYaml('a.yaml', text);
  expect(lines(issues)).toEqual([]);
  return node === undefined ? undefined : valueOf(node);
}

function mistakes(text: string): readonly string[] {
  return lines(parseYaml('a.yaml', text).issues);
}

/** JSON without nulls, which mean nothing here, and without numbers that two notations write differently. */
const jsonValue: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.string({ unit: 'binary', maxLength: 8 }),
    fc.integer(),
    fc.boolean(),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.string({ maxLength: 6 }), tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
})).value;

/** Items of a list that is indented by two, in all forms that YAML has. */
const ITEMS = [
  '',
  '# nothing',
  '|\n    block\n     text',
  '>- # folded | so\n\n    a\n    b',
  'a: b\n    c:\n      - d',
  '-\n    - e',
  '? f\n    : g',
  '&h i',
  '*j',
  "'it''s'",
  '[k, l: m, ]',
  '{ n, o: , "p":q }',
  '!!str 1',
  '! 2',
  '!!int x',
  '? [r]\n    : s',
  '~: t',
  ': u',
  '<<: *v',
  '!w x',
  '!!map {}',
  '!!seq {}',
  '{ y: 1, y: ~ }',
  '.inf',
  '0x1F',
];

function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

describe('YAML', () => {
  test('what is written comes back as it was meant', () => {
    fc.assert(
      fc.property(jsonValue, (value) => {
        const text = stringify({ value });
        fc.pre(!text.includes('<<') && !text.includes('\uFEFF'));
        expect(plain(yaml(text))).toEqual(plain({ value }));
      }),
      { numRuns: 200 },
    );
  });

  test('a null is as if it were not written', () => {
    expect(yaml('a: ~\nb: [1, null, ]\nc:\nd: { e: }\n')).toEqual({ b: [1], d: {} });
    expect(yaml('# nothing\n')).toBeUndefined();
    expect(yaml('')).toBeUndefined();
    expect(yaml('~')).toBeUndefined();
    expect(yaml('---\n---'.slice(0, 3))).toBeUndefined();
  });

  test('scalars are those of the core schema', () => {
    expect(yaml('[yes, on, 0o14, 1e3, "1", 2027-01-31, !!str 5, ! 6, true, 012]')).toEqual([
      'yes',
      'on',
      12,
      1000,
      '1',
      '2027-01-31',
      '5',
      '6',
      true,
      12,
    ]);
  });

  test('keys are names as they are written', () => {
    expect(yaml('{ 0123: a, true: b, constructor: c, "": d }')).toEqual({
      '0123': 'a',
      true: 'b',
      constructor: 'c',
      '': 'd',
    });
    const value = yaml('__proto__: { admin: true }') as object;
    expect(Object.getPrototypeOf(value)).toBeNull();
    expect(Object.keys(value)).toEqual(['__proto__']);
    expect(mistakes('? [a]\n: b')).toEqual(['a.yaml:1:3 CONFIG_YAML a key must be a plain name']);
    expect(mistakes('~: b')).toEqual(['a.yaml:1:1 CONFIG_YAML a key must be a plain name']);
    expect(mistakes('a: 1\n: b')).toEqual(['a.yaml:2:1 CONFIG_YAML a key must be a plain name']);
    expect(mistakes('? ')).toEqual(['a.yaml:1:1 CONFIG_YAML a key must be a plain name']);
    expect(mistakes('? &x')).toEqual(['a.yaml:1:5 CONFIG_YAML a key must be a plain name']);
    expect(mistakes('a: &x 1\n*x : b')).toEqual(['a.yaml:2:1 CONFIG_YAML a key must be a plain name']);
  });

  test('a key given twice stands at its second place, also when one is null', () => {
    expect(mistakes('a: ~\nb: 1\na: 2')).toEqual([
      'a.yaml:3:1 CONFIG_TWICE "a" is given twice in one mapping, first at a.yaml:1',
    ]);
  });

  test('anchors and aliases repeat what they name, where the alias stands', () => {
    const { node } = parseYaml('a.yaml', 'a: &x [1, { b: 2 }]\nc: *x\nd: &x 3\ne: *x\n');
    expect(node && valueOf(node)).toEqual({ a: [1, { b: 2 }], c: [1, { b: 2 }], d: 3, e: 3 });
    expect(node && position(nearest(node, ['c']))).toEqual({ file: 'a.yaml', line: 2, column: 4 });
    expect(node && position(nearest(node, ['c', 1, 'b']))).toEqual({ file: 'a.yaml', line: 1, column: 16 });
    expect(yaml('a: &n ~\nb: *n')).toEqual({});
  });

  test('aliases may be followed up to ten thousand values', () => {
    const list = (count: number) =>
      `a: &a [${Array.from({ length: count }, () => 'x').join(', ')}]\nb: [${'*a, '.repeat(100)}]`;
    expect(mistakes(list(98))).toEqual([]);
    expect(mistakes(list(100))).toEqual([
      expect.stringMatching(/CONFIG_YAML aliases multiply to more than 10000 values$/u),
    ]);
  });

  test('a hundred levels are enough', () => {
    const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
    expect(mistakes(nested(101))).toEqual([]);
    expect(mistakes(nested(102))).toEqual([expect.stringContaining('nested more than 100 deep')]);
    expect(mistakes(nested(100_000))).toEqual(['a.yaml:1:200 CONFIG_YAML values are nested more than 100 deep']);
    expect(mistakes(`${'- '.repeat(100)}? a`)).toEqual([
      'a.yaml:1:204 CONFIG_YAML values are nested more than 100 deep',
    ]);
    expect(mistakes('- '.repeat(5_000))).toEqual(['a.yaml:1:399 CONFIG_YAML values are nested more than 100 deep']);
  });

  test('a text means the same whichever library reads it, its places too', () => {
    const item = fc.oneof(
      jsonValue.map((value) => JSON.stringify(value)),
      jsonValue.map((value) => stringify(value).trimEnd().replaceAll('\n', '\n    ')),
      fc.constantFrom(...ITEMS),
    );
    fc.assert(
      fc.property(fc.array(item, { minLength: 1, maxLength: 12 }), (items) => {
        const text = `z: &j {}\na:\n${items.map((one) => `  - ${one}\n`).join('')}`;
        fc.pre(!text.includes('\uFEFF'));
        expect(quickEventsOf(text)).toBeDefined();
        // With a directive it is not read quickly.
        expect(parseYaml('a.yaml', `# comment\n# .\n${text}`)).toEqual(parseYaml('a.yaml', `%YAML 1.2\n---\n${text}`));
      }),
      { numRuns: 300 },
    );
  });

  test('a bracket may close at the indentation of its key', () => {
    expect(yaml('a: [\n  &x b, # c\n  *x,\n]\nc: {\n  d: !!str 1,\n  e: ,\n  ? f\n}\n')).toEqual({
      a: ['b', 'b'],
      c: { d: '1' },
    });
  });

  test('values that are not written cost no more where there are many', () => {
    expect(yaml(`a:\n${'  -\n'.repeat(100_000)}`)).toEqual({ a: [] });
    expect(mistakes('? \n'.repeat(20_000))).toHaveLength(20_000);
  });

  test('what is wrong in a long list is told as in a short one', () => {
    const list = (count: number, wrong: string) => `a:\n${'  - x\n'.repeat(count)}${wrong}${'  - y\n'.repeat(100)}`;
    for (const count of [0, 10, 64, 150]) {
      const line = count + 2;
      expect(mistakes(list(count, '  - @c\n  - "d" e\n')).map((told) => told.split(' ')[0])).toEqual([
        `a.yaml:${line}:5`,
        `a.yaml:${line + 1}:9`,
      ]);
      expect(mistakes(list(count, '  - *b\n'))).toEqual([
        `a.yaml:${line}:5 CONFIG_YAML there is no anchor &b before this alias`,
      ]);
      expect(mistakes(list(count, '  - { b: 1, b: 2 }\n'))).toEqual([
        `a.yaml:${line}:13 CONFIG_TWICE "b" is given twice in one mapping, first at a.yaml:${line}`,
      ]);
      expect(mistakes(`%YAML 1.1\n---\n${list(count, '')}`)).toEqual([
        'a.yaml:1:1 CONFIG_YAML YAML 1.1 is asked for, but the configuration is YAML 1.2',
      ]);
    }
    expect(mistakes(list(150, `  - ${'['.repeat(300)}\n`))).toEqual([
      'a.yaml:152:202 CONFIG_YAML values are nested more than 100 deep',
    ]);
  });

  test('several mistakes of syntax are told, but one a line', () => {
    expect(mistakes('a: "x" y z\nb: @c\nd: `e\n').map((line) => line.slice(0, 22))).toEqual([
      'a.yaml:1:8 CONFIG_YAML'.slice(0, 22),
      'a.yaml:2:4 CONFIG_YAML'.slice(0, 22),
      'a.yaml:3:4 CONFIG_YAML'.slice(0, 22),
    ]);
  });

  test('quotes that are not closed are told where they open', () => {
    for (const quote of ['"', "'"]) {
      const text = ['a:', `- b: ${quote}c`, `- ${quote}d${quote}: e`, '# f', `g: ${quote}h`, '', ''].join('\n');
      expect(mistakes(text)).toEqual([
        `a.yaml:2:6 CONFIG_YAML missing closing ${quote}quote`,
        `a.yaml:5:4 CONFIG_YAML missing closing ${quote}quote`,
      ]);
    }
  });

  test('one item too few between commas', () => {
    expect(mistakes('[a, , b]')).toEqual(['a.yaml:1:5 CONFIG_YAML unexpected , in flow sequence']);
  });

  test('a mapping does not begin beside its key', () => {
    for (const text of ['a: &x b: c', 'a: !!str b: c', 'a: !!map b: c', 'l:\n- a: &x\n- b: &y c: d']) {
      expect(mistakes(text)).toEqual([expect.stringContaining('nested mappings are not allowed')]);
    }
    const fine =
      'a: &x\n  b: c\nd: |\n  e\nf: { g: h }\nl:\n- |\n  i\n- j: k\n- l\n- &y m: n\n-\n- o: p\n- q: \n    r: s\n';
    expect(quickEventsOf(fine)).toBeDefined();
    expect(mistakes(fine)).toEqual([]);
  });

  test('a tag without a value is told where it stands', () => {
    expect(mistakes('a: !!int # b: c\nb:\n- !!bool\n- d: 1').map((told) => told.split(' ')[0])).toEqual([
      'a.yaml:1:10',
      'a.yaml:3:9',
    ]);
  });

  test.each([
    ['after nothing', 'a:\n: b', '2:1'],
    ['after a text in quotes', 'a: "x"\n: b', '2:1'],
    ['after brackets', 'a: [x]\n:', '2:1'],
    ['after items without values', 'a:\n-\n-\n: # b: c\n', '4:1'],
    ['in braces', '{ a: ,\n : b }', '2:2'],
    ['with a sign of its own', 'a:\n? # b: c\n', '2:1'],
  ])('a field without a name is told where its sign stands: %s', (_name, text, place) => {
    expect(mistakes(text)).toEqual([`a.yaml:${place} CONFIG_YAML a key must be a plain name`]);
  });

  test('a block of text stands at its sign', () => {
    const text = 'a:\n  -\n  - &x|y |- # |\n    b\n  - "c>": >\n      d\n  - ? e|\n    : |\n      f\n  - |';
    const { node } = parseYaml('a.yaml', text);
    const at = (...path: (string | number)[]) => node && position(nearest(node, ['a', ...path]));
    expect(at(0)).toMatchObject({ line: 3, column: 10 });
    expect(at(1, 'c>')).toMatchObject({ line: 5, column: 11 });
    expect(at(2, 'e|')).toMatchObject({ line: 8, column: 7 });
    expect(at(3)).toMatchObject({ line: 10, column: 5 });
  });

  test('places count lines whatever ends them', () => {
    for (const end of ['\n', '\r\n', '\r']) {
      const { node } = parseYaml('a.yaml', ['# comment', 'a:', '  - b', '  - c: d', ''].join(end));
      expect(node && position(nearest(node, ['a', 1, 'c']))).toEqual({ file: 'a.yaml', line: 4, column: 8 });
      expect(node && keyPosition(node, ['a', 1, 'c'])).toEqual({ file: 'a.yaml', line: 4, column: 5 });
      expect(node && keyPosition(node, ['a', 1])).toEqual({ file: 'a.yaml', line: 4, column: 5 });
    }
  });

  test('a place that is not written is the nearest above it', () => {
    const { node } = parseYaml('a.yaml', 'a:\n  b: [x]\n');
    const at = (...path: (string | number)[]) => node && position(nearest(node, path));
    expect(at('a', 'c', 'd')).toMatchObject({ line: 2, column: 3 });
    expect(at('a', 'b', 5)).toMatchObject({ line: 2, column: 6 });
    expect(at('a', 'b', 0, 'deeper')).toMatchObject({ line: 2, column: 7 });
    expect(node && keyPosition(node, ['z'])).toMatchObject({ line: 1, column: 1 });
  });

  test('a byte order mark and Windows line ends make no difference', async () => {
    const configuration = await valid({
      'a.yaml': '\uFEFFversion: 1\r\nusers:\r\n  - { userName: a, givenName: A, familyName: B }\r\n',
    });
    expect(configuration.document.users).toHaveLength(1);
    expect(await issueLines({ 'a.yaml': '\uFEFFversion: 1\r\nuser: []\r\n' })).toEqual([
      'a.yaml:2:1 CONFIG_UNKNOWN_FIELD unknown field "user"',
    ]);
  });
});

describe('JSON', () => {
  function parsed(text: string): unknown {
    const result = parseJson('p.json', text);
    return result.ok ? valueOf(result.node) : lines([result.issue])[0];
  }

  test('what is written comes back, whatever the white space', () => {
    fc.assert(
      fc.property(jsonValue, fc.constantFrom('', ' ', '\t', '  '), (value, space) => {
        const text = `${space}${JSON.stringify(value, undefined, space)}\n`;
        expect(plain(parsed(text))).toEqual(JSON.parse(text));
      }),
      { numRuns: 200 },
    );
  });

  test.each([
    ['', '1:1', 'expected a value, found the end of the file'],
    ['{', '1:2', 'expected a key in double quotes, found the end of the file'],
    ["{'a': 1}", '1:2', `expected a key in double quotes, found "'"`],
    ['{"a" 1}', '1:6', 'expected ":", found "1"'],
    ['{"a": }', '1:7', 'expected a value, found "}"'],
    ['{"a": 1 "b"}', '1:9', `expected "," or "}", found "\\""`],
    ['[1 2]', '1:4', 'expected "," or "]", found "2"'],
    ['[1,]', '1:4', 'expected a value, found "]"'],
    ['[01]', '1:3', 'expected "," or "]", found "1"'],
    ['[\n"a\nb"]', '2:1', 'expected a value, found "\\""'],
    ['[] x', '1:4', 'there is more after the end of the value'],
    ['{"a": null}', '1:7', 'null means nothing in a policy'],
    ['{"a": 1, "a": 2}', '1:10', '"a" is given twice in one object'],
    ['[😀]', '1:2', 'expected a value, found "😀"'],
    ['['.repeat(102), '1:102', 'values are nested more than 100 deep'],
  ])('%s', (text, place, message) => {
    expect(parsed(text)).toBe(`p.json:${place} CONFIG_POLICY this file is no JSON: ${message}`);
  });

  test('agrees with JSON.parse on what is JSON', () => {
    const sign = fc.constantFrom(...Array.from('[]{}:,"\\u0ab1-.eE+ \ntrue'));
    fc.assert(
      fc.property(fc.string({ unit: sign, maxLength: 12 }), (text) => {
        let isJson = true;
        try {
          JSON.parse(text);
        } catch {
          isJson = false;
        }
        expect(parseJson('p.json', text).ok).toBe(isJson);
      }),
      { numRuns: 1_000 },
    );
  });

  test('knows where each part stands', () => {
    const result = parseJson('p.json', '{\n  "Statement": [\n    { "Effect": "Allow" }\n  ]\n}\n');
    expect(result.ok && position(nearest(result.node, ['Statement', 0, 'Effect']))).toEqual({
      file: 'p.json',
      line: 3,
      column: 17,
    });
    expect(result.ok && keyPosition(result.node, ['Statement', 0, 'Effect'])).toEqual({
      file: 'p.json',
      line: 3,
      column: 7,
    });
  });
});
