// The release server with a database of its own, and a connection to it; for everything that measures.

import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const BINARY = process.env.GATEHOUSE_BINARY ?? fileURLToPath(new URL('../target/release/gatehouse', import.meta.url));
const EMAIL = 'ada@example.com';
const PASSWORD = 'correct horse battery staple';

export const run = promisify(execFile);

export class Server {
  #agent = new Agent({ keepAlive: true, maxSockets: 4 });
  #cookie = '';

  /**
   * Seeds an empty database with `clients` made-up ones and starts the server on it. It logs warnings, which are shown,
   * or as much as by default, which is not.
   */
  static async start(engine, clients, { logs } = { logs: 'warnings' }) {
    const server = new Server();
    server.dataDir = await mkdtemp(join(tmpdir(), 'gatehouse-bench-'));
    server.port = await freePort();
    server.environment = {
      PATH: process.env.PATH,
      RUST_LOG: logs === 'warnings' ? 'warn' : 'info',
      GATEHOUSE_DATA_DIR: server.dataDir,
      GATEHOUSE_LISTEN: `127.0.0.1:${server.port}`,
      GATEHOUSE_PUBLIC_URL: `http://localhost:${server.port}`,
      GATEHOUSE_ADMIN_EMAIL: EMAIL,
      GATEHOUSE_ADMIN_PASSWORD: PASSWORD,
    };
    if (engine === 'Postgres') {
      server.database = `bench_${clients}_${randomBytes(4).toString('hex')}`;
      const cluster = process.env.GATEHOUSE_TEST_POSTGRES_URL;
      if (!cluster) throw new Error('GATEHOUSE_TEST_POSTGRES_URL is not set: run this through scripts/with-postgres');
      await psql(cluster, `CREATE DATABASE ${server.database}`);
      const url = new URL(cluster);
      url.pathname = `/${server.database}`;
      server.databaseUrl = url.href;
      server.environment.DATABASE_URL = url.href;
      server.environment.GATEHOUSE_KEY_ENCRYPTION_KEY = randomBytes(32).toString('base64');
    }
    if (clients > 0) await run(BINARY, ['dev', 'seed', '--clients', String(clients)], { env: server.environment });
    // What autovacuum does by itself a while after so many rows came.
    if (engine === 'Postgres' && clients > 0) await psql(server.databaseUrl, 'VACUUM ANALYZE');
    const stdio = ['ignore', 'ignore', logs === 'warnings' ? 'inherit' : 'ignore'];
    server.process = spawn(BINARY, { env: server.environment, stdio });
    await server.#isReady();
    await server.#signIn();
    return server;
  }

  async stop() {
    this.#agent.destroy();
    const ended = once(this.process, 'exit');
    this.process.kill('SIGTERM');
    await ended;
    if (this.database) await psql(process.env.GATEHOUSE_TEST_POSTGRES_URL, `DROP DATABASE ${this.database} WITH (FORCE)`);
    await rm(this.dataDir, { recursive: true, force: true });
  }

  /** The answer, read to its end, and the milliseconds from the first byte sent to the last one received. */
  send(method, path, headers, body) {
    const { promise, resolve, reject } = withResolvers();
    const began = process.hrtime.bigint();
    const options = { agent: this.#agent, host: '127.0.0.1', port: this.port, method, path };
    const sent = request({ ...options, headers: { Cookie: this.#cookie, 'Sec-Fetch-Site': 'same-origin', ...headers } });
    sent.on('error', reject).on('response', (answer) => {
      const parts = [];
      answer.on('error', reject).on('data', (part) => parts.push(part));
      answer.on('end', () => {
        const took = Number(process.hrtime.bigint() - began) / 1e6;
        resolve({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(parts).toString(), took });
      });
    });
    sent.end(body);
    return promise;
  }

  /** Calls a server function as the pages do. */
  async call(name, what) {
    const headers = { Accept: 'application/json', 'Content-Type': 'application/json' };
    const answer = await this.send('POST', `/portal/api/${name}`, headers, JSON.stringify(what));
    if (answer.status !== 200) throw new Error(`${name} answered ${answer.status}: ${answer.body}`);
    return answer;
  }

  /** Gets a page as a browser does that opens its address. */
  async page(path) {
    const answer = await this.send('GET', path, { Accept: 'text/html' });
    if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}`);
    return answer;
  }

  async list(view, page = null) {
    return JSON.parse((await this.call('oauth-clients', { view, page })).body);
  }

  /** Registers a client: its id, and its secret if it has one. */
  async register(draft) {
    const saved = JSON.parse((await this.call('oauth-clients/register', { draft })).body);
    return { id: saved.client_id, secret: saved.client_secret };
  }

  /** From now on, [`peakMemory`] counts anew. */
  async forgetPeakMemory() {
    await writeFile(`/proc/${this.process.pid}/clear_refs`, '5');
  }

  /** The most memory that was resident, in MB. */
  async peakMemory() {
    const status = await readFile(`/proc/${this.process.pid}/status`, 'utf8');
    return Number(status.match(/^VmHWM:\s+(\d+) kB$/m)[1]) / 1000;
  }

  async #isReady() {
    for (let tries = 0; tries < 500; tries += 1) {
      const answer = await this.send('GET', '/readyz', {}).catch(() => undefined);
      if (answer?.status === 200) return;
      await delay(50);
    }
    throw new Error('gatehouse did not start');
  }

  async #signIn() {
    const form = new URLSearchParams({ email: EMAIL, password: PASSWORD }).toString();
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
    const answer = await this.send('POST', '/portal/api/sign-in', headers, form);
    this.#cookie = answer.headers['set-cookie']?.[0].split(';')[0] ?? '';
    if (!this.#cookie) throw new Error(`the sign-in answered ${answer.status}`);
  }
}

async function psql(url, statement) {
  await run(program('psql'), [url, '--quiet', '--command', statement]);
}

function program(name) {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian) : [];
  return versions.map((version) => `${debian}/${version}/bin/${name}`).findLast((path) => existsSync(path)) ?? name;
}

export async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  await once(probe, 'close');
  return port;
}

function withResolvers() {
  let resolve;
  let reject;
  const promise = new Promise((keep, refuse) => ([resolve, reject] = [keep, refuse]));
  return { promise, resolve, reject };
}
