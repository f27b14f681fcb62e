import { checkTablePath } from '../../data/internal.js';
import { readMapping } from '../../datasets/index.js';
import { applyListForecast, openDatabase, openListForecast } from '../../relational/index.js';
import { dayText } from '../../relational/internal.js';
import type { Session } from '../terminal/session.js';
import { type ForecastFlags, listOptions } from './flags.js';
import { listsObject, listsText, writeLists } from './list-forecast-text.js';

/** Makes lists that were saved of tables as they are now. */
export async function printKeptListForecast(
  source: string,
  flags: ForecastFlags & { readonly model: string },
  session: Session,
): Promise<void> {
  const { times, top } = listOptions(flags);
  if (flags.out !== undefined) checkTablePath(flags.out, false);
  const kept = await openListForecast(flags.model);
  const mapping = flags.mapping === undefined ? {} : { mapping: await readMapping(flags.mapping) };
  const opened = await openDatabase(source, { ...session.run, ...mapping });
  for (const remark of opened.remarks) session.remark(remark);
  const applied = await applyListForecast(kept, opened.database, { ...session.run, ...times });
  for (const remark of applied.remarks) session.remark(remark);
  if (flags.out !== undefined) await writeLists(flags.out, applied);
  const { task, protocol, learnedUntil } = kept;
  const learned = dayText(learnedUntil);
  session.print(
    {
      task: { name: task.name, table: task.table, kind: 'list', items: task.items },
      ...{ kept: kept.kept.name, protocol, learned, leaks: kept.leaks },
      ...listsObject(applied, top),
      remarks: [...opened.remarks, ...applied.remarks],
      ...(flags.out === undefined ? {} : { out: flags.out }),
    },
    [task.name, `${kept.kept.title} (${kept.kept.name}), learned until ${learned}.`, '', listsText(applied, top)].join(
      '\n',
    ),
  );
}
