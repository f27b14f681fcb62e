import * as Plot from '@observablehq/plot';
import { expectMembers } from '../core/index.js';
import { newDocument, palette, shorten, svgText } from './svg.js';

/** Numbers that were predicted and what they really are, by row. */
export interface PredictedNumbers {
  /** What the numbers are, for the axes. */
  readonly name: string;
  readonly actual: ArrayLike<number>;
  readonly predicted: ArrayLike<number>;
}

interface Point {
  readonly actual: number;
  readonly predicted: number;
  readonly error: number;
}

/** Of more rows, so many evenly spread ones are drawn as dots. */
const MAX_POINTS = 2000;
const STYLE = { background: 'transparent', color: 'currentColor', fontSize: '11px' };
const MARGINS = { marginLeft: 70, marginTop: 26, marginBottom: 38, marginRight: 20 };

/**
 * Predicted against actual numbers as SVG text, with the line on which both are equal. Empty text without rows; of more than 2000 rows
 * every so-many-th is drawn.
 */
export function predictedPlot(numbers: PredictedNumbers, options: { readonly width?: number } = {}): string {
  const points = pointsOf(numbers);
  if (points.length === 0) return '';
  const { width = 480 } = options;
  const domain = padded(points.flatMap(({ actual, predicted }) => [actual, predicted]));
  const name = shorten(numbers.name, 28);
  const plot = Plot.plot({
    document: newDocument(),
    ...{ width, height: width, style: STYLE, ...MARGINS },
    x: { label: `actual ${name}`, domain, grid: true, ticks: 6, tickFormat: tick },
    y: { label: `predicted ${name}`, domain, grid: true, ticks: 6, tickFormat: tick },
    marks: [
      Plot.line(
        domain.map((at) => [at, at] as const),
        { strokeDasharray: '4,3', strokeOpacity: 0.7 },
      ),
      Plot.dot(thinned(points), { x: 'actual', y: 'predicted', fill: palette[0], fillOpacity: 0.5, r: 2.2 }),
    ],
  });
  return svgText(plot, 'Predicted against actual numbers');
}

/** How many rows have which error (predicted minus actual), as SVG text; all rows count. Empty text without rows. */
export function errorPlot(numbers: PredictedNumbers, options: { readonly width?: number } = {}): string {
  const points = pointsOf(numbers);
  if (points.length === 0) return '';
  const { width = 720 } = options;
  const [low, high] = padded(points.map(({ error }) => error));
  const bins = 31;
  const step = (high - low) / bins;
  const counts = new Array<number>(bins).fill(0);
  for (const { error } of points) counts[Math.min(bins - 1, Math.floor((error - low) / step))]!++;
  const bars = counts.map((count, i) => ({ from: low + i * step, to: low + (i + 1) * step, count }));
  const plot = Plot.plot({
    document: newDocument(),
    ...{ width, height: 220, style: STYLE, ...MARGINS },
    x: { label: 'error (predicted minus actual)', domain: [low, high], ticks: 8, tickFormat: tick },
    y: { label: 'rows', grid: true },
    marks: [
      Plot.rectY(bars, { x1: 'from', x2: 'to', y: 'count', fill: palette[0], inset: 0.5 }),
      Plot.ruleX([0], { strokeDasharray: '4,3', strokeOpacity: 0.7 }),
    ],
  });
  return svgText(plot, 'Errors by size');
}

function pointsOf(numbers: PredictedNumbers): Point[] {
  expectMembers(numbers, 'numbers', { name: 'text', actual: 'numbers', predicted: 'numbers' });
  return Array.from(numbers.actual, (actual, i) => {
    const predicted = numbers.predicted[i]!;
    return { actual, predicted, error: predicted - actual };
  }).filter(({ error }) => Number.isFinite(error));
}

function thinned(points: readonly Point[]): readonly Point[] {
  const step = Math.ceil(points.length / MAX_POINTS);
  return points.filter((_, i) => i % step === 0);
}

/** The range of the values with some air; around a single value as well. */
function padded(values: readonly number[]): [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const air = 0.04 * (high - low) || 0.1 * Math.abs(high) || 0.5;
  return [low - air, high + air];
}

function tick(value: number): string {
  const size = Math.abs(value);
  return size !== 0 && (size >= 1e6 || size < 1e-3) ? value.toExponential(1) : String(Number(value.toPrecision(6)));
}
