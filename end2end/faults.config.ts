import { defineConfig } from '@playwright/test';
import type { Options } from './tests/support/test.ts';

/** What can only go wrong with one of the two. */
const ONLY_SQLITE = /locked\.spec\.ts$/;
const ONLY_POSTGRES = /postgres\.spec\.ts$/;

// What `make faults` runs; without a browser.
export default defineConfig<Options>({
  testDir: 'faults',
  outputDir: 'test-results',
  reporter: [['list'], ['./faults/support/report.ts']],
  workers: 1,
  retries: 0,
  timeout: 120_000,
  projects: [
    { name: 'sqlite', testIgnore: ONLY_POSTGRES, use: { database: 'sqlite' } },
    { name: 'postgres', testIgnore: ONLY_SQLITE, use: { database: 'postgres' } },
  ],
});
