// The portal's server functions, called as its pages call them, without a browser.

export interface Draft {
  client_name: string;
  client_id: string;
  client_type: 'confidential' | 'public';
  grant_type: 'client_credentials' | 'authorization_code';
  redirect_uris: string[];
  web_origins: string[];
  pkce_code_challenge_method: 'plain' | 'S256' | null;
  description: string;
}

export interface Saved {
  client_name: string;
  client_id: string;
  client_secret: string | null;
}

/** A secret that was generated for a client or a principal. */
export interface Generated {
  kind: 'oauth_client' | 'service_principal';
  name: string;
  client_id: string;
  secret: string;
}

export interface Secret {
  id: string;
  label: string;
  prefix: string;
  state: 'valid' | 'ending' | 'expired' | 'retired';
  created_at: number;
  expires_at: number | null;
  retired_at: number | null;
  last_used: { at: number; address: string | null } | null;
}

export interface Detail extends Omit<Draft, 'description'> {
  entity_id: string;
  version: number;
  status: 'enabled' | 'disabled';
  description: string | null;
  secrets: Secret[];
}

export interface AuditEvent {
  id: string;
  happened_at: number;
  actor: string;
  action: string;
  entity_kind: string;
  entity_id: string;
  entity_name: string;
  changes: { field: string; old: string | null; new: string | null }[];
}

const COOKIE = '__Host-gatehouse';

export type Change = 'enable' | 'disable' | 'delete';

/** The server answered, and the answer was not what was asked for. */
export class Refusal extends Error {
  constructor(readonly status: number, readonly body: string, what: string) {
    super(`${what} was answered with ${status}: ${body}`);
  }
}

/** A draft that the server accepts. */
export function draft(given: Partial<Draft>): Draft {
  return {
    client_name: 'Billing',
    client_id: '',
    client_type: 'confidential',
    grant_type: 'client_credentials',
    redirect_uris: [],
    web_origins: [],
    pkce_code_challenge_method: null,
    description: '',
    ...given,
  };
}

export class Portal {
  readonly url: string;
  readonly #account: URLSearchParams;
  #cookie = '';

  private constructor(url: string, account: URLSearchParams) {
    this.url = url;
    this.#account = account;
  }

  /** Signs in; the session is in the database, so it outlives the server. */
  static async signIn(url: string, email: string, password: string): Promise<Portal> {
    const portal = new Portal(url, new URLSearchParams({ email, password }));
    await portal.signInAgain();
    return portal;
  }

  /** The same session at another address. */
  at(url: string): Portal {
    const portal = new Portal(url, this.#account);
    portal.#cookie = this.#cookie;
    return portal;
  }

  /** Ends the session. */
  async signOut(): Promise<void> {
    const answer = await fetch(`${this.url}/portal/api/sign-out`, {
      method: 'POST',
      headers: { ...this.headers, Accept: 'application/json' },
      body: new URLSearchParams(),
    });
    const body = await answer.text();
    if (!answer.ok) throw new Refusal(answer.status, body, 'the sign-out');
  }

  /** Goes on in a new session. */
  async signInAgain(): Promise<void> {
    const answer = await fetch(`${this.url}/portal/api/sign-in`, {
      method: 'POST',
      headers: { Accept: 'application/json', 'Sec-Fetch-Site': 'same-origin' },
      body: this.#account,
      redirect: 'manual',
    });
    const body = await answer.text();
    const cookie = answer.headers.getSetCookie().find((cookie) => cookie.startsWith(`${COOKIE}=`));
    if (!cookie) throw new Refusal(answer.status, body, 'the sign-in');
    this.#cookie = cookie.split(';')[0]!;
  }

  /** For requests beside the server functions. */
  get headers(): Record<string, string> {
    return { Cookie: this.#cookie, 'Sec-Fetch-Site': 'same-origin' };
  }

  async call<Answer>(name: string, what: object): Promise<Answer> {
    const answer = await fetch(`${this.url}/portal/api/${name}`, {
      method: 'POST',
      headers: { ...this.headers, Accept: 'application/json', 'Content-Type': 'application/json' },
      body: JSON.stringify(what),
    });
    const body = await answer.text();
    if (!answer.ok) throw new Refusal(answer.status, body, name);
    return JSON.parse(body);
  }

  register(given: Partial<Draft>): Promise<Saved> {
    return this.call('oauth-clients/register', { draft: draft(given) });
  }

  edit(clientId: string, version: number, given: Partial<Draft>): Promise<Saved> {
    return this.call('oauth-clients/edit', { client_id: clientId, version, draft: draft(given) });
  }

  change(clientIds: string[], change: Change): Promise<{ changed: string[]; left_out: [string, string][] }> {
    return this.call('clients/change', { client_ids: clientIds, change });
  }

  /** A new secret; those before it count until `oldSecretsEndAt`, or no longer. */
  generate(clientId: string, label: string, oldSecretsEndAt: number | null): Promise<Generated> {
    return this.call('clients/secrets/generate', {
      client_id: clientId,
      draft: { label, old_secrets_end_at: oldSecretsEndAt },
    });
  }

  retire(clientId: string, secretId: string): Promise<void> {
    return this.call('clients/secrets/retire', { client_id: clientId, secret_id: secretId });
  }

  /** The client, if it exists. */
  async client(clientId: string): Promise<Detail | undefined> {
    return this.call<Detail>('oauth-clients/client', { client_id: clientId }).catch((error: unknown) => {
      if (error instanceof Refusal && error.status === 404) return undefined;
      throw error;
    });
  }

  /** Every client in the list, page by page: names by client id. */
  async names(): Promise<Map<string, string>> {
    const names = new Map<string, string>();
    let page: string | null = null;
    do {
      const answer: { rows: { client_id: string; client_name: string }[]; next: string | null } = await this.call(
        'oauth-clients',
        { view: {}, page },
      );
      for (const row of answer.rows) names.set(row.client_id, row.client_name);
      page = answer.next;
    } while (page);
    return names;
  }

  /** The events of the audit trail, newest first, as far as `until` says that there are new ones. */
  async events(filter: object, until: (event: AuditEvent) => boolean = () => false): Promise<AuditEvent[]> {
    const events: AuditEvent[] = [];
    let after: string | null = null;
    do {
      const page: { events: AuditEvent[]; next: string | null } = await this.call('audit-events', { filter, after });
      for (const event of page.events) {
        if (until(event)) return events;
        events.push(event);
      }
      after = page.next;
    } while (after);
    return events;
  }

  /** Whether the token endpoint gives this client a token. */
  async givesToken(clientId: string, clientSecret: string): Promise<boolean> {
    try {
      await this.token(clientId, clientSecret);
      return true;
    } catch (error) {
      if (error instanceof Refusal) return false;
      throw error;
    }
  }

  /** What the token endpoint gives this client. */
  async token(clientId: string, clientSecret: string): Promise<string> {
    const answer = await fetch(`${this.url}/oauth2/token`, {
      method: 'POST',
      headers: { Authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}` },
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
    });
    const body = await answer.text();
    if (!answer.ok) throw new Refusal(answer.status, body, 'client_credentials');
    return JSON.parse(body).access_token;
  }
}
