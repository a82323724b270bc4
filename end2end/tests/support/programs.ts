// Programs of an application's developer, in their own languages.

import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const END2END = fileURLToPath(new URL('../../', import.meta.url));
/** The Python of scripts/setup, with its packages. */
export const PYTHON = join(END2END, '.venv/bin/python');
const ENDS_WITHIN = 30_000;

/** One that runs, and what it printed. */
export class Program {
  readonly #process: ChildProcessWithoutNullStreams;
  #output = '';
  #errors = '';

  constructor(command: string, args: string[], environment: Record<string, string>) {
    const env = { ...environment, PATH: process.env.PATH ?? '', AUTHLIB_INSECURE_TRANSPORT: '1' };
    this.#process = spawn(command, args, { cwd: END2END, env, timeout: ENDS_WITHIN });
    this.#process.stdout.setEncoding('utf8').on('data', (text: string) => (this.#output += text));
    this.#process.stderr.setEncoding('utf8').on('data', (text: string) => (this.#errors += text));
  }

  /** Waits until it printed what `pattern` captures. */
  async prints(pattern: RegExp): Promise<string> {
    for (;;) {
      const found = this.#output.match(pattern)?.[1];
      if (found) return found;
      const isOver = this.#process.exitCode !== null || this.#process.signalCode !== null;
      if (isOver) throw new Error(`it ended and had not printed ${pattern}:\n${this.#output}${this.#errors}`);
      await Promise.race([once(this.#process.stdout, 'data'), once(this.#process, 'close')]);
    }
  }

  /** Types a line into it. */
  type(line: string): void {
    this.#process.stdin.write(`${line}\n`);
  }

  /** Waits for its end, and gives the lines that it printed. */
  async end(): Promise<string[]> {
    if (this.#process.exitCode === null && this.#process.signalCode === null) await once(this.#process, 'close');
    const how = this.#process.signalCode ?? this.#process.exitCode;
    if (how !== 0) throw new Error(`it ended with ${how}:\n${this.#output}${this.#errors}`);
    return this.#output.trimEnd().split('\n');
  }
}

export type Language = 'curl' | 'Python' | 'JavaScript' | 'Java';

/** Runs a program's text as the first line of it says. */
export async function run<T>(
  language: Language,
  text: string,
  environment: Record<string, string>,
  use: (program: Program) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-program-'));
  const java = join(folder, 'Java.java');
  await writeFile(java, text);
  const commands: Record<Language, [string, string[]]> = {
    curl: ['bash', ['-c', text]],
    Python: [PYTHON, ['-c', text]],
    // The packages of this folder are found from here, not from a temporary one.
    JavaScript: ['node', ['--input-type=module', '--eval', text]],
    Java: ['java', [java]],
  };
  try {
    return await use(new Program(...commands[language], environment));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
