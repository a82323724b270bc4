// Measures every view of the clients over loopback HTTP, one request at a time, and writes the figures down.
// usage: scripts/with-postgres node bench/views.mjs FILE

import { writeFile } from 'node:fs/promises';

import { Server } from './server.mjs';

const SIZES = [1_000, 100_000];
const PAGE_SIZE = 50;
const WARM_UP = 20;
/** Requests that count, for a server function and for a whole page. */
const FUNCTION_TIMES = 200;
const PAGE_TIMES = 100;
const GOAL_P95 = 25;
const GOAL_RATIO = 2;

/** Every view that is measured: its name, and what the function and the page are asked for. */
async function views(server, clients) {
  const words = await searchWords(server);
  const listed = (name, view, page) => ({ name, call: ['oauth-clients', { view, page }], path: address(view, page) });
  const deep = await walk(server, Math.floor(clients / PAGE_SIZE / 2));
  const client = (await server.list({}, deep)).rows[0].client_id;
  return [
    listed('first page', {}, null),
    listed('a page in the middle', {}, deep),
    listed('last page', {}, 'last'),
    listed('search: a rare word', { q: words.rare }, null),
    listed('search: a common word', { q: words.common }, null),
    listed('search: a common word, last page', { q: words.common }, 'last'),
    listed('search: one letter', { q: words.letter }, null),
    listed('search: two words', { q: words.two }, null),
    listed('search: two common words in no client together', { q: words.apart }, null),
    listed('search: nothing found', { q: 'zzqxj' }, null),
    listed('search: a common word, by name, disabled only', { q: words.common, sort: 'client_name', status: 'disabled' }, null),
    listed('filter: enabled', { status: 'enabled' }, null),
    listed('filter: disabled', { status: 'disabled' }, null),
    listed('filter: Confidential', { client_type: 'confidential' }, null),
    listed('filter: Public', { client_type: 'public' }, null),
    listed('filter: Client Credentials', { grant_type: 'client_credentials' }, null),
    listed('filter: Authorization Code', { grant_type: 'authorization_code' }, null),
    listed('filter: all three', { status: 'disabled', client_type: 'confidential', grant_type: 'authorization_code' }, null),
    listed('filter: disabled, by name', { status: 'disabled', sort: 'client_name' }, null),
    listed('filter: Public, by client ID, last page', { client_type: 'public', sort: 'client_id' }, 'last'),
    listed('filter: Authorization Code, last modified first', { grant_type: 'authorization_code', sort: '-updated_at' }, null),
    ...['status', 'client_name', 'client_id', 'client_type', 'grant_type', 'created_at', 'updated_at'].flatMap((column) => [
      listed(`by ${column}`, { sort: column }, null),
      listed(`by ${column}, descending`, { sort: `-${column}` }, null),
    ]),
    { name: 'one client', call: ['oauth-clients/client', { client_id: client }], path: `/oauth-clients/${client}` },
    {
      name: 'one client’s history',
      call: ['audit-events', { filter: { entity_id: await entityId(server, client) }, after: null }],
      path: `/oauth-clients/${client}?tab=history`,
    },
    { name: 'audit log', call: ['audit-events', { filter: {}, after: null }], path: '/audit-log' },
  ];
}

async function entityId(server, client) {
  return JSON.parse((await server.call('oauth-clients/client', { client_id: client })).body).entity_id;
}

function address(view, page) {
  const query = new URLSearchParams({ ...view, ...(page ? { page } : {}) }).toString();
  return `/oauth-clients${query && `?${query}`}`;
}

/** The page that is `count` pages after the first. */
async function walk(server, count) {
  let page = null;
  for (let step = 0; step < count; step += 1) page = (await server.list({}, page)).next;
  return page;
}

/** Words to search for, chosen by how often they are in the names of some of the clients and by what they find. */
async function searchWords(server) {
  const counts = new Map();
  let page = null;
  for (let pages = 0; pages < 10; pages += 1) {
    const answer = await server.list({}, page);
    for (const { client_name: name } of answer.rows) {
      for (const word of new Set(name.toLowerCase().match(/\p{L}{3,}/gu))) counts.set(word, (counts.get(word) ?? 0) + 1);
    }
    page = answer.next;
  }
  const byCount = [...counts].sort(([, one], [, other]) => other - one).map(([word]) => word);
  const common = byCount[0];
  const sample = (await server.list({}, page)).rows[0];
  const rare = sample.client_id.replace(/^app-/, '');
  let apart;
  let two;
  for (const [index, one] of byCount.slice(0, 12).entries()) {
    for (const other of byCount.slice(index + 1, 12)) {
      const q = `${one} ${other}`;
      const { rows } = await server.list({ q });
      if (rows.length === 0) apart ??= q;
      else two ??= q;
    }
  }
  return { common, rare, letter: common[0], two: two ?? `${common} ${byCount[1]}`, apart: apart ?? `${common} zzqxj` };
}

async function measure(server, view) {
  const calls = [() => server.call(...view.call), () => server.page(view.path)];
  const figures = [];
  for (const [index, call] of calls.entries()) {
    for (let time = 0; time < WARM_UP; time += 1) await call();
    const times = [];
    for (let time = index === 0 ? FUNCTION_TIMES : PAGE_TIMES; time > 0; time -= 1) times.push((await call()).took);
    times.sort((one, other) => one - other);
    const at = (part) => times[Math.ceil(times.length * part) - 1];
    figures.push({ p50: at(0.5), p95: at(0.95) });
  }
  return figures;
}

async function measureAll(engine, clients) {
  process.stderr.write(`${engine}, ${clients.toLocaleString('en')} clients: seeding …`);
  const server = await Server.start(engine, clients);
  process.stderr.write(' measuring …');
  const figures = new Map();
  try {
    for (const view of await views(server, clients)) figures.set(view.name, await measure(server, view));
  } finally {
    await server.stop();
  }
  process.stderr.write(' done\n');
  return figures;
}

/** One table of an engine: p50 / p95 at each size, and how many times more the larger one takes at p95. */
function table(small, large, index) {
  const lines = ['| view | 1,000 clients | 100,000 clients | ratio |', '|---|---:|---:|---:|'];
  for (const [name, figures] of large) {
    const [few, many] = [small.get(name)[index], figures[index]];
    const text = ({ p50, p95 }) => `${p50.toFixed(1)} / ${p95.toFixed(1)}`;
    lines.push(`| ${name} | ${text(few)} | ${text(many)} | ${(many.p95 / few.p95).toFixed(1)} |`);
  }
  return lines.join('\n');
}

function verdict(results, index) {
  const all = results.flatMap(({ engine, small, large }) =>
    [...large].map(([name, figures]) => {
      const [few, many] = [small.get(name)[index], figures[index]];
      return { what: `${name}, ${engine}`, p95: many.p95, ratio: many.p95 / few.p95 };
    }),
  );
  const worst = (key) => all.reduce((worst, one) => (one[key] > worst[key] ? one : worst));
  const [slowest, steepest] = [worst('p95'), worst('ratio')];
  const over = all.filter(({ p95, ratio }) => p95 >= GOAL_P95 || ratio > GOAL_RATIO);
  return (
    `Slowest p95 at 100,000 clients: ${slowest.p95.toFixed(1)} ms (${slowest.what}). ` +
    `Greatest ratio: ${steepest.ratio.toFixed(1)} (${steepest.what}). ` +
    (over.length === 0 ? 'All within the goal.' : `Beyond the goal: ${over.map(({ what }) => what).join('; ')}.`)
  );
}

function report(results) {
  const parts = [
    `# How long the server takes

\`make bench\` measures it: the release server on a machine with two cores, which also runs the database and asks. Over
loopback HTTP, one request at a time, after ${WARM_UP} that do not count: ${FUNCTION_TIMES} calls of the server function
that the page calls, and ${PAGE_TIMES} requests for the page itself, rendered on the server as a browser gets it that opens
the address. From the first byte sent to the last byte received, in milliseconds: p50 / p95. A page of the list has
${PAGE_SIZE} clients. \`gatehouse dev seed\` makes the clients. The ratio is that of the p95.

The goal: p95 below ${GOAL_P95} ms at 100,000 clients, and no more than ${GOAL_RATIO} times the figure at 1,000.`,
  ];
  for (const [index, title] of ['Server functions', 'Whole pages'].entries()) {
    parts.push(`## ${title}`, verdict(results, index));
    for (const { engine, small, large } of results) parts.push(`### ${title} on ${engine}`, table(small, large, index));
  }
  parts.push('## Tokens', '[How many tokens a second](benchmarks/tokens.md), against what could be and what others do.');
  return `${parts.join('\n\n')}\n`;
}

const [file] = process.argv.slice(2);
if (!file) throw new Error('usage: scripts/with-postgres node bench/views.mjs FILE');
const results = [];
for (const engine of ['SQLite', 'Postgres']) {
  const [small, large] = [await measureAll(engine, SIZES[0]), await measureAll(engine, SIZES[1])];
  results.push({ engine, small, large });
}
const text = report(results);
process.stdout.write(text);
await writeFile(file, text);
