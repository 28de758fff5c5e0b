/** Edits of one text: only the characters of what differs are replaced. */

import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseDocument } from 'yaml';
import type { Json } from '../../reconciler/core/json.ts';
import { removeField, setField } from '../../reconciler/desired/into/field.ts';
import { editList } from '../../reconciler/desired/into/list.ts';
import { fieldOf } from '../../reconciler/desired/into/names.ts';
import type { EditedPart } from '../../reconciler/desired/into/part.ts';
import { editedText, openPart } from '../../reconciler/desired/into/part.ts';
import { addSection } from '../../reconciler/desired/into/section.ts';

type Edit = (part: EditedPart) => void;

const field = (part: EditedPart, key: string, ...path: readonly (string | number)[]) => {
  const found = fieldOf([part], path, key);
  if (found === undefined) throw new Error(`no ${path.join('/')}`);
  return found;
};
const list =
  (key: string, removed: readonly number[], added: readonly Json[] = [], after?: number): Edit =>
  (part) =>
    editList(field(part, key), { removed: new Set(removed), added, ...(after === undefined ? {} : { after }) });
const set =
  (key: string, value: Json, after?: string): Edit =>
  (part) =>
    setField(field(part, key), value, after);
const unset =
  (key: string, ...path: readonly (string | number)[]): Edit =>
  (part) =>
    removeField(field(part, key, ...path));
const section =
  (key: string, ...items: readonly Json[]): Edit =>
  (part) =>
    addSection(part, key, items);

const CASES: readonly (readonly [string, string, Edit, string])[] = [
  ['a text with a line break', "a: 'key: v'\n", set('a', 'two\nlines'), 'a: "two\\nlines"\n'],
  [
    'a text with a line break in braces over several lines',
    "{\n  a: 'key: v'\n}\n",
    set('a', 'two\nlines'),
    '{\n  a: "two\\nlines"\n}\n',
  ],
  ['a line of a list', 'a:\n  - x # one\n  # two\n  - y\n', list('a', [1], ['z']), 'a:\n  - x # one\n  # two\n  - z\n'],
  ['all lines of a list', 'a:\n  - x\n  # kept\n  - y\n', list('a', [0, 1]), 'a: []\n  # kept\n'],
  ['after an item', 'a:\n- x\n- y', list('a', [], ['z'], 0), 'a:\n- x\n- z\n- y'],
  ['at the end of a text without a line end', 'a:\n- x', list('a', [], ['z']), 'a:\n- x\n- z\n'],
  [
    'between empty lines',
    'a:\n  - b: 1\n\n  - b: 2\n',
    list('a', [], [{ b: 3 }]),
    'a:\n  - b: 1\n\n  - b: 2\n\n  - b: 3\n',
  ],
  [
    'a mapping among mappings on a line',
    'a:\n  - {b: 1}\n',
    list('a', [], [{ b: 'two', c: {} }]),
    'a:\n  - {b: 1}\n  - {b: two, c: {}}\n',
  ],
  ['a text among mappings', 'a:\n  - b: 1\n', list('a', [], ['x']), 'a:\n  - b: 1\n  - x\n'],
  [
    'a long mapping',
    'a:\n  - b: 1\n',
    list('a', [], [{ b: ['x'.repeat(60), 'y'.repeat(60)], c: { d: [{ e: 1 }] } }]),
    `a:\n  - b: 1\n  - b:\n      - ${'x'.repeat(60)}\n      - ${'y'.repeat(60)}\n    c:\n      d: [{ e: 1 }]\n`,
  ],
  ['the last of a line', 'a: [x, y]\n', list('a', [1]), 'a: [x]\n'],
  ['the first of a line', 'a: [x, y, z]\n', list('a', [0], ['w']), 'a: [y, z, w]\n'],
  ['the first two of a line', 'a: [x, y, z]\n', list('a', [0, 1]), 'a: [z]\n'],
  ['one from between, on a line', 'a: [x, y, z]\n', list('a', [1]), 'a: [x, z]\n'],
  ['all of a line', 'a: [x, y] # c\n', list('a', [0, 1]), 'a: [] # c\n'],
  ['all of a line for others', 'a: [x]\n', list('a', [0], ['y', 'z']), 'a: [y, z]\n'],
  ['an empty line', 'a: []\n', list('a', [], ['y']), 'a: [y]\n'],
  [
    'a list over lines',
    'a: [\n  x, # one\n  y, # two\n  z\n]\n',
    list('a', [1], ['w']),
    'a: [\n  x, # one\n  z,\n  w\n]\n',
  ],
  [
    'the commented end of a list over lines',
    'a: [\n  x, # one\n  y # two\n]\n',
    list('a', [1]),
    'a: [\n  x, # one\n]\n',
  ],
  ['all of a list over lines', 'a: [\n  x, # one\n]\n', list('a', [0]), 'a: [\n]\n'],
  ['a comment before what goes', 'a: [x, # one\n  y, z]\n', list('a', [1, 2]), 'a: [x, # one\n  ]\n'],
  [
    'a comment before what goes from between',
    'a: [x, # one\n  y, z]\n',
    list('a', [1], ['w']),
    'a: [x, # one\n  z, w]\n',
  ],
  [
    'others for what stands after a comment',
    'a: [x, # one\n  y, z]\n',
    list('a', [1, 2], ['v', 'w']),
    'a: [x, # one\n  v, w]\n',
  ],
  ['the commented end of a line before a comma', 'a: [x, # one\n  y,]\n', list('a', [1]), 'a: [x, # one\n  ]\n'],
  [
    'what stands after two comments',
    'a: [x, # one\n  y, z, # two\n  w]\n',
    list('a', [1, 2, 3]),
    'a: [x, # one\n   # two\n  ]\n',
  ],
  ['behind the comment of the last', 'a: [\n  x # one\n]\n', list('a', [], ['y']), 'a: [\n  x, # one\n  y,\n]\n'],
  [
    'fields one by one behind the comment of the last',
    'a: {\n  x: 1 # one\n}\n',
    (part) => {
      setField(field(part, 'y', 'a'), 2);
      setField(field(part, 'z', 'a'), 3);
    },
    'a: {\n  x: 1, # one\n  y: 2,\n  z: 3,\n}\n',
  ],
  [
    'fields one by one behind the last',
    'a: {\n  x: 1\n}\n',
    (part) => {
      setField(field(part, 'y', 'a'), 2);
      setField(field(part, 'z', 'a'), 3);
    },
    'a: {\n  x: 1,\n  y: 2,\n  z: 3\n}\n',
  ],
  [
    'others behind a comment',
    'a: [\n  x, # one\n  y # two\n]\n',
    list('a', [1], ['v', 'w']),
    'a: [\n  x, # one\n  v,\n  w,\n]\n',
  ],
  ['commas before items', 'a: [x,\n  y # two\n  , z]\n', list('a', [1]), 'a: [x,\n   z]\n'],
  ['all of a line with a last comma', 'a: [x, y,]\n', list('a', [0, 1]), 'a: []\n'],
  ['all of a line with a last comma for others', 'a: [x, y,]\n', list('a', [0, 1], ['z']), 'a: [z,]\n'],
  ['all of a list over lines with a last comma', 'a: [\n  x,\n  y,\n]\n', list('a', [0, 1]), 'a: [\n]\n'],
  [
    'all of a list over lines with a last comma for others',
    'a: [\n  x,\n  y,\n]\n',
    list('a', [0, 1], ['z']),
    'a: [\n  z,\n]\n',
  ],
  ['a field beside one without a value', '{ a, b: 1 }\n', unset('b'), '{ a }\n'],
  ['a list that is not there', 'a: 1\n', list('b', [], ['x']), 'a: 1\nb: [x]\n'],
  ['nothing of a list that is not there', 'a: 1\n', list('b', [0]), 'a: 1\n'],
  ['a null', 'a:   # nothing\nb: 1\n', set('a', 'x'), 'a: x   # nothing\nb: 1\n'],
  ['a value in double quotes', 'a: "x" # c\n', set('a', 'y'), 'a: "y" # c\n'],
  ['a value in single quotes', "a: 'x'\n", set('a', "it's"), "a: 'it''s'\n"],
  ['quotes that are needed', 'a: x\n', set('a', 'null'), 'a: "null"\n'],
  ['quotes as elsewhere', "a: x\nb: 'c'\n", set('a', '12'), "a: '12'\nb: 'c'\n"],
  ['a number', 'a: 1\n', set('a', true), 'a: true\n'],
  ['lines for a line', 'a: # c\n  - x\n  - y\nb: 1\n', set('a', ['z']), 'a: [z] # c\nb: 1\n'],
  ['a text of several lines', 'a: |\n  x\n  y\nb: 1\n', set('a', 'z'), 'a: z\nb: 1\n'],
  ['a text of several lines at the end', 'b: 1\na: |-\n  x\n  y', set('a', 'z'), 'b: 1\na: z'],
  ['a text without lines at the end', 'a: |', set('a', 'z'), 'a: z'],
  ['lines as elsewhere', 'a: |\r\n  x\r\nb: 1\r\n', set('a', 'z'), 'a: z\r\nb: 1\r\n'],
  ['after a field', 'a: 1\nc: 3\n', set('b', 2, 'a'), 'a: 1\nb: 2\nc: 3\n'],
  ['after a field that is not there', 'a: 1\nc: 3', set('b', 2, 'x'), 'a: 1\nc: 3\nb: 2\n'],
  ['on one line', '{ a: 1 }\n', set('b', { c: null }), '{ a: 1, b: { c: null } }\n'],
  ['a field of a line', '{ a: 1, b: 2 }\n', unset('b'), '{ a: 1 }\n'],
  ['a field that is not there', 'a: 1\n', unset('b'), 'a: 1\n'],
  ['the first field of an item', 'l:\n  - a: 1\n    b: 2\n', unset('a', 'l', 0), 'l:\n  - b: 2\n'],
  ['a field with its lines', 'a:\n  - x\n  - y # c\nb: 1\n', unset('a'), 'b: 1\n'],
  ['a section', '# c\n', section('a', { b: 1 }), '# c\n\na:\n  - b: 1\n'],
  ['a section of an empty text', '', section('a', { b: 1, c: 2 }), 'a:\n  - b: 1\n    c: 2\n'],
  ['a section after no line end', 'x: 1', section('a', { b: 1 }), 'x: 1\n\na:\n  - b: 1\n'],
  ['a section that is empty', 'a: [] # none\nx: 1\n', section('a', { b: 1 }), 'a: # none\n  - b: 1\nx: 1\n'],
  ['a section that is empty, in a text without a line end', 'a:\nx: 1', section('a', { b: 1 }), 'a:\n  - b: 1\nx: 1'],
  ['a section that is empty, at the end', 'a:', section('a', { b: 1 }), 'a:\n  - b: 1\n'],
  ['a section on one line', '{ x: 1 }\n', section('a', { b: 1 }), '{ x: 1, a: [{ b: 1 }] }\n'],
  ['lines that begin with tabs', '{"a": [\n\t\t"x"\n\t]}', list('a', [], ['y']), '{"a": [\n\t\t"x",\n\t\ty\n\t]}'],
  ['line ends of another system', 'a:\r\n  - x\r\n', list('a', [], ['y']), 'a:\r\n  - x\r\n  - y\r\n'],
  ['what an alias stands for', 'a: &l [x]\nb: *l\n', list('a', [], ['y']), 'a: &l [x, y]\nb: [x]\n'],
  ['an alias of nothing', 'a: [x]\nb: *l\n', list('a', [], ['y']), 'a: [x, y]\nb: *l\n'],
  ['what stands before an alias', 'b: [y]\na: &l [x]\nc: *l\n', list('b', [0]), 'b: []\na: &l [x]\nc: *l\n'],
];

test.each(CASES)('%s', (_name, before, edit, after) => {
  const part = openPart('a.yaml', before);
  edit(part);
  expect(editedText(part)).toBe(after);
});

test('what lies inside of something that goes needs no edit', () => {
  const part = openPart('a.yaml', 'l:\n  - a: 1\n  - a: 2\n');
  list('l', [0])(part);
  setField(field(part, 'a', 'l', 0), 3);
  expect(editedText(part)).toBe('l:\n  - a: 2\n');
});

/** Lists in brackets, in all the ways that people write them. */
const brackets: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom('', '\n  ', ' # first\n  '),
    fc.array(fc.constantFrom(', ', ',\n  ', ', # c, d\n  ', ' # e, f\n  , ', '\n  ,'), { maxLength: 4 }),
    fc.constantFrom('', ',', '\n', ',\n', ' # last\n', ', # last\n', ' # last\n  ,\n'),
  )
  .map(
    ([begin, gaps, end]) => `[${begin}${['x0', ...gaps.map((gap, index) => `${gap}x${index + 1}`)].join('')}${end}]`,
  );

test('a list in brackets has what stays and what comes in, however it is written', () => {
  const removed = fc.uniqueArray(fc.nat({ max: 4 }));
  fc.assert(
    fc.property(brackets, removed, fc.constantFrom([], ['y'], ['y', 'z']), (written, indexes, added) => {
      const part = openPart('a.yaml', `a: ${written}\nb: 1\n`);
      list('a', indexes, added)(part);
      const { errors, contents } = parseDocument(editedText(part));
      const kept = [...written.matchAll(/x\d/gu)].map(([item]) => item).filter((_item, at) => !indexes.includes(at));
      expect({ errors, value: contents?.toJSON() }).toEqual({ errors: [], value: { a: [...kept, ...added], b: 1 } });
    }),
    { numRuns: 500 },
  );
});

test('blanks behind an item take no longer the more there are', () => {
  const part = openPart('a.yaml', `a: [x, y${' '.repeat(200_000)}, z]\n`);
  const began = performance.now();
  list('a', [1], [])(part);
  expect(performance.now() - began).toBeLessThan(1_000);
});
