/** test/scenarios/NNN-name/: a configuration and what is live → the plan as people and programs read it. */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { renderIssues } from '../reconciler/report/issues.ts';
import { issuesOf } from '../reconciler/commands/failure.ts';
import { planJson } from '../reconciler/report/json.ts';
import { renderPlanMarkdown } from '../reconciler/report/markdown.ts';
import { renderPlanText } from '../reconciler/report/text.ts';
import type { SimulatorState } from '../reconciler/simulator/state.types.ts';
import { parseState } from '../reconciler/simulator/state.ts';
import { onSimulator } from './support/simulated.ts';

const FOLDER = 'test/scenarios';

function stateOf(scenario: string): SimulatorState {
  const file = path.join(scenario, 'live.json');
  const parsed = parseState(readFileSync(file, 'utf8'));
  if (!parsed.ok) throw new Error(`${file}: ${parsed.mistakes.join('; ')}`);
  return parsed.state;
}

// What is live in 050 is made by a test of its own: it would be a file of a megabyte.
const NAMES = readdirSync(FOLDER).filter((name) => existsSync(path.join(FOLDER, name, 'live.json')));

describe('scenarios', () => {
  for (const name of NAMES.sort()) {
    const scenario = path.join(FOLDER, name);
    test(name, async () => {
      await onSimulator(stateOf(scenario), async (run) => {
        const config = existsSync(path.join(scenario, 'config')) ? 'config' : 'config.yaml';
        const golden = (file: string): string => path.resolve(scenario, file);
        const told = await run.planAt(path.join(scenario, config)).catch((error: Error) => error);
        if (told instanceof Error) {
          await expect(`${renderIssues(issuesOf(told))}\n`).toMatchFileSnapshot(golden('issues.txt'));
          return;
        }
        await expect(renderPlanText(told, { color: false, verbose: false })).toMatchFileSnapshot(golden('plan.txt'));
        await expect(renderPlanMarkdown(told)).toMatchFileSnapshot(golden('plan.md'));
        await expect(planJson(told)).toMatchFileSnapshot(golden('plan.json'));
        // A plan that can be applied leads to an empty one.
        if (told.breaches.length > 0) return;
        const ended = await run.applyAt(path.join(scenario, config));
        expect(ended.ended === 'applied' ? ended.outcomes.filter(({ status }) => status !== 'done') : []).toEqual([]);
        expect((await run.planAt(path.join(scenario, config))).changes).toEqual([]);
      });
    });
  }
});
