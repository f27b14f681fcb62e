import { type Command, Option } from 'commander';
import { HeteroGraphError } from '../../core/index.js';
import { type DataFormat, type DataOptions, dataFormats, type PlainEdgeOptions } from '../../data/index.js';
import type { BadCellPolicy } from '../../graph/index.js';
import { badCells } from '../../graph/internal.js';

/** Options that say which graph: a data set by name, or files. */
export interface GraphFlags {
  readonly dataset?: string;
  readonly root?: string;
  readonly data?: string;
  readonly format?: DataFormat;
  /** False with --no-cache, true where it is not given. */
  readonly cache: string | boolean;
  readonly skipBadRows?: boolean;
  readonly badCells?: BadCellPolicy;
  readonly nullText?: readonly string[];
  readonly header?: boolean;
  readonly mapping?: string;
}

/** And which labels. */
export interface DataFlags extends GraphFlags {
  readonly target?: string;
}

/** What the flags mean to the library. */
export function dataOptions(flags: DataFlags & { readonly edges?: PlainEdgeOptions }): DataOptions {
  const { dataset, root, data, format, cache, skipBadRows, badCells, nullText, target, header, mapping } = flags;
  const edges = header === undefined ? flags.edges : { ...flags.edges, hasHeader: header };
  return {
    ...{ dataset, root, data, format, target, edges },
    ...(mapping === undefined ? {} : { mapping }),
    ...(cache === true ? {} : { cache }),
    ...(skipBadRows ? { onBadRow: 'collect' as const } : {}),
    ...(badCells === undefined ? {} : { onBadCell: badCells }),
    ...(nullText === undefined ? {} : { nullTexts: nullText }),
  };
}

export function addDataOptions(command: Command): Command {
  return addGraphOptions(command).option(
    '--target <type.column>',
    'the labels to learn: a node type, or a column of it (default: the only label column); of links: source.relation.target',
  );
}

export function addGraphOptions(command: Command): Command {
  return command
    .option('--dataset <name>', 'a data set by name (see: heterograph datasets)')
    .option('--root <folder>', 'folder with the files of data sets (default: HETEROGRAPH_DATA)')
    .option('--data <path>', 'your own files, or the address of a database: postgres://..., mysql://..., duckdb:FILE')
    .addOption(new Option('--format <format>', 'what --data holds (default: guessed)').choices([...dataFormats]))
    .option('--mapping <file>', 'tables: how they belong together (default: their graph.yaml, else guessed)')
    .option('--header', 'files of edges: the first line is no edge')
    .option('--no-header', 'files of edges: the first line is an edge, though it has no number')
    .option('--skip-bad-rows', 'leave out rows that cannot be read instead of stopping')
    .addOption(
      new Option(
        '--bad-cells <policy>',
        'tables: a cell that is no value of its column makes its row a bad one (fail), or is missing (null), and listed, too (collect); default: what graph.yaml says, else null for tables as people have them and fail for folders with nodes/ and edges/',
      ).choices([...badCells]),
    )
    .option(
      '--null-text <text>',
      'tables: a text that means that there is no value, beside the empty cell; may be repeated',
      eachText,
    )
    .option(
      '--cache <folder>',
      'folder in which parsed graphs and pre-computed features are kept (default: HETEROGRAPH_CACHE)',
    )
    .option('--no-cache', 'keep nothing but the results');
}

function eachText(text: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, text];
}

/** @throws {HeteroGraphError} INVALID_OPTION */
export function wholeNumber(text: string, option: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isSafeInteger(value) && value >= 0) return value;
  throw invalidOption(`${option} is "${text}".`, 'Give a whole number.');
}

/** @throws {HeteroGraphError} INVALID_OPTION */
export function realNumber(text: string, option: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value)) return value;
  throw invalidOption(`${option} is "${text}".`, 'Give a number.');
}

export function invalidOption(message: string, hint: string): HeteroGraphError {
  return new HeteroGraphError('INVALID_OPTION', message, { hint });
}

/** Of `--set NAME=VALUE`, which may be repeated. */
export function collect(text: string, earlier: Record<string, string>): Record<string, string> {
  const at = text.indexOf('=');
  if (at < 1) throw invalidOption(`--set ${text} sets nothing.`, 'Give NAME=VALUE.');
  return { ...earlier, [text.slice(0, at)]: text.slice(at + 1) };
}

/** Values of `--set`: numbers, true, false and JSON as such, else text; the model checks names and ranges. */
export function parsedSettings(set: Readonly<Record<string, string>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(set).map(([name, text]) => [name, parsedValue(text)]));
}

function parsedValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
