import * as z from 'zod/mini';
import { checkOptions, option } from '../../../core/index.js';
import type { ServerSourceOptions } from './session.js';

const schema = z.strictObject({ retries: z.optional(option.countFrom(0)) });

/** @throws {HeteroGraphError} INVALID_OPTION */
export function checkServerOptions(options: ServerSourceOptions): Required<ServerSourceOptions> {
  checkOptions(schema, options);
  return { retries: options.retries ?? 3 };
}
