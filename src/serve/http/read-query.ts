import { HeteroGraphError } from '../../core/index.js';
import type { JsonSchema } from './json-schema.js';

/**
 * The request that a query means: names that are repeated make a list where the request has one, and numbers and truth values are read as such.
 * Whatever it is, the schema of the request checks it afterwards.
 *
 * @param query what follows the question mark
 * @throws {HeteroGraphError} INVALID_UTF8; INVALID_OPTION where a name that is no list is repeated
 */
export function readQuery(query: string, { properties = {} }: JsonSchema): unknown {
  const values = new Map<string, unknown>();
  for (const part of query.split('&')) {
    if (part === '') continue;
    const at = part.indexOf('=');
    const name = decoded(at < 0 ? part : part.slice(0, at));
    const text = decoded(at < 0 ? '' : part.slice(at + 1));
    const { type: kind, items } = Object.hasOwn(properties, name) ? properties[name]! : {};
    if (kind === 'array') {
      const entry = items?.type === 'number' ? numberOf(text) : text;
      values.set(name, [...((values.get(name) as unknown[] | undefined) ?? []), entry]);
    } else if (values.has(name)) throw repeated(name);
    else
      values.set(
        name,
        kind === 'integer' || kind === 'number' ? numberOf(text) : kind === 'boolean' ? truthOf(text) : text,
      );
  }
  return Object.fromEntries(values);
}

function repeated(name: string): HeteroGraphError {
  return new HeteroGraphError('INVALID_OPTION', `${name} is given twice.`, { column: name, hint: 'Give it once.' });
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw new HeteroGraphError('INVALID_UTF8', 'The query is not UTF-8 in percent escapes.', {
      hint: 'Escape it with encodeURIComponent, or send JSON by POST.',
    });
  }
}

/** What is no number stays a text, which the schema refuses. */
function numberOf(text: string): number | string {
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}

function truthOf(text: string): boolean | string {
  return text === 'true' || text === 'false' ? text === 'true' : text;
}
