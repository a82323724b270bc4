// The Postgres that scripts/with-postgres started, as its operator has it in hand.

import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, chown, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { clusterUrl, program } from '../../tests/support/postgres.ts';

export class Cluster {
  readonly #data = join(new URL(clusterUrl()).searchParams.get('host') ?? '', 'data');

  /** Gives it a folder for its own. */
  async own(folder: string): Promise<void> {
    const { uid, gid } = await this.#owner();
    await chown(folder, uid, gid);
    await chmod(folder, 0o700);
  }

  /** Does something to the cluster itself. */
  async execute(statement: string): Promise<void> {
    await promisify(execFile)(program('psql'), [clusterUrl(), '--quiet', '--set', 'ON_ERROR_STOP=1', '--command', statement]);
  }

  /** Ends it: in order, or at once, as a crash does. */
  async stop(how: 'SIGINT' | 'SIGQUIT'): Promise<void> {
    process.kill(await this.#pid(), how);
    while (existsSync(this.#pidFile)) await delay(20);
  }

  /** Starts it as it was started before. */
  async start(): Promise<void> {
    const before = await readFile(join(this.#data, 'postmaster.opts'), 'utf8');
    const options = before.slice(before.indexOf('"-c"')).trim();
    const log = join(this.#data, 'log');
    const child = spawn(program('pg_ctl'), ['start', '--wait', '--pgdata', this.#data, '--log', log, '--options', options], {
      ...(await this.#owner()),
      cwd: this.#data,
      stdio: 'ignore',
    });
    const [code] = await once(child, 'exit');
    if (code !== 0) throw new Error(`Postgres did not start:\n${await readFile(log, 'utf8')}`);
  }

  /** Has every process of it stand still until `during` is over. */
  async hang(during: () => Promise<void>): Promise<void> {
    const postmaster = await this.#pid();
    // First, so that there will be no more of the others.
    process.kill(postmaster, 'SIGSTOP');
    const { stdout } = await promisify(execFile)('pgrep', ['--parent', String(postmaster)]);
    const all = [postmaster, ...stdout.trim().split('\n').map(Number)];
    for (const pid of all) process.kill(pid, 'SIGSTOP');
    try {
      await during();
    } finally {
      for (const pid of all) process.kill(pid, 'SIGCONT');
    }
  }

  /** Who runs it: never root. */
  async #owner(): Promise<{ uid: number; gid: number }> {
    const { uid, gid } = await stat(this.#data);
    return { uid, gid };
  }

  get #pidFile(): string {
    return join(this.#data, 'postmaster.pid');
  }

  async #pid(): Promise<number> {
    return Number((await readFile(this.#pidFile, 'utf8')).split('\n')[0]);
  }
}
