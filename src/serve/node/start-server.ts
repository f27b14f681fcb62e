import { createServer, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import * as z from 'zod/mini';
import { checkOptions, expectArgument, HeteroGraphError, option } from '../../core/index.js';
import { type App, type AppOptions, createApp } from '../app/create-app.js';
import type { Servable } from '../endpoints/served-by.js';
import { answerBrokenRequests, unaddressed } from './broken-requests.js';
import { Connections } from './connections.js';

/** Where a server listens, and what it bears. */
export interface ServerOptions extends AppOptions {
  /** Default 127.0.0.1: this machine alone. */
  readonly host?: string;
  /** Default 8080; 0 takes one that is free. */
  readonly port?: number;
  /** Milliseconds that requests in progress may take to end after `stop`; default 10,000. */
  readonly drainMs?: number;
}

/** A server that listens. */
export interface RunningServer {
  readonly host: string;
  readonly port: number;
  /** `http://127.0.0.1:8080` */
  readonly url: string;
  readonly app: App;
  /** Takes no more connections, waits for the requests in progress and closes; whatever is not done after `drainMs` is cut off. */
  stop(): Promise<void>;
}

const optionsSchema = z.looseObject({
  host: z.optional(z.string('a text')),
  port: z.optional(option.countFrom(0).check(z.maximum(65_535, 'a whole number from 0 to 65535'))),
  drainMs: z.optional(option.countFrom(0)),
});

/** Bytes of the head of a request. */
const MAX_HEAD = 16_384;

/**
 * Serves a saved model by HTTP until it is stopped.
 *
 * @param run an opened run, or a recommender; it is not disposed of
 * @throws {HeteroGraphError} INVALID_OPTION; ADDRESS_UNAVAILABLE where the port is taken or the address is not this machine's
 * @example
 * const server = await startServer(await openRun('runs/shop'), { port: 8080 });
 * process.once('SIGTERM', () => server.stop());
 */
export async function startServer(run: Servable, options: ServerOptions = {}): Promise<RunningServer> {
  expectArgument(run, 'object', 'run');
  expectArgument(options, 'object', 'options');
  checkOptions(optionsSchema, options);
  const { host = '127.0.0.1', port = 8080, drainMs = 10_000, ...rest } = options;
  const app = createApp(run, rest);
  const { timeoutMs = 10_000 } = rest;
  const server = createServer(
    {
      requestTimeout: timeoutMs,
      headersTimeout: timeoutMs,
      connectionsCheckingInterval: Math.min(1000, timeoutMs),
      keepAliveTimeout: 5000,
      maxHeaderSize: MAX_HEAD,
      // A request without it is answered as any other that has no address.
      requireHostHeader: false,
    },
    getRequestListener(app.fetch, { overrideGlobalObjects: false, errorHandler: unaddressed }),
  );
  answerBrokenRequests(server);
  const connections = new Connections(server);
  await listen(server, host, port);
  const address = server.address();
  const taken = typeof address === 'object' && address !== null ? address.port : port;
  const shown = host.includes(':') ? `[${host}]` : host;
  let stopped: Promise<void> | undefined;
  return {
    ...{ host, port: taken, url: `http://${shown}:${taken}`, app },
    stop: () => {
      stopped ??= connections.close(drainMs);
      return stopped;
    },
  };
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const failed = (cause: NodeJS.ErrnoException) => {
      const why = cause.code === 'EADDRINUSE' ? 'is taken' : `cannot be listened at: ${cause.code ?? cause.message}`;
      const hint = 'Give another port, or 0 for one that is free.';
      reject(new HeteroGraphError('ADDRESS_UNAVAILABLE', `The address ${host}:${port} ${why}.`, { hint, cause }));
    };
    server.once('error', failed);
    server.listen(port, host, () => {
      server.removeListener('error', failed);
      resolve();
    });
  });
}
