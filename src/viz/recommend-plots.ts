import * as Plot from '@observablehq/plot';
import { expectArgument } from '../core/index.js';
import { newDocument, palette, shorten, svgText } from './svg.js';

/** A figure with its interval. */
export interface IntervalScore {
  readonly name: string;
  /** Fractions. */
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}

const STYLE = { background: 'transparent', color: 'currentColor', fontSize: '11px' };

/** Scores with their intervals, a line each in the order given, as SVG text. Empty text where there is none. */
export function intervalPlot(
  scores: readonly IntervalScore[],
  { figure, width = 720 }: { readonly figure: string; readonly width?: number },
): string {
  expectArgument(scores, 'objects', 'scores');
  expectArgument(figure, 'text', 'figure');
  if (scores.length === 0) return '';
  const rows = scores.map(({ name, estimate, low, high }) => ({
    name: shorten(name, 24),
    ...{ estimate: 100 * estimate, low: 100 * low, high: 100 * high },
  }));
  const plot = Plot.plot({
    document: newDocument(),
    ...{ width, height: 50 + 24 * rows.length, marginLeft: 150, marginRight: 40, marginBottom: 36, style: STYLE },
    x: { label: `${figure}, %`, grid: true, zero: true },
    y: { label: null, domain: rows.map(({ name }) => name) },
    marks: [
      Plot.ruleY(rows, { y: 'name', x1: 'low', x2: 'high', stroke: palette[0]!, strokeWidth: 2 }),
      Plot.dot(rows, { y: 'name', x: 'estimate', fill: palette[0]!, r: 4 }),
    ],
  });
  return svgText(plot, `${figure} with intervals`);
}

/** Points drawn of a line. */
const MAX_POINTS = 400;

/**
 * How much of what is taken goes to the most popular items, as SVG text: the share of all interactions by the share of the items, the most taken first.
 * Empty text where nothing was taken.
 *
 * @param counts how often each item was taken
 */
export function popularityPlot(counts: ArrayLike<number>, { width = 480 }: { readonly width?: number } = {}): string {
  expectArgument(counts, 'numbers', 'counts');
  const sorted = Float64Array.from(counts).sort().reverse();
  const total = sorted.reduce((sum, count) => sum + count, 0);
  if (!(total > 0)) return '';
  let sum = 0;
  const points = Array.from(sorted, (count, i) => {
    sum += count;
    return { items: (100 * (i + 1)) / sorted.length, taken: (100 * sum) / total };
  });
  const step = Math.ceil(points.length / MAX_POINTS);
  const line = [{ items: 0, taken: 0 }, ...points.filter((_, i) => i % step === 0 || i === points.length - 1)];
  const plot = Plot.plot({
    document: newDocument(),
    ...{ width, height: 300, marginLeft: 50, marginBottom: 38, style: STYLE },
    x: { label: 'share of the items, the most taken first, %', domain: [0, 100], grid: true },
    y: { label: 'share of what was taken, %', domain: [0, 100], grid: true },
    marks: [Plot.line(line, { x: 'items', y: 'taken', stroke: palette[0]!, strokeWidth: 1.8 })],
  });
  return svgText(plot, 'Popularity of items');
}
