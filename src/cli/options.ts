import { type Command, Option } from 'commander';
import { HeteroGraphError } from '../core/index.js';
import { dataFormats } from './data/formats.js';

/** Options that say which graph: a data set by name or a person's own files. */
export interface DataOptions {
  dataset?: string;
  root?: string;
  data?: string;
  format?: string;
  target?: string;
  /** False with --no-cache. */
  cache: string | boolean;
  skipBadRows?: boolean;
}

export function addDataOptions(command: Command): Command {
  return command
    .option('--dataset <name>', 'a data set by name (see: heterograph datasets)')
    .option('--root <folder>', 'where the files of data sets lie (default: HETEROGRAPH_DATA)')
    .option('--data <path>', 'your own files')
    .addOption(new Option('--format <format>', 'what --data holds (default: found out)').choices([...dataFormats]))
    .option('--target <type.column>', 'the labels: a node type, or a column of it (default: the only one there is)')
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

export function invalidOption(message: string, hint: string): HeteroGraphError {
  return new HeteroGraphError('INVALID_OPTION', message, { hint });
}
