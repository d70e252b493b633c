import { defineConfig } from 'vitest/config';

/** Against software of others (moto, PostgreSQL, a browser): slow, and one file after another because they share it. */
// oxlint-disable-next-line no-default-export -- Vitest reads the default export
export default defineConfig({
  test: {
    include: ['test/conformance/**/*.test.ts', 'test/web/**/*.test.ts'],
    environment: 'node',
    pool: 'forks',
    fileParallelism: false,
    globalSetup: ['test/test-folder.ts'],
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
