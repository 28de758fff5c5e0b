/** The Action's entry: nothing but the start. */

import { run } from './action/run.ts';

await run();
