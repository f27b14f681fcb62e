import { type Command, Option } from 'commander';
import { openData } from '../../data/index.js';
import { checkTablePath, writeIdTable } from '../../data/internal.js';
import { isTableFile } from '../../datasets/internal.js';
import {
  graphMeasurements,
  type IntervalKind,
  type RankingInput,
  type RankingMethod,
  rank,
  rankingMethods,
} from '../../ranking/index.js';
import { checkApart } from '../files/new-file.js';
import { writeOutputs, writtenLines } from '../files/outputs.js';
import { invalidOption, realNumber, wholeNumber } from '../options/options.js';
import { rankingColumns, rankingRowsOf, rankingText } from '../ranking/ranking-text.js';
import { type RankingColumns, rankingRows } from '../ranking/read-ranking-rows.js';
import { readRows } from '../tables/read-rows.js';
import { inSession, type Session } from '../terminal/session.js';
import { wrapped } from '../terminal/wrapped.js';

interface RankFlags extends RankingColumns {
  readonly data: string;
  readonly table?: string;
  readonly relation?: string;
  readonly contestants?: 'source' | 'target';
  readonly method: RankingMethod;
  readonly intervals?: IntervalKind;
  readonly level: string;
  readonly resamples?: string;
  readonly ridge?: string;
  readonly separate?: boolean;
  readonly order?: 'given';
  readonly search?: 'local';
  readonly top: string;
  readonly seed: string;
  readonly out?: string;
  readonly overwrite?: boolean;
  readonly json?: boolean;
}

export function addRank(command: Command): void {
  command
    .requiredOption('--data <path>', 'a file of a table (.csv, .tsv, .jsonl, .parquet, .arrow), or a graph')
    .option('--table <name>', 'a table of a folder or a database, instead of a graph')
    .option('--contestant <column>', 'measurements: who was measured (default: contestant)')
    .option('--task <column>', 'on what; comparisons of one task depend on each other (default: task)')
    .option('--value <column>', 'and how much; of a graph the column of the edges (default: value)')
    .addOption(new Option('--better <which>', 'which values are better').choices(['larger', 'smaller']))
    .option('--winner <column>', 'comparisons: who won (default: winner)')
    .option('--loser <column>', 'and who lost (default: loser)')
    .option('--tie <column>', 'rows in which neither did (default: tie, if it is there)')
    .option('--weight <column>', 'how much each counts (default: weight, if it is there)')
    .option('--relation <name>', 'of a graph: edges from contestants to tasks (default: the only one with numbers)')
    .addOption(
      new Option('--contestants <end>', 'of a graph: where contestants are (default: source)').choices([
        'source',
        'target',
      ]),
    )
    .addOption(
      new Option('--method <name>', 'how they are ranked').choices([...rankingMethods]).default('plackett-luce'),
    )
    .addOption(
      new Option('--intervals <how>', 'how intervals are made (default: by the method)').choices([
        'sandwich',
        'information',
        'bootstrap',
        'none',
      ]),
    )
    .option('--level <share>', 'share of the intervals that hold the truth', '0.95')
    .option('--resamples <number>', 'fits of a bootstrap (default: 500)')
    .option('--ridge <number>', 'pulls strengths towards each other, so that all are finite (default: 0)')
    .option('--separate', 'rank groups that cannot be compared each in itself')
    .addOption(new Option('--order <how>', 'elo: rows as they stand, once').choices(['given']))
    .addOption(new Option('--search <how>', 'kemeny: a good order where the best takes too long').choices(['local']))
    .option('--top <number>', 'contestants that are printed', '50')
    .option('--seed <number>', 'seed of everything random', '1')
    .option('--out <file>', 'write all contestants; ends in .csv, .arrow or .jsonl')
    .option('--overwrite', 'replace the file of --out if it is there')
    .option('--json', 'print one JSON object')
    .action((flags: RankFlags) => inSession(flags.json, (session) => runRank(flags, session)));
}

async function runRank(flags: RankFlags, session: Session): Promise<void> {
  const { data, out, method, order, search, intervals } = flags;
  checkApart({ '--data': data, '--out': out });
  if (out !== undefined) checkTablePath(out, flags.overwrite === true);
  if (order !== undefined && method !== 'elo') throw invalidOption('--order is of elo.', 'Leave it out.');
  if (search !== undefined && method !== 'kemeny') throw invalidOption('--search is of kemeny.', 'Leave it out.');
  const top = wholeNumber(flags.top, '--top');
  const options = {
    ...{ method, level: realNumber(flags.level, '--level'), seed: wholeNumber(flags.seed, '--seed') },
    ...(intervals !== undefined && { intervals }),
    ...(flags.resamples !== undefined && { resamples: wholeNumber(flags.resamples, '--resamples') }),
    ...(flags.ridge !== undefined && { ridge: realNumber(flags.ridge, '--ridge') }),
    ...(flags.separate && { disconnected: 'separate' as const }),
    ...(order !== undefined && { elo: { order } }),
    ...(search !== undefined && { kemeny: { search } }),
  };
  const ranking = await rank(await readInput(flags, session), { ...options, ...session.run });
  for (const remark of ranking.remarks) session.remark(wrapped(remark));
  const write = (path: string) =>
    writeIdTable(path, {
      ...{ idName: 'contestant', ids: ranking.contestants, texts: {} },
      ...{ numbers: rankingColumns(ranking), matrices: {} },
    });
  const outputs = await writeOutputs([{ name: 'out', path: out, write }]);
  const { unit, level, numGroups, remarks } = ranking;
  session.print(
    {
      ...{ data, method, unit, intervals: ranking.intervals, level, numContestants: ranking.contestants.length },
      ...{ numGroups, contestants: rankingRowsOf(ranking, top), ...outputs.written, remarks },
    },
    [rankingText(ranking, top), ...writtenLines(outputs)].join('\n\n'),
  );
  if (outputs.failure) throw outputs.failure;
}

async function readInput(flags: RankFlags, session: Session): Promise<RankingInput> {
  const { data, table, relation, value, contestants, better } = flags;
  if (isTableFile(data) || table !== undefined) {
    if (relation !== undefined || contestants !== undefined) {
      throw invalidOption('--relation and --contestants are of graphs.', 'Leave them out.');
    }
    return rankingRows(await readRows(data, table, session.run), flags);
  }
  const tableFlag = (['contestant', 'task', 'winner', 'loser', 'tie', 'weight'] as const).find((name) => flags[name]);
  if (tableFlag !== undefined) {
    throw invalidOption(`--${tableFlag} is of tables.`, 'Name a file or a --table, or leave it out.');
  }
  const { graph, remarks } = await openData({ data }, session.run);
  for (const remark of remarks) session.remark(remark);
  return {
    measurements: graphMeasurements(graph, {
      ...(relation !== undefined && { relation }),
      ...(value !== undefined && { value }),
      ...(contestants !== undefined && { contestants }),
      ...(better !== undefined && { better }),
    }),
  };
}
