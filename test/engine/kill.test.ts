/** Cut off after any writing call, the next run ends where an undisturbed one ends, and makes nothing twice. */

import { expect, test } from 'vitest';
import { readFileSync } from 'node:fs';
import { planDocument } from '../../reconciler/report/json.ts';
import { parseState } from '../../reconciler/simulator/state.ts';
import type { SimulatorState } from '../../reconciler/simulator/state.types.ts';
import { onSimulator } from '../support/simulated.ts';

const CONFIG = 'test/scenarios/022-everything-at-once/config.yaml';
const parsed = parseState(readFileSync('test/scenarios/022-everything-at-once/live.json', 'utf8'));

function start(): SimulatorState {
  if (!parsed.ok) throw new Error(parsed.mistakes.join('; '));
  return parsed.state;
}

/** What the services hold, without the ids that they choose for what is new. */
function held({ identityCenter = { region: '' } }: SimulatorState): unknown {
  const { users = [], groups = [], permissionSets = [], assignments = [] } = identityCenter;
  return {
    users: users.map(({ id: _id, ...user }) => user),
    groups: groups.map(({ id: _id, members, ...group }) => ({ ...group, members: (members ?? []).toSorted() })),
    permissionSets: permissionSets.map(({ arn: _arn, ...set }) => set),
    assignments: new Set(assignments.map((assignment) => JSON.stringify(assignment))),
  };
}

test('killed after any writing call, the next run finishes', async () => {
  const undisturbed = await onSimulator(start(), async (run) => {
    await run.applyAt(CONFIG);
    return { state: held(run.simulator.state()), writes: run.simulator.writes() };
  });
  expect(undisturbed.writes).toBeGreaterThan(20);
  for (let calls = 0; calls < undisturbed.writes; calls += 1) {
    await onSimulator(start(), async (run) => {
      const approved = planDocument(await run.planAt(CONFIG));
      expect(await run.applyUntil(CONFIG, calls), `cut off after ${calls}`).toBe(true);
      // What is left is still what was approved: the plan file of the first run is good for the second.
      const ended = await run.applyAt(CONFIG, approved);
      expect(ended.ended === 'refused' ? ended.issues : [], `after ${calls} writing calls`).toEqual([]);
      const bad = ended.ended === 'applied' ? ended.outcomes.filter(({ status }) => status !== 'done') : [];
      expect(bad, `after ${calls} writing calls`).toEqual([]);
      expect(held(run.simulator.state()), `after ${calls} writing calls`).toEqual(undisturbed.state);
      expect((await run.planAt(CONFIG)).changes, `after ${calls} writing calls`).toEqual([]);
    });
  }
}, 240_000);
