import * as z from 'zod/mini';
import {
  checkOptions,
  expectArgument,
  option,
  percentiles,
  RandomStream,
  type RunOptions,
  throwIfAborted,
  yieldToEventLoop,
} from '../../../core/index.js';
import { checkPrediction } from '../decisions.js';
import type { Metric, Prediction, Targets } from '../types.js';
import { redrawCounts } from './binomial.js';
import { countsOfPatterns, groupPatterns } from './patterns.js';

export interface BootstrapOptions extends RunOptions {
  seed: number;
  /** Default 1,000. */
  resamples?: number;
  /** Share of resamples inside the interval, in (0, 1); default 0.95. */
  level?: number;
}

/** Percentile interval of a figure. */
export interface Interval {
  /** The figure on the rows themselves. */
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
  readonly level: number;
  /** Resamples on which the figure was defined; `low` and `high` are NaN where there were none. */
  readonly resamples: number;
}

export const bootstrapSchema = z.strictObject({
  ...option.runOptions,
  seed: option.seed,
  resamples: z.optional(option.count),
  level: z.optional(option.between(0, 1)),
});

/** Resamples between two pauses, in which aborts and progress are handled. */
const chunk = 50;

/**
 * Percentile bootstrap (Efron, Annals of Statistics 7, 1979): rows are redrawn with replacement and every metric is
 * taken again. Figures of class counts (micro- and macro-F1) redraw the counts themselves, which has the same
 * distribution at a cost that does not grow with the rows; all others redraw rows, sorted once where `ofTimes` allows it.
 * Resample r depends on (seed, r) only.
 *
 * @returns intervals by metric name
 * @throws {HeteroGraphError} INVALID_OPTION, ABORTED; and as `checkPrediction`
 */
export async function bootstrapIntervals(
  metrics: readonly Metric[],
  prediction: Prediction,
  targets: Targets,
  options: BootstrapOptions,
): Promise<Record<string, Interval>> {
  expectArgument(metrics, 'objects', 'metrics');
  checkOptions(bootstrapSchema, options);
  const { seed, resamples = 1000, level = 0.95, signal, onProgress } = options;
  checkPrediction(prediction, targets);
  const figures = metrics.map(() => new Float64Array(resamples));
  const drawCounts = metrics.some((metric) => metric.ofCounts) ? countRedraw(prediction, targets, seed) : undefined;
  const drawTimes = metrics.some((metric) => !metric.ofCounts) ? rowRedraw(prediction.rows.length, seed) : undefined;
  const ofTimes = metrics.map((metric) => (metric.ofCounts ? undefined : metric.ofTimes?.(prediction, targets)));
  const needsRows = metrics.some((metric) => !metric.ofCounts && !metric.ofTimes);

  for (let r = 0; r < resamples; r++) {
    if (r % chunk === 0) {
      throwIfAborted(signal);
      onProgress?.({ stage: 'bootstrap', done: r, total: resamples, unit: 'resamples' });
      await yieldToEventLoop();
    }
    const counts = drawCounts?.(r);
    const times = drawTimes?.(r);
    const drawn = needsRows && times ? repeated(prediction, times) : undefined;
    for (const [i, metric] of metrics.entries()) {
      if (metric.ofCounts && counts) figures[i]![r] = metric.ofCounts(counts);
      else if (ofTimes[i] && times) figures[i]![r] = ofTimes[i](times);
      else if (drawn) figures[i]![r] = metric.compute(drawn, targets);
    }
  }
  throwIfAborted(signal);
  onProgress?.({ stage: 'bootstrap', done: resamples, total: resamples, unit: 'resamples' });
  return Object.fromEntries(
    metrics.map((metric, i) => [
      metric.name,
      {
        estimate: ofTimes[i]?.(new Uint32Array(prediction.rows.length).fill(1)) ?? metric.compute(prediction, targets),
        ...percentiles(figures[i]!, level),
      },
    ]),
  );
}

function countRedraw(prediction: Prediction, targets: Targets, seed: number) {
  const patterns = groupPatterns(prediction, targets);
  const times = new Float64Array(patterns.counts.length);
  return (r: number) =>
    countsOfPatterns(patterns, redrawCounts(new RandomStream(seed, 'bootstrap', 'counts', r), patterns.counts, times));
}

/** How often each row is drawn. */
function rowRedraw(numRows: number, seed: number) {
  const times = new Uint32Array(numRows);
  return (r: number): Uint32Array => {
    const random = new RandomStream(seed, 'bootstrap', 'rows', r);
    times.fill(0);
    for (let i = 0; i < numRows; i++) times[random.nextInt(numRows)]!++;
    return times;
  };
}

/** The rows of a prediction, each as often as it was drawn. */
function repeated(prediction: Prediction, times: Uint32Array): Prediction {
  const { logits, rows, numClasses } = prediction;
  const drawn: Prediction = {
    ...prediction,
    logits: new Float32Array(logits.length),
    rows: new Int32Array(rows.length),
  };
  let to = 0;
  for (const [from, count] of times.entries()) {
    for (let i = 0; i < count; i++, to++) {
      drawn.rows[to] = rows[from]!;
      drawn.logits.set(logits.subarray(from * numClasses, (from + 1) * numClasses), to * numClasses);
    }
  }
  return drawn;
}
