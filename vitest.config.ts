import { defineConfig } from 'vitest/config';

/** Layers that decide: every branch of theirs is covered by a test. */
const PURE = ['core', 'desired', 'report'];

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    maxWorkers: 2,
    // They start faster than processes: a tenth of the whole run.
    pool: 'threads',
    // What the workers of one run share: the built program is built once.
    env: { TEST_RUN: `${Date.now()}-${process.pid}` },
    setupFiles: ['test/support/setup.ts'],
    // Against what hangs; how fast something is, no test may learn from the clock of a machine that others use, too.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    coverage: {
      provider: 'v8',
      include: ['reconciler/**/*.ts'],
      // The page runs in a browser, where its tests look at it.
      exclude: ['reconciler/simulator/models/**', 'reconciler/**/*.types.ts', 'reconciler/page/**'],
      reporter: ['text-summary', 'json-summary', 'html'],
      thresholds: Object.fromEntries(PURE.map((layer) => [`reconciler/${layer}/**`, { branches: 100 }])),
    },
  },
});
