import { type Command, Option } from 'commander';
import {
  type DetectorName,
  detectAnomalies,
  detectEdgeAnomalies,
  detectorNames,
  detectTemporalEdgeAnomalies,
} from '../../anomaly/index.js';
import { HeteroGraphError, isHeteroGraphError } from '../../core/index.js';
import { openData } from '../../data/index.js';
import { checkTablePath, writeIdTable } from '../../data/internal.js';
import { usualColumns } from '../anomalies/choose-columns.js';
import { compareDetectors, oddLabels } from '../anomalies/compare-detectors.js';
import {
  comparedText,
  oddestInTimeText,
  oddestText,
  reasonTexts,
  temporalTexts,
  timedName,
} from '../anomalies/print-report.js';
import { type OddPage, oddReport } from '../anomalies/report.js';
import { checkApart, checkNew, writeNew } from '../files/new-file.js';
import { writeOutputs, writtenLines } from '../files/outputs.js';
import { collect, invalidOption, parsedSettings, realNumber, wholeNumber } from '../options/options.js';
import { readRows } from '../tables/read-rows.js';
import { inSession, type Session } from '../terminal/session.js';

interface AnomalyFlags {
  readonly data: string;
  readonly table?: string;
  readonly columns?: string;
  readonly categories?: string;
  readonly detector: DetectorName | 'auto';
  readonly label?: string;
  readonly relations?: string;
  readonly time?: string;
  readonly bucket?: string;
  readonly contamination?: string;
  readonly set: Readonly<Record<string, string>>;
  readonly top: string;
  readonly seed: string;
  readonly out?: string;
  readonly report?: string;
  readonly json?: boolean;
}

export function addAnomalies(command: Command): void {
  command
    .requiredOption(
      '--data <path>',
      'a file of a table (.csv, .tsv, .jsonl, .parquet, .arrow), a folder of them, or a database',
    )
    .option('--table <name>', 'which table, where there are several')
    .option(
      '--columns <names>',
      'columns that are looked at, with commas between (default: all that do not name the rows)',
    )
    .option('--categories <names>', 'columns of whole numbers that are names, such as ports, with commas between')
    .addOption(
      new Option('--detector <name>', 'how rows are judged (default: by what the columns are)')
        .choices(['auto', ...detectorNames])
        .default('auto'),
    )
    .option('--set <name=value>', 'a setting of the detector; may be repeated', collect, {})
    .option('--label <column=value>', 'which rows are known to be odd: all detectors are compared on held-out rows')
    .option('--contamination <share>', 'share of the rows that are taken as odd; says from which score')
    .option('--relations <names>', 'edges of a graph in place of rows of a table, with commas between')
    .option('--time <column>', 'with --relations: each edge by what came before it; seconds of the edges')
    .option(
      '--bucket <seconds>',
      'with --relations: times by bucket, such as 3600 for hours (of the day without --time)',
    )
    .option('--top <number>', 'rows that are printed, the oddest first', '20')
    .option('--seed <number>', 'seed of everything random', '1')
    .option('--out <file>', 'write the scores of all rows; ends in .csv, .arrow or .jsonl')
    .option(
      '--report <file>',
      'new .html file: the oddest with reasons, how scores are spread, and what was used and why',
    )
    .option('--json', 'print one JSON object')
    .action((flags: AnomalyFlags) =>
      inSession(flags.json, async (session) => {
        if (flags.out !== undefined) checkTablePath(flags.out, false);
        if (flags.report !== undefined) await checkNew(flags.report, '--report');
        checkApart({ '--data': flags.data, '--out': flags.out, '--report': flags.report });
        if (flags.relations === undefined) return ofRows(flags, session);
        const relations = flags.relations.split(',').map((name) => name.trim());
        return flags.time === undefined
          ? ofEdges(flags, relations, session)
          : ofTimedEdges(flags, flags.time, relations, session);
      }),
    );
}

function asked(flags: AnomalyFlags, session: Session) {
  return {
    detector: flags.detector,
    top: wholeNumber(flags.top, '--top'),
    seed: wholeNumber(flags.seed, '--seed'),
    ...(flags.contamination === undefined ? {} : { contamination: realNumber(flags.contamination, '--contamination') }),
    ...(Object.keys(flags.set).length === 0 ? {} : { settings: parsedSettings(flags.set) }),
    ...session.run,
  };
}

async function ofRows(flags: AnomalyFlags, session: Session): Promise<void> {
  if (flags.bucket !== undefined || flags.time !== undefined)
    throw invalidOption('--bucket and --time are of edges.', 'Leave them out, or give --relations.');
  const options = asked(flags, session);
  const rows = await readRows(flags.data, flags.table, session.run);
  const labels = flags.label === undefined ? undefined : oddLabels(rows.columns, flags.label);
  const chosen = usualColumns(rows, labels?.column);
  const names = flags.columns?.split(',').map((name) => name.trim()) ?? chosen.names;
  const remarks = [...(flags.columns === undefined ? chosen.remarks : []), ...(labels?.remarks ?? [])];
  const categories = flags.categories?.split(',').map((name) => name.trim()) ?? [];
  const report = await detectAnomalies(rows.columns, { ...options, columns: names, categories });
  const kept = { columns: names, categories };
  const comparison = labels && (await compareDetectors(rows.columns, kept, labels.positive, options.seed, session.run));
  const compared = comparison?.compared;
  const allRemarks = [...remarks, ...report.remarks, ...(comparison?.remarks ?? [])];
  for (const remark of allRemarks) session.remark(remark);
  const { detector, why, oddest, threshold, scores } = report;
  const nameOf = (at: number) => `row ${oddest[at]!.row + 1}`;
  const page: Page = {
    what: 'rows',
    used: [
      ['detector', detector, why],
      ['columns', names.join(', '), flags.columns === undefined ? 'all that do not name the rows' : 'asked for'],
      ...given('table', flags.table, 'asked for'),
      ...given('categories', flags.categories, 'whole numbers that are names'),
      ...given('label', flags.label, 'not looked at; all detectors are compared by it, each with its defaults'),
      ...usedSettings(flags),
      ...given('seed', flags.seed, 'of everything random'),
    ],
    ...{
      scores,
      oddest: oddest.map(({ score, reasons }, at) => ({ name: nameOf(at), score, reasons: reasonTexts(reasons) })),
    },
    ...(threshold === undefined ? {} : { threshold }),
    ...(compared ? { compared } : {}),
    remarks: allRemarks,
  };
  const parts = [
    oddestText(report, nameOf),
    ...thresholdText(threshold, scores, 'rows'),
    ...(compared ? [comparedText(compared)] : []),
  ];
  await finish(
    flags,
    session,
    page,
    {
      ...{ data: flags.data, table: rows.name, numRows: rows.numRows, columns: names, detector, why, oddest },
      ...(threshold === undefined ? {} : { threshold }),
      ...(compared ? { compared } : {}),
      remarks: allRemarks,
    },
    parts,
  );
}

async function ofEdges(flags: AnomalyFlags, relations: readonly string[], session: Session): Promise<void> {
  refuseTableFlags(flags);
  const bucket = flags.bucket === undefined ? {} : { bucketSeconds: realNumber(flags.bucket, '--bucket') };
  const options = { ...asked(flags, session), relations, ...bucket };
  const { graph, remarks: ofData } = await openData({ data: flags.data }, session.run);
  for (const remark of ofData) session.remark(remark);
  const report = await detectEdgeAnomalies(graph, options).catch((cause) => Promise.reject(bucketError(cause)));
  for (const remark of report.remarks) session.remark(remark);
  const remarks = [...ofData, ...report.remarks];
  const { detector, why, oddest, threshold, scores } = report;
  const nameOf = (at: number) => {
    const { source, type, target } = oddest[at]!;
    return `${source} ${type[1]} ${target}`;
  };
  const page: Page = {
    what: 'edges',
    used: [
      ['detector', detector, why],
      ['edges', relations.join(', '), 'asked for'],
      [
        'bucket of time',
        flags.bucket === undefined ? 'none' : `${flags.bucket} s`,
        'part of an event where it is given',
      ],
      ...usedSettings(flags),
      ...given('seed', flags.seed, 'of everything random'),
    ],
    ...{
      scores,
      oddest: oddest.map(({ score, reasons }, at) => ({ name: nameOf(at), score, reasons: reasonTexts(reasons) })),
    },
    ...(threshold === undefined ? {} : { threshold }),
    remarks,
  };
  await finish(
    flags,
    session,
    page,
    {
      ...{ data: flags.data, relations, numEdges: scores.length, detector, why, oddest },
      ...(threshold === undefined ? {} : { threshold }),
      remarks,
    },
    [oddestText(report, nameOf), ...thresholdText(threshold, scores, 'edges')],
  );
}

/** What to do about edges without times, in the words of the command line. */
function bucketError(cause: unknown): unknown {
  if (!isHeteroGraphError(cause) || cause.code !== 'MISSING_TIME') return cause;
  return new HeteroGraphError('MISSING_TIME', 'The edges have no column with the role time.', {
    ...cause.location,
    hint: 'Leave --bucket out, or name a column in --time, which judges each edge by what came before it.',
  });
}

async function ofTimedEdges(flags: AnomalyFlags, time: string, relations: readonly string[], session: Session) {
  refuseTableFlags(flags);
  if (flags.detector !== 'auto' || Object.keys(flags.set).length > 0)
    throw invalidOption('--detector and --set are not for --time.', 'Leave them out: edges are counted in time.');
  const { top, contamination } = asked(flags, session);
  const bucketSeconds = flags.bucket === undefined ? USUAL_BUCKET : realNumber(flags.bucket, '--bucket');
  const { graph, remarks } = await openData({ data: flags.data }, session.run);
  const report = detectTemporalEdgeAnomalies(graph, {
    ...{ relations, time, top, bucketSeconds },
    ...(contamination === undefined ? {} : { contamination }),
  });
  for (const remark of [...remarks, ...report.remarks]) session.remark(remark);
  const { oddest, threshold, scores } = report;
  const page: Page = {
    what: 'edges',
    used: [
      ['scores', 'edges in the order of time', 'each edge is judged by what came before it'],
      ['edges', relations.join(', '), 'asked for'],
      ['time', time, 'asked for'],
      ['bucket of time', `${bucketSeconds} s`, flags.bucket === undefined ? 'usual' : 'asked for'],
      ...usedSettings(flags),
    ],
    ...{
      scores,
      oddest: oddest.map((edge) => ({
        name: timedName(edge),
        score: edge.score,
        reasons: temporalTexts(edge.reasons),
      })),
    },
    ...(threshold === undefined ? {} : { threshold }),
    remarks: [...remarks, ...report.remarks],
  };
  await finish(
    flags,
    session,
    page,
    {
      ...{ data: flags.data, relations, time, numEdges: scores.length, oddest },
      ...(threshold === undefined ? {} : { threshold }),
      remarks: [...remarks, ...report.remarks],
    },
    [oddestInTimeText(oddest), ...thresholdText(threshold, scores, 'edges')],
  );
}

/** Seconds of a bucket of edges in time where none are given. */
const USUAL_BUCKET = 3600;

type Used = [name: string, value: string, why: string];

/** Settings that were given, for the page. */
function usedSettings({ set, contamination }: AnomalyFlags): Used[] {
  return [
    ...Object.entries(set).map(([name, value]): Used => [name, value, 'setting that was given']),
    ...given('contamination', contamination, 'share that is taken as odd'),
  ];
}

/** A line of the page, where there is a value. */
function given(name: string, value: string | undefined, why: string): Used[] {
  return value === undefined ? [] : [[name, value, why]];
}

type Page = Omit<OddPage, 'data'>;

/** Writes what was asked for, prints, and says last what could not be written. */
async function finish(
  { data, out, report }: AnomalyFlags,
  session: Session,
  page: Page,
  printed: object,
  parts: readonly string[],
): Promise<void> {
  const outputs = await writeOutputs([
    { name: 'out', path: out, write: (path) => writeScores(path, page.scores) },
    {
      name: 'report',
      path: report,
      write: async (path) => writeNew(path, await oddReport({ data, ...page }), '--report'),
    },
  ]);
  session.print({ ...printed, ...outputs.written }, [...parts, ...writtenLines(outputs)].join('\n\n'));
  if (outputs.failure) throw outputs.failure;
}

function refuseTableFlags({ label, table, columns, categories }: AnomalyFlags): void {
  if (label !== undefined || table !== undefined || columns !== undefined || categories !== undefined)
    throw invalidOption(
      '--label, --table, --columns and --categories are of tables.',
      'Leave them out with --relations.',
    );
}

function thresholdText(threshold: number | undefined, scores: Float64Array, what: 'rows' | 'edges'): string[] {
  if (threshold === undefined) return [];
  const count = scores.filter((score) => score >= threshold).length;
  return [`${count} of ${scores.length} ${what} have a score of ${threshold.toFixed(4)} or more`];
}

/** Rows by their numbers from 1, in the order of the table. */
async function writeScores(path: string, scores: Float64Array): Promise<void> {
  await writeIdTable(path, {
    idName: 'row',
    ids: Array.from(scores, (_, row) => row + 1),
    texts: {},
    numbers: { score: scores },
    matrices: {},
  });
}
