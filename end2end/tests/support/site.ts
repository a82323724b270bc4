// A small web server of an application's own, on another origin than the server that is tested.

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server, ServerResponse } from 'node:http';

/** Pages by their path: the HTML, or the JavaScript where the path ends so. */
export type Pages = Record<string, string>;

/** The page of an application at its redirect URI. */
export const CALLBACK = '/callback';

const PAGE = '<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>Shop</title><h1>Back in the shop</h1></html>';

export class Site {
  readonly origin: string;
  /** Every address that the browser asked a page for and no test has taken yet. */
  readonly visits: URL[] = [];

  readonly #server: Server;
  readonly #pages: Pages;

  private constructor(server: Server, port: number, pages: Pages) {
    this.origin = `http://127.0.0.1:${port}`;
    this.#server = server;
    this.#pages = pages;
    server.on('request', (request, response) => this.#answer(new URL(request.url ?? '/', this.origin), response));
  }

  static async open(pages: Pages = { [CALLBACK]: PAGE }): Promise<Site> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (!address || typeof address === 'string') throw new Error('no free port');
    return new Site(server, address.port, pages);
  }

  /** Where an application has people sent back to. */
  get redirectUri(): string {
    return this.origin + CALLBACK;
  }

  /** Takes the address of the next visit, or of the first that nobody has taken. */
  async visit(): Promise<URL> {
    while (this.visits.length === 0) await once(this.#server, 'visit');
    return this.visits.shift()!;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #answer(address: URL, response: ServerResponse): void {
    const page = this.#pages[address.pathname];
    if (page === undefined) {
      response.writeHead(404).end();
      return;
    }
    const isScript = address.pathname.endsWith('.js');
    response.writeHead(200, { 'Content-Type': isScript ? 'text/javascript' : 'text/html; charset=utf-8' }).end(page);
    if (isScript) return;
    this.visits.push(address);
    this.#server.emit('visit');
  }
}
