import type { Command } from 'commander';
import { recommenderNames } from '../../recommend/index.js';
import { addGraphOptions, collect, invalidOption } from '../options/options.js';
import { type AskFlags, printLists } from '../recommend/print-lists.js';
import { printTrainedRecommender, type TrainRecommenderFlags } from '../recommend/train-recommender.js';
import { inSession } from '../terminal/session.js';

type RecommendFlags = TrainRecommenderFlags & AskFlags & { readonly json?: boolean };

/** What each way of calling the command has, by the name of its flag. */
const ofTraining = [
  'dataset',
  'data',
  'userType',
  'itemType',
  'interactions',
  'value',
  'atLeast',
  'model',
  'out',
  'restart',
] as const;
const ofAsking = ['user', 'items', 'similar', 'explain', 'k', 'seen'] as const;

export function addRecommend(command: Command): void {
  command.argument('[run]', 'run folder of `heterograph recommend`');
  addGraphOptions(command)
    .option('--user-type <name>', 'who takes: a table, or the column that names it (default: found by its name)')
    .option('--item-type <name>', 'what is taken; likewise')
    .option('--interactions <name>', 'the table or relation that says who takes what (default: the largest)')
    .option('--value <column>', 'the column with ratings (default: one that is called so)')
    .option('--no-value', 'count every row, whatever its rating')
    .option('--at-least <number>', 'ratings from which on a row counts (default: the upper quarter of the scale)')
    .option('--model <name>', `auto, which compares several, or ${recommenderNames().join(', ')}`, 'auto')
    .option('--set <name=value>', 'a setting of the model; may be repeated', collect, {})
    .option('--seed <number>', 'seed of everything random', '1')
    .option('--out <folder>', 'run folder (default: runs/NAME-recommend-seed-SEED)')
    .option('--restart', 'replace the run in the folder')
    .option('--user <id>', 'of a run: items for this user; may be repeated', eachText)
    .option(
      '--items <ids>',
      'of a run: items for somebody who took these, with commas between; an id of the catalogue that holds commas is one; may be repeated',
      eachText,
    )
    .option('--similar <id>', 'of a run: items like this one')
    .option('--explain <id>', 'with --user or --items: why this item')
    .option('--k <number>', 'items in a list (default: 10)')
    .option('--seen', 'let what was taken before be in the list')
    .option('--json', 'print one JSON object')
    .action((folder: string | undefined, flags: RecommendFlags) =>
      inSession(flags.json, async (session) => {
        const other = folder === undefined ? ofAsking : ofTraining;
        const given = other.find((name) => flags[name] !== undefined && !(name === 'model' && flags.model === 'auto'));
        if (given !== undefined) {
          const flag = `--${given.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
          throw folder === undefined
            ? invalidOption(
                `${flag} asks a run, and none is given.`,
                `Give its folder: heterograph recommend RUN ${flag} ...`,
              )
            : invalidOption(`A run is given, and ${flag} is of training.`, 'Leave one of them out.');
        }
        return folder === undefined ? printTrainedRecommender(flags, session) : printLists(folder, flags, session);
      }),
    );
}

function eachText(text: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, text];
}
