// Changes of clients of every kind, several at once, while something goes wrong; and afterwards each of them is there
// whole, with its audit event, or not at all.

import { setTimeout as delay } from 'node:timers/promises';
import { type AuditEvent, type Change, type Draft, type Portal, draft } from './portal.ts';

/** Seconds for which a secret counts beside its successor: longer than any clock is moved. */
const OVERLAP = 7 * 24 * 60 * 60;

/** How changes are made. */
export interface Manner {
  /** What is made at random is the same for the same seed. */
  seed: number;
  atOnce: number;
  /** Milliseconds between two changes of one hand. */
  pause: number;
  /** Epoch seconds, by the server's clock. */
  now: () => number;
  /** Called when a request failed: throws where it may not fail now. */
  afterFailure: (error: unknown) => Promise<void>;
}

/** A client as it must be, by what was asked for. */
interface Client {
  clientId: string;
  /** Unknown until its registration has been seen in the audit trail. */
  entityId: string | undefined;
  fields: Draft;
  status: 'enabled' | 'disabled';
  isDeleted: boolean;
  /** Whether a change of it got no answer since it was last judged. Nobody changes it meanwhile. */
  isInDoubt: boolean;
  /** The secrets that count: until when, by label. */
  secrets: Map<string, number | null>;
  /** The newest secret that an answer showed. */
  shown: { label: string; secret: string } | undefined;
  /** From its audit events alone. */
  rebuilt: Map<string, string>;
}

interface Attempt {
  what: string;
  clients: Client[];
  /** What the audit events of each client must be like, in any order. */
  events: ((event: AuditEvent) => boolean)[];
  /** What it makes of each client. */
  apply: (client: Client) => void;
  isAcknowledged: boolean;
}

type Kind = 'register' | 'edit' | 'switch' | 'bulk' | 'delete' | 'generate' | 'overlap' | 'retire';

const KINDS: Kind[] = [
  ...Array<Kind>(4).fill('register'),
  ...Array<Kind>(3).fill('edit'),
  ...Array<Kind>(3).fill('switch'),
  ...Array<Kind>(4).fill('bulk'),
  'delete',
  'generate',
  'generate',
  'overlap',
  'overlap',
  'retire',
  'retire',
];

export class Changes {
  attempted = 0;
  acknowledged = 0;
  whole = 0;
  absent = 0;
  missing = 0;
  readonly broken: string[] = [];

  readonly #portal: Portal;
  readonly #manner: Manner;
  readonly #clients: Client[] = [];
  /** Those that nobody changes at the moment. */
  #idle: Client[] = [];
  #attempts: Attempt[] = [];
  #seen = new Set<string>();
  #others = new Set<string>();
  #count = 0;
  #random: number;

  constructor(portal: Portal, manner: Manner) {
    this.#portal = portal;
    this.#manner = manner;
    this.#random = manner.seed;
  }

  /** A whole number from `low` up to below `high`, the same for the same seed (mulberry32). */
  between(low: number, high: number): number {
    this.#random = (this.#random + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#random ^ (this.#random >>> 15), 1 | this.#random);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return low + Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * (high - low));
  }

  /** Takes the clients that are there for somebody else's, whom nobody changes. */
  async leaveAlone(): Promise<void> {
    this.#others = new Set((await this.#portal.names()).keys());
    for (const { id } of await this.#portal.events({ entity_kind: 'oauth_client' })) this.#seen.add(id);
  }

  /** Makes changes of every kind, several at once, each client in one hand at a time. */
  async changeUntil(isOver: () => boolean): Promise<void> {
    const { atOnce, pause, afterFailure } = this.#manner;
    this.#idle = this.#clients.filter((client) => !client.isDeleted);
    await Promise.all(
      Array.from({ length: atOnce }, async () => {
        while (!isOver()) {
          await this.#change(KINDS[this.between(0, KINDS.length)]!).catch(afterFailure);
          await delay(pause);
        }
      }),
    );
  }

  /** Holds what the server says after its new start against what was asked for. */
  async judge(): Promise<void> {
    const events = await this.#portal.events({ entity_kind: 'oauth_client' });
    // By their keys: those of one server increase, whatever its clock does.
    const fresh = events.filter(({ id }) => !this.#seen.has(id)).sort((one, other) => (one.id < other.id ? -1 : 1));
    const byClient = this.#eventsByClient(fresh);
    const attemptsOf = new Map<Client, Attempt[]>();
    for (const attempt of this.#attempts) {
      for (const client of attempt.clients) attemptsOf.set(client, [...(attemptsOf.get(client) ?? []), attempt]);
    }

    const presence = new Map<Attempt, boolean[]>();
    for (const [client, attempts] of attemptsOf) {
      const events = byClient.get(client) ?? [];
      byClient.delete(client);
      for (const attempt of attempts) {
        const found = attempt.events.map((isIt) => {
          const place = events.slice(0, attempt.events.length).findIndex(isIt);
          return place < 0 ? undefined : events.splice(place, 1)[0];
        });
        for (const event of found) if (event) this.#replay(client, event);
        client.isInDoubt = false;
        if (!attempt.isAcknowledged && found.every(Boolean)) attempt.apply(client);
        presence.set(attempt, [...(presence.get(attempt) ?? []), ...found.map(Boolean)]);
      }
      for (const event of events) this.#report(client, `nobody asked for the event ${JSON.stringify(event)}`);
    }
    for (const [client] of byClient) this.#report(client, 'an event for a client that nobody changed');

    const names = await this.#portal.names();
    for (const client of attemptsOf.keys()) await this.#compare(client, names);
    for (const attempt of this.#attempts) {
      const found = presence.get(attempt)!;
      const what = attempt.clients.map((client) => client.clientId).join(', ');
      this.attempted += 1;
      if (attempt.isAcknowledged) this.acknowledged += 1;
      if (found.every(Boolean)) this.whole += 1;
      else if (found.some(Boolean)) this.broken.push(`${attempt.what} of ${what} is half done`);
      else if (attempt.isAcknowledged) {
        this.missing += 1;
        this.broken.push(`${attempt.what} of ${what} was acknowledged and is missing`);
      } else this.absent += 1;
    }
    this.#attempts = [];
    await this.#tryAgain(presence);
  }

  /** Compares every client, and the list with what should be in it. */
  async judgeAll(): Promise<void> {
    const names = await this.#portal.names();
    for (const client of this.#clients) await this.#compare(client, names);
    const own = this.#clients.filter((client) => !client.isDeleted).map((client) => client.clientId);
    const expected = new Set([...own, ...this.#others]);
    for (const clientId of names.keys()) {
      if (!expected.has(clientId)) this.broken.push(`${clientId} is listed, and nobody made it or it was deleted`);
    }
  }

  async #change(kind: Kind): Promise<void> {
    if (kind === 'register' || this.#idle.length < this.#manner.atOnce) return this.#register();
    const client = this.#take(() => true)!;
    try {
      switch (kind) {
        case 'edit':
          return await this.#edit(client, { ...client.fields, description: this.#label() });
        case 'switch':
          return await this.#edit(client, switched(client.fields));
        case 'delete':
          return await this.#changeAll([client], 'delete');
        case 'bulk':
          return await this.#bulk(client);
        case 'generate':
        case 'overlap':
        case 'retire':
          return await this.#changeSecrets(client, kind);
      }
    } finally {
      this.#putBack([client]);
    }
  }

  #take(suits: (client: Client) => boolean): Client | undefined {
    const suitable = this.#idle.filter(suits);
    const client = suitable[this.between(0, suitable.length)];
    this.#idle = this.#idle.filter((other) => other !== client);
    return client;
  }

  #putBack(clients: Client[]): void {
    this.#idle.push(...clients.filter(({ isDeleted, isInDoubt }) => !isDeleted && !isInDoubt));
  }

  #label(): string {
    this.#count += 1;
    return `k${this.#count}`;
  }

  async #attempt<Answer>(attempt: Omit<Attempt, 'isAcknowledged'>, call: () => Promise<Answer>): Promise<Answer> {
    const recorded = { ...attempt, isAcknowledged: false };
    this.#attempts.push(recorded);
    for (const client of attempt.clients) client.isInDoubt = true;
    const answer = await call();
    recorded.isAcknowledged = true;
    for (const client of attempt.clients) client.isInDoubt = false;
    for (const client of attempt.clients) attempt.apply(client);
    return answer;
  }

  async #register(): Promise<void> {
    const label = this.#label();
    const isPublic = this.between(0, 2) === 0;
    const fields = draft({
      client_name: `Client ${label}`,
      client_id: `app-${label}`,
      description: label,
      ...(isPublic ? PUBLIC : CONFIDENTIAL),
    });
    const client: Client = {
      clientId: fields.client_id,
      entityId: undefined,
      fields,
      status: 'enabled',
      isDeleted: true,
      isInDoubt: false,
      secrets: new Map(),
      shown: undefined,
      rebuilt: new Map(),
    };
    this.#clients.push(client);
    const saved = await this.#attempt(
      {
        what: 'the registration',
        clients: [client],
        events: [({ action }) => action === 'oauth_client.registered'],
        apply: () => {
          client.isDeleted = false;
          if (!isPublic) client.secrets.set('Secret 1', null);
        },
      },
      () => this.#portal.register(fields),
    );
    this.#show(client, 'Secret 1', saved.client_secret);
    this.#putBack([client]);
  }

  async #edit(client: Client, fields: Draft): Promise<void> {
    const detail = await this.#portal.client(client.clientId);
    if (!detail) throw new Error(`${client.clientId} is gone before it was edited`);
    const isSwitch = fields.client_type !== client.fields.client_type;
    const isNowPublic = isSwitch && fields.client_type === 'public';
    const isNowConfidential = isSwitch && fields.client_type === 'confidential';
    const numbers = detail.secrets.map(({ label }) => Number(/^Secret (\d+)$/.exec(label)?.[1] ?? 0));
    const first = `Secret ${Math.max(...numbers, detail.secrets.length) + 1}`;
    const field = isSwitch ? 'client_type' : 'description';
    const saved = await this.#attempt(
      {
        what: 'the edit',
        clients: [client],
        events: [
          ({ action, changes }) =>
            action === 'oauth_client.edited' &&
            changes.some((change) => change.field === field && change.new === fields[field]),
          ...(isNowConfidential ? [saysSecret('generated', first)] : []),
          ...(isNowPublic ? [...client.secrets.keys()].map((label) => saysSecret('retired', label)) : []),
        ],
        apply: () => {
          client.fields = fields;
          if (isNowPublic) client.secrets.clear();
          if (isNowConfidential) client.secrets.set(first, null);
        },
      },
      () => this.#portal.edit(client.clientId, detail.version, fields),
    );
    if (isNowConfidential) this.#show(client, first, saved.client_secret);
  }

  /** One client, or several that are as it is. */
  async #bulk(client: Client): Promise<void> {
    const others: Client[] = [];
    for (let more = this.between(0, 6); more > 0; more -= 1) {
      const other = this.#take(({ status }) => status === client.status);
      if (other) others.push(other);
    }
    try {
      await this.#changeAll([client, ...others], client.status === 'enabled' ? 'disable' : 'enable');
    } finally {
      this.#putBack(others);
    }
  }

  async #changeAll(clients: Client[], change: Change): Promise<void> {
    await this.#attempt(
      {
        what: `the ${change}`,
        clients,
        events: [({ action }) => action === `oauth_client.${change}d`],
        apply: (client) => {
          if (change === 'delete') client.isDeleted = true;
          else client.status = change === 'enable' ? 'enabled' : 'disabled';
        },
      },
      () => this.#portal.change(clients.map((client) => client.clientId), change),
    );
  }

  async #changeSecrets(client: Client, kind: 'generate' | 'overlap' | 'retire'): Promise<void> {
    if (client.fields.client_type === 'public') return;
    if (kind !== 'retire') {
      const label = this.#label();
      const isOverlap = kind === 'overlap' && client.secrets.size < 2;
      const end = isOverlap ? this.#manner.now() + OVERLAP : null;
      const saved = await this.#attempt(
        {
          what: 'the new secret',
          clients: [client],
          events: [saysSecret('generated', label)],
          apply: () => {
            if (end === null) client.secrets.clear();
            for (const [old, expires] of client.secrets) client.secrets.set(old, Math.min(expires ?? Infinity, end!));
            client.secrets.set(label, null);
          },
        },
        () => this.#portal.generate(client.clientId, label, end),
      );
      this.#show(client, label, saved.secret);
      return;
    }
    const detail = await this.#portal.client(client.clientId);
    const valid = detail?.secrets.filter(({ state }) => state === 'valid' || state === 'ending') ?? [];
    const secret = valid[this.between(0, valid.length)];
    if (!secret) return;
    await this.#attempt(
      {
        what: 'the end of a secret',
        clients: [client],
        events: [saysSecret('retired', secret.label)],
        apply: () => client.secrets.delete(secret.label),
      },
      () => this.#portal.retire(client.clientId, secret.id),
    );
  }

  #show(client: Client, label: string, secret: string | null): void {
    client.shown = secret === null ? undefined : { label, secret };
  }

  #eventsByClient(events: AuditEvent[]): Map<Client, AuditEvent[]> {
    const byEntity = new Map(this.#clients.map((client) => [client.entityId, client]));
    const byName = new Map(this.#clients.map((client) => [client.fields.client_name, client]));
    const byClient = new Map<Client, AuditEvent[]>();
    for (const event of events) {
      this.#seen.add(event.id);
      const client = byEntity.get(event.entity_id) ?? byName.get(event.entity_name);
      if (!client) {
        this.broken.push(`an event about a client that nobody made: ${JSON.stringify(event)}`);
        continue;
      }
      client.entityId ??= event.entity_id;
      byEntity.set(event.entity_id, client);
      byClient.set(client, [...(byClient.get(client) ?? []), event]);
    }
    return byClient;
  }

  /** Follows one event of a client, field by field: what it says was before must have been. */
  #replay(client: Client, event: AuditEvent): void {
    for (const { field, old, new: now } of event.changes) {
      if (!FIELDS.includes(field)) continue;
      const before = client.rebuilt.get(field) ?? null;
      if (before !== old) this.#report(client, `${event.action} changed ${field} from ${old}, which was ${before}`);
      if (now === null) client.rebuilt.delete(field);
      else client.rebuilt.set(field, now);
    }
  }

  /** Compares a client as the server has it now with what was asked for, and with what its history makes of it. */
  async #compare(client: Client, names: Map<string, string>): Promise<void> {
    const detail = await this.#portal.client(client.clientId);
    const isListed = names.has(client.clientId);
    if (isListed !== Boolean(detail)) this.#report(client, `listed: ${isListed}, but not so at its own address`);
    if (!detail || client.isDeleted) {
      if (detail) this.#report(client, 'should not exist');
      else if (!client.isDeleted) this.#report(client, 'is missing');
      if (!detail && client.rebuilt.size > 0) this.#report(client, 'is gone, but its history does not say so');
      return;
    }
    const served = fieldsOf({ ...detail, description: detail.description ?? '' }, detail.status);
    this.#same(client, 'by its history', served, client.rebuilt);
    this.#same(client, 'by what was asked for', served, fieldsOf(client.fields, client.status));

    const valid = detail.secrets.filter(({ state }) => state === 'valid' || state === 'ending');
    if (valid.length > 2) this.#report(client, `has ${valid.length} valid secrets`);
    const secrets = new Map(valid.map(({ label, expires_at }) => [label, expires_at]));
    this.#same(client, 'in its secrets', secrets, client.secrets);
    await this.#useShownSecret(client);
  }

  async #useShownSecret(client: Client): Promise<void> {
    if (!client.shown || !client.secrets.has(client.shown.label)) return;
    const mayHaveTokens = client.status === 'enabled' && client.fields.grant_type === 'client_credentials';
    if (!mayHaveTokens) return;
    const gotToken = await this.#portal.givesToken(client.clientId, client.shown.secret);
    if (!gotToken) this.#report(client, 'got no token with the secret that was shown');
    // Once is enough for each: it takes the server a while.
    client.shown = undefined;
  }

  #same(client: Client, how: string, served: Map<string, unknown>, expected: Map<string, unknown>): void {
    const [left, right] = [served, expected].map((map) => JSON.stringify([...map].sort()));
    if (left !== right) this.#report(client, `differs ${how}: ${left} is served instead of ${right}`);
  }

  /** What is absent has left nothing behind that would be in the way of trying again. */
  async #tryAgain(presence: Map<Attempt, boolean[]>): Promise<void> {
    for (const [attempt, found] of presence) {
      const client = attempt.clients[0]!;
      if (attempt.what !== 'the registration' || found[0]) continue;
      await this.#portal.register(client.fields);
      attempt.apply(client);
      const events = await this.#portal.events({ entity_name: client.fields.client_name });
      for (const event of this.#eventsByClient(events).get(client) ?? []) this.#replay(client, event);
    }
  }

  #report(client: Client, problem: string): void {
    this.broken.push(`${client.clientId}: ${problem}`);
  }
}

/** Whether an event tells of this secret, which is written `label (prefix…)`. */
function saysSecret(what: 'generated' | 'retired', label: string): (event: AuditEvent) => boolean {
  return ({ action, changes }) =>
    action === `client_secret.${what}` &&
    changes.some((change) => (change.new ?? change.old ?? '').startsWith(`${label} (`));
}

const CONFIDENTIAL: Partial<Draft> = {
  client_type: 'confidential',
  grant_type: 'client_credentials',
  redirect_uris: [],
  web_origins: [],
  pkce_code_challenge_method: null,
};
const PUBLIC: Partial<Draft> = {
  client_type: 'public',
  grant_type: 'authorization_code',
  redirect_uris: ['https://myapp.com/callback', 'https://myapp.com/app/*'],
  web_origins: ['https://myapp.com'],
  pkce_code_challenge_method: 'S256',
};

/** The other type, with what goes with it. */
function switched(fields: Draft): Draft {
  return { ...fields, ...(fields.client_type === 'public' ? CONFIDENTIAL : PUBLIC) };
}

const FIELDS = [
  'client_name',
  'client_id',
  'client_type',
  'grant_type',
  'redirect_uris',
  'web_origins',
  'pkce_code_challenge_method',
  'description',
  'status',
];

/** Fields as the audit trail writes them; those that are not set are left out. */
function fieldsOf(fields: Draft, status: string): Map<string, string> {
  const values: Record<string, string | null> = {
    client_name: fields.client_name,
    client_id: fields.client_id,
    client_type: fields.client_type,
    grant_type: fields.grant_type,
    redirect_uris: fields.redirect_uris.join('\n'),
    web_origins: fields.web_origins.join('\n'),
    pkce_code_challenge_method: fields.pkce_code_challenge_method,
    description: fields.description,
    status,
  };
  return new Map(FIELDS.flatMap((field) => (values[field] ? [[field, values[field]] as const] : [])));
}
