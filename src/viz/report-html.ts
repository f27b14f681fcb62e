import { escapeMarkup, expectMembers } from '../core/index.js';
import { type CalibrationBin, calibrationPlot } from './calibration-plot.js';
import { type ClassF1, classScorePlot } from './class-scores.js';
import { confusionPlot } from './confusion.js';
import { type FlowData, flowPlot } from './flow-plot.js';
import { type GanttBar, ganttChart, ganttColours } from './gantt.js';
import { htmlDocument } from './html-document.js';
import { type Curves, learningCurve } from './learning-curve.js';
import { errorPlot, type PredictedNumbers, predictedPlot } from './number-plots.js';
import { popularityPlot, type ShownItems } from './popularity-plot.js';
import { precisionRecallPlot, type RankedClass, rocPlot } from './ranking-plots.js';
import { type RecommenderFigure, recommenderPlot } from './recommender-plot.js';
import { type RelationImportance, relationPlot } from './relation-plot.js';
import { type NamedShare, restsOnPlot } from './rests-on-plot.js';
import { type SchemaCounts, schemaDrawing } from './schema-drawing.js';
import { labelSharePlot, type SharedScores } from './share-plot.js';

/** A table of text, with a sentence under it where one is needed. */
export interface ReportTable {
  readonly heads: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
  readonly note?: string;
}

/** What a report shows; parts that are left out are not in it. Plain data throughout. */
export interface ReportContent {
  readonly title: string;
  /** One or two sentences under the title. */
  readonly summary?: string;
  /** What the run comes to, in a few sentences: at the top, one paragraph each. */
  readonly verdict?: readonly string[];
  readonly scores?: ReportTable;
  /** Anything else, each part under its title: sentences, a drawing of this room as SVG text, a table. */
  readonly sections?: readonly {
    readonly title: string;
    readonly text?: string;
    readonly picture?: string;
    readonly table?: ReportTable;
  }[];
  /** Scores by how many rows were learned from. */
  readonly labelShares?: {
    readonly models: readonly SharedScores[];
    readonly figure: string;
    readonly table: ReportTable;
  };
  /** Models that were compared to choose one of them. */
  readonly comparison?: ReportTable;
  readonly history?: { readonly curves: Curves; readonly bestEpoch?: number };
  /** Of recommenders: a figure of each with its interval, how popular are items that are taken and shown, and the lists of some users. */
  readonly recommendation?: {
    readonly scores: readonly RecommenderFigure[];
    readonly figure: string;
    readonly popularity: ShownItems;
    readonly examples: ReportTable;
  };
  /** Counts [C, C], row-major, rows = real. */
  readonly confusion?: { readonly cells: ArrayLike<number>; readonly classes: readonly string[] };
  readonly perClass?: readonly ClassF1[];
  /** How each class is ranked, for ROC and precision-recall curves. */
  readonly ranking?: readonly RankedClass[];
  readonly calibration?: readonly CalibrationBin[];
  /** Rows to look at, such as the surest mistakes with their ids. */
  readonly mistakes?: ReportTable;
  readonly relations?: RelationImportance;
  /** Of forecasts: what they rest on, by tables and by features. */
  readonly restsOn?: { readonly paths: readonly NamedShare[]; readonly features: readonly NamedShare[] };
  /** Columns that were refused as inputs, and what else is to be said before the figures are believed. */
  readonly refused?: ReportTable;
  readonly remarks?: readonly string[];
  /** What became of the columns. */
  readonly columns?: ReportTable;
  /** Of models of numbers: those of the test rows. */
  readonly numbers?: PredictedNumbers;
  /** What ran where and when, in milliseconds, and as planned. */
  readonly execution?: {
    readonly operators: readonly GanttBar[];
    readonly makespan: number;
    readonly plannedMakespan: number;
  };
  /** Where the states of nodes came from, of models with attention. */
  readonly flow?: FlowData;
  readonly schema?: SchemaCounts;
  /** Shown as indented JSON. */
  readonly config?: unknown;
  /** Names and values, such as machine and versions. */
  readonly facts?: Readonly<Record<string, string | number>>;
}

const STYLE = `
:root { color-scheme: light dark; --line: #8884; }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.6rem; margin-bottom: 0.2rem; } h2 { font-size: 1.15rem; margin-top: 2.2rem; }
.scroll { overflow-x: auto; } details { margin: 0.6rem 0; } summary { cursor: pointer; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: 0.3rem 0.6rem; border-bottom: 1px solid var(--line); vertical-align: top; }
td:not(.number) { min-width: 4.5rem; } td:last-child:not(.number) { min-width: 12rem; }
td.number, th.number { text-align: right; white-space: nowrap; }
.verdict { border-left: 4px solid #4269d0; padding: 0.1rem 0 0.1rem 1rem; font-size: 1.05rem; }
.pair { display: flex; flex-wrap: wrap; gap: 1rem; } .pair figure { flex: 1 1 20rem; max-width: 30rem; }
figure { margin: 0.6rem 0; overflow-x: auto; } svg { max-width: 100%; height: auto; }
@media (max-width: 40rem) { svg[width="720"] { min-width: 34rem; } svg[width="480"] { min-width: 24rem; } }
pre { overflow-x: auto; padding: 0.8rem; border: 1px solid var(--line); border-radius: 4px; font-size: 13px; }
`;

/**
 * One self-contained page: no script, nothing is fetched, light and dark. Every text is escaped; the same content gives the same
 * bytes.
 */
export function reportHtml(content: ReportContent): string {
  expectMembers(content, 'content', { title: 'text' });
  const { title, summary, verdict, scores, comparison, history, confusion, perClass, numbers, ranking } = content;
  const {
    calibration,
    mistakes,
    relations,
    columns,
    execution,
    flow,
    schema,
    config,
    facts,
    labelShares,
    recommendation,
    restsOn,
    refused,
    remarks,
    sections = [],
  } = content;
  const parts = [
    scores && section('Scores', table(scores)),
    ...sections.map(({ title, text, picture, table: rows }) =>
      section(
        escapeMarkup(title),
        [
          ...(text === undefined ? [] : [`<p>${escapeMarkup(text)}</p>`]),
          ...(picture === undefined ? [] : [figure(picture)]),
          ...(rows === undefined ? [] : [table(rows)]),
        ].join('\n'),
      ),
    ),
    recommendation &&
      section(
        'Scores with their intervals',
        figure(recommenderPlot(recommendation.scores, { figure: recommendation.figure })),
      ),
    recommendation && section('What some users are shown', table(recommendation.examples)),
    recommendation && section('How popular items are', figure(popularityPlot(recommendation.popularity))),
    labelShares && section('Scores by rows learned from', sharesOf(labelShares)),
    comparison && section('Models compared', table(comparison)),
    refused && section('Columns that tell what comes after', table(refused)),
    restsOn &&
      section(
        'What the forecasts rest on: tables, and single features',
        sideBySide(restsOnPlot(restsOn.paths), restsOnPlot(restsOn.features)),
      ),
    relations && section('What each relation is worth', relationWorth(relations)),
    mistakes && section('Mistakes worth a look', table(mistakes)),
    columns && section('Columns', table(columns)),
    ranking && section('Finding the rows of a class', sideBySide(rocPlot(ranking), precisionRecallPlot(ranking))),
    calibration && section('Probabilities and what came true', figure(calibrationPlot(calibration))),
    history && section('Learning curve', figure(learningCurve(history.curves, { bestEpoch: history.bestEpoch }))),
    confusion && section('Confusion', figure(confusionPlot(confusion.cells, confusion.classes))),
    perClass && section('F1 by class', figure(classScorePlot(perClass))),
    numbers && section('Predicted and actual', figure(predictedPlot(numbers)) + figure(errorPlot(numbers))),
    execution && section('Pre-computation', timeline(execution)),
    flow && section('Relations that the model used', figure(flowPlot(flow))),
    schema && section('The graph', figure(schemaDrawing(schema)) + relationTable(schema)),
    remarks && remarks.length > 0 && section('Remarks', list(remarks)),
    facts && section('Circumstances', table({ heads: ['what', 'value'], rows: Object.entries(facts) })),
    config !== undefined && section('Configuration', `<pre>${escapeMarkup(JSON.stringify(config, null, 2))}</pre>`),
  ];
  return htmlDocument(
    title,
    STYLE,
    `<main>
<h1>${escapeMarkup(title)}</h1>
${verdict === undefined || verdict.length === 0 ? '' : `<div class="verdict">${verdict.map((text) => `<p>${escapeMarkup(text)}</p>`).join('')}</div>\n`}${summary === undefined ? '' : `<p>${escapeMarkup(summary)}</p>`}
${parts.filter((part) => typeof part === 'string').join('\n')}
</main>`,
  );
}

function sharesOf({ models, figure: name, table: scores }: NonNullable<ReportContent['labelShares']>): string {
  return figure(labelSharePlot(models, { figure: name, width: 720 })) + table(scores);
}

function relationWorth(importance: RelationImportance): string {
  const { omitted = 0, problem } = importance;
  const picture = relationPlot(importance);
  return [
    ...(picture === '' ? [] : [figure(picture)]),
    ...(omitted > 0 ? [`<p>${omitted} more relations were not looked at.</p>`] : []),
    ...(problem === undefined ? [] : [`<p>Not measured: ${escapeMarkup(problem)}</p>`]),
  ].join('\n');
}

function section(title: string, body: string): string {
  return `<section>\n<h2>${title}</h2>\n${body}\n</section>`;
}

/** The chart, its colours, and where the time went. */
function timeline({ operators, makespan, plannedMakespan }: NonNullable<ReportContent['execution']>): string {
  const rows = ganttColours(operators).map(({ kind, colour }) => {
    const own = operators.filter((each) => each.kind === kind);
    const sum = (spans: readonly { readonly start: number; readonly end: number }[]) =>
      spans.reduce((ms, { start, end }) => ms + end - start, 0).toFixed(1);
    return { colour, cells: [kind, own.length, sum(own.flatMap(({ planned }) => planned ?? [])), sum(own)] };
  });
  const swatches = rows
    .map(
      ({ colour, cells }) =>
        `<span><svg width="12" height="12" aria-hidden="true"><rect width="12" height="12" fill="${colour}"/></svg> ${escapeMarkup(String(cells[0]))}</span>`,
    )
    .join(' ');
  const heads = ['kind', 'operators', 'planned ms', 'measured ms'];
  const text = `${operators.length} operators, ${(makespan / 1000).toFixed(2)} s; planned were ${(plannedMakespan / 1000).toFixed(2)} s.`;
  return `<p>${text}</p>\n${figure(ganttChart(operators))}\n<p>${swatches}</p>\n${table({ heads, rows: rows.map(({ cells }) => cells) })}`;
}

function list(texts: readonly string[]): string {
  return `<ul>${texts.map((text) => `<li>${escapeMarkup(text)}</li>`).join('\n')}</ul>`;
}

function sideBySide(...svgs: readonly string[]): string {
  return svgs.some((svg) => svg !== '') ? `<div class="pair">${svgs.map(figure).join('')}</div>` : figure('');
}

function figure(svg: string): string {
  return svg === '' ? '<p>There is nothing to show.</p>' : `<figure>${svg}</figure>`;
}

const MAX_RELATIONS = 1000;

/** Relations by name: a drawing has no room for all of them. */
function relationTable({ edges }: SchemaCounts): string {
  const rows = edges
    .slice(0, MAX_RELATIONS)
    .map(({ type: [source, relation, target], count, inverse }) => [
      ...[source, relation, target, count, inverse?.[1] ?? ''],
    ]);
  const heads = ['from', 'relation', 'to', 'edges', 'inverse'];
  return rows.length === 0
    ? ''
    : `\n<details><summary>${rows.length < edges.length ? `The first ${rows.length} of ${edges.length} relations` : `All relations (${rows.length})`}</summary>\n${table({ heads, rows })}\n</details>`;
}

function table({ heads, rows, note }: ReportTable): string {
  const isNumber = heads.map((_, c) => rows.length > 0 && rows.every((row) => /^[\d.,±–%+\- ]+$/.test(String(row[c]))));
  const cells = (row: readonly (string | number)[], tag: 'th' | 'td') =>
    row
      .map(
        (cell, c) =>
          `<${tag}${isNumber[c] ? ' class="number"' : ''}${tag === 'th' ? ' scope="col"' : ''}>${escapeMarkup(String(cell))}</${tag}>`,
      )
      .join('');
  const body = rows.map((row) => `<tr>${cells(row, 'td')}</tr>`).join('\n');
  return `<div class="scroll"><table>\n<thead><tr>${cells(heads, 'th')}</tr></thead>\n<tbody>\n${body}\n</tbody>\n</table></div>${note === undefined ? '' : `\n<p>${escapeMarkup(note)}</p>`}`;
}
