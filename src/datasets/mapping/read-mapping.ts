import { LineCounter, parseDocument } from 'yaml';
import { expectArgument, HeteroGraphError, nodeModule } from '../../core/index.js';
import { readError } from '../../files/index.js';
import { checkMapping } from './check-mapping.js';
import type { GraphMapping } from './mapping.js';

const { readFile } = nodeModule<typeof import('node:fs/promises')>('node:fs/promises');

/** Characters that a mapping has at most: a thousand tables with all their columns are far below. */
const maximumLength = 1_000_000;

/**
 * The mapping that a YAML text holds.
 *
 * @param file named in errors
 * @throws {HeteroGraphError} INVALID_MAPPING naming file, line and key
 */
export function parseMapping(text: string, file?: string): GraphMapping {
  expectArgument(text, 'text', 'text');
  const at = file === undefined ? {} : { file };
  if (text.length > maximumLength) {
    throw new HeteroGraphError(
      'INVALID_MAPPING',
      `It has ${text.length} characters; a mapping has at most ${maximumLength}.`,
      {
        ...at,
        hint: 'Name a mapping, not a table; `heterograph init` writes one.',
      },
    );
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const [problem] = document.errors;
  if (problem) {
    throw new HeteroGraphError(
      'INVALID_MAPPING',
      `It is no YAML: ${problem.message.split('\n', 1)[0]!.replace(/ at line.*$/, '')}.`,
      {
        ...at,
        row: lines.linePos(problem.pos[0]).line,
        hint: 'Look at indentation, colons and quotes there.',
      },
    );
  }
  const lineOf = (path: readonly PropertyKey[]): number | undefined => {
    for (let length = path.length; length >= 0; length--) {
      const node = document.getIn(path.slice(0, length), true) as { range?: readonly number[] } | undefined;
      if (node?.range) return lines.linePos(node.range[0]!).line;
    }
    return undefined;
  };
  let value: unknown;
  try {
    value = document.toJS();
  } catch (cause) {
    throw new HeteroGraphError('INVALID_MAPPING', `Its aliases cannot be resolved: ${(cause as Error).message}.`, {
      ...at,
      hint: 'Write out what the aliases (*name) stand for.',
      cause,
    });
  }
  return checkMapping(value, { ...at, lineOf });
}

/**
 * Reads a mapping such as `heterograph init` writes.
 *
 * @param path of the YAML file
 * @throws {HeteroGraphError} FILE_NOT_FOUND, FILE_UNREADABLE; INVALID_MAPPING naming file, line and key
 */
export async function readMapping(path: string): Promise<GraphMapping> {
  expectArgument(path, 'text', 'path');
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw readError(cause, path);
  }
  return parseMapping(text, path);
}
