// An application that people let act for them: codes are redeemed and refresh tokens used, while something goes wrong.

import { setTimeout as delay } from 'node:timers/promises';
import { webApplication } from '../../tests/support/journeys.ts';
import { type Portal, Refusal, type Saved } from '../../tests/support/portal.ts';
import type { Manner } from '../../tests/support/changes.ts';

const REDIRECT_URI = 'https://shop.example.com/callback';
/** After so many uses another code is redeemed. */
const USES = 10;
/** Refresh tokens that follow one another. */
interface Family {
  newest: string;
  acknowledged: number;
  /** Whether the newest was used and no answer came. */
  isInDoubt: boolean;
}

export class Grants {
  attempted = 0;
  acknowledged = 0;
  missing = 0;

  readonly #portal: Portal;
  readonly #manner: Manner;
  readonly #authorization: string;
  /** Of the authorization request. */
  readonly #query: string;
  readonly #families: Family[] = [];

  private constructor(portal: Portal, manner: Manner, client: Saved) {
    this.#portal = portal;
    this.#manner = manner;
    this.#authorization = `Basic ${Buffer.from(`${client.client_id}:${client.client_secret}`).toString('base64')}`;
    this.#query = new URLSearchParams({
      client_id: client.client_id,
      redirect_uri: REDIRECT_URI,
      response_type: 'code',
      scope: 'openid offline_access',
    }).toString();
  }

  /** Registers the application and lets it act. */
  static async begin(portal: Portal, manner: Manner): Promise<Grants> {
    const grants = new Grants(portal, manner, await portal.register(webApplication(REDIRECT_URI)));
    await grants.#send('/oauth2/consent', { query: grants.#query, answer: 'allow' }, portal.headers);
    return grants;
  }

  async useUntil(isOver: () => boolean): Promise<void> {
    while (!isOver()) {
      await this.#useFamily(isOver).catch(this.#manner.afterFailure);
    }
  }

  /** Looks for the tokens that were acknowledged. */
  async judge(): Promise<void> {
    for (const family of this.#families) {
      this.acknowledged += family.acknowledged;
      if (!(await this.#isThere(family))) this.missing += 1;
    }
  }

  async #useFamily(isOver: () => boolean): Promise<void> {
    const code = await this.#code();
    this.attempted += 1;
    const newest = await this.#tokens({ grant_type: 'authorization_code', code, redirect_uri: REDIRECT_URI });
    const family = { newest, acknowledged: 1, isInDoubt: false };
    this.#families.push(family);
    for (let use = 0; use < USES && !isOver(); use += 1) {
      await delay(this.#manner.pause);
      this.attempted += 1;
      family.isInDoubt = true;
      family.newest = await this.#tokens({ grant_type: 'refresh_token', refresh_token: family.newest });
      family.isInDoubt = false;
      family.acknowledged += 1;
    }
  }

  /** Whether the newest token of a family counts, or counted once, for the use that got no answer. */
  async #isThere(family: Family): Promise<boolean> {
    const before = await this.#replays();
    try {
      await this.#tokens({ grant_type: 'refresh_token', refresh_token: family.newest });
      return true;
    } catch (error) {
      if (!(error instanceof Refusal) || error.status !== 400) throw error;
      return family.isInDoubt && (await this.#replays()) === before + 1;
    }
  }

  async #replays(): Promise<number> {
    return (await this.#portal.events({ action: 'token_grant.replayed' })).length;
  }

  async #code(): Promise<string> {
    const path = `/oauth2/authorize?${this.#query}`;
    const answer = await fetch(this.#portal.url + path, { headers: this.#portal.headers, redirect: 'manual' });
    const body = await answer.text();
    const location = answer.headers.get('Location') ?? '';
    if (location.startsWith('/sign-in')) throw new Refusal(401, body, path);
    const code = new URL(location || 'about:blank').searchParams.get('code');
    if (!code) throw new Refusal(answer.status, `${body.length} bytes of a page`, path);
    return code;
  }

  async #tokens(form: Record<string, string>): Promise<string> {
    const body = await this.#send('/oauth2/token', form, { Authorization: this.#authorization });
    return JSON.parse(body).refresh_token;
  }

  async #send(path: string, form: Record<string, string>, headers: Record<string, string>): Promise<string> {
    const answer = await fetch(this.#portal.url + path, {
      method: 'POST',
      headers,
      body: new URLSearchParams(form),
      redirect: 'manual',
    });
    const body = await answer.text();
    if (answer.status >= 400) throw new Refusal(answer.status, body, path);
    return body;
  }
}
