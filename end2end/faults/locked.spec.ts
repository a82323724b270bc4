import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { test } from './support/test.ts';

/** Milliseconds. */
const FOR = 10_000;

test('locked by another process', async ({ gatehouse, suffer }) => {
  await suffer({
    name: 'locked by another process',
    restart: 'no',
    isFelt: true,
    cause: (outages) =>
      outages.during(async () => {
        const other = spawn('sqlite3', ['-bail', join(gatehouse.dataDir, 'gatehouse.sqlite')]);
        const ended = once(other, 'exit');
        other.stdin.write(".timeout 5000\nBEGIN EXCLUSIVE;\nSELECT 'locked';\n");
        await once(other.stdout, 'data');
        await delay(FOR);
        other.stdin.end('COMMIT;\n');
        await ended;
      }),
  });
});
