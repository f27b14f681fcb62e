import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { checkTablePath } from '../../data/internal.js';
import { readMapping } from '../../datasets/index.js';
import { applyForecast, openDatabase, openForecast } from '../../relational/index.js';
import { dayText, listForecastFolder } from '../../relational/internal.js';
import { invalidOption } from '../options/options.js';
import type { Session } from '../terminal/session.js';
import { type ForecastFlags, listOptions } from './flags.js';
import { listObject, listText, writeList } from './forecast-list.js';
import { printKeptListForecast } from './print-kept-list-forecast.js';

/** What is of learning alone, by its flag. */
const ofLearning = {
  ...{ task: '--task', save: '--save', protocol: '--protocol', validFrom: '--valid-from', testFrom: '--test-from' },
  ...{ horizon: '--horizon', learner: '--learner', seed: '--seed', testOut: '--test-out' },
  ...{ keep: '--keep', report: '--report', k: '--k' },
} as const;

/** Makes a forecast that was saved of tables as they are now. */
export async function printKeptForecast(
  source: string,
  query: string | undefined,
  flags: ForecastFlags & { readonly model: string },
  session: Session,
): Promise<void> {
  const given = (Object.keys(ofLearning) as (keyof typeof ofLearning)[]).find((name) => flags[name] !== undefined);
  if (query !== undefined || given !== undefined)
    throw invalidOption(
      `${given === undefined ? 'A query' : ofLearning[given]} and --model are both given.`,
      'A saved forecast is used as it was learned: leave one of them out.',
    );
  if (existsSync(join(flags.model, listForecastFolder.manifest))) return printKeptListForecast(source, flags, session);
  const { times, top } = listOptions(flags);
  if (flags.out !== undefined) checkTablePath(flags.out, false);
  const kept = await openForecast(flags.model);
  const mapping = flags.mapping === undefined ? {} : { mapping: await readMapping(flags.mapping) };
  const opened = await openDatabase(source, { ...session.run, ...mapping });
  for (const remark of opened.remarks) session.remark(remark);
  const applied = await applyForecast(kept, opened.database, { ...session.run, ...times });
  for (const { forecaster } of [...kept.parts, ...kept.constants]) forecaster.dispose();
  for (const remark of applied.remarks) session.remark(remark);
  if (flags.out !== undefined) await writeList(flags.out, applied);
  const { task, protocol, learnedUntil } = kept;
  const learned = dayText(learnedUntil);
  session.print(
    {
      ...{ task: { name: task.name, table: task.table, kind: task.kind }, kept: kept.kept.name, protocol, learned },
      leaks: kept.leaks,
      ...listObject(applied, top),
      remarks: [...opened.remarks, ...applied.remarks],
      ...(flags.out === undefined ? {} : { out: flags.out }),
    },
    [task.name, `${kept.kept.title} (${kept.kept.name}), learned until ${learned}.`, '', listText(applied, top)].join(
      '\n',
    ),
  );
}
