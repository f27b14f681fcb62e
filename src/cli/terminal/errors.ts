import { type Command, CommanderError } from 'commander';
import { HeteroGraphError, isHeteroGraphError } from '../../core/index.js';
import { printError } from './output.js';

/** What the library calls its options, as the command line calls them. */
const wordings: readonly [string | RegExp, string][] = [
  [/leave bad rows out with onBadRow: 'skip' or 'collect'/, 'leave bad rows out with --skip-bad-rows'],
  [/pass overwrite: true/, 'give --overwrite'],
  [/,? or give encoding: 'latin1'/, ''],
  [/See (Influence|Diffusion)Options for what there is and its ranges/, 'See heterograph influence --help'],
  [/take normalisation: ('clipIfAboveOne' or 'toOne')/, 'give --diffusion with "normalisation" as $1'],
  [
    /Give a number, the name of a column of the edges, or a callback; or take model: 'wc'/,
    'Give --probability or --column, or --model wc',
  ],
  [/Give one of dataset, data and graph/, 'Give either --dataset NAME or --data PATH'],
  [/target: 'TYPE.COLUMN'/g, '--target TYPE.COLUMN'],
  [/restart: true/, '--restart'],
  [/resume: 'never'/, '--restart'],
  [/pass force: true/, 'give --force'],
  [/give another folder/, 'give another --out'],
  [/edges\.hasHeader/, '--header'],
  [/header: true where/, '--header where'],
  [/header: false where/, '--no-header where'],
  [/Read the file with readCsvGraph instead/, 'Make a folder of tables of it'],
  [/edges\.numNodes/, '--nodes'],
  [/format: 'edges'/, '--format edges'],
  [/Name the format:/, 'Name it with --format:'],
  [/Take the rows 'all' or 'test'/, 'Use --rows all or --rows test'],
  [/give the changed data as dataset, data or graph to use/, 'name the changed data with --data to use'],
  [/Repeat the same call to continue/, 'Run the same command again to continue'],
];

/** Prints an error and sets the exit code: 130 after an interrupt, 2 for bad usage, 70 for a defect of ours, else 1. */
export function reportError(error: unknown): void {
  const isJson = process.argv.includes('--json');
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : 2;
    if (error.exitCode === 0) return;
    const message = error.message.replace(/^error: /, '');
    printError(isJson ? JSON.stringify({ error: { code: 'USAGE', message } }) : error.message);
    return;
  }
  if (!isHeteroGraphError(error)) {
    process.exitCode = 70;
    const message = error instanceof Error ? error.message : String(error);
    const trace = error instanceof Error ? error.stack : message;
    const text = `DEFECT: ${message}\nThis should not happen: please report it with the lines below.\n${trace}`;
    printError(isJson ? JSON.stringify({ error: { code: 'DEFECT', message } }) : text);
    return;
  }
  process.exitCode = error.code === 'ABORTED' ? 130 : error.code === 'INVALID_OPTION' ? 2 : 1;
  const worded = (text: string) => wordings.reduce((so, [from, to]) => so.replace(from, to), text);
  const { hint, message } = error;
  const json = { ...error.toJSON(), message: worded(message), ...(hint === undefined ? {} : { hint: worded(hint) }) };
  printError(isJson ? JSON.stringify({ error: json }) : `${error.code}: ${worded(message)}`);
}

/** Bad usage becomes an error of ours instead of an exit, in every command. */
export function exitByOverride(program: Command): void {
  const isJson = process.argv.includes('--json');
  for (const command of [program, ...program.commands]) {
    // Help goes to stdout; errors are printed by reportError.
    command.exitOverride().configureOutput({
      writeErr: (text) => (isJson || /^error:/.test(text) ? undefined : printError(text.trimEnd())),
    });
  }
}

/** A reader that went away is no error; a full disk is. */
export function outputFailed(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') process.exit();
  const failure = new HeteroGraphError('WRITE_FAILED', `The output cannot be written: ${error.message}.`, {
    hint: 'See to the disk or the program that takes the output.',
  });
  try {
    printError(`${failure.code}: ${failure.message}`);
  } finally {
    process.exit(1);
  }
}
