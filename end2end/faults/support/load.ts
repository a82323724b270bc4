// What people and programs do all the time: clients are changed, tokens obtained, people sign in.

import { randomInt } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Changes, type Manner } from '../../tests/support/changes.ts';
import { EMAIL, PASSWORD } from '../../tests/support/journeys.ts';
import { Portal, Refusal, type Saved } from '../../tests/support/portal.ts';
import { Grants } from './grants.ts';

const AT_ONCE = 4;
/** Milliseconds. */
const PAUSE = 20;
const PAUSE_AFTER_FAILURE = 200;
const SIGN_IN_EVERY = 500;
/** Seconds for which a session counts that nobody uses, and a little less. */
const SESSION_COUNTS_FOR = 25 * 60;

/** What was found after a fault. */
export interface Found {
  attempted: number;
  acknowledged: number;
  found: number;
  missing: number;
  /** What is half there, or not as it was acknowledged. */
  broken: string[];
}

export class Load {
  /** Whether a request may be refused because its time is over: only where the clock is moved. */
  mayBeLate = false;

  readonly #portal: Portal;
  readonly #manner: Manner;
  readonly #changes: Changes;
  readonly #grants: Grants;
  readonly #program: Saved;
  readonly #signIns: { at: number; portal: Portal | undefined }[] = [];
  /** Of all hands, where one does it. */
  #signingIn: Promise<void> | undefined;
  #isOver = false;
  #running: Promise<unknown> | undefined;

  private constructor(portal: Portal, manner: Manner, changes: Changes, grants: Grants, program: Saved) {
    this.#portal = portal;
    this.#manner = manner;
    this.#changes = changes;
    this.#grants = grants;
    this.#program = program;
    manner.afterFailure = (error) => this.#afterFailure(error);
  }

  /** Prepares it; `now` tells the server's time in epoch seconds. */
  static async prepare(url: string, now: () => number): Promise<Load> {
    const portal = await Portal.signIn(url, EMAIL, PASSWORD);
    const manner: Manner = {
      seed: Number(process.env.GATEHOUSE_SEED ?? randomInt(2 ** 31)),
      atOnce: AT_ONCE,
      pause: PAUSE,
      now,
      afterFailure: async (error) => Promise.reject(error),
    };
    const changes = new Changes(portal, manner);
    const grants = await Grants.begin(portal, manner);
    const program = await portal.register({ client_name: 'Program' });
    await changes.leaveAlone();
    return new Load(portal, manner, changes, grants, program);
  }

  start(): void {
    const isOver = () => this.#isOver;
    const work = [
      this.#changes.changeUntil(isOver),
      this.#grants.useUntil(isOver),
      this.#repeatUntil(isOver, PAUSE, () => this.#obtainToken()),
      this.#repeatUntil(isOver, SIGN_IN_EVERY, () => this.#signIn()),
    ];
    this.#running = Promise.all(work);
    // Looked at when it is stopped.
    this.#running.catch(() => undefined);
  }

  async stop(): Promise<void> {
    this.#isOver = true;
    await this.#running;
  }

  /** Looks for everything that was attempted. */
  async judge(): Promise<Found> {
    await this.#portal.signInAgain();
    await this.#changes.judge();
    await this.#changes.judgeAll();
    await this.#grants.judge();
    const { broken } = this.#changes;
    const begun = this.#signIns.filter(({ portal }) => portal);
    let lost = 0;
    for (const { at, portal } of begun) {
      const counts = this.#manner.now() < at + SESSION_COUNTS_FOR;
      if (counts && !(await isSignedIn(portal!))) lost += 1;
    }
    const told = (await this.#portal.events({ action: 'session.started' })).length;
    if (told < begun.length) broken.push(`${begun.length} people signed in, and the audit trail has ${told}`);
    const attempted = this.#changes.attempted + this.#grants.attempted + this.#signIns.length;
    const acknowledged = this.#changes.acknowledged + this.#grants.acknowledged + begun.length;
    const missing = this.#changes.missing + this.#grants.missing + lost;
    const found = this.#changes.whole + this.#grants.acknowledged - this.#grants.missing + begun.length - lost;
    return { attempted, acknowledged, found, missing, broken };
  }

  async #repeatUntil(isOver: () => boolean, every: number, what: () => Promise<void>): Promise<void> {
    while (!isOver()) {
      await what().catch((error) => this.#afterFailure(error));
      await delay(every);
    }
  }

  async #obtainToken(): Promise<void> {
    await this.#portal.token(this.#program.client_id, this.#program.client_secret!);
  }

  async #signIn(): Promise<void> {
    const signIn: { at: number; portal: Portal | undefined } = { at: this.#manner.now(), portal: undefined };
    this.#signIns.push(signIn);
    signIn.portal = await Portal.signIn(this.#portal.url, EMAIL, PASSWORD);
    signIn.at = Math.min(signIn.at, this.#manner.now());
  }

  /** A request may get no answer, or one of 5xx; whether that lasts too long is for others to say. */
  async #afterFailure(error: unknown): Promise<void> {
    const status = error instanceof Refusal ? error.status : undefined;
    const isOutage = status === undefined ? isNoAnswer(error) : status >= 500;
    const isLate = this.mayBeLate && status !== undefined;
    if (!isOutage && !isLate) throw error;
    await delay(PAUSE_AFTER_FAILURE);
    if (isLate && status === 401) {
      this.#signingIn ??= this.#portal.signInAgain().finally(() => (this.#signingIn = undefined));
      await this.#signingIn;
    }
  }
}

/** As fetch says it. */
function isNoAnswer(error: unknown): boolean {
  return error instanceof TypeError && ['fetch failed', 'terminated'].includes(error.message);
}

async function isSignedIn(portal: Portal): Promise<boolean> {
  try {
    await portal.call('session', {});
    return true;
  } catch (error) {
    if (error instanceof Refusal && error.status === 401) return false;
    throw error;
  }
}
