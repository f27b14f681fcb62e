import type { Command } from 'commander';
import type { ForecastFlags } from '../forecast/flags.js';
import { inSession } from '../terminal/session.js';

export function addForecast(command: Command): void {
  command
    .argument('<source>', 'folder of tables, zip archive or database')
    .argument('[query]', 'such as "PREDICT COUNT(orders) OVER 30 DAYS = 0 FOR customers"')
    .option('--task <path>', 'FOLDER/NAME of NAME.train.csv, NAME.val.csv and NAME.test.csv, in place of a query')
    .option('--save <folder>', 'keep what was learned, to be used later with --model')
    .option('--model <folder>', 'forecast by what --save kept, in place of a query: learns nothing')
    .option('--at <date>', 'when the forecast is made (default: the last time that is in the tables)')
    .option('--top <number>', 'forecasts that are printed, the highest first', '10')
    .option('--k <number>', 'of lists (PREDICT LIST): items of a list at most (default: 12)')
    .option('--out <file>', 'write all forecasts, the highest first; ends in .csv, .arrow or .jsonl')
    .option(
      '--protocol <name>',
      'rolling: all history up to each forecast; frozen: none after the split (default: rolling)',
    )
    .option('--mapping <file>', 'how the tables belong together (default: graph.yaml of the source, else guessed)')
    .option('--valid-from <date>', 'first forecast of the validation (default: before the test, as long)')
    .option('--test-from <date>', 'first forecast of the test (default: the last 15 % of the time)')
    .option('--horizon <days>', 'of a task: the window of its labels (default: the least time between two forecasts)')
    .option(
      '--learner <name>',
      'linear, few-features, all-features, stale-history, network or stale-network alone beside the constants (default: all; networks only under rolling, of small tasks); may be repeated',
      eachText,
    )
    .option(
      '--keep <column>',
      'an input although it seems to tell what comes after, as table.column; may be repeated',
      eachText,
    )
    .option('--seed <number>', 'seed of everything random (default: 1)')
    .option('--test-out <file>', 'write the forecasts of the test rows, with what happened, as CSV')
    .option(
      '--report <file>',
      'write a page with the scores, pictures, what the forecasts rest on and what was refused',
    )
    .option('--json', 'print one JSON object')
    .action((source: string, query: string | undefined, flags: ForecastFlags) =>
      inSession(flags.json, async (session) => {
        // Its room is loaded by itself: the command line opens hundreds of modules at once as it is.
        if (flags.model === undefined) {
          const { printForecast } = await import('../forecast/print-forecast.js');
          await printForecast(source, query, flags, session);
        } else {
          const { printKeptForecast } = await import('../forecast/print-kept-forecast.js');
          await printKeptForecast(source, query, { ...flags, model: flags.model }, session);
        }
      }),
    );
}

function eachText(text: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, text];
}
