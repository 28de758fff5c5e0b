/**
 * One seed for every property of a run. Without `SEED` it is always the same, so that a commit that was green stays green;
 * `SEED=…` tries others (`npm run soak` draws one and prints it), and fast-check prints the seed of what it finds.
 */
import { configureGlobal } from 'fast-check';
import { afterAll, expect } from 'vitest';

configureGlobal({ seed: Number(process.env['SEED'] ?? 20_261_121) });

/** Files share a worker (see vitest.config.ts): what one does to the process, it undoes. */
const environment = new Map(Object.entries(process.env));
const listening = listeners();

function listeners(): readonly number[] {
  return ['SIGINT', 'SIGTERM', 'uncaughtException'].map((name) => process.listenerCount(name));
}

/** Names, never values: those are of the machine, and may be secret. */
function changedVariables(): readonly string[] {
  const names = new Set([...environment.keys(), ...Object.keys(process.env)]);
  return [...names].filter((name) => environment.get(name) !== process.env[name]);
}

afterAll(() => {
  expect(changedVariables(), 'variables that this file has changed').toEqual([]);
  expect(listeners(), 'listeners that this file has left').toEqual(listening);
});
