import type { AnomalyReport, OddTimedEdge, Reason, TemporalReason } from '../../anomaly/index.js';
import { textTable } from '../terminal/text-table.js';
import type { ComparedDetector } from './compare-detectors.js';

const WIDTH = 80;
/** Reasons that are weaker than this share of the strongest are not shown. */
const SLIGHT = 0.2;

/** The oddest rows, each with the values that do not go together, in lines of at most 80 columns. */
export function oddestText(report: Pick<AnomalyReport, 'oddest' | 'detector' | 'why'>, nameOf: (at: number) => string) {
  const lines = report.oddest.flatMap(({ score, reasons }, at) => {
    const head = `${nameOf(at)}  score ${score.toFixed(2)}`;
    return [cut(head), ...reasonTexts(reasons).map((text) => cut(`    ${text}`))];
  });
  return [...wrapped(`By ${report.detector}. ${report.why}`), '', ...lines].join('\n');
}

/** Why a row is odd, in words. */
export function reasonTexts(reasons: readonly Reason[]): string[] {
  return reasons.filter(({ surprise }) => surprise > SLIGHT * Math.abs(reasons[0]!.surprise)).map(reasonText);
}

/** Why an edge was odd when it came, in words. */
export function temporalTexts(reasons: readonly TemporalReason[]): string[] {
  return reasons.filter(({ surprise }) => surprise > SLIGHT * reasons[0]!.surprise).map(temporalText);
}

/** What an edge in time is called. */
export function timedName({ source, type, target, time }: OddTimedEdge): string {
  return `${source} ${type[1]} ${target} at ${timeText(time)}`;
}

/** The edges that were oddest when they came. */
export function oddestInTimeText(oddest: readonly OddTimedEdge[]): string {
  return oddest
    .flatMap((edge) => [
      cut(`${timedName(edge)}  score ${edge.score.toFixed(2)}`),
      ...temporalTexts(edge.reasons).map((text) => cut(`    ${text}`)),
    ])
    .join('\n');
}

function temporalText({ kind, of, count, expected, unseen }: TemporalReason): string {
  if (kind === 'burst') return `burst of the ${of}: edge ${count} in its bucket, ${expected!.toFixed(2)} expected`;
  const known = unseen.length > 0 ? `, ${unseen.join(' and ')} new` : '';
  return count === 0 ? `never together before${known}` : `${count} times together before`;
}

/** Seconds as a date where they are some since 1970, else as they are. */
function timeText(seconds: number): string {
  const isDate = seconds > 1e8 && seconds < 1e11;
  return isDate ? new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ') : `${seconds}`;
}

/** A reason as a sentence. */
function reasonText({ columns, values, isUnseen, isFarOut }: Reason): string {
  const parts = columns.map((column, at) => `${column} ${shortened(values[at] ?? '(missing)', isFarOut)}`);
  if (columns.length === 1) return `${parts[0]} ${isUnseen ? 'was never seen' : isFarOut ? 'is far out' : 'is rare'}`;
  return `${parts[0]} with ${parts[1]}`;
}

const digits = String.raw`-?\d+(\.\d+)?(e[+-]\d+)?`;
const bin = new RegExp(`^((below|above) ${digits}|${digits} to ${digits})$`);

/** A number, or a bin of numbers, with six digits, or more where its whole part has more; names, whatever they look like, as they are. */
function shortened(value: string, isNumber: boolean): string {
  if (!isNumber && !bin.test(value)) return value;
  return value.replace(/-?\d+\.\d+(?!\d|e)/g, (each) => {
    const value = Number(each);
    const wholeDigits = Math.trunc(Math.abs(value)).toString().length;
    const short = Math.abs(value) < 1 ? value.toPrecision(6) : value.toFixed(Math.max(0, 6 - wholeDigits));
    return each.length <= short.length ? each : `${Number(short)}`;
  });
}

/** Figures of detectors on held-out rows, the best first. */
export function comparedText(compared: readonly ComparedDetector[]): string {
  const rows = [...compared]
    .sort((a, b) => b.rocAuc - a.rocAuc)
    .map(({ detector, rocAuc, averagePrecision, precisionAtNumAnomalies }) => [
      detector,
      ...[rocAuc, averagePrecision, precisionAtNumAnomalies].map((value) => value.toFixed(4)),
    ]);
  const { numRows, numAnomalies } = compared[0]!;
  const note = `on ${numRows} held-out rows, ${numAnomalies} of them odd`;
  return `${textTable(['detector', 'ROC-AUC', 'average precision', `precision@${numAnomalies}`], rows)}\n${note}`;
}

function cut(line: string): string {
  return line.length > WIDTH ? `${line.slice(0, WIDTH - 1)}…` : line;
}

function wrapped(text: string): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const last = lines.at(-1)!;
    if (last !== '' && last.length + 1 + word.length > WIDTH) lines.push(word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return lines;
}
