import type { Command } from 'commander';
import { openServable, type RunningServer, startServer } from '../../serve/index.js';
import { startBackend } from '../options/backend.js';
import { byteSize } from '../options/byte-size.js';
import { dataOptions, wholeNumber } from '../options/options.js';
import { addTrainedOptions, type TrainedFlags } from '../options/trained.js';
import { inSession, type Session } from '../terminal/session.js';

interface ServeFlags extends TrainedFlags {
  readonly host: string;
  readonly port: string;
  readonly maxBody: string;
  readonly timeout: string;
  readonly maxConcurrent: string;
}

export function addServe(command: Command): void {
  addTrainedOptions(command)
    .option('--host <address>', 'address to listen at; 0.0.0.0 is all of this machine', '127.0.0.1')
    .option('--port <number>', 'port to listen at; 0 takes one that is free', '8080')
    .option('--max-body <size>', 'longest request that is read', '1MiB')
    .option('--timeout <ms>', 'milliseconds that an answer may take', '10000')
    .option('--max-concurrent <number>', 'requests that are answered at once; others get 503', '64')
    .action((folder: string, flags: ServeFlags) => inSession(flags.json, (session) => serve(folder, flags, session)));
}

async function serve(folder: string, flags: ServeFlags, session: Session): Promise<void> {
  const options = {
    host: flags.host,
    port: wholeNumber(flags.port, '--port'),
    maxBodyBytes: byteSize(flags.maxBody, '--max-body'),
    timeoutMs: wholeNumber(flags.timeout, '--timeout'),
    maxConcurrent: wholeNumber(flags.maxConcurrent, '--max-concurrent'),
    onError: (error: unknown) => session.remark(error instanceof Error ? String(error.stack) : String(error)),
  };
  await startBackend(flags, session);
  const { target: _, ...data } = dataOptions(flags);
  const run = await openServable(folder, data, session.run);
  try {
    const server = await startServer(run, options);
    session.print({ url: server.url, routes: server.app.routes, pid: process.pid }, started(server, folder));
    await aborted(session.run.signal);
    session.remark('Stopping: requests in progress are answered.');
    await server.stop();
  } finally {
    if ('dispose' in run) run.dispose();
  }
}

function started({ url, app }: RunningServer, folder: string): string {
  const lines = app.routes.map((route) => `  ${url}${route}`);
  return [`${folder} is served at`, ...lines, 'Ctrl-C stops it.'].join('\n');
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
