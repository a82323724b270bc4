import { defineConfig } from '@playwright/test';
import type { Options } from './tests/support/test.ts';

const runsAsRoot = process.getuid?.() === 0;

export default defineConfig<Options>({
  testDir: 'tests',
  outputDir: 'test-results',
  reporter: [['list']],
  forbidOnly: Boolean(process.env.CI),
  // Argon2 and Chromium share two cores on a small machine; a test that passes only alone is a finding, not a rerun.
  workers: 1,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  use: {
    launchOptions: {
      executablePath: process.env.GATEHOUSE_CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-gpu',
        '--disable-quic',
        '--disable-sync',
        '--no-first-run',
        ...(runsAsRoot ? ['--no-sandbox'] : []),
      ],
    },
    locale: 'en-US',
    timezoneId: 'Europe/Zurich',
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
  },
  projects: [
    // A file does not go away from under a process that has it open, and nothing here writes into one beside the server.
    { name: 'sqlite', testIgnore: /(outage|auditor|in-progress|two-servers)\.spec\.ts$/, use: { database: 'sqlite' } },
    { name: 'postgres', use: { database: 'postgres' } },
  ],
});
