// Measures the token endpoint and its neighbours with wrk, beside what they are to be compared with, and writes the
// figures down.
// usage: scripts/with-postgres node bench/tokens.mjs FILE

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { person } from './person.mjs';
import { principal } from './principal.mjs';
import { Server, freePort, run } from './server.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const CEILING = process.env.GATEHOUSE_CEILING ?? join(here, '../target/release/examples/signing_ceiling');
const CONNECTIONS = [1, 16, 64];
const SECONDS = Number(process.env.GATEHOUSE_BENCH_SECONDS ?? 6);
const WARM_UP_SECONDS = 2;
const CLIENTS = 1_000;
/** More than any machine takes in a second of those that are written to disk. */
const WRITTEN_A_SECOND = 6_000;
const GOAL_OF_CEILING = 0.6;
const GOAL_TIMES_PROVIDER = 5;
const GOAL_MEMORY = 100;
const GOAL_UNDER_ATTACK = 0.5;

const folder = await mkdtemp(join(tmpdir(), 'gatehouse-tokens-'));
let files = 0;

/** A file of the temporary folder with these lines. */
async function fileOf(lines) {
  const path = join(folder, String((files += 1)));
  await writeFile(path, `${lines.join('\n')}\n`);
  return path;
}

const basic = ({ id, secret }) => `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;
const line = (client, form) => `${basic(client)}\t${new URLSearchParams(form)}`;

/** What wrk counted in `seconds`. */
async function wrk(script, url, connections, seconds, ...args) {
  const options = ['-t1', `-c${connections}`, `-d${seconds}s`, '-s', script, url, '--', ...args];
  const { stdout } = await run('wrk', options, { cwd: here });
  const told = JSON.parse(stdout.trim().split('\n').at(-1));
  return { ...told, rate: told.requests / (told.microseconds / 1e6) };
}

/** The figures of a load at each number of connections. `input` makes the arguments of the script for one run, of
 * so many seconds. */
async function measure(script, url, input) {
  const figures = [];
  for (const connections of CONNECTIONS) {
    await wrk(script, url, connections, WARM_UP_SECONDS, ...(await input(connections, WARM_UP_SECONDS)));
    const told = await wrk(script, url, connections, SECONDS, ...(await input(connections, SECONDS)));
    if (told.refused + told.failed > 0) throw new Error(`${url}: ${JSON.stringify(told)}`);
    figures.push(told);
  }
  return figures;
}

/** Runs `command` while `body` measures it. */
async function beside(command, args, port, body) {
  const env = { PATH: process.env.PATH, NODE_ENV: 'production' };
  const child = spawn(command, [...args], { env, stdio: 'ignore' });
  try {
    await answers(port);
    return await body();
  } finally {
    child.kill();
    await once(child, 'exit');
  }
}

async function answers(port) {
  for (let tries = 0; tries < 200; tries += 1) {
    if (await fetch(`http://127.0.0.1:${port}/`).catch(() => undefined)) return;
    await delay(50);
  }
  throw new Error('what was started does not answer');
}

async function ceiling() {
  const port = await freePort();
  const input = [await fileOf([line({ id: 'app-x', secret: 'x'.repeat(64) }, { grant_type: 'client_credentials' })])];
  const body = () => measure('requests.lua', `http://127.0.0.1:${port}/`, () => input);
  return beside(CEILING, [String(port)], port, body);
}

async function provider() {
  const port = await freePort();
  const client = { id: 'app-x', secret: 'x'.repeat(64) };
  const input = [await fileOf([line(client, { grant_type: 'client_credentials' })])];
  const body = () => measure('requests.lua', `http://127.0.0.1:${port}/token`, () => input);
  return beside(process.execPath, [join(here, 'provider.mjs'), String(port), client.id, client.secret], port, body);
}

/** Registers as many clients as `drafts` has, a few at a time. */
async function register(server, drafts) {
  const clients = [];
  const rest = drafts.entries();
  const work = async () => {
    for (const [index, draft] of rest) clients[index] = await server.register(draft);
  };
  await Promise.all(Array.from({ length: 4 }, work));
  return clients;
}

async function measureServer(engine) {
  const say = (what) => process.stderr.write(`${engine}: ${what}\n`);
  const server = await Server.start(engine, 0, { logs: 'as by default' });
  try {
    const url = (path) => `http://127.0.0.1:${server.port}/oauth2/${path}`;
    say('registering clients');
    const drafts = Array.from({ length: CLIENTS }, (_, number) => ({
      client_name: `Machine ${number}`,
      client_type: 'confidential',
      grant_type: 'client_credentials',
    }));
    const clients = await register(server, drafts);
    const form = { grant_type: 'client_credentials' };
    const one = [await fileOf([line(clients[0], form)])];
    const all = [await fileOf(clients.map((client) => line(client, form)))];

    const figures = new Map();
    say('client_credentials, one client');
    await wrk('requests.lua', url('token'), 1, WARM_UP_SECONDS, ...one);
    // Memory for hashing is given back by then.
    await delay(6_000);
    await server.forgetPeakMemory();
    figures.set('client_credentials, one client', await measure('requests.lua', url('token'), () => one));
    const memory = await server.peakMemory();

    say('client_credentials under attack');
    const attack = await attacked(url('token'), clients[0], one);
    const memoryUnderAttack = await server.peakMemory();

    say('client_credentials, 1,000 clients');
    // Each secret is hashed once before it counts.
    await wrk('requests.lua', url('token'), 2, 20, ...all);
    figures.set('client_credentials, 1,000 clients', await measure('requests.lua', url('token'), () => all));

    say('private_key_jwt');
    const machine = await principal(server);
    const assertions = async (_, seconds) => [await fileOf(machine.requests(seconds * WRITTEN_A_SECOND))];
    figures.set('private_key_jwt', await measure('once.lua', url('token'), assertions));

    say('refresh');
    const ada = await person(server);
    const tokens = async (connections) => {
      // wrk asks for one more than it sends, to see whether they differ.
      const chains = [];
      for (let count = 0; count < connections + 2; count += 1) chains.push((await ada.tokens()).refresh_token);
      return [await fileOf([basic(ada.client), ...chains])];
    };
    figures.set('refresh', await measure('refresh.lua', url('token'), tokens));

    say('introspection');
    const token = (await ada.tokens()).access_token;
    const introspection = [await fileOf([line(ada.client, { token })])];
    figures.set('introspection', await measure('requests.lua', url('introspect'), () => introspection));
    return { engine, figures, memory, attack, memoryUnderAttack };
  } finally {
    await server.stop();
  }
}

/** How a client fares, at each number of connections, while another connection guesses its secret without a pause. */
async function attacked(url, client, input) {
  const figures = [];
  for (const connections of CONNECTIONS) {
    const begins = client.secret.slice(0, -43);
    const guesses = wrk('guesses.lua', url, 1, SECONDS + 2, client.id, begins, String(connections));
    await delay(1_000);
    const told = await wrk('requests.lua', url, connections, SECONDS, ...input);
    if (told.refused + told.failed > 0) throw new Error(`under attack: ${JSON.stringify(told)}`);
    figures.push({ ...told, guesses: (await guesses).rate });
  }
  return figures;
}

const rate = (value) => Math.round(value).toLocaleString('en');
const cell = ({ rate: value, p50, p99 }) => `${rate(value)} · ${(p50 / 1000).toFixed(2)} / ${(p99 / 1000).toFixed(2)}`;
const row = (name, cells) => `| ${name} | ${cells.join(' | ')} |`;
const percent = (part) => `${Math.round(part * 100)} %`;
const times = (part) => `${part.toFixed(1)} ×`;
const verdict = (isMet) => (isMet ? 'met' : 'not met');

function table(name, rows) {
  return [
    row(name, CONNECTIONS.map((count) => (count === 1 ? '1 connection' : `${count} connections`))),
    `|---|${'---:|'.repeat(CONNECTIONS.length)}`,
    ...rows.map(([name, cells]) => row(name, cells)),
  ].join('\n');
}

function partOf({ engine, figures, memory, attack, memoryUnderAttack }, bounds) {
  const one = figures.get('client_credentials, one client');
  const ratio = (to, text) => one.map(({ rate: value }, index) => text(value / to[index].rate));
  const kept = attack.map(({ rate: value }, index) => value / one[index].rate);
  return `## On ${engine}

${table('requests/s · p50 / p99 in ms', [...figures].map(([name, all]) => [name, all.map(cell)]))}

${table('client_credentials, one client, against', [
  ['the signing ceiling', ratio(bounds.ceiling, percent)],
  ['oidc-provider', ratio(bounds.provider, times)],
])}

${table('With one connection that guesses the client’s secret', [
  ['the client: requests/s · p50 / p99 in ms', attack.map(cell)],
  ['of what it has without', kept.map(percent)],
  ['guesses/s', attack.map(({ guesses }) => rate(guesses))],
])}

Most memory resident: ${Math.round(memory)} MB while client_credentials is measured, ${Math.round(memoryUnderAttack)} MB with the guesses.`;
}

function goals({ figures, memory, attack }, bounds) {
  const one = figures.get('client_credentials, one client');
  const busy = CONNECTIONS.length - 1;
  const [part, faster] = [one[busy].rate / bounds.ceiling[busy].rate, one[busy].rate / bounds.provider[busy].rate];
  const kept = Math.min(...attack.map(({ rate: value }, index) => value / one[index].rate));
  return [
    `- ${percent(GOAL_OF_CEILING)} of the signing ceiling: ${percent(part)}, ${verdict(part >= GOAL_OF_CEILING)}.`,
    `- ${GOAL_TIMES_PROVIDER} × oidc-provider: ${times(faster)}, ${verdict(faster >= GOAL_TIMES_PROVIDER)}.`,
    `- Less than ${GOAL_MEMORY} MB under load: ${Math.round(memory)} MB, ${verdict(memory < GOAL_MEMORY)}.`,
    `- At least half of the throughput while somebody guesses: ${percent(kept)}, ${verdict(kept >= GOAL_UNDER_ATTACK)}.`,
  ].join('\n');
}

function report(results, bounds) {
  return `# How many tokens a second

\`make bench\` measures it, and \`scripts/bench tokens\` this part alone: the release server on a machine with two cores, which
also runs the database and wrk, with one thread, over loopback HTTP. Each figure is from ${SECONDS} seconds, after
${WARM_UP_SECONDS} that do not count. Tokens are JWTs signed with ES256, clients authenticate with HTTP Basic where nothing
else is said, and no request of a run was refused.

- *One client*, *1,000 clients*: client_credentials by one client, and by 1,000 in turn, whose secrets were verified before.
- *private_key_jwt*: client_credentials by a service principal that signs an assertion with ES256 for each request (made
  before the run); each assertion is written to disk, so that it counts once.
- *Refresh*: each connection refreshes the tokens that it got the last time; each is written to disk.
- *Introspection*: of an access token that a person's sign-in led to.
- *Signing ceiling*: a route of the same HTTP library that signs a token and does nothing else
  (\`server/examples/signing_ceiling.rs\`).
- *oidc-provider*: the npm package, with its in-memory store and in one process, issuing the same tokens to one client
  (\`bench/provider.mjs\`).
- *Guesses*: one connection presents the client's id and a wrong secret, another one each time, as fast as it is refused.
  With one connection the client may have more than without: presumably, cores that are kept busy need no waking.

The goals, on SQLite, at ${CONNECTIONS.at(-1)} connections:

${goals(results[0], bounds)}

## Bounds

${table('requests/s · p50 / p99 in ms', [
  ['signing ceiling', bounds.ceiling.map(cell)],
  ['oidc-provider', bounds.provider.map(cell)],
])}

${results.map((result) => partOf(result, bounds)).join('\n\n')}
`;
}

const [file, ...engines] = process.argv.slice(2);
if (!file) throw new Error('usage: scripts/with-postgres node bench/tokens.mjs FILE');
try {
  const bounds = { ceiling: await ceiling(), provider: await provider() };
  const results = [];
  for (const engine of engines.length > 0 ? engines : ['SQLite', 'Postgres']) results.push(await measureServer(engine));
  const text = report(results, bounds);
  process.stdout.write(text);
  await writeFile(file, text);
} finally {
  await rm(folder, { recursive: true, force: true });
}
