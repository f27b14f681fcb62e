import { HeteroGraphError, ownProperty } from '../../../core/index.js';
import type { EdgeType } from '../../schema/schema.js';
import type { LineBlock } from '../bytes/line-blocks.js';
import type { ScanFormat, ScanKind } from '../bytes/scan-numbers.js';
import type { FileSource } from '../bytes/source.js';
import { decodeUtf8 } from '../bytes/utf8.js';

/** Type of a numeric column of an edge list; `skip` leaves the column out. */
export type EdgeListColumnType = 'int32' | 'float32' | 'float64' | 'skip';

/** One set of plain edge files of the same form. */
export interface EdgeListSpec {
  readonly files: FileSource | readonly FileSource[];
  /**
   * Type of the edges, default `['node', 'edge', 'node']`. With a relation column and no `relations`, the word in that
   * column takes the place of the middle part.
   */
  readonly type?: EdgeType;
  /** Edge type of each word of the relation column; other words are bad rows (UNKNOWN_TYPE). */
  readonly relations?: Readonly<Record<string, EdgeType>>;
  /** Between cells; default: found out from the first line. `' '` stands for any run of spaces and tabs. */
  readonly delimiter?: ',' | ';' | '\t' | ' ' | '|';
  /** Whether the first line names the columns; default: it does where none of its cells is a number. */
  readonly header?: boolean;
  /** Names by position, for files without header: default source, target, weight, time, and relation for a word. */
  readonly names?: readonly string[];
  /** Names of the end columns and of the relation column; default `source`, `target`, `relation`. */
  readonly source?: string;
  readonly target?: string;
  readonly relation?: string;
  /** Types of further columns; default float32 for `weight`, float64 for the rest. */
  readonly columns?: Readonly<Record<string, EdgeListColumnType>>;
}

/** Where in the rows of a file everything is. */
export interface EdgeListLayout {
  readonly format: ScanFormat;
  readonly hasHeader: boolean;
  readonly source: number;
  readonly target: number;
  /** -1 without relation column. */
  readonly relation: number;
  readonly extras: readonly { readonly name: string; readonly type: 'int32' | 'float32' | 'float64'; at: number }[];
}

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const PLACES = ['source', 'target', 'weight', 'time'];

/** Finds the layout of a file from its first line of data. @throws {HeteroGraphError} UNKNOWN_COLUMN, MALFORMED_ROW. */
export function detectLayout(block: LineBlock, spec: EdgeListSpec, file: string): EdgeListLayout | undefined {
  const first = firstLine(block);
  if (first === undefined) return undefined;
  const delimiter = spec.delimiter ?? guessDelimiter(first);
  const cells = splitCells(first, delimiter);
  const second = splitCells(firstLine(block, 1) ?? first, delimiter);
  const hasHeader = spec.header ?? !cells.some((cell) => NUMBER.test(cell));
  const sample = hasHeader ? second : cells;
  const names = spec.names ?? (hasHeader ? cells : defaultNames(cells));
  if (names.length !== cells.length) {
    throw new HeteroGraphError('MALFORMED_ROW', `The first row has ${cells.length} of ${names.length} cells.`, {
      file,
      row: block.bytes.subarray(block.start, block.end).indexOf(10) < 0 ? 0 : 1,
      hint: 'Give the delimiter and the names of all columns.',
    });
  }
  const find = (name: string | undefined, fallback: string) => {
    const at = names.indexOf(name ?? fallback);
    if (at < 0 && name !== undefined) {
      throw new HeteroGraphError('UNKNOWN_COLUMN', `There is no column '${name}' among ${names.join(', ')}.`, { file });
    }
    return at;
  };
  const relation = wordColumn(spec, names, sample, find);
  const rest = names.map((_, i) => i).filter((i) => i !== relation);
  const named = { source: find(spec.source, 'source'), target: find(spec.target, 'target') };
  const source = named.source >= 0 ? named.source : rest.find((i) => i !== named.target);
  const target = named.target >= 0 ? named.target : rest.find((i) => i !== source);
  if (source === undefined || target === undefined) {
    throw new HeteroGraphError('MALFORMED_ROW', 'An edge list needs a source and a target column.', { file, row: 1 });
  }
  const typeOf = (name: string) => ownProperty(spec.columns, name) ?? (name === 'weight' ? 'float32' : 'float64');
  const kindOf = (i: number): ScanKind => {
    if (i === relation) return 'category';
    return i !== source && i !== target && typeOf(names[i]!) === 'skip' ? 'skip' : 'number';
  };
  const columns = names.map((name, i) => ({ name, kind: kindOf(i) }));
  const extras = columns.flatMap(({ name, kind }, at) => {
    const type = typeOf(name);
    return kind === 'number' && at !== source && at !== target && type !== 'skip' ? [{ name, type, at }] : [];
  });
  const format = { delimiter: delimiter.charCodeAt(0), comments: true, columns };
  return { format, hasHeader, source, target, relation, extras };
}

function wordColumn(
  spec: EdgeListSpec,
  names: readonly string[],
  sample: readonly string[],
  find: (name: string | undefined, fallback: string) => number,
): number {
  if (spec.relation !== undefined || spec.relations) return find(spec.relation, 'relation');
  const at = names.indexOf('relation');
  return at >= 0 && !NUMBER.test(sample[at] ?? '') ? at : -1;
}

function defaultNames(cells: readonly string[]): string[] {
  let place = 0;
  return cells.map((cell, i) => {
    if (cell !== '' && !NUMBER.test(cell)) return i === 0 || place > 1 ? `column${i}` : 'relation';
    return PLACES[place++] ?? `column${i}`;
  });
}

function guessDelimiter(line: string): string {
  const best = ['\t', ',', ';', '|'].map((mark) => ({ mark, count: line.split(mark).length - 1 }));
  best.sort((a, b) => b.count - a.count);
  return best[0]!.count > 0 ? best[0]!.mark : ' ';
}

function splitCells(line: string, delimiter: string): string[] {
  const cells = delimiter === ' ' ? line.trim().split(/[ \t]+/) : line.split(delimiter);
  return cells.map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
}

/** The line number `skip` among those that are neither blank nor comments. */
function firstLine({ bytes, start, end }: LineBlock, skip = 0): string | undefined {
  let left = skip;
  for (let pos = start; pos < end; ) {
    const stop = bytes.indexOf(10, pos);
    const line = decodeUtf8(bytes.subarray(pos, Math.min(stop, pos + 65_536))).replace(/\r$/, '');
    if (/^[ \t\r]*[^ \t\r#%]/.test(line) && left-- === 0) return line;
    pos = stop + 1;
  }
  return undefined;
}
