import type { Endpoint } from '../http/endpoint.js';

/** A saved model as the server sees it. */
export interface Served {
  readonly task: string;
  readonly model: string;
  /** Name of the data for people. */
  readonly data: string;
  readonly endpoints: readonly Endpoint[];
}
