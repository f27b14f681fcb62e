import * as z from 'zod/mini';
import { option } from '../../core/index.js';

/** Ids of one request, at most. */
export const MOST_IDS = 1000;
/** Entries of one list, at most. */
const MOST_ENTRIES = 1000;
/** Characters of one text, at most. */
const LONGEST_TEXT = 1000;

/** With a line about it in the description of the interface. */
export function about<T extends z.ZodMiniType>(text: string, schema: T): T {
  return schema.check(z.describe(text)) as T;
}

export const text = z
  .string('a text')
  .check(
    z.minLength(1, 'a text of one character or more'),
    z.maxLength(LONGEST_TEXT, `a text of at most ${LONGEST_TEXT} characters`),
  );

/** External id of a node: a text or a number. */
export const id = z.union([text, z.number('a number')]);

export const ids = z
  .array(id, 'a list of ids')
  .check(z.minLength(1, 'a list of one id or more'), z.maxLength(MOST_IDS, `a list of at most ${MOST_IDS} ids`));

/** How many entries a list should have. */
export const entries = option.count.check(z.maximum(MOST_ENTRIES, `a whole number from 1 to ${MOST_ENTRIES}`));

export const problemSchema = z.object({
  code: about('Stable; docs/errors.md lists them.', z.string()),
  message: z.string(),
  hint: z.optional(z.string()),
  location: z.object({
    file: z.optional(z.string()),
    row: z.optional(z.number()),
    column: about('Path of the part of the request that is wrong, such as ids.0.', z.optional(z.string())),
    type: z.optional(z.string()),
  }),
});

export const healthSchema = z.object({
  status: z.string(),
  task: z.string(),
  model: z.string(),
  data: z.string(),
  routes: z.array(z.string()),
  uptimeSeconds: z.number(),
  inProgress: about('Requests that are being answered.', z.number()),
});
