// A server of somebody else's that is told of changes.

import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { type IncomingHttpHeaders, type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface Message {
  headers: IncomingHttpHeaders;
  body: string;
}

export class Receiver {
  /** What it answers from now on. */
  status = 204;
  /** What it was sent, oldest first. */
  readonly messages: Message[] = [];

  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => {
      void text(request).then((body) => {
        this.messages.push({ headers: request.headers, body });
        response.writeHead(this.status).end('something private');
      });
    });
  }

  static async open(): Promise<Receiver> {
    const receiver = new Receiver();
    receiver.#server.listen(0, '127.0.0.1');
    await once(receiver.#server, 'listening');
    return receiver;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://localhost:${this.port}/changes?key=theirs`;
  }

  /** The types of what it was sent, oldest first. */
  types(): string[] {
    return this.messages.map((message) => (JSON.parse(message.body) as { type: string }).type);
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}

/** The signature that Standard Webhooks asks for, computed by its words. */
export function signature(secret: string, message: Message): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const signed = `${message.headers['webhook-id'] as string}.${message.headers['webhook-timestamp'] as string}.${message.body}`;
  return `v1,${createHmac('sha256', key).update(signed).digest('base64')}`;
}
