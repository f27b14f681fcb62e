import { type Command, Option } from 'commander';
import { HeteroGraphError } from '../../core/index.js';
import { dataFormats } from '../../experiments/data/formats.js';

/** Options that say which graph: a data set by name or a person's own files. */
export interface GraphOptions {
  dataset?: string;
  root?: string;
  data?: string;
  format?: string;
  /** False with --no-cache. */
  cache: string | boolean;
  skipBadRows?: boolean;
}

/** And which labels. */
export interface DataOptions extends GraphOptions {
  target?: string;
}

export function addDataOptions(command: Command): Command {
  return addGraphOptions(command).option(
    '--target <type.column>',
    'the labels: a node type, or a column of it (default: the only one there is)',
  );
}

export function addGraphOptions(command: Command): Command {
  return command
    .option('--dataset <name>', 'a data set by name (see: heterograph datasets)')
    .option('--root <folder>', 'where the files of data sets lie (default: HETEROGRAPH_DATA)')
    .option('--data <path>', 'your own files')
    .addOption(new Option('--format <format>', 'what --data holds (default: found out)').choices([...dataFormats]))
    .option('--skip-bad-rows', 'leave out rows that cannot be taken instead of stopping')
    .option('--cache <folder>', 'where parsed graphs and pre-computed features are kept (default: HETEROGRAPH_CACHE)')
    .option('--no-cache', 'keep nothing beside the results');
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
