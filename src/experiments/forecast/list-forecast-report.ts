import { expectArgument, expectMembers } from '../../core/index.js';
import { type FittedListForecast, listForecastVerdict } from '../../relational/index.js';
import { dayText } from '../../relational/internal.js';
import type { ReportContent, ReportTable } from '../../viz/index.js';
import { shortNumber } from '../score/short-number.js';
import { refusedParts, seenText } from './forecast-report.js';

/**
 * What a report shows of a forecast of lists, for `reportHtml` of `heterograph/viz`: the verdict, every ranker under the protocol with all its figures, columns
 * that were refused, and remarks.
 *
 * @param options `remarks`: what was said of the data before, a sentence each
 * @example
 * await writeFile('next.html', reportHtml(listForecastReport(await fitListForecast(database, task))));
 * @throws {HeteroGraphError} INVALID_OPTION
 */
export function listForecastReport(
  fitted: FittedListForecast,
  options: { readonly remarks?: readonly string[] } = {},
): ReportContent {
  expectMembers(fitted, 'fitted', { task: 'object', kept: 'object', scores: 'list', leaks: 'list', remarks: 'list' });
  expectArgument(options, 'object', 'options');
  const { remarks: before = [] } = options;
  expectArgument(before, 'list', 'options.remarks');
  const { task, protocol, leaks, remarks, kept, k } = fitted;
  const counts = [task.train, task.valid, task.test].map(({ rows }) => rows.length);
  const { refused, sentences } = refusedParts(leaks);
  return {
    title: task.name,
    summary: `Lists of up to ${k} of ${task.items} for ${task.table}: ${counts[0]} to learn from, ${counts[1]} to choose on from ${dayText(task.validFrom)}, ${counts[2]} to test from ${dayText(task.testFrom)}; windows of ${task.horizon / 86_400} days; ${seenText(protocol)}.`,
    verdict: [listForecastVerdict(fitted), ...sentences],
    scores: scoreTable(fitted),
    ...refused,
    remarks: [...before, ...remarks.slice(leaks.length)],
    facts: {
      protocol,
      'kept ranker': kept.name,
      'validation from': dayText(task.validFrom),
      'test from': dayText(task.testFrom),
    },
  };
}

function scoreTable({ scores, k, protocol }: FittedListForecast): ReportTable {
  const heads = ['ranker', 'MAP', 'MAP, 95 %', 'validation', 'recall', 'precision', 'NDCG', 'MRR', 's', 'what it is'];
  return {
    heads,
    rows: scores.map(({ name, title, test, valid, isKept, seconds }) => [
      ...[isKept ? `${name} (kept)` : name, shortNumber(test.map.value)],
      ...[`${shortNumber(test.map.low)} – ${shortNumber(test.map.high)}`, shortNumber(valid.map.value)],
      ...[test.recall, test.precision, test.ndcg, test.mrr].map(({ value }) => shortNumber(value)),
      ...[seconds.toFixed(1), title],
    ]),
    note: `Of the first ${k} items of the test, ${protocol} history; MAP of the validation chooses. What is tested has learned again of training and validation. Intervals are 95 % bootstrap intervals over the rows asked about.`,
  };
}
