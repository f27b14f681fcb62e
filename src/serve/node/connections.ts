import type { IncomingMessage, Server, ServerResponse } from 'node:http';

/** Requests in progress of a server, so that it can be closed without cutting them off. */
export class Connections {
  readonly #server: Server;
  readonly #inProgress = new Set<ServerResponse>();
  #isClosing = false;

  constructor(server: Server) {
    this.#server = server;
    server.prependListener('request', (_: IncomingMessage, response: ServerResponse) => {
      if (this.#isClosing) response.shouldKeepAlive = false;
      this.#inProgress.add(response);
      response.once('close', () => this.#inProgress.delete(response));
    });
  }

  /** Ends when the last request has; after so many milliseconds in any case. */
  async close(drainMs: number): Promise<void> {
    this.#isClosing = true;
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const response of this.#inProgress) response.shouldKeepAlive = false;
    this.#server.closeIdleConnections();
    const timer = setTimeout(() => this.#server.closeAllConnections(), drainMs);
    await closed;
    clearTimeout(timer);
  }
}
