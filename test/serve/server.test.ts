import { connect } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { TrainedRun } from '../../src/experiments/index.js';
import { startServer } from '../../src/serve/index.js';
import { post, runOfClasses } from './runs.js';

let run: TrainedRun;
let remove: () => Promise<void>;
beforeAll(async () => {
  ({ run, remove } = await runOfClasses());
});
afterAll(() => remove());

const over = (url: string, path: string, body: unknown) =>
  fetch(`${url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

/** What a server answers to bytes that need be no HTTP. */
function raw(port: number, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    socket.on('data', (part) => {
      text += part;
    });
    socket.on('close', () => resolve(text));
    socket.on('error', reject);
  });
}

it('answers over HTTP as the app does, on this machine alone', async () => {
  const server = await startServer(run, { port: 0 });
  try {
    expect([server.host, server.url]).toEqual(['127.0.0.1', `http://127.0.0.1:${server.port}`]);
    const answer = await over(server.url, '/predict', { ids: ['p5'] });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual(await (await server.app.fetch(post('/predict', { ids: ['p5'] }))).json());
    expect((await over(server.url, '/predict', { ids: ['x'.repeat(2 ** 21)] })).status).toBe(413);
    expect((await fetch(`${server.url}/nope`)).status).toBe(404);
    await expect(startServer(run, { port: server.port })).rejects.toMatchObject({ code: 'ADDRESS_UNAVAILABLE' });
  } finally {
    await server.stop();
  }
  await expect(fetch(`${server.url}/health`)).rejects.toThrow();
});

it('what is no HTTP gets a coded answer, too', async () => {
  const server = await startServer(run, { port: 0, timeoutMs: 300 });
  try {
    for (const bytes of [
      'nonsense\r\n\r\n',
      'GET /health HTTP/9.9\r\n\r\n',
      'POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n',
    ]) {
      const answer = await raw(server.port, bytes);
      expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
      expect(JSON.parse(answer.split('\r\n\r\n')[1]!).code).toBe('MALFORMED_REQUEST');
    }
    const long = await raw(server.port, `GET /health HTTP/1.1\r\nHost: x\r\nX: ${'y'.repeat(20_000)}\r\n\r\n`);
    expect(long).toMatch(/^HTTP\/1\.1 431 /);
    const late = await raw(server.port, 'GET /health HTTP/1.1\r\nHost: x\r\n');
    expect(late).toMatch(/^HTTP\/1\.1 408 .*"TIMED_OUT"/s);
  } finally {
    await server.stop();
  }
});

it('answers without an address, of methods and expectations that there are not, are coded; HTTP/1.0 needs no Host', async () => {
  const server = await startServer(run, { port: 0 });
  const closing = 'Connection: close\r\n';
  try {
    for (const [bytes, status, code] of [
      [`GET http://[::bad/health HTTP/1.1\r\nHost: x\r\n${closing}\r\n`, 400, 'MALFORMED_REQUEST'],
      [`GET /health HTTP/1.1\r\nHost: ex ample\r\n${closing}\r\n`, 400, 'MALFORMED_REQUEST'],
      [`GET /health HTTP/1.1\r\n${closing}\r\n`, 400, 'MALFORMED_REQUEST'],
      [`GET /health HTTP/1.1\r\nHost: x\r\nExpect: wonders\r\n${closing}\r\n`, 417, 'MALFORMED_REQUEST'],
      ['CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n', 405, 'UNKNOWN_ROUTE'],
    ] as const) {
      const [head, body] = (await raw(server.port, bytes)).split('\r\n\r\n');
      expect(head).toContain(`HTTP/1.1 ${status} `);
      expect(body).toContain(`"code":"${code}"`);
    }
    expect(await raw(server.port, 'GET /health HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1\.1 200 .*"status":"ok"/s);
  } finally {
    await server.stop();
  }
});

it('clients that go away while they send are no fault of the server', async () => {
  const errors: unknown[] = [];
  const server = await startServer(run, { port: 0, maxConcurrent: 2, onError: (error) => errors.push(error) });
  const head = 'POST /predict HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n';
  try {
    for (const how of ['Content-Length: 100\r\n\r\n{"ids":', 'Transfer-Encoding: chunked\r\n\r\n7\r\n{"ids":\r\n']) {
      for (let client = 0; client < 4; client++) {
        const socket = connect(server.port, '127.0.0.1', () => socket.write(head + how));
        await until(() => server.app.inProgress === 1);
        socket.destroy();
        await until(() => server.app.inProgress === 0);
      }
    }
    expect((await over(server.url, '/predict', { ids: ['p5'] })).status).toBe(200);
    expect(errors).toEqual([]);
  } finally {
    await server.stop();
  }
});

it('stops after the requests in progress, and after drainMs whatever they do', async () => {
  let release: () => void = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const own = await run.predict('all');
  const parts = { config: run.config, model: run.model, graph: run.graph, opened: run.opened, choices: 1 };
  const slow = { ...parts, predict: () => held.then(() => own) } as never;
  const server = await startServer(slow, { port: 0 });
  const asked = over(server.url, '/predict', { ids: ['p1'] });
  await until(() => server.app.inProgress === 1);
  let isStopped = false;
  const stopped = server.stop().then(() => {
    isStopped = true;
  });
  await expect(fetch(`${server.url}/health`)).rejects.toThrow();
  expect(isStopped).toBe(false);
  release();
  const answer = await asked;
  expect([answer.status, answer.headers.get('connection')]).toEqual([200, 'close']);
  await answer.json();
  await stopped;

  const stuck = await startServer({ ...parts, predict: () => new Promise(() => {}) } as never, {
    port: 0,
    drainMs: 50,
  });
  const never = over(stuck.url, '/predict', { ids: ['p1'] }).catch((error: unknown) => error);
  await until(() => stuck.app.inProgress === 1);
  await stuck.stop();
  expect(await never).toBeInstanceOf(TypeError);
});

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5));
}
