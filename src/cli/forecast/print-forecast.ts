import { checkTablePath } from '../../data/internal.js';
import { readMapping } from '../../datasets/index.js';
import {
  applyForecast,
  type FittedForecast,
  fitForecast,
  forecastVerdict,
  importanceOf,
  mainFigure,
  type OpenedDatabase,
  openDatabase,
  parseQuery,
  queryTask,
  readTask,
  saveForecast,
} from '../../relational/index.js';
import { checkForecastFolder, dayText } from '../../relational/internal.js';
import { checkApart, checkNew, writeNew } from '../files/new-file.js';
import { writeOutputs, writtenLines } from '../files/outputs.js';
import { invalidOption, realNumber, wholeNumber } from '../options/options.js';
import type { Session } from '../terminal/session.js';
import { textTable } from '../terminal/text-table.js';
import { checkLearners, dateOption, type ForecastFlags, listOptions, protocolOption } from './flags.js';
import { forecastCsv } from './forecast-csv.js';
import { listObject, listText, number, writeList } from './forecast-list.js';
import { printListForecast } from './print-list-forecast.js';
import { tableRows } from './table-rows.js';

/** Paths and features that are printed. */
const MOST_SHOWN = 8;

export async function printForecast(
  source: string,
  query: string | undefined,
  flags: ForecastFlags,
  session: Session,
): Promise<void> {
  if ((query === undefined) === (flags.task === undefined)) {
    throw invalidOption(
      query === undefined ? 'Nothing is asked.' : 'A query and a task are both given.',
      'Give a query such as "PREDICT COUNT(orders) OVER 30 DAYS = 0 FOR customers", or --task FOLDER/NAME.',
    );
  }
  const protocol = protocolOption(flags.protocol);
  const ofOther = flags.task === undefined ? (['horizon'] as const) : (['validFrom', 'testFrom'] as const);
  for (const name of ofOther) {
    if (flags[name] === undefined) continue;
    const flag = `--${name.replace('From', '-from')}`;
    throw invalidOption(`${flag} is of ${flags.task === undefined ? 'tasks of files' : 'queries'}.`, 'Leave it out.');
  }
  // What is wrong is said before anything is read.
  if (query !== undefined && parseQuery(query).measure.function === 'LIST')
    return printListForecast(source, query, flags, session);
  if (flags.k !== undefined) throw invalidOption('--k is of lists.', 'Leave it out, or ask PREDICT LIST(...).');
  const stale = flags.learner?.find((name) => name.startsWith('stale-'));
  if (protocol === 'rolling' && stale !== undefined)
    throw invalidOption(`${stale} is for --protocol frozen.`, 'Histories are never old under rolling.');
  const horizon = flags.horizon === undefined ? {} : { horizonDays: realNumber(flags.horizon, '--horizon') };
  const seed = wholeNumber(flags.seed ?? '1', '--seed');
  const list = listOptions(flags);
  const times = {
    ...(flags.validFrom === undefined ? {} : { validFrom: dateOption(flags.validFrom, '--valid-from') }),
    ...(flags.testFrom === undefined ? {} : { testFrom: dateOption(flags.testFrom, '--test-from') }),
  };
  checkApart({ '--out': flags.out, '--test-out': flags.testOut, '--report': flags.report }, { '--save': flags.save });
  if (flags.out !== undefined) checkTablePath(flags.out, false);
  if (flags.testOut !== undefined) await checkNew(flags.testOut, '--test-out');
  if (flags.report !== undefined) await checkNew(flags.report, '--report');
  checkLearners(flags.learner);
  if (flags.save !== undefined) await checkForecastFolder(flags.save);
  const mapping = flags.mapping === undefined ? {} : { mapping: await readMapping(flags.mapping) };
  const opened = await openDatabase(source, { ...session.run, ...mapping });
  for (const remark of opened.remarks) session.remark(remark);
  const task =
    flags.task === undefined
      ? await queryTask(opened.database, query!, { ...session.run, ...times, seed })
      : await readTask(flags.task, opened.graph, { ...session.run, ...horizon });
  for (const remark of task.remarks) session.remark(remark);
  const fitted = await fitForecast(opened.database, task, {
    ...session.run,
    ...{ protocol, seed },
    ...(flags.learner ? { learners: flags.learner } : {}),
    ...(flags.keep ? { keep: flags.keep } : {}),
  });
  for (const { column, why } of fitted.leaks)
    session.remark(`${column} is no input: it ${why}. If it is known by then all the same: --keep ${column}`);
  for (const remark of fitted.remarks.slice(fitted.leaks.length, fitted.remarks.length - task.remarks.length))
    session.remark(remark);
  // What cannot be written is reported last: what was learned is printed all the same.
  const kept = await writeOutputs([
    { name: 'save', path: flags.save, write: async (path) => saveForecast(fitted, path) },
  ]);
  const now = await applyForecast(fitted, opened.database, { ...session.run, ...list.times });
  for (const remark of now.remarks) session.remark(remark);
  const outputs = await writeOutputs([
    { name: 'out', path: flags.out, write: (path) => writeList(path, now) },
    {
      name: 'testOut',
      path: flags.testOut,
      write: (path) => writeNew(path, forecastCsv(fitted, opened.graph), '--test-out'),
    },
    {
      name: 'report',
      path: flags.report,
      write: async (path) => writeNew(path, await reportOf(fitted, opened), '--report'),
    },
  ]);
  const importance = importanceOf(fitted);
  const verdict = forecastVerdict(fitted);
  const { name: main, title } = mainFigure[task.kind];
  const counts = { train: task.train.rows.length, valid: task.valid.rows.length, test: task.test.rows.length };
  session.print(
    {
      task: { ...taskText(task), counts },
      protocol: fitted.protocol,
      seed,
      scores: fitted.scores,
      kept: fitted.kept.name,
      verdict,
      leaks: fitted.leaks,
      ...(importance ? { importance } : {}),
      features: [...new Set(fitted.parts.flatMap(({ plan }) => plan.features.map(({ name }) => name)))],
      now: listObject(now, list.top),
      remarks: [...opened.remarks, ...fitted.remarks],
      ...(kept.written.save === undefined ? {} : { saved: kept.written.save }),
      ...outputs.written,
    },
    [
      textTable(['table', 'rows', 'columns', 'refers to', 'known'], tableRows(opened.database)),
      '',
      `${task.name}: ${counts.train} rows to learn from, ${counts.valid} to choose on, ${counts.test} to test.`,
      `Validation from ${dayText(task.validFrom)}, test from ${dayText(task.testFrom)}; ${fitted.protocol} history.`,
      '',
      textTable(['', 'learner', `${title} valid`, 'test', '95 %', 's'], scoreRows(fitted, main)),
      '',
      ...(importance
        ? [
            textTable(['rests on', 'share'], importance.paths.slice(0, MOST_SHOWN).map(shareRow)),
            '',
            textTable(['feature', 'share'], importance.features.slice(0, MOST_SHOWN).map(shareRow)),
            ...(importance.learners.trees < importance.learners.all
              ? [
                  `Shares are of ${importance.learners.trees} of the ${importance.learners.all} learners in the mean, the trees.`,
                ]
              : []),
            '',
          ]
        : []),
      verdict,
      '',
      listText(now, list.top),
      ...(kept.written.save === undefined
        ? []
        : ['', `Kept in ${flags.save}: forecast SOURCE --model ${flags.save} uses it again.`]),
      ...writtenLines(outputs),
    ].join('\n'),
  );
  for (const { forecaster } of [...fitted.parts, ...fitted.constants]) forecaster.dispose();
  const failure = kept.failure ?? outputs.failure;
  if (failure) throw failure;
}

/** What draws is loaded when there is something to draw. */
async function reportOf(fitted: FittedForecast, { graph, remarks }: OpenedDatabase): Promise<string> {
  const [{ forecastReport }, { reportHtml }] = await Promise.all([
    import('../../experiments/index.js'),
    import('../../viz/index.js'),
  ]);
  return reportHtml(forecastReport(fitted, graph, { remarks }));
}

function taskText({ name, table, kind, horizon, validFrom, testFrom }: FittedForecast['task']): object {
  return {
    name,
    table,
    kind,
    horizonDays: horizon / 86_400,
    validFrom: dayText(validFrom),
    testFrom: dayText(testFrom),
  };
}

function scoreRows({ scores }: FittedForecast, main: string): string[][] {
  return scores.map(({ name, valid, test, isKept, seconds }) => [
    ...[isKept ? '>' : '', name, number(valid[main]!.value), number(test[main]!.value)],
    ...[`${number(test[main]!.low)}–${number(test[main]!.high)}`, seconds.toFixed(1)],
  ]);
}

function shareRow({ name, share }: { readonly name: string; readonly share: number }): string[] {
  return [name.length > 66 ? `${name.slice(0, 65)}…` : name, `${(100 * share).toFixed(1)} %`];
}
