/** What action.yml promises is what the code reads and writes. */

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { parseInputs } from '../../reconciler/action/inputs.ts';
import { isOurs, workflow } from '../support/workflow.ts';

interface Metadata {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default?: string }>>;
  readonly outputs: Readonly<Record<string, { readonly description: string }>>;
  readonly runs: { readonly using: string; readonly main: string };
}

const { inputs, outputs, runs } = parse(readFileSync('action.yml', 'utf8')) as Metadata;

describe('action.yml', () => {
  test('has every input that is read, and none besides; its defaults are right', () => {
    const read = new Set<string>();
    const parsed = parseInputs((name) => {
      read.add(name);
      return inputs[name]?.default ?? '';
    });
    expect([...read].sort()).toEqual(Object.keys(inputs).sort());
    expect(parsed).toMatchObject({
      ok: true,
      value: { command: 'plan', config: 'config', comment: true, failOnChanges: false, driftIssue: true },
    });
  });

  test('describes each input and output, and runs one file without an install', () => {
    for (const { description } of Object.values({ ...inputs, ...outputs })) expect(description).toMatch(/\S{3}/u);
    expect(Object.keys(outputs).join(' ')).toBe(
      'has-changes creates updates replaces deletes digest plan-path report-path exit-code seats-before seats-after',
    );
    expect(runs).toEqual({ using: 'node24', main: 'dist/action.js' });
  });
});

const WORKFLOWS = readdirSync('docs/workflows').map((name) => name.replace('.yml', ''));

test.each(WORKFLOWS)('the workflow %s gives inputs and reads outputs that there are', (name) => {
  for (const { steps } of Object.values(workflow(name).jobs)) {
    const ours = steps.filter(isOurs);
    for (const step of ours) expect(Object.keys(inputs)).toEqual(expect.arrayContaining(Object.keys(step.with ?? {})));
    const ids = new Set(ours.map(({ id }) => id));
    const reads = [...readFileSync(`docs/workflows/${name}.yml`, 'utf8').matchAll(/steps\.(\w+)\.outputs\.([\w-]+)/gu)];
    for (const [, id, output = ''] of reads) if (ids.has(id)) expect(Object.keys(outputs)).toContain(output);
  }
});

test.each(WORKFLOWS)(
  'the workflow %s starts with the right to read alone, and where it writes no run is dropped',
  (name) => {
    const { permissions, concurrency, jobs } = workflow(name);
    expect(permissions).toEqual({ contents: 'read' });
    const applies = Object.values(jobs).some(({ steps }) => steps.some((step) => step.with?.['command'] === 'apply'));
    if (applies) expect(concurrency).toEqual({ group: 'apply', queue: 'max' });
  },
);
