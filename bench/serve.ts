/** The simulator in a process of its own, with an organisation of the size that its argument names, without limits of rate. */

import { startSimulator } from '../reconciler/simulator/server.ts';
import type { SizeName } from './organisation.ts';
import { organisation, SIZES } from './organisation.ts';

/** What the process tells its parent: once when it serves, then whenever it is asked. */
export type Told = { readonly url: string } | { readonly calls: Readonly<Record<string, number>> };

const { whole } = organisation(SIZES[process.argv[2] as SizeName]);
const simulator = await startSimulator({ state: whole, limits: { callsPerSecond: {} } });

function tell(what: Told): void {
  process.send?.(what);
}

process.on('message', () => {
  tell({ calls: simulator.calls() });
  simulator.resetCounts();
});
process.on('disconnect', () => process.exit());
tell({ url: simulator.url });
