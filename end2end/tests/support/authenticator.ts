// An authenticator app, written from RFC 4226 §5.3 and RFC 6238 §4: what the server makes of a code is not asked of itself.

import { createHmac } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const STEP_MS = 30_000;
/** How long a code counts at least that is given. */
const COUNTS_FOR_MS = 10_000;

export class Authenticator {
  readonly #key: Buffer;
  #lastStep = 0;

  /** With a key as a person types it. */
  constructor(base32: string) {
    const bits = [...base32.replaceAll(' ', '')].map((letter) => ALPHABET.indexOf(letter).toString(2).padStart(5, '0'));
    const bytes = bits.join('').match(/.{8}/g) ?? [];
    this.#key = Buffer.from(bytes.map((byte) => Number.parseInt(byte, 2)));
  }

  /** A code that was not given yet. Three count at a time, then it waits for the next. */
  async next(): Promise<string> {
    const stepAt = (time: number) => Math.floor(time / STEP_MS);
    const step = Math.max(this.#lastStep + 1, stepAt(Date.now() + COUNTS_FOR_MS) - 1);
    while (stepAt(Date.now()) + 1 < step) await setTimeout(200);
    this.#lastStep = step;
    return this.#code(step);
  }

  #code(step: number): string {
    const counter = Buffer.alloc(8);
    counter.writeBigUInt64BE(BigInt(step));
    const tag = createHmac('sha1', this.#key).update(counter).digest();
    const offset = tag[19]! & 0xf;
    const number = tag.readUInt32BE(offset) & 0x7fffffff;
    return String(number % 1_000_000).padStart(6, '0');
  }
}
