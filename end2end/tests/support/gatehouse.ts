// One running server of its own for a test: fresh data, a free port, its output kept.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** The release server. */
export const BINARY = process.env.GATEHOUSE_BINARY ?? fileURLToPath(new URL('../../../target/release/gatehouse', import.meta.url));
const STARTS_WITHIN = 20_000;
const STOPS_WITHIN = 15_000;

/** Settings of the server, by the names of its environment variables. */
export type Environment = Record<string, string>;

export class Gatehouse {
  /** The public URL and issuer, without a slash at the end. */
  readonly url: string;
  /** Where the server keeps its files. Gone when the test ends. */
  readonly dataDir: string;

  #environment: Environment;
  #process: ChildProcess | undefined;
  #output = '';

  private constructor(port: number, dataDir: string, environment: Environment) {
    this.url = `http://localhost:${port}`;
    this.dataDir = dataDir;
    this.#environment = {
      PATH: process.env.PATH ?? '',
      GATEHOUSE_LISTEN: `127.0.0.1:${port}`,
      GATEHOUSE_PUBLIC_URL: this.url,
      GATEHOUSE_DATA_DIR: dataDir,
      RUST_LOG: 'info',
      ...environment,
    };
  }

  /** Starts a server on a free port with an empty data folder and waits until it is ready. */
  static async start(environment: Environment): Promise<Gatehouse> {
    const dataDir = await mkdtemp(join(tmpdir(), 'gatehouse-data-'));
    const gatehouse = new Gatehouse(await freePort(), dataDir, environment);
    try {
      await gatehouse.#run();
    } catch (error) {
      await gatehouse.remove();
      throw error;
    }
    return gatehouse;
  }

  /** Everything printed so far, on standard output and standard error. */
  output(): string {
    return this.#output;
  }

  /** The one-time link that creates the first administrator, as printed at the very first start. */
  setupLink(): string {
    const link = this.#output.match(new RegExp(`${this.url}/setup#[\\w-]+`))?.[0];
    if (!link) throw new Error(`no setup link was printed:\n${this.#output}`);
    return link;
  }

  /** Asks the server to stop and waits until it has; the data stays. */
  async stop(): Promise<void> {
    const running = this.#process;
    if (!running) return;
    this.#process = undefined;
    if (running.exitCode === null && running.signalCode === null) {
      const ended = once(running, 'exit');
      running.kill('SIGTERM');
      const late = setTimeout(() => running.kill('SIGKILL'), STOPS_WITHIN);
      await ended;
      clearTimeout(late);
    }
    if (running.exitCode !== 0) {
      throw new Error(`gatehouse ended with ${running.signalCode ?? running.exitCode}, not with 0:\n${this.#output}`);
    }
  }

  /** Ends the server at once, whatever it is doing, as a loss of power would; the data stays. */
  async kill(): Promise<void> {
    const running = this.#process;
    if (!running) return;
    this.#process = undefined;
    if (running.exitCode !== null || running.signalCode !== null) {
      throw new Error(`gatehouse had ended before it was killed:\n${this.#output}`);
    }
    const ended = once(running, 'exit');
    running.kill('SIGKILL');
    await ended;
  }

  /** Stops the server and starts it again with the same data on the same port, with other settings if any are given. */
  async restart(environment: Environment = {}): Promise<void> {
    await this.stop();
    this.#environment = { ...this.#environment, ...environment };
    await this.#run();
  }

  /** Ends the server, whatever it is doing, and removes its data. */
  async remove(): Promise<void> {
    if (this.#process?.exitCode === null) this.#process.kill('SIGKILL');
    await rm(this.dataDir, { recursive: true, force: true });
  }

  async #run(): Promise<void> {
    const running = spawn(BINARY, { env: this.#environment, cwd: this.dataDir, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#process = running;
    for (const stream of [running.stdout, running.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => (this.#output += text));
    }
    let failure: Error | undefined;
    running.once('error', (error) => (failure = error));
    running.once('exit', (code, signal) => (failure ??= new Error(`it ended with ${signal ?? code}`)));

    const deadline = Date.now() + STARTS_WITHIN;
    while (!(await this.#isReady())) {
      if (Date.now() > deadline) failure ??= new Error('it was not ready in time');
      if (failure) throw new Error(`gatehouse did not start: ${failure.message}\n${this.#output}`);
      await delay(20);
    }
  }

  async #isReady(): Promise<boolean> {
    const answer = await fetch(`http://${this.#environment.GATEHOUSE_LISTEN}/readyz`).catch(() => undefined);
    return answer?.ok ?? false;
  }
}

/** A port that nobody listens on, on this machine. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (!address || typeof address === 'string') throw new Error('no free port');
  return address.port;
}
