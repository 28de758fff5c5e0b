import { defineConfig } from 'vitest/config';

/** Layers that decide: every branch of theirs is covered by a test. */
const PURE = ['core', 'desired', 'report'];

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    maxWorkers: 2,
    // They start faster than processes: a tenth of the whole run.
    pool: 'threads',
    // A worker keeps what it imported (the SDK, the schemas) for its next file; test/support/setup.ts sees to it that a file
    // leaves nothing else behind.
    isolate: false,
    env: {
      // What the workers of one run share: the built program is built once.
      TEST_RUN: `${Date.now()}-${process.pid}`,
      // What the product sets before it loads the SDK, so that the environment is the same before and after any test.
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    },
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
