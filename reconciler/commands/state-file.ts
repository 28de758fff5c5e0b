/** The simulator's state as a file that a person reads and edits. */

import { IssueError } from '../core/issue.ts';
import { readTextFile, writeTextFile } from '../text-file.ts';
import { parseState } from '../simulator/state.ts';
import type { SimulatorState } from '../simulator/state.types.ts';

/** The state in a file, or `undefined` when there is none yet. A file that is no state is an IssueError. */
export async function readStateFile(file: string): Promise<SimulatorState | undefined> {
  const text = await readTextFile(file);
  if (text === undefined) return undefined;
  const parsed = parseState(text);
  if (parsed.ok) return parsed.state;
  throw new IssueError(
    ...parsed.mistakes.map((mistake) => ({
      code: 'SIMULATOR_STATE' as const,
      severity: 'error' as const,
      message: `${file}: ${mistake}`,
    })),
  );
}

export async function writeStateFile(file: string, state: SimulatorState): Promise<void> {
  await writeTextFile(file, `${JSON.stringify(state, null, 2)}\n`);
}
