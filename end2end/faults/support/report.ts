// Writes the table of the faults: to the console, and to the file that GATEHOUSE_FAULTS_FILE names where all went well.

import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import type { FullResult, Reporter, TestCase, TestResult } from '@playwright/test/reporter';
import type { Options } from '../../tests/support/test.ts';

/** A row of the table. */
export interface Figures {
  fault: string;
  database: Options['database'];
  attempted: number;
  acknowledged: number;
  found: number;
  missing: number;
  /** For how long at most requests still failed when the fault was over. */
  seconds: number;
  restart: 'no' | 'it is the fault';
}

const NAMES: Record<Options['database'], string> = { sqlite: 'SQLite', postgres: 'Postgres' };
const FILE = process.env.GATEHOUSE_FAULTS_FILE;

export default class Report implements Reporter {
  readonly #rows: Figures[] = [];

  onTestEnd(_test: TestCase, { attachments }: TestResult): void {
    for (const { name, body } of attachments) {
      if (name === 'figures' && body) this.#rows.push(JSON.parse(body.toString()));
    }
  }

  async onEnd({ status }: FullResult): Promise<void> {
    const table = tableOf(this.#rows);
    console.log(`\n${table}\n`);
    if (status === 'passed' && FILE) await writeFile(FILE, pageOf(table));
  }
}

function tableOf(rows: Figures[]): string {
  const head = [
    '| fault | database | attempted | acknowledged | found after recovery | acknowledged and missing | seconds of 5xx after it | restart needed |',
    '|---|---|---:|---:|---:|---:|---:|---|',
  ];
  const row = ({ fault, database, seconds, restart, ...counts }: Figures) => {
    const numbers = [counts.attempted, counts.acknowledged, counts.found, counts.missing];
    const cells = [fault, NAMES[database], ...numbers.map((count) => count.toLocaleString('en')), seconds.toFixed(1), restart];
    return `| ${cells.join(' | ')} |`;
  };
  return [...head, ...rows.map(row)].join('\n');
}

function pageOf(table: string): string {
  const date = new Date().toISOString().slice(0, 10);
  return `# Faults that lose nothing

\`make faults\` wrote this page on ${date}, on a machine with ${cpus().length} cores that also ran the databases and made the
load. It ends with an error, and leaves this page as it is, where anything acknowledged is missing, a request fails more
than five seconds after a fault is over, or a server has to be started again that nobody killed.

${table}

## How it is measured

The release server stands on a database of its own. Before, during and after each fault, four hands register, edit, switch,
enable, disable and delete OAuth clients and generate, overlap and retire their secrets, by the server functions that the
pages call; an application redeems codes and uses refresh tokens; a program asks for tokens with its secret; people sign
in. The figures count the changes among these requests, not those for tokens that leave nothing behind.

*Acknowledged* is a change that was answered with success. *Found* is one that is there afterwards: its audit event, the
client as the event and the answer say it is, the secret that works, the session that counts, the refresh token that can
be used. A change without an answer may be found or not, but never by half: every client is compared with what its audit
events make of it, field by field. *Seconds of 5xx* is the time from the end of a fault to the last request that was
answered with 5xx or not at all.

| fault | what happens |
|---|---|
| killed | \`kill -9\` under load, and a new start, several times |
| disk full | the database stands on a small file system, which is filled to the last byte for six seconds. On Postgres it holds the database, not the write-ahead log: with that full, Postgres itself stops, which is the row *stopped at once* |
| locked by another process | another process holds \`BEGIN EXCLUSIVE\` for ten seconds |
| stopped in order, stopped at once | Postgres ends with \`SIGINT\` (*fast*) or \`SIGQUIT\` (*immediate*), and is started five seconds later. It runs as it comes, with \`fsync\` and \`synchronous_commit\` on |
| hangs | every process of Postgres is stopped by \`SIGSTOP\` for six seconds |
| migration interrupted | a database of the first version with some ten thousand clients is migrated by \`gatehouse migrate\`, which is killed at a random moment, twice; then a server starts. The figures count rows: each is held against what it was, and what the migrations made of them against that of a migration that nobody interrupted |
| clock moved | the server's clock jumps by an hour and by a day, forward and back, and each time returns (libfaketime). No request may fail with 5xx at all; sessions whose time is over by that clock end. Meanwhile somebody guesses at a password until the server has heard enough: when the clock is right again, they wait a minute at most. Tried beside it: a server that is started while its clock is a day ahead takes no signing key away whose tokens count |
`;
}
