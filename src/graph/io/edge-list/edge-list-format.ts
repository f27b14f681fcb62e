import { HeteroGraphError, ownProperty } from '../../../core/index.js';
import type { EdgeType } from '../../schema/schema.js';
import type { LineBlock } from '../bytes/line-blocks.js';
import { trimBlanks } from '../bytes/parse-cell.js';
import type { ScanFormat, ScanKind } from '../bytes/scan-numbers.js';
import type { FileSource } from '../bytes/source.js';
import { decodeUtf8 } from '../bytes/utf8.js';
import { guessDelimiter } from '../csv/csv-dialect.js';

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
  /**
   * Whether the first line is no edge: names of columns, or counts of nodes and edges. Default: it is an edge where a cell
   * is a number, names where one is known or the next line has numbers; else AMBIGUOUS.
   */
  readonly header?: boolean;
  /** Names by position, for files without header: default source, target, weight, time, and relation for a word. */
  readonly names?: readonly string[];
  /**
   * Names of the end columns and of the relation column. Default `source`, `target`, `relation`, or what means the same in
   * any case: from, src, head, u, subject; to, dst, tail, v, object; rel, predicate; with or without `id` and `node`.
   */
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
  /** Whether the ends are words: their columns hold codes instead of numbers. */
  readonly hasWords: boolean;
  /** Whether the first line may count nodes and edges instead of being an edge. */
  readonly mayBeCounts: boolean;
  /** -1 without relation column. */
  readonly relation: number;
  readonly extras: readonly { readonly name: string; readonly type: 'int32' | 'float32' | 'float64'; at: number }[];
}

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const PLACES = ['source', 'target', 'weight', 'time'];
const TRIPLE_PLACES = ['source', 'relation', 'target', 'weight', 'time'];
/** Numbers are kept by the batch, so that columns without end would fill the memory. */
const MAX_COLUMNS = 256;

const SYNONYMS = {
  source: ['source', 'src', 'from', 'head', 'u', 'subject'],
  target: ['target', 'dst', 'dest', 'to', 'tail', 'v', 'object'],
  relation: ['relation', 'rel', 'predicate'],
} as const;
type Part = keyof typeof SYNONYMS;

const isWord = (cell: string | undefined) => cell !== undefined && cell !== '' && !NUMBER.test(cell);
/** What pandas writes as the name of its index. */
const isUnnamed = (name: string) => name === '' || /^Unnamed: \d+$/.test(name);

/** What a name says, without case, and `id` and `node` around it. */
function meaning(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z]/g, '')
    .replace(/^node|(?:node)?(?:ids?)?$/g, '');
}

function means(name: string, part: Part): boolean {
  return (SYNONYMS[part] as readonly string[]).includes(meaning(name));
}

/** The way out where it is not clear what the first line is. */
export const HEADER_HINT = 'Give header: true where the first line is no edge, header: false where it is one.';

/** The first line counts nodes and edges, as far as one can tell. */
export function countsInsteadOfEdge(file: string, row: number): HeteroGraphError {
  const message = 'The first line looks like counts of nodes and edges.';
  return new HeteroGraphError('MALFORMED_ROW', message, { file, row, hint: HEADER_HINT });
}

/**
 * Finds the layout of a file from its first two lines of data.
 *
 * @param ids `text`: ends are words whatever they look like; `index`: they are numbers; else the first edge tells
 * @throws {HeteroGraphError} UNKNOWN_COLUMN, AMBIGUOUS, MALFORMED_ROW, TOO_LARGE
 */
export function detectLayout(
  block: LineBlock,
  spec: EdgeListSpec,
  file: string,
  ids: 'compact' | 'index' | 'text' = 'compact',
): EdgeListLayout | undefined {
  const [first, second] = [dataLine(block, 0), dataLine(block, 1)];
  if (first === undefined) return undefined;
  const delimiter = spec.delimiter ?? guessDelimiter(`${first.text}\n`, {}, ' ') ?? ' ';
  const cells = splitCells(first.text, delimiter);
  const next = second && splitCells(second.text, delimiter);
  const at = { file, row: first.row };
  const hasHeader = spec.header ?? isHeader(cells, next, spec, at);
  const sample = hasHeader ? (next ?? cells) : cells;
  const areNumbers = cells.every((cell) => /^\d+$/.test(cell));
  const mayBeCounts = spec.header === undefined && !hasHeader && areNumbers;
  if (mayBeCounts && next && cells.length < next.length) throw countsInsteadOfEdge(file, first.row);
  const names = spec.names ?? (hasHeader && !areNumbers ? cells : defaultNames(sample));
  if (names.length !== sample.length) {
    throw new HeteroGraphError('MALFORMED_ROW', `The first row has ${sample.length} of ${names.length} cells.`, {
      ...at,
      hint: 'Give the delimiter and the names of all columns.',
    });
  }
  if (names.length > MAX_COLUMNS) {
    throw new HeteroGraphError('TOO_LARGE', `An edge list has at most ${MAX_COLUMNS} columns, not ${names.length}.`, {
      ...at,
      hint: 'Read the file with readCsvGraph instead.',
    });
  }
  const relation = wordColumn(spec, names, sample, at);
  const [source, target] = [columnOf('source', spec, names, at), columnOf('target', spec, names, at)];
  for (const [part, place] of [['source', source] as const, ['target', target] as const]) {
    if (place >= 0) continue;
    throw new HeteroGraphError('UNKNOWN_COLUMN', `No column is known as the ${part} among: ${names.join(', ')}.`, {
      ...at,
      hint: `Give its name as ${part}. ${HEADER_HINT} Where the file is a table of rows and not of edges, give the folder that it lies in.`,
    });
  }
  const hasWords = ids === 'text' || (ids === 'compact' && (isWord(sample[source]) || isWord(sample[target])));
  const typeOf = (name: string) => ownProperty(spec.columns, name) ?? (name === 'weight' ? 'float32' : 'float64');
  const kindOf = (i: number): ScanKind => {
    if (i === relation) return 'category';
    if (i === source || i === target) return hasWords ? 'term' : 'number';
    return typeOf(names[i]!) === 'skip' || isUnnamed(names[i]!) ? 'skip' : 'number';
  };
  const columns = names.map((name, i) => ({ name, kind: kindOf(i) }));
  const extras = columns.flatMap(({ name, kind }, place) => {
    const type = typeOf(name);
    return kind === 'number' && place !== source && place !== target && type !== 'skip'
      ? [{ name, type, at: place }]
      : [];
  });
  const format = { delimiter: delimiter.charCodeAt(0), comments: true, columns };
  return { format, hasHeader, source, target, hasWords, mayBeCounts, relation, extras };
}

interface Place {
  readonly file: string;
  readonly row: number;
}

function isHeader(
  cells: readonly string[],
  next: readonly string[] | undefined,
  spec: EdgeListSpec,
  at: Place,
): boolean {
  if (cells.some((cell) => NUMBER.test(cell))) return false;
  const given = [spec.source, spec.target, spec.relation];
  if (cells.some((cell) => given.includes(cell) || means(cell, 'source') || means(cell, 'target'))) return true;
  if (next?.some((cell) => NUMBER.test(cell))) return true;
  if (spec.names) return false;
  throw new HeteroGraphError('AMBIGUOUS', `Is the first line an edge, or names of columns? ${cells.join(', ')}`, {
    ...at,
    hint: HEADER_HINT,
  });
}

/** The column that was named, or the only one that means the part; -1 where there is none. */
function columnOf(part: Part, spec: EdgeListSpec, names: readonly string[], at: Place): number {
  const name = spec[part];
  const exact = names.indexOf(name ?? part);
  if (exact >= 0) return exact;
  if (name !== undefined) {
    throw new HeteroGraphError('UNKNOWN_COLUMN', `There is no column '${name}' among: ${names.join(', ')}.`, {
      ...at,
      hint: `Give the name of one of them as ${part}. ${HEADER_HINT}`,
    });
  }
  const fitting = names.filter((each) => means(each, part));
  if (fitting.length < 2) return names.indexOf(fitting[0] ?? part);
  throw new HeteroGraphError('AMBIGUOUS', `Several columns may be the ${part}: ${fitting.join(', ')}.`, {
    ...at,
    hint: `Give the name of one as ${part}.`,
  });
}

function wordColumn(spec: EdgeListSpec, names: readonly string[], sample: readonly string[], at: Place): number {
  const found = columnOf('relation', spec, names, at);
  return spec.relation !== undefined || spec.relations || isWord(sample[found]) ? found : -1;
}

function defaultNames(cells: readonly string[]): string[] {
  const named = (places: readonly string[]) => cells.map((_, i) => places[i] ?? `column${i}`);
  if (isWord(cells[0]) || cells.length === 2)
    return named(isWord(cells[1]) && isWord(cells[2]) ? TRIPLE_PLACES : PLACES);
  let place = 0;
  return cells.map((cell, i) => {
    if (isWord(cell)) return i === 0 || place > 1 ? `column${i}` : 'relation';
    return PLACES[place++] ?? `column${i}`;
  });
}

function splitCells(line: string, delimiter: string): string[] {
  const cells = delimiter === ' ' ? trimBlanks(line).split(/[ \t]+/) : line.split(delimiter);
  return cells.map((cell) => trimBlanks(cell).replace(/^"(.*)"$/, '$1'));
}

/** The line number `skip` among those that are neither blank nor comments. */
export function dataLine({ bytes, start, end }: LineBlock, skip: number): { text: string; row: number } | undefined {
  let left = skip;
  for (let pos = start, row = 1; pos < end; row++) {
    const stop = bytes.indexOf(10, pos);
    const text = decodeUtf8(bytes.subarray(pos, Math.min(stop, pos + 65_536))).replace(/\r$/, '');
    if (/^[ \t\r]*[^ \t\r#%]/.test(text) && left-- === 0) return { text, row };
    pos = stop + 1;
  }
  return undefined;
}
