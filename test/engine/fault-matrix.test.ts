/**
 * Every fault of the simulator on every operation that an apply of all kinds uses. Whatever happens, the apply converges,
 * or says truthfully what is not done, or stops before it has written anything; and a plan over what is as declared shows
 * no difference, or fails. Here each operation meets one fault and each fault several operations, as a fixed seed draws
 * them; with `npm run soak` each meets each, from a seed that is printed.
 */

import { beforeAll, describe, expect, test } from 'vitest';
import type { Outcome } from '../../reconciler/core/change.ts';
import type { Issue } from '../../reconciler/core/issue.ts';
import { IssueError } from '../../reconciler/core/issue.ts';
import { isRead } from '../../reconciler/aws/reads.ts';
import type { Fault } from '../../reconciler/simulator/faults.ts';
import { hexOf } from '../../reconciler/simulator/ids.ts';
import type { SimulatorState } from '../../reconciler/simulator/state.types.ts';
import { ALL_KINDS, beforeAllKinds, held } from '../support/all-kinds.ts';
import type { SimulatedRun } from '../support/simulated.ts';
import { onSimulator } from '../support/simulated.ts';

const WHOLE = process.env['SOAK'] === '1';
const SEED = Number(process.env['SEED'] ?? 20_261_121);

type Kind = Fault extends infer One ? (One extends Fault ? Omit<One, 'operation' | 'when'> : never) : never;

const KINDS: readonly Kind[] = [
  { kind: 'throttling' },
  { kind: 'conflict' },
  { kind: 'internal-error' },
  { kind: 'error', code: 'AccessDeniedException' },
  { kind: 'error', code: 'ResourceNotFoundException' },
  { kind: 'late-failure', reason: 'the simulator will not' },
  { kind: 'lost-request' },
  { kind: 'lost-answer' },
  { kind: 'lag', milliseconds: 5_000 },
  { kind: 'not-json' },
  { kind: 'truncated' },
  { kind: 'hang' },
  { kind: 'hold' },
  { kind: 'empty-page' },
  { kind: 'repeated-token' },
  { kind: 'page-size', size: 1 },
  { kind: 'error-in-header' },
  { kind: 'error-namespace', namespace: 'com.example' },
  { kind: 'empty-body' },
  { kind: 'typed-objects' },
  { kind: 'unknown-members' },
] as const;

interface Cell {
  readonly name: string;
  readonly fault: Fault;
}

interface Usual {
  readonly calls: Readonly<Record<string, number>>;
  readonly begin: SimulatorState;
  readonly end: SimulatorState;
}

let usual: Usual;

beforeAll(async () => {
  usual = await onSimulator(beforeAllKinds(), async (run) => {
    const begin = run.simulator.state();
    await run.applyAt(ALL_KINDS);
    return { calls: run.simulator.calls(), begin, end: run.simulator.state() };
  });
});

function draw(name: string, below: number): number {
  return Number.parseInt(hexOf(8, SEED, name), 16) % below;
}

/** A service that says of what is there that it is not cannot be told from one that is right. */
function isBelieved(kind: Kind, operation: string): boolean {
  return 'code' in kind && kind.code === 'ResourceNotFoundException' && isRead(operation.replace(/^.*:/u, ''));
}

/** Each fault once at a call that the seed chooses, and always; or, of these, one for each operation. */
function cells(operations: readonly (readonly [string, number])[]): readonly Cell[] {
  const offset = draw('offset', KINDS.length);
  return operations
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([operation, count], index) => {
      const all = KINDS.filter((kind) => !isBelieved(kind, operation)).flatMap((kind): readonly Cell[] => {
        const name = `${JSON.stringify(kind)} ${operation}`;
        const nth = 1 + draw(name, count);
        return [
          { name: `${name} ${nth}`, fault: { ...kind, operation, when: { calls: [nth] } } },
          { name: `${name} always`, fault: { ...kind, operation, when: { always: true } } },
        ];
      });
      // By turns, so that no fault and neither way of meeting it is left to chance.
      const turn = 2 * (index + offset) + (Math.floor(index / KINDS.length) % 2);
      return WHOLE ? all : all.slice(turn % all.length, (turn % all.length) + 1);
    });
}

interface Ended {
  readonly outcomes: readonly Outcome[];
  readonly failure: IssueError | undefined;
}

async function tryApply(run: SimulatedRun): Promise<Ended> {
  try {
    const applied = await run.applyAt(ALL_KINDS);
    if (applied.ended === 'applied') return { outcomes: applied.outcomes, failure: undefined };
    return { outcomes: [], failure: new IssueError({ code: 'PLAN_STALE', severity: 'error', message: applied.ended }) };
  } catch (error) {
    if (!(error instanceof IssueError)) throw error;
    return { outcomes: [], failure: error };
  }
}

function same(a: SimulatorState, b: SimulatorState): boolean {
  return JSON.stringify(held(a)) === JSON.stringify(held(b));
}

/** What is left to do, as an undisturbed plan sees it. */
async function left(state: SimulatorState): Promise<ReadonlySet<string>> {
  if (same(state, usual.end)) return new Set();
  return onSimulator(state, async (run) => new Set((await run.planAt(ALL_KINDS)).changes.map(({ key }) => key)));
}

/** The lies of an apply: what it says against what the services hold. */
async function lies({ outcomes, failure }: Ended, run: SimulatedRun): Promise<readonly string[]> {
  const state = run.simulator.state();
  if (failure !== undefined) {
    return same(state, usual.begin) ? [] : [`said that nothing was changed: ${failure.message}`];
  }
  const open = await left(state);
  return outcomes.flatMap((outcome) => {
    const { key } = outcome.change;
    switch (outcome.status) {
      case 'done':
        return open.has(key) ? [`false done: ${key}`] : [];
      case 'skipped':
        // Not carried out by this run, which is what it says; a service may have made it all the same.
        return [];
      case 'failed':
        return open.has(key) || isUnknown(outcome.issue) ? [] : [`false failed: ${key}: ${outcome.issue.message}`];
    }
  });
}

/** It says that it is not known whether the change is there, rather than that it is not. */
function isUnknown({ code, message }: Issue): boolean {
  return (
    ['APPLY_NOT_READ', 'AWS_OPERATION_UNKNOWN'].includes(code) ||
    /NetworkError|RequestTimeout|UnreadableAnswer/u.test(message)
  );
}

/** Simulations that only wait for an answer to be late leave the processor to others. */
const AT_ONCE = 6;

async function severalAtOnce(all: readonly Cell[], work: (cell: Cell) => Promise<void>): Promise<void> {
  const queue = [...all];
  const worker = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      await work(next);
      if (WHOLE && queue.length % 100 === 0) process.stderr.write(`${queue.length} of ${all.length} cells left\n`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

/** At once where the whole takes long. */
function told(lie: string): string {
  if (WHOLE) process.stderr.write(`${lie}\n`);
  return lie;
}

const PATIENCE = { seed: SEED, requestTimeout: 100 };

describe(`from seed ${SEED}`, () => {
  test('an apply converges, or tells the truth', { timeout: 3_600_000 }, async () => {
    const found: string[] = [];
    await severalAtOnce(cells(Object.entries(usual.calls)), async ({ name, fault }) => {
      await onSimulator(
        beforeAllKinds(),
        async (run) => {
          for (const lie of await lies(await tryApply(run), run)) found.push(told(`${name}: ${lie}`));
        },
        { ...PATIENCE, faults: [fault] },
      );
    });
    expect(found).toEqual([]);
  });

  test('a plan over what is as declared is empty, or fails', { timeout: 3_600_000 }, async () => {
    const calls = await onSimulator(usual.end, async (run) => {
      await run.planAt(ALL_KINDS);
      return run.simulator.calls();
    });
    const reads = Object.entries(calls).filter(([operation]) => isRead(operation.replace(/^.*:/u, '')));
    const found: string[] = [];
    await severalAtOnce(cells(reads), async ({ name, fault }) => {
      await onSimulator(
        usual.end,
        async (run) => {
          const plan = await run.planAt(ALL_KINDS).catch((error: unknown) => {
            if (error instanceof IssueError) return undefined;
            throw error;
          });
          for (const { key } of plan?.changes ?? []) found.push(told(`${name}: false drift: ${key}`));
        },
        { ...PATIENCE, faults: [fault] },
      );
    });
    expect(found).toEqual([]);
  });
});
