import { defineConfig } from 'vitest/config';

// oxlint-disable-next-line no-default-export -- Vitest reads the default export
export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'demo/**/*.test.ts', 'test/**/*.test.ts', 'web/src/**/*.test.ts'],
    exclude: ['**/node_modules/**', 'dist/**', 'test/conformance/**', 'test/web/**'],
    environment: 'node',
    // Processes, not threads: the store and the collectors start worker threads of their own, and some tests set the environment.
    pool: 'forks',
    maxWorkers: 2,
    globalSetup: ['test/test-folder.ts'],
    // What is waited for comes soon, but not on every machine within a second.
    expect: { poll: { timeout: 20_000, interval: 10 } },
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
