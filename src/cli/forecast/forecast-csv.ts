import type { HeteroGraph } from '../../graph/index.js';
import { compareIds } from '../../graph/internal.js';
import type { FittedForecast, FittedListForecast } from '../../relational/index.js';
import { testListsOf } from '../../relational/internal.js';

/** The forecasts of the test rows as CSV: date, id, what was forecast and what happened, the most likely first within a date. */
export function forecastCsv({ task, testValues }: FittedForecast, graph: HeteroGraph): string {
  const ids = graph.ids(task.table);
  const { rows, times, labels } = task.test;
  const width = testValues.length / Math.max(1, rows.length);
  const score = (i: number) =>
    task.kind === 'binary' ? testValues[2 * i + 1]! : Math.max(...testValues.subarray(i * width, (i + 1) * width));
  const order = Array.from(rows, (_, i) => i).sort(
    (a, b) => times[a]! - times[b]! || score(b) - score(a) || compareIds(ids.idOf(rows[a]!), ids.idOf(rows[b]!)),
  );
  const names =
    task.kind === 'classes'
      ? task.classes!.map((name) => `probability of ${name}`)
      : [task.kind === 'binary' ? 'probability' : 'forecast'];
  const lines = order.map((i) => {
    const values = task.kind === 'classes' ? Array.from(testValues.subarray(i * width, (i + 1) * width)) : [score(i)];
    const label = task.kind === 'classes' ? task.classes![labels[i]!]! : labels[i]!;
    return [new Date(times[i]! * 1000).toISOString(), ids.idOf(rows[i]!), ...values, label].map(cell).join(',');
  });
  return `${[['date', task.table, ...names, 'happened'].map(cell).join(','), ...lines].join('\n')}\n`;
}

/** The lists of the test rows as CSV: a line an item, with the date, the id, the item, its rank and score, and whether it happened. */
export function listForecastCsv(fitted: FittedListForecast): string {
  const lines = [['date', fitted.task.table, fitted.task.items, 'rank', 'score', 'happened'].map(cell).join(',')];
  for (const { time, id, items, scores, happened } of testListsOf(fitted)) {
    const date = new Date(time * 1000).toISOString();
    const there = new Set(happened);
    for (const [i, item] of items.entries())
      lines.push([date, id, item, i + 1, scores[i]!, there.has(item) ? 'yes' : 'no'].map(cell).join(','));
  }
  return `${lines.join('\n')}\n`;
}

function cell(value: string | number): string {
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
