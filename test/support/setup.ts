/**
 * One seed for every property of a run. Without `SEED` it is always the same, so that a commit that was green stays green;
 * `SEED=…` tries others (`npm run soak` draws one and prints it), and fast-check prints the seed of what it finds.
 */
import { configureGlobal } from 'fast-check';

configureGlobal({ seed: Number(process.env['SEED'] ?? 20_261_121) });
