import { checkTablePath } from '../../data/internal.js';
import { readMapping } from '../../datasets/index.js';
import {
  applyListForecast,
  type FittedListForecast,
  fitListForecast,
  listForecastVerdict,
  listTask,
  openDatabase,
  saveListForecast,
} from '../../relational/index.js';
import { checkListForecastFolder, dayText, treeRankers } from '../../relational/internal.js';
import { checkApart, checkNew, writeNew } from '../files/new-file.js';
import { writeOutputs, writtenLines } from '../files/outputs.js';
import { invalidOption, wholeNumber } from '../options/options.js';
import type { Session } from '../terminal/session.js';
import { textTable } from '../terminal/text-table.js';
import { checkLearners, dateOption, type ForecastFlags, listOptions, protocolOption } from './flags.js';
import { listForecastCsv } from './forecast-csv.js';
import { listsObject, listsText, rankerTable, writeLists } from './list-forecast-text.js';
import { tableRows } from './table-rows.js';

/** Forecasts lists of items: `PREDICT LIST(...)`. */
export async function printListForecast(
  source: string,
  query: string,
  flags: ForecastFlags,
  session: Session,
): Promise<void> {
  checkLearners(
    flags.learner,
    treeRankers.map(({ name }) => name),
  );
  const protocol = protocolOption(flags.protocol);
  const seed = wholeNumber(flags.seed ?? '1', '--seed');
  const k = wholeNumber(flags.k ?? '12', '--k');
  if (k < 1 || k > 1000) throw invalidOption(`--k is ${k}.`, 'It must be from 1 to 1000.');
  const list = listOptions(flags);
  const times = {
    ...(flags.validFrom === undefined ? {} : { validFrom: dateOption(flags.validFrom, '--valid-from') }),
    ...(flags.testFrom === undefined ? {} : { testFrom: dateOption(flags.testFrom, '--test-from') }),
  };
  checkApart({ '--out': flags.out, '--test-out': flags.testOut, '--report': flags.report }, { '--save': flags.save });
  if (flags.out !== undefined) checkTablePath(flags.out, false);
  if (flags.testOut !== undefined) await checkNew(flags.testOut, '--test-out');
  if (flags.report !== undefined) await checkNew(flags.report, '--report');
  if (flags.save !== undefined) await checkListForecastFolder(flags.save);
  const mapping = flags.mapping === undefined ? {} : { mapping: await readMapping(flags.mapping) };
  const opened = await openDatabase(source, { ...session.run, ...mapping });
  for (const remark of opened.remarks) session.remark(remark);
  const task = await listTask(opened.database, query, { ...session.run, ...times, seed });
  for (const remark of task.remarks) session.remark(remark);
  const keep = flags.keep ? { keep: flags.keep } : {};
  const learners = flags.learner ? { learners: flags.learner } : {};
  const fitted = await fitListForecast(opened.database, task, {
    ...{ ...session.run, protocol, k, seed },
    ...{ ...keep, ...learners },
  });
  for (const { column, why } of fitted.leaks)
    session.remark(`${column} is no input: it ${why}. If it is known by then all the same: --keep ${column}`);
  for (const remark of fitted.remarks.slice(fitted.leaks.length + task.remarks.length)) session.remark(remark);
  // What cannot be written is reported last: what was learned is printed all the same.
  const kept = await writeOutputs([
    { name: 'save', path: flags.save, write: async (path) => saveListForecast(fitted, path) },
  ]);
  const now = await applyListForecast(fitted, opened.database, { ...session.run, ...list.times });
  for (const remark of now.remarks) session.remark(remark);
  const outputs = await writeOutputs([
    { name: 'out', path: flags.out, write: (path) => writeLists(path, now) },
    { name: 'testOut', path: flags.testOut, write: (path) => writeNew(path, listForecastCsv(fitted), '--test-out') },
    {
      name: 'report',
      path: flags.report,
      write: async (path) => writeNew(path, await reportOf(fitted, opened.remarks), '--report'),
    },
  ]);
  const verdict = listForecastVerdict(fitted);
  const { name, table, items, horizon, validFrom, testFrom } = task;
  const counts = { train: task.train.rows.length, valid: task.valid.rows.length, test: task.test.rows.length };
  session.print(
    {
      task: {
        ...{ name, table, kind: 'list', items, horizonDays: horizon / 86_400 },
        ...{ validFrom: dayText(validFrom), testFrom: dayText(testFrom), counts },
      },
      ...{ protocol, k, seed, scores: fitted.scores, kept: fitted.kept.name, verdict, leaks: fitted.leaks },
      now: listsObject(now, list.top),
      remarks: [...opened.remarks, ...fitted.remarks],
      ...(kept.written.save === undefined ? {} : { saved: kept.written.save }),
      ...outputs.written,
    },
    [
      textTable(['table', 'rows', 'columns', 'refers to', 'known'], tableRows(opened.database)),
      '',
      name,
      `${counts.train} rows to learn from, ${counts.valid} to choose on, ${counts.test} to test.`,
      `Validation from ${dayText(validFrom)}, test from ${dayText(testFrom)}; ${protocol} history.`,
      '',
      rankerTable(fitted.scores, k),
      '',
      verdict,
      '',
      listsText(now, list.top),
      ...(kept.written.save === undefined
        ? []
        : ['', `Kept in ${flags.save}: forecast SOURCE --model ${flags.save} uses it again.`]),
      ...writtenLines(outputs),
    ].join('\n'),
  );
  const failure = kept.failure ?? outputs.failure;
  if (failure) throw failure;
}

/** What draws is loaded when there is something to draw. */
async function reportOf(fitted: FittedListForecast, remarks: readonly string[]): Promise<string> {
  const [{ listForecastReport }, { reportHtml }] = await Promise.all([
    import('../../experiments/index.js'),
    import('../../viz/index.js'),
  ]);
  return reportHtml(listForecastReport(fitted, { remarks }));
}
