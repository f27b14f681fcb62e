import type { Pieces } from '../../core/index.js';
import { Program } from '../aggregates/program.js';
import { type EventValues, runProgram } from '../aggregates/run-program.js';
import { DAY, type Spans } from '../aggregates/spans.js';
import { anchorPart } from './anchor-parts.js';
import { type Asked, codesIn } from './columns.js';
import type { Focus } from './focus.js';
import { mismatch } from './mismatch.js';
import type { PlannedFeature } from './plan.js';
import { planCodes } from './plan-codes.js';
import { planNumbers } from './plan-numbers.js';
import type { RowValues } from './row-values.js';

/** Values of the questions' own rows, or of their dates. @param values of the rows of the table in focus */
export function evaluateRow(feature: PlannedFeature, focus: Focus, values: RowValues | undefined): Float64Array {
  const { measure } = feature;
  if (measure.what === 'anchor') return anchorPart(measure.part, focus.times, focus.cutoffs);
  const days = (dates: Float64Array | undefined) =>
    Float64Array.from(focus.rows, (row, i) =>
      // A date after what is seen is not known yet.
      row < 0 || !dates || dates[row]! > focus.cutoffs[i]! ? Number.NaN : finite((focus.times[i]! - dates[row]!) / DAY),
    );
  if (measure.what === 'age') return days(focus.table.time);
  const isCategory = values?.kind === 'category';
  if (measure.what !== 'value' || !values || isCategory !== (feature.kind === 'category')) throw mismatch(feature);
  if (values.kind === 'date') return days(values.values);
  if (values.kind !== 'category') {
    return Float64Array.from(focus.rows, (row) => (row < 0 ? Number.NaN : finite(values.values[row]!)));
  }
  return codesIn(
    feature,
    values,
    Float64Array.from(focus.rows, (row) => (row < 0 ? Number.NaN : values.codes[row]!)),
  );
}

/** Bytes of results that are computed together: they lie in the memory of kernels until then. */
const TOGETHER = 2 ** 28;

/**
 * Values of features of the same path and column, of every question.
 *
 * @param values of the rows of the index; absent where the features need none
 * @returns of each feature [questions]
 */
export function* evaluateEvents(
  features: readonly PlannedFeature[],
  focus: Focus,
  spans: Spans,
  values: RowValues | undefined,
): Pieces<Float64Array[]> {
  const most = Math.max(1, Math.floor(TOGETHER / (8 * Math.max(1, spans.questions))));
  const columns: Float64Array[] = [];
  for (let at = 0; at < features.length; at += most) {
    columns.push(...(yield* evaluateTogether(features.slice(at, at + most), focus, spans, values)));
  }
  return columns;
}

function* evaluateTogether(
  features: readonly PlannedFeature[],
  focus: Focus,
  spans: Spans,
  values: RowValues | undefined,
): Pieces<Float64Array[]> {
  const program = new Program(spans);
  try {
    const asked = features.map((feature) => ({ feature, out: program.result() }));
    const ofValues = asked.filter((each) => !planWhen(program, each));
    const [first] = ofValues;
    if (first && !values) throw mismatch(first.feature);
    if (values?.kind === 'category') planCodes(program, ofValues, values);
    else planNumbers(program, ofValues);
    yield* runProgram(program, focus.times, first && values && eventValues(values));
    return asked.map(({ feature, out }) => {
      const result = program.read(out);
      return feature.kind === 'category' && values ? codesIn(feature, values, result) : result;
    });
  } finally {
    program.dispose();
  }
}

/** Plans what needs no values; false where the feature is none of that. */
function planWhen(program: Program, { feature: { measure }, out }: Asked): boolean {
  if (measure.what === 'count') program.count(measure.window, out);
  else if (measure.what === 'since last') program.when('sinceLast', out);
  else if (measure.what === 'since first') program.when('sinceFirst', out);
  else if (measure.what === 'between') program.when('between', out);
  else return false;
  return true;
}

function eventValues(values: RowValues): EventValues {
  return values.kind === 'category'
    ? { kind: 'codes', values: values.codes, numCodes: values.numCodes }
    : { kind: 'numbers', values: values.values };
}

function finite(value: number): number {
  return value - value === 0 ? value : Number.NaN;
}
