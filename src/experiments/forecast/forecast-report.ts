import { expectArgument, expectMembers } from '../../core/index.js';
import type { HeteroGraph } from '../../graph/index.js';
import { expectGraph } from '../../graph/internal.js';
import { type FittedForecast, forecastVerdict, importanceOf, mainFigure } from '../../relational/index.js';
import { dayText } from '../../relational/internal.js';
import type { ReportContent, ReportTable } from '../../viz/index.js';
import { shortNumber } from '../score/short-number.js';
import { forecastPictures } from './forecast-pictures.js';

const HEADS = ['learner', 'test', 'test, 95 %', 'validation', 's', 'what it is'];

/**
 * What a report shows of a forecast, for `reportHtml` of `heterograph/viz`: the verdict, every learner beside the constants under the protocol, curves and
 * calibration (of numbers, predicted against actual), what the forecasts rest on, columns that were refused, and remarks.
 *
 * @param graph of which the rows are, for their ids
 * @param options `remarks`: what was said of the data before, a sentence each
 * @example
 * await writeFile('forecast.html', reportHtml(forecastReport(await fitForecast(database, task), graph)));
 */
export function forecastReport(
  fitted: FittedForecast,
  graph: HeteroGraph,
  options: { readonly remarks?: readonly string[] } = {},
): ReportContent {
  expectMembers(fitted, 'fitted', { task: 'object', kept: 'object', scores: 'list', leaks: 'list', remarks: 'list' });
  expectGraph(graph);
  expectArgument(options, 'object', 'options');
  const { remarks: before = [] } = options;
  expectArgument(before, 'list', 'options.remarks');
  const { task, protocol, leaks, remarks, kept } = fitted;
  const importance = importanceOf(fitted);
  const counts = [task.train, task.valid, task.test].map(({ rows }) => rows.length);
  const { refused, sentences } = refusedParts(leaks);
  return {
    title: task.name,
    summary: `${counts[0]} rows of ${task.table} to learn from, ${counts[1]} to choose on from ${dayText(task.validFrom)}, ${counts[2]} to test from ${dayText(task.testFrom)}; windows of ${task.horizon / 86_400} days; ${seenText(protocol)}.`,
    verdict: [forecastVerdict(fitted), ...sentences],
    scores: scoreTable(fitted),
    ...forecastPictures(fitted, graph),
    ...(importance ? { restsOn: importance } : {}),
    ...refused,
    remarks: [...before, ...remarks.slice(leaks.length)],
    facts: {
      protocol,
      'kept learner': kept.name,
      'validation from': dayText(task.validFrom),
      'test from': dayText(task.testFrom),
    },
  };
}

/** What each forecast may see, in words. */
export function seenText(protocol: FittedForecast['protocol']): string {
  return protocol === 'rolling'
    ? 'each forecast sees everything up to itself (rolling)'
    : 'no forecast sees anything after the first of its part (frozen)';
}

/** What a report says of columns that were refused. */
export function refusedParts(leaks: FittedForecast['leaks']): {
  readonly refused: Pick<ReportContent, 'refused'>;
  readonly sentences: readonly string[];
} {
  if (leaks.length === 0) return { refused: {}, sentences: [] };
  const names = leaks.map(({ column }) => column).join(', ');
  return {
    refused: { refused: { heads: ['column', 'why'], rows: leaks.map(({ column, why }) => [column, why]) } },
    sentences: [`No input, since ${leaks.length > 1 ? 'they tell' : 'it tells'} what comes after: ${names}.`],
  };
}

function scoreTable({ scores, task, protocol }: FittedForecast): ReportTable {
  const { name, title } = mainFigure[task.kind];
  return {
    heads: HEADS,
    rows: scores.map((score) => {
      const { value, low, high } = score.test[name]!;
      return [
        ...[score.isKept ? `${score.name} (kept)` : score.name, shortNumber(value)],
        ...[`${shortNumber(low)} – ${shortNumber(high)}`, shortNumber(score.valid[name]!.value)],
        ...[score.seconds.toFixed(1), score.title],
      ];
    }),
    note: `${title}, ${protocol} history. The validation chooses; what is tested has learned again of training and validation. Intervals are 95 % bootstrap intervals over the test rows.`,
  };
}
