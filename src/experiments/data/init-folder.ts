import { stat } from 'node:fs/promises';
import * as z from 'zod/mini';
import { checkOptions, expectArgument, HeteroGraphError, type RunOptions } from '../../core/index.js';
import { guessMapping, type MappingGuess, mappingText } from '../../datasets/index.js';
import { mappingPath } from '../../datasets/internal.js';
import { replaceFile, writeError } from '../../files/index.js';

/** How the files are written. */
export interface InitFolderOptions extends RunOptions {
  /** Replace a mapping and a drawing that are there; default false. */
  readonly force?: boolean;
  /** Where the mapping is written; default: `graph.yaml` of the folder, `NAME.graph.yaml` beside a file. */
  readonly mapping?: string;
}

/** What was written, and the guess that it holds. */
export interface InitialisedFolder extends MappingGuess {
  /** The mapping, `graph.yaml`. */
  readonly file: string;
  /** The drawing of the schema, `graph.svg`. */
  readonly drawing: string;
}

const optionsSchema = z.looseObject({ force: z.optional(z.boolean()), mapping: z.optional(z.string()) });

/**
 * Guesses how the tables of a folder become a graph and writes that into `graph.yaml` there, with comments, and a drawing of the schema into
 * `graph.svg` (of `NAME.zip`, into `NAME.graph.yaml` and `NAME.graph.svg` beside it). The tables themselves are only read.
 *
 * @throws {HeteroGraphError} TARGET_EXISTS where there is a mapping or a drawing; NO_ROWS where no table has any; WRITE_FAILED; and as `guessMapping` does
 */
export async function initFolder(path: string, options: InitFolderOptions = {}): Promise<InitialisedFolder> {
  expectArgument(path, 'text', 'path');
  checkOptions(optionsSchema, options);
  const { force = false, signal, onProgress } = options;
  const file = options.mapping ?? (await mappingPath(path));
  if (file === undefined) {
    throw new HeteroGraphError(
      'INVALID_OPTION',
      'There is no folder beside a database server to write the mapping into.',
      {
        column: 'mapping',
        hint: 'Say where it shall lie: mapping: shop.graph.yaml.',
      },
    );
  }
  const drawing = file.replace(/\.ya?ml$/i, '.svg');
  for (const each of force ? [] : [file, drawing]) {
    if ((await stat(each).catch(() => undefined)) === undefined) continue;
    throw new HeteroGraphError('TARGET_EXISTS', 'There is such a file already, and it is kept.', {
      file: each,
      hint: 'Change it by hand, move it away, or pass force: true to make it anew.',
    });
  }
  const guess = await guessMapping(path, { ...(signal ? { signal } : {}), ...(onProgress ? { onProgress } : {}) });
  if (Object.keys(guess.mapping.nodes).length === 0) {
    throw new HeteroGraphError('NO_ROWS', 'No table there has a row that can be read: nothing was written.', {
      file: path,
      hint: 'Name a folder with CSV, TSV or JSON lines files, each with a line of column names and rows below it.',
    });
  }
  await replaceFile(file, mappingText(guess.mapping, guess.notes)).catch((cause: unknown) => {
    throw writeError(cause, file, 'the mapping');
  });
  await replaceFile(drawing, `${await drawingOf(guess)}\n`).catch((cause: unknown) => {
    throw writeError(cause, drawing, 'the drawing');
  });
  return { ...guess, file, drawing };
}

async function drawingOf({ mapping, counts }: MappingGuess): Promise<string> {
  const { schemaDrawing } = await import('../../viz/index.js');
  return schemaDrawing({
    nodes: Object.keys(mapping.nodes).map((type) => ({ type, count: counts.nodes[type] ?? 0 })),
    edges: mapping.edges.map(({ type }, i) => ({ type, count: counts.edges[i] ?? 0 })),
  });
}
