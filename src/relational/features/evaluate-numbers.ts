import type { Pieces } from '../../core/index.js';
import { type Answer, eachKey } from '../aggregates/each-key.js';
import { extreme } from '../aggregates/extremes.js';
import { KeyNumbers, type Need } from '../aggregates/key-numbers.js';
import { lag, lastNumber } from '../aggregates/last.js';
import { moments } from '../aggregates/moments.js';
import { type ShareOf, shares } from '../aggregates/shares.js';
import type { Spans } from '../aggregates/spans.js';
import { trend } from '../aggregates/trend.js';
import { type Asked, grouped } from './columns.js';
import { mismatch } from './mismatch.js';

/** Aggregates of one column of numbers. @param values of the rows of the index */
export function evaluateNumbers(asked: readonly Asked[], spans: Spans, values: Float64Array): Pieces<void> {
  const needs = new Set<Need>();
  const answers = grouped(asked, ({ feature: { measure } }) => {
    if (measure.what === 'share') return ['share', measure.of];
    return 'window' in measure && isMoment(measure.what) ? measure.window : measure;
  }).map((group) => answerOf(group, spans, needs));
  return eachKey(spans, new KeyNumbers(spans.index, values, needs), answers);
}

function isMoment(what: string): boolean {
  return what === 'sum' || what === 'mean' || what === 'deviation' || what === 'missing';
}

/** One answer for features that share most of their work; notes what it needs. */
function answerOf(group: readonly Asked[], spans: Spans, needs: Set<Need>): Answer<KeyNumbers> {
  const { feature, out } = group[0]!;
  const { measure, kind } = feature;
  if (kind === 'category') throw mismatch(feature);
  if (measure.what !== 'trend') needs.add('sums');
  switch (measure.what) {
    case 'sum':
    case 'mean':
    case 'deviation':
    case 'missing': {
      const outs = Object.fromEntries(group.map((each) => [each.feature.measure.what, each.out]));
      if (outs.deviation) needs.add('squares');
      return moments(outs, spans, measure.window);
    }
    case 'min':
    case 'max':
      return extreme(out, spans, measure.window, measure.what);
    case 'trend':
      needs.add('products');
      return trend(out, spans, measure.window);
    case 'lag':
      return lag(out, spans, measure.back);
    case 'last':
      return lastNumber(out, spans);
    case 'share': {
      const { of } = measure;
      if (typeof of !== 'number') throw mismatch(feature);
      return shares(of, spans, group.flatMap(shareOf));
    }
    default:
      throw mismatch(feature);
  }
}

/** Shares among what is asked. */
export function shareOf({ feature: { measure }, out }: Asked): ShareOf[] {
  return measure.what === 'share' ? [{ window: measure.window, out }] : [];
}
