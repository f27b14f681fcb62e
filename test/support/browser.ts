import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';

/** One file of a site. */
export interface Page {
  readonly type: string;
  readonly body: string;
  readonly headers?: Record<string, string>;
}

/**
 * Serves the files on this machine, opens one of them in a headless Chromium and answers what the page posts to `/report`.
 * The browser, a child process, and the server have ended when the promise settles.
 */
export async function openPage(files: Record<string, Page>, path: string, timeout = 25_000): Promise<string> {
  const profile = mkdtempSync(join(tmpdir(), 'heterograph-browser-'));
  let report: (text: string) => void = () => {};
  const reported = new Promise<string>((resolve) => {
    report = resolve;
  });
  const server = createServer((request, response) => {
    if (request.method === 'POST' && request.url === '/report') {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        response.end();
        report(Buffer.concat(chunks).toString('utf8'));
      });
      return;
    }
    const file = files[request.url ?? ''];
    response.writeHead(file ? 200 : 404, { 'Content-Type': file?.type ?? 'text/plain', ...file?.headers });
    response.end(file?.body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const { binary, libraries } = chromium();
  const browser = spawn(
    binary,
    [
      ...['--headless', '--no-sandbox', '--no-zygote', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run'],
      ...['--disable-background-networking', '--disable-extensions', '--remote-debugging-port=0'],
      `--user-data-dir=${profile}`,
      `http://127.0.0.1:${port}${path}`,
    ],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, ...libraries },
    },
  );
  let said = '';
  browser.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString('utf8');
  });
  const ended = once(browser, 'close');
  let timer: NodeJS.Timeout | undefined;
  try {
    const failure = ended.then(([code]) => `the browser ended with ${code}`);
    const late = new Promise<string>((resolve) => {
      timer = setTimeout(resolve, timeout, `no report in ${timeout} ms`);
    });
    const answer = await Promise.race([
      reported.then((text) => ({ text })),
      failure.then((reason) => ({ reason })),
      late.then((reason) => ({ reason })),
    ]);
    if ('text' in answer) return answer.text;
    throw new Error(`${answer.reason}: ${said.slice(-2000)}`);
  } finally {
    clearTimeout(timer);
    browser.kill('SIGKILL');
    await ended;
    server.closeAllConnections();
    server.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}

/** True where the packed Chromium can run. */
export function hasBrowser(): boolean {
  return process.platform === 'linux' && process.arch === 'x64' && packed() !== undefined;
}

function packed(): string | undefined {
  try {
    return join(dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')), '../../bin');
  } catch {
    return undefined;
  }
}

/** Unpacks the browser of the package @sparticuz/chromium once, to a folder of its own. */
function chromium(): { binary: string; libraries: { LD_LIBRARY_PATH?: string } } {
  const folder = join(tmpdir(), 'heterograph-chromium-143');
  const source = packed();
  if (source === undefined) throw new Error('The package @sparticuz/chromium is not installed.');
  if (!existsSync(folder)) {
    const partial = `${folder}-${process.pid}`;
    mkdirSync(partial);
    const unpack = (name: string) => brotliDecompressSync(readFileSync(join(source, name)));
    writeFileSync(join(partial, 'chromium'), unpack('chromium.br'), { mode: 0o700 });
    for (const name of ['al2023.tar.br', 'fonts.tar.br', 'swiftshader.tar.br']) {
      execFileSync('tar', ['x', '-C', partial], { input: unpack(name), maxBuffer: 1 << 28 });
    }
    try {
      renameSync(partial, folder);
    } catch (error) {
      // Another process was first.
      rmSync(partial, { recursive: true });
      if (!existsSync(folder)) throw error;
    }
  }
  const binary = join(folder, 'chromium');
  // The package brings NSS and the like for systems that lack them; where they are, the system's own are the right ones.
  const lacks = execFileSync('ldd', [binary], { encoding: 'utf8' }).includes('not found');
  return { binary, libraries: lacks ? { LD_LIBRARY_PATH: join(folder, 'lib') } : {} };
}
