import * as Plot from '@observablehq/plot';
import { expectArgument } from '../core/index.js';
import { newDocument, palette, svgText } from './svg.js';

export interface ValuesPlotOptions {
  /** What the values are; default 'value'. */
  readonly label?: string;
  /** What has them; default 'nodes'. */
  readonly what?: string;
  /** Marked by a line, such as from where on rows are odd. */
  readonly threshold?: number;
  /** Pixels; default 480. */
  readonly width?: number;
}

interface Place {
  readonly value: number;
  readonly share: number;
}

/** Points that the line has at most. */
const MOST_POINTS = 300;
/** Values that lie so many times apart are drawn on a logarithmic axis. */
const FAR_APART = 50;

/**
 * How values are spread, as SVG text: the share of all that are at least as large, by value; both on logarithmic axes, but values only where all,
 * and the threshold, are above 0 and they lie far apart. A power law is a straight line then. Values that are no finite numbers are left
 * out, and the axis says how many. Empty text without values.
 *
 * @throws {HeteroGraphError} INVALID_OPTION
 */
export function valuesPlot(values: ArrayLike<number>, options: ValuesPlotOptions = {}): string {
  expectArgument(values, 'numbers', 'values');
  expectArgument(options, 'object', 'options');
  const { label = 'value', what = 'nodes', threshold, width = 480 } = options;
  const sorted = Float64Array.from(values).filter(Number.isFinite).sort().reverse();
  if (sorted.length === 0) return '';
  const [most, least] = [sorted[0]!, sorted.at(-1)!];
  const isLog = least > 0 && most > FAR_APART * least && !(threshold !== undefined && threshold <= 0);
  const left = values.length - sorted.length;
  const points = placesOf(sorted);
  const plot = Plot.plot({
    document: newDocument(),
    ...{ width, height: Math.round(0.72 * width), marginLeft: 60, marginTop: 26, marginBottom: 38, marginRight: 24 },
    style: { background: 'transparent', color: 'currentColor', fontSize: '11px' },
    x: { label, grid: true, ticks: 5, ...(isLog ? { type: 'log' as const, tickFormat: '~g' } : {}) },
    y: {
      label: `share of the ${what} with at least as much${left > 0 ? ` (${left} without a number left out)` : ''}`,
      type: 'log',
      domain: [1 / sorted.length, 1],
      grid: true,
      ticks: 5,
      tickFormat: '~%',
    },
    marks: [
      Plot.line(points, { x: 'value', y: 'share', stroke: palette[0], strokeWidth: 1.6, curve: 'step-after' }),
      ...(points.length === 1 ? [Plot.dot(points, { x: 'value', y: 'share', fill: palette[0] })] : []),
      ...(threshold === undefined ? [] : [Plot.ruleX([threshold], { stroke: palette[2], strokeDasharray: '4,3' })]),
    ],
  });
  return svgText(plot, `How ${label} is spread over the ${what}`);
}

/** Distinct values with the share of all that are at least as large, thinned out evenly by the logarithm of the share. */
function placesOf(sorted: Float64Array): Place[] {
  const points: Place[] = [];
  const step = Math.log(sorted.length) / MOST_POINTS;
  let next = 0;
  for (let i = 0; i < sorted.length; i++) {
    const isLast = i === sorted.length - 1;
    if (!isLast && (sorted[i] === sorted[i + 1] || Math.log(i + 1) < next)) continue;
    points.push({ value: sorted[i]!, share: (i + 1) / sorted.length });
    next = Math.log(i + 1) + step;
  }
  return points;
}
