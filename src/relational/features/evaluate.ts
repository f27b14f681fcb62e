import { CodeSeries } from '../aggregates/code-series.js';
import { distinctInto } from '../aggregates/distinct.js';
import { extremeInto } from '../aggregates/extremes.js';
import { lagInto, lastCodeInto, lastInto } from '../aggregates/last.js';
import { type Moments, momentsInto } from '../aggregates/moments.js';
import { NumberSeries } from '../aggregates/number-series.js';
import { countInto, daysBetweenInto, daysSinceInto } from '../aggregates/recency.js';
import { shareInto } from '../aggregates/shares.js';
import { DAY, type Spans } from '../aggregates/spans.js';
import { trendInto } from '../aggregates/trend.js';
import type { Window } from '../aggregates/window.js';
import type { CategoryColumn } from '../database/types.js';
import { anchorPart } from './anchor-parts.js';
import type { Focus } from './focus.js';
import { mismatch } from './mismatch.js';
import type { PlannedFeature } from './plan.js';
import { placesOf, type RowValues } from './row-values.js';

/** Values of the questions' own rows, or of their dates. @param values of the rows of the table in focus */
export function evaluateRow(feature: PlannedFeature, focus: Focus, values: RowValues | undefined): Float64Array {
  const { measure } = feature;
  if (measure.what === 'anchor') return anchorPart(measure.part, focus.times, focus.cutoffs);
  const days = (dates: Float64Array | undefined) =>
    Float64Array.from(focus.rows, (row, i) =>
      row < 0 || !dates ? Number.NaN : finite((focus.times[i]! - dates[row]!) / DAY),
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

/** Series of the values that features of one path and value are computed from, each made when first needed. */
export class EventValues {
  readonly #spans: Spans;
  readonly #values: RowValues | undefined;
  readonly #focus: Focus;
  #numbers: NumberSeries | undefined;
  #codes: CodeSeries | undefined;
  readonly #moments = new Map<string, Moments>();

  /** @param values of the rows of the index; absent where none are needed */
  constructor(spans: Spans, focus: Focus, values: RowValues | undefined) {
    this.#spans = spans;
    this.#focus = focus;
    this.#values = values;
  }

  /** @param others features of the same path and value: moments of one window are computed together */
  evaluate(feature: PlannedFeature, others: readonly PlannedFeature[]): Float64Array {
    const { measure } = feature;
    const spans = this.#spans;
    const out = blank(this.#focus.rows.length);
    switch (measure.what) {
      case 'count':
        countInto(out, spans, measure.window);
        return out;
      case 'since last':
      case 'since first':
        daysSinceInto(out, spans, this.#focus.times, measure.what === 'since last' ? 'last' : 'first');
        return out;
      case 'between':
        daysBetweenInto(out, spans);
        return out;
      case 'mean':
      case 'sum':
      case 'deviation':
      case 'missing':
        return this.#momentsOf(feature, measure.window, others)[measure.what]!;
      case 'min':
      case 'max':
        extremeInto(out, this.#numbersOf(feature).at, spans, measure.window, measure.what);
        return out;
      case 'trend':
        trendInto(out, this.#numbersOf(feature), spans, measure.window);
        return out;
      case 'lag':
        lagInto(out, this.#numbersOf(feature), spans, measure.back);
        return out;
      case 'last':
        if (feature.kind === 'number') lastInto(out, this.#numbersOf(feature), spans);
        else lastCodeInto(out, this.#codesOf(feature), spans);
        return feature.kind === 'number' ? out : codesIn(feature, this.#values!, out);
      case 'distinct':
      case 'active':
        distinctInto(out, this.#codesOf(feature).at, numCodes(this.#values!), spans, measure.window);
        return out;
      case 'share':
        this.#shareInto(out, feature, measure.window, measure.of);
        return out;
      default:
        throw mismatch(feature);
    }
  }

  #momentsOf(feature: PlannedFeature, window: Window, others: readonly PlannedFeature[]): Moments {
    const name = JSON.stringify(window);
    const known = this.#moments.get(name);
    if (known) return known;
    const wanted = others.filter(({ measure }) => 'window' in measure && JSON.stringify(measure.window) === name);
    const length = this.#focus.rows.length;
    const when = (what: keyof Moments) =>
      wanted.some(({ measure }) => measure.what === what) ? { [what]: blank(length) } : {};
    const made = { ...when('sum'), ...when('mean'), ...when('deviation'), ...when('missing') };
    momentsInto(made, this.#numbersOf(feature), this.#spans, window);
    this.#moments.set(name, made);
    return made;
  }

  #shareInto(out: Float64Array, feature: PlannedFeature, window: Window, of: string | number): void {
    const values = this.#values;
    if (!values) throw mismatch(feature);
    if (values.kind === 'category') {
      if (typeof of !== 'string' || !values.column) throw mismatch(feature);
      shareInto(out, this.#codesOf(feature), this.#spans, window, codeOf(values.column, of));
    } else {
      if (typeof of !== 'number') throw mismatch(feature);
      const is = values.values.map((value) => (value === of ? 1 : value - value === 0 ? 0 : Number.NaN));
      momentsInto({ mean: out }, new NumberSeries(this.#spans.index, is), this.#spans, window);
    }
  }

  #numbersOf(feature: PlannedFeature): NumberSeries {
    const values = this.#values;
    if (!values || values.kind === 'category') throw mismatch(feature);
    this.#numbers ??= new NumberSeries(this.#spans.index, values.values);
    return this.#numbers;
  }

  #codesOf(feature: PlannedFeature): CodeSeries {
    const values = this.#values;
    if (values?.kind !== 'category') throw mismatch(feature);
    this.#codes ??= new CodeSeries(this.#spans.index, values.codes);
    return this.#codes;
  }
}

function blank(length: number): Float64Array {
  return new Float64Array(length).fill(Number.NaN);
}

function numCodes(values: RowValues): number {
  return values.kind === 'category' ? values.numCodes : 0;
}

/** The code of a category; one that no row has where it is unknown here. */
function codeOf({ categories }: CategoryColumn, category: string): number {
  const code = categories.indexOf(category);
  return code < 0 ? categories.length : code;
}

/** From codes of the database to those of the plan. */
function codesIn(feature: PlannedFeature, values: RowValues, codes: Float64Array): Float64Array {
  if (values.kind !== 'category' || !values.column || !feature.categories) throw mismatch(feature);
  const places = placesOf(values.column, feature.categories);
  return codes.map((code) => (code >= 0 ? places[code]! : Number.NaN));
}

function finite(value: number): number {
  return value - value === 0 ? value : Number.NaN;
}
