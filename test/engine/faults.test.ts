/** One apply of everything at once under each kind of trouble: it converges, or says truthfully what is not done. */

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Fault } from '../../reconciler/simulator/faults.ts';
import type { SimulatorOptions } from '../../reconciler/simulator/server.ts';
import { parseState } from '../../reconciler/simulator/state.ts';
import type { SimulatorState } from '../../reconciler/simulator/state.types.ts';
import { onSimulator } from '../support/simulated.ts';

const CONFIG = 'test/scenarios/022-everything-at-once/config.yaml';
const SEED = 20_261_121;

function start(): SimulatorState {
  const parsed = parseState(readFileSync('test/scenarios/022-everything-at-once/live.json', 'utf8'));
  if (!parsed.ok) throw new Error(parsed.mistakes.join('; '));
  return parsed.state;
}

const often = { probability: 0.1 };

function everywhere(fault: Pick<Fault, 'kind' | 'when'> & object): Omit<SimulatorOptions, 'state'> {
  return { seed: SEED, faults: [{ operation: '*:*', ...fault } as Fault] };
}

describe('an apply converges', () => {
  test.each<[string, Omit<SimulatorOptions, 'state'>]>([
    ['where operations complete at once', { limits: { operationMilliseconds: 0, furtherAccountMilliseconds: 0 } }],
    ['where empty lists are there', { limits: { absentEmptyLists: false } }],
    ['while one call in ten is throttled', everywhere({ kind: 'throttling', when: often })],
    ['while one call in ten meets a conflict', everywhere({ kind: 'conflict', when: often })],
    ['while one call in ten fails inside', everywhere({ kind: 'internal-error', when: often })],
    ['while one request in ten is lost', everywhere({ kind: 'lost-request', when: often })],
    ['while one answer in ten is lost', everywhere({ kind: 'lost-answer', when: often })],
    ['while one answer in ten is no JSON', everywhere({ kind: 'not-json', when: often })],
    [
      'where every read lags two seconds behind',
      { faults: [{ operation: '*:*', when: { always: true }, kind: 'lag', milliseconds: 2_000 }] },
    ],
  ])('%s', async (_, options) => {
    await onSimulator(
      start(),
      async (run) => {
        const ended = await run.applyAt(CONFIG);
        const bad = ended.ended === 'applied' ? ended.outcomes.filter(({ status }) => status !== 'done') : [ended];
        expect(bad).toEqual([]);
        expect((await run.planAt(CONFIG)).changes).toEqual([]);
      },
      options,
    );
  });
});

test('what AWS accepts and then fails is told with its reason; what waits for it is skipped, and the rest is done', async () => {
  const faults: readonly Fault[] = [
    { operation: '*:CreateAccountAssignment', when: { calls: [2] }, kind: 'late-failure', reason: 'too many roles' },
  ];
  await onSimulator(
    start(),
    async (run) => {
      const ended = await run.applyAt(CONFIG);
      if (ended.ended !== 'applied') throw new Error(ended.ended);
      const failed = ended.outcomes.filter(({ status }) => status === 'failed');
      expect(failed).toMatchObject([{ issue: { message: expect.stringContaining('too many roles') } }]);
      // The truth: what is left is exactly what was not done.
      const left = (await run.planAt(CONFIG)).changes.map(({ key }) => key);
      const told = ended.outcomes.filter(({ status }) => status !== 'done').map(({ change }) => change.key);
      expect(new Set(left)).toEqual(new Set(told));
    },
    { faults },
  );
});
