import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { testsOfDist, testsOfProcess } from './test/support/test-groups.js';

/** Tests that run the built package: it is built anew before them where a source has changed. */
const built = testsOfDist();
/** Tests that need a process of their own. */
const alone = testsOfProcess().filter((file) => !built.includes(file));

export default defineConfig({
  test: {
    pool: 'forks',
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Two files at once where Vitest would start one on a machine of two cores: most tests wait on one thread.
    ...(availableParallelism() < 4 ? { maxWorkers: 2 } : {}),
    projects: [
      {
        extends: true,
        test: {
          name: 'sources',
          include: ['test/**/*.test.ts'],
          exclude: [...built, ...alone],
          globalSetup: 'test/support/build-kernels.mjs',
          isolate: false,
        },
      },
      {
        extends: true,
        test: { name: 'alone', include: alone, globalSetup: 'test/support/build-kernels.mjs' },
      },
      { extends: true, test: { name: 'built', include: built, globalSetup: 'test/support/build-dist.mjs' } },
    ],
  },
});
