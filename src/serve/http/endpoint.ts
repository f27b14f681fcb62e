import type * as z from 'zod/mini';

/** One address of the server: what it takes, what it answers. The description of the interface is made of these. */
export interface Endpoint<Q = never> {
  /** Without a slash at the end: '/predict'. */
  readonly path: `/${string}`;
  /** One line for people. */
  readonly summary: string;
  /** Of the JSON body of a POST, and of the query of a GET. */
  readonly request: z.ZodMiniType<Q>;
  readonly response: z.ZodMiniType;
  /** What the answer is, as plain JSON; the request was checked. */
  answer(request: Q, run: { readonly signal: AbortSignal }): object | Promise<object>;
}

/** An endpoint whose request was checked by its own schema. */
export function endpoint<Q>(given: Endpoint<Q>): Endpoint {
  return given as unknown as Endpoint;
}
