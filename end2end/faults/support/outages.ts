// When requests failed: answers with a status of 5xx, and requests that got no answer at all.

import { subscribe, unsubscribe } from 'node:diagnostics_channel';

/** What Node's own fetch tells of a request. */
interface Told {
  request: { origin: string };
  response?: { statusCode: number };
}

const CHANNELS = ['undici:request:headers', 'undici:request:error'];

export class Outages {
  readonly #origin: string;
  /** When something failed, in milliseconds since the epoch. */
  readonly #failures: number[] = [];
  readonly #faults: { from: number; until: number }[] = [];

  /** Watches every request of this process to `origin`. */
  constructor(origin: string) {
    this.#origin = origin;
    for (const channel of CHANNELS) subscribe(channel, this.#note);
  }

  /** How many requests failed. */
  get count(): number {
    return this.#failures.length;
  }

  /** Has a fault last for as long as `cause`. */
  async during(cause: () => Promise<void>): Promise<void> {
    const fault = { from: Date.now(), until: Infinity };
    this.#faults.push(fault);
    await cause();
    fault.until = Date.now();
  }

  /** For how many seconds at most requests still failed after a fault was over; endless where they failed before any. */
  longest(): number {
    const after = this.#failures.map((at) => {
      const fault = this.#faults.findLast(({ from }) => from <= at);
      return fault ? Math.max(0, at - fault.until) : Infinity;
    });
    return Math.max(0, ...after) / 1000;
  }

  stop(): void {
    for (const channel of CHANNELS) unsubscribe(channel, this.#note);
  }

  #note = (told: unknown) => {
    const { request, response } = told as Told;
    const isFailure = !response || response.statusCode >= 500;
    if (isFailure && String(request.origin) === this.#origin) this.#failures.push(Date.now());
  };
}
