/** One plan of more than 40 changes with all kinds in it, and what the services hold when it is applied. */

import { readFileSync } from 'node:fs';
import { isRead } from '../../reconciler/aws/reads.ts';
import { parseState } from '../../reconciler/simulator/state.ts';
import type { SimulatorState } from '../../reconciler/simulator/state.types.ts';

export const ALL_KINDS = 'test/engine/all-kinds/config.yaml';

/** What is live before the plan. */
export function beforeAllKinds(): SimulatorState {
  const parsed = parseState(readFileSync('test/engine/all-kinds/live.json', 'utf8'));
  if (!parsed.ok) throw new Error(parsed.mistakes.join('; '));
  return parsed.state;
}

/** Chosen by the services for what is new, or by the moment. */
const CHOSEN = new Set(['id', 'arn', 'assignableAt']);

/** What the services hold, without what they choose themselves; lists in one order. */
export function held(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(held).toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).filter(([name]) => !CHOSEN.has(name));
  return Object.fromEntries(members.map(([name, member]) => [name, held(member)]));
}

export interface WritingCall {
  /** `sso-admin:CreateAccountAssignment` */
  readonly operation: string;
  /** Which of the calls of this operation, counted from 1. */
  readonly number: number;
}

/** Every writing call among the calls that were counted. */
export function writingCalls(calls: Readonly<Record<string, number>>): readonly WritingCall[] {
  return Object.entries(calls)
    .filter(([operation]) => !isRead(operation.slice(operation.indexOf(':') + 1)))
    .flatMap(([operation, count]) => Array.from({ length: count }, (_, index) => ({ operation, number: index + 1 })));
}
