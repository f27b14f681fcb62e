import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RandomStream } from '../../src/core/index.js';
import type { TrainedRun } from '../../src/experiments/index.js';
import { type App, createApp } from '../../src/serve/index.js';
import { malformedRequests } from './malformed.js';
import { get, post, runOfClasses } from './runs.js';

let [run, app]: [TrainedRun, App] = [undefined as never, undefined as never];
let remove: () => Promise<void>;
beforeAll(async () => {
  ({ run, remove } = await runOfClasses());
  app = createApp(run);
});
afterAll(() => remove());

/** Status and JSON of an answer. */
async function ask(request: Request, of = app): Promise<[number, Record<string, unknown>]> {
  const response = await of.fetch(request);
  expect(response.headers.get('content-type')).toMatch(/^application\/json/);
  return [response.status, (await response.json()) as Record<string, unknown>];
}

describe('a run of classes', () => {
  it('predicts known nodes as the run itself does, by POST and by GET', async () => {
    const ids = ['p3', 'p59', 'p0', 'p3'];
    const [status, answer] = await ask(post('/predict', { ids }));
    expect(status).toBe(200);
    const own = await run.predict('all');
    expect(answer).toEqual({
      nodeType: 'person',
      column: 'side',
      predictions: [3, 59, 0, 3].map((row) => ({
        id: `p${row}`,
        predicted: own.predicted[row],
        probabilities: { left: own.probabilities[2 * row], right: own.probabilities[2 * row + 1] },
      })),
    });
    expect(await ask(get('/predict?ids=p3&ids=p59&ids=p0&ids=p3'))).toEqual([200, answer]);
  });

  it('says how it is, and describes itself as OpenAPI 3.1', async () => {
    const [status, health] = await ask(get('/health'));
    expect(status).toBe(200);
    expect(health).toMatchObject({ status: 'ok', task: 'classification', model: 'ridge', inProgress: 0 });
    expect(health.routes).toEqual(['/predict', '/health', '/openapi.json']);
    const [, description] = await ask(get('/openapi.json'));
    expect(description.openapi).toBe('3.1.0');
    const { paths } = description as { paths: Record<string, { get: object; post?: object }> };
    expect(Object.keys(paths)).toEqual(['/predict', '/health']);
    expect(paths['/predict']!.get).toMatchObject({ parameters: [{ name: 'ids', in: 'query', required: true }] });
    expect(JSON.stringify(paths)).not.toContain('$schema');
  });
});

describe('requests that are not answered', () => {
  it.each<[string, () => Request, number, string]>([
    ['another address', () => get('/nope'), 404, 'UNKNOWN_ROUTE'],
    ['an address of other runs', () => post('/recommend', { users: ['p1'] }), 404, 'UNKNOWN_ROUTE'],
    ['another method', () => new Request('http://localhost/predict', { method: 'DELETE' }), 405, 'UNKNOWN_ROUTE'],
    ['health by POST', () => post('/health', {}), 405, 'UNKNOWN_ROUTE'],
    ['an unknown id', () => post('/predict', { ids: ['p1', 'p60'] }), 404, 'UNKNOWN_ID'],
    ['no id', () => post('/predict', { ids: [] }), 400, 'INVALID_OPTION'],
    ['no ids', () => get('/predict'), 400, 'INVALID_OPTION'],
    ['an unknown member', () => post('/predict', { ids: ['p1'], id: 1 }), 400, 'INVALID_OPTION'],
    ['a list', () => post('/predict', [1]), 400, 'INVALID_OPTION'],
    ['null', () => post('/predict', 'null'), 400, 'INVALID_OPTION'],
    ['names of prototypes', () => post('/predict', '{"ids":["__proto__"]}'), 404, 'UNKNOWN_ID'],
    ['a member that is one', () => post('/predict', '{"ids":["p1"],"__proto__":{"k":1}}'), 400, 'INVALID_OPTION'],
    ['the same in a query', () => get('/predict?__proto__=1&ids=p1'), 400, 'INVALID_OPTION'],
    ['too many ids', () => post('/predict', { ids: Array(1001).fill('p1') }), 400, 'INVALID_OPTION'],
    ['a number above all', () => post('/predict', '{"ids":[1e999]}'), 400, 'INVALID_OPTION'],
    [
      'JSON of great depth',
      () => post('/predict', `{"ids":${'['.repeat(9e4)}${']'.repeat(9e4)}}`),
      400,
      'INVALID_OPTION',
    ],
    ['no JSON', () => post('/predict', '{"ids":'), 400, 'MALFORMED_REQUEST'],
    ['no body', () => post('/predict', ''), 400, 'MALFORMED_REQUEST'],
    ['no UTF-8', () => post('/predict', Uint8Array.of(0x22, 0xff, 0x22)), 400, 'INVALID_UTF8'],
    ['no UTF-8 in a query', () => get('/predict?ids=%ff'), 400, 'INVALID_UTF8'],
    ['another type', () => post('/predict', 'ids=p1', { 'content-type': 'text/plain' }), 415, 'MALFORMED_REQUEST'],
    [
      'another coding',
      () => post('/predict', '{}', { 'content-type': 'application/json; charset=utf-16' }),
      415,
      'MALFORMED_REQUEST',
    ],
    ['a long body', () => post('/predict', { ids: ['x'.repeat(2 ** 20)] }), 413, 'TOO_LARGE'],
  ])('%s', async (_, request, status, code) => {
    const [said, body] = await ask(request());
    expect([said, body.code]).toEqual([status, code]);
    expect(body.location).toBeTypeOf('object');
    expect(JSON.stringify(body)).not.toMatch(/\.ts:|node_modules|at async/);
    expect(String(body.message).length).toBeLessThan(1100);
  });

  it('a stream that says no length is cut at the limit', async () => {
    let sent = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 2 ** 16;
        controller.enqueue(new Uint8Array(2 ** 16));
      },
    });
    const headers = { 'content-type': 'application/json' };
    const init = { method: 'POST', headers, body, duplex: 'half' } as RequestInit;
    const [status, { code }] = await ask(new Request('http://localhost/predict', init));
    expect([status, code]).toEqual([413, 'TOO_LARGE']);
    expect(sent).toBeLessThan(2 ** 21);
  });

  it('every one of many drawn at random is a coded 4xx', async () => {
    const stream = new RandomStream(3, 'malformed');
    for (let i = 0; i < 500; i++) {
      const [status, { code }] = await ask(malformedRequests(stream, '/predict', 'http://localhost'));
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(500);
      expect(code).toMatch(/^[A-Z_0-9]+$/);
    }
  });
});

describe('limits', () => {
  it('refuses requests beyond those it takes at once, and those that take too long', async () => {
    const errors: unknown[] = [];
    const slow = { ...run, config: run.config, model: run.model, graph: run.graph, opened: run.opened, choices: 1 };
    const predict = () => new Promise((resolve) => setTimeout(resolve, 300));
    const busy = createApp({ ...slow, predict } as never, {
      maxConcurrent: 2,
      timeoutMs: 100,
      onError: (error) => errors.push(error),
    });
    const answers = await Promise.all([1, 2, 3].map(() => busy.fetch(post('/predict', { ids: ['p1'] }))));
    const codes = await Promise.all(answers.map(async (each) => ((await each.json()) as { code: string }).code));
    expect(answers.map(({ status }) => status)).toEqual([503, 503, 503]);
    expect(codes.sort()).toEqual(['SERVER_BUSY', 'TIMED_OUT', 'TIMED_OUT']);
    expect(answers.every(({ headers }) => headers.get('retry-after') === '1')).toBe(true);
    expect(busy.inProgress).toBe(2);
    await new Promise((resolve) => setTimeout(resolve, 350));
    expect(busy.inProgress).toBe(0);
    expect(errors).toEqual([]);
  });

  it('what goes wrong inside is told to its owner alone', async () => {
    const errors: unknown[] = [];
    const secret = new TypeError('secret');
    const parts = { config: run.config, model: run.model, graph: run.graph, opened: run.opened, choices: 1 };
    const broken = createApp({ ...parts, predict: () => Promise.reject(secret) } as never, {
      onError: (error) => errors.push(error),
    });
    const [status, body] = await ask(post('/predict', { ids: ['p1'] }), broken);
    expect([status, body.code]).toEqual([500, 'INTERNAL']);
    expect(JSON.stringify(body)).not.toContain('secret');
    expect(errors).toEqual([secret]);
  });

  it('wrong options are refused', () => {
    expect(() => createApp(run, { maxConcurrent: 0 })).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
    expect(() => createApp(run, { nope: 1 } as never)).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
    expect(() => createApp({} as never)).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
  });
});
