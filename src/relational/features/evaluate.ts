import type { Pieces } from '../../core/index.js';
import { countInto, daysBetweenInto, daysSinceInto } from '../aggregates/recency.js';
import { DAY, type Spans } from '../aggregates/spans.js';
import { anchorPart } from './anchor-parts.js';
import { blank, codesIn } from './columns.js';
import { evaluateCodes } from './evaluate-codes.js';
import { evaluateNumbers } from './evaluate-numbers.js';
import type { Focus } from './focus.js';
import { mismatch } from './mismatch.js';
import type { PlannedFeature } from './plan.js';
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
  const { times } = focus;
  const outs = features.map(() => blank(times.length));
  const asked = features.map((feature, i) => ({ feature, out: outs[i]! }));
  const ofValues = asked.filter(({ feature: { measure }, out }) => {
    if (measure.what === 'count') countInto(out, spans, spans.start(measure.window));
    else if (measure.what === 'since last') daysSinceInto(out, spans, times, 'last');
    else if (measure.what === 'since first') daysSinceInto(out, spans, times, 'first');
    else if (measure.what === 'between') daysBetweenInto(out, spans);
    else return true;
    return false;
  });
  const [first] = ofValues;
  if (!first) return outs;
  if (!values) throw mismatch(first.feature);
  if (values.kind === 'category') yield* evaluateCodes(ofValues, spans, values);
  else yield* evaluateNumbers(ofValues, spans, values.values);
  return outs;
}

function finite(value: number): number {
  return value - value === 0 ? value : Number.NaN;
}
