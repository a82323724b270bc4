// A small proxy in front of servers that take turns, as a company would have one.

import { once } from 'node:events';
import { type IncomingMessage, type Server, type ServerResponse, createServer, request } from 'node:http';

/** Milliseconds for which a server is left alone that did not answer. */
const RESTS_FOR = 500;

export class Proxy {
  readonly url: string;
  /** The addresses of the servers. */
  readonly targets: string[] = [];

  readonly #server: Server;
  readonly #restsUntil = new Map<string, number>();
  #turn = 0;

  private constructor(server: Server, port: number) {
    this.url = `http://localhost:${port}`;
    this.#server = server;
    server.on('request', (asked, answer) => this.#pass(asked, answer));
  }

  static async open(): Promise<Proxy> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (!address || typeof address === 'string') throw new Error('no free port');
    return new Proxy(server, address.port);
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  /** `Host` and `Origin` stay as they are. */
  #pass(asked: IncomingMessage, answer: ServerResponse): void {
    const target = this.#next();
    const from = [asked.headers['x-forwarded-for'], asked.socket.remoteAddress].flat().filter(Boolean).join(', ');
    const { hostname, port } = new URL(target);
    const passed = request({
      hostname,
      port,
      family: 4,
      agent: false,
      method: asked.method,
      path: asked.url,
      headers: { ...asked.headers, connection: 'close', 'x-forwarded-for': from },
    });
    passed.on('response', (answered) => {
      const { connection: _, ...headers } = answered.headers;
      answer.writeHead(answered.statusCode!, headers);
      answered.pipe(answer);
    });
    passed.on('error', () => {
      this.#restsUntil.set(target, Date.now() + RESTS_FOR);
      if (answer.headersSent) answer.destroy();
      else answer.writeHead(502).end();
    });
    asked.pipe(passed);
  }

  /** Where all rest, the one that has rested longest is the likeliest to be there again. */
  #next(): string {
    const until = (target: string) => this.#restsUntil.get(target) ?? 0;
    const rested = this.targets.filter((target) => until(target) <= Date.now());
    this.#turn += 1;
    return rested[this.#turn % rested.length] ?? this.targets.toSorted((one, other) => until(one) - until(other))[0]!;
  }
}
