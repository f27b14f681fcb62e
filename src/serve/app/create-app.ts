import { type Context, Hono } from 'hono';
import * as z from 'zod/mini';
import { checkOptions, expectArgument, HeteroGraphError, option } from '../../core/index.js';
import { type Servable, servedBy } from '../endpoints/served-by.js';
import { type Endpoint, endpoint } from '../http/endpoint.js';
import { jsonSchema } from '../http/json-schema.js';
import { Limits } from '../http/limits.js';
import { openApi } from '../http/openapi.js';
import { problemOf, RequestError } from '../http/problem.js';
import { readJson } from '../http/read-body.js';
import { readQuery } from '../http/read-query.js';
import { healthSchema } from '../http/schemas.js';

/** What a server bears. */
export interface AppOptions {
  /** Bytes of a body; a longer one is refused with 413. Default 1 MiB. */
  readonly maxBodyBytes?: number;
  /** Milliseconds that an answer may take, reading the request included; after that it is refused with 503. Default 10,000. */
  readonly timeoutMs?: number;
  /** Requests that are answered at once; further ones are refused with 503 and Retry-After. Default 64. */
  readonly maxConcurrent?: number;
  /** Told of what went wrong in the server, which clients are not told; default: nobody is. */
  readonly onError?: (error: unknown) => void;
}

/** Answers requests; what `fetch` handlers are on every platform. */
export interface App {
  /** Never rejects: errors are answers, too. */
  fetch(request: Request): Promise<Response>;
  /** The description that `/openapi.json` gives, OpenAPI 3.1. */
  readonly openApi: object;
  /** Paths of what it answers. */
  readonly routes: readonly string[];
  /** Requests that are being answered. */
  readonly inProgress: number;
}

const optionsSchema = z.strictObject({
  maxBodyBytes: z.optional(option.count),
  timeoutMs: z.optional(option.count),
  maxConcurrent: z.optional(option.count),
  onError: z.optional(option.callback),
});

/**
 * The handler of requests for a saved model, as servers of `fetch` handlers take it. Which addresses there are depends on the run: `/predict`
 * and `/embed` of nodes, `/predict` of links, `/recommend` and `/similar` of recommenders; `/health` and `/openapi.json` always. Each takes JSON by
 * POST, or a query by GET.
 *
 * @param run an opened run, or a recommender; it is not disposed of
 * @throws {HeteroGraphError} INVALID_OPTION
 * @example
 * const app = createApp(await openRun('runs/shop'));
 * const answer = await app.fetch(new Request('http://localhost/predict?ids=u1'));
 */
export function createApp(run: Servable, options: AppOptions = {}): App {
  expectArgument(run, 'object', 'run');
  expectArgument(options, 'object', 'options');
  checkOptions(optionsSchema, options);
  const { maxBodyBytes = 2 ** 20, timeoutMs = 10_000, maxConcurrent = 64, onError } = options;
  const served = servedBy(run);
  const limits = new Limits({ maxConcurrent, timeoutMs });
  const started = performance.now();
  const { task, model, data } = served;
  const routes = [...served.endpoints.map(({ path }) => path), '/health', '/openapi.json'];
  const health = endpoint({
    path: '/health',
    summary: 'Whether the server answers, and what it serves.',
    request: z.strictObject({}),
    response: healthSchema,
    answer: () => {
      const uptimeSeconds = Math.round((performance.now() - started) / 100) / 10;
      return { status: 'ok', task, model, data, routes, uptimeSeconds, inProgress: limits.inProgress };
    },
  });
  const info = { title: `${model} on ${data}`, description: `A saved run of heterograph: ${task}.`, version: '1' };
  const description = openApi(info, served.endpoints, health);

  const app = new Hono();
  app.get(health.path, async (c) => c.json(await health.answer({} as never, { signal: c.req.raw.signal })));
  app.get('/openapi.json', (c) => c.json(description));
  for (const each of served.endpoints) {
    const shape = jsonSchema(each.request, 'input');
    const answer = (c: Context, read: () => unknown) =>
      limits.within(async (signal) => {
        const request = await read();
        checkOptions(each.request, request, { what: Array.isArray(request) ? 'body' : '' });
        return c.json(await each.answer(request as never, { signal }));
      });
    app.get(each.path, (c) => answer(c, () => readQuery(queryOf(c.req.url), shape)));
    app.post(each.path, (c) => answer(c, () => readJson(c.req.raw, maxBodyBytes)));
  }
  for (const path of routes) app.all(path, (c) => refuseMethod(c, served.endpoints));
  app.notFound((c) => {
    const hint = `There are ${routes.join(', ')}.`;
    const { status, body } = problemOf(
      new RequestError(
        404,
        new HeteroGraphError('UNKNOWN_ROUTE', `There is no ${c.req.path.slice(0, 200)}.`, { hint }),
      ),
    );
    return c.json(body, status as 404);
  });
  app.onError((error, c) => {
    const { status, body, headers = {} } = problemOf(error);
    if (status === 500) onError?.(error);
    return c.json(body, status as 500, headers);
  });
  return {
    fetch: async (request) => app.fetch(request),
    openApi: description,
    routes,
    get inProgress() {
      return limits.inProgress;
    },
  };
}

function queryOf(url: string): string {
  const at = url.indexOf('?');
  const end = url.indexOf('#');
  return at < 0 ? '' : url.slice(at + 1, end < 0 ? undefined : end);
}

function refuseMethod(c: Context, endpoints: readonly Endpoint[]): never {
  const allow = endpoints.some(({ path }) => path === c.req.path) ? 'GET, HEAD, POST' : 'GET, HEAD';
  const error = new HeteroGraphError('UNKNOWN_ROUTE', `${c.req.path} is not asked by ${c.req.method.slice(0, 20)}.`, {
    hint: `Use ${allow}.`,
  });
  throw new RequestError(405, error, { allow });
}
