import * as Plot from '@observablehq/plot';
import { expectArgument } from '../core/index.js';
import { newDocument, palette, svgText } from './svg.js';

/** Rows whose probability lies in a range: the mean of it, and the share that came true. NaN where there are no rows. */
export interface CalibrationBin {
  readonly confidence: number;
  readonly accuracy: number;
  readonly count: number;
}

/**
 * How often what was predicted with a probability came true, as SVG text: on the dashed line where probabilities are what they say, below
 * it where the model is too sure. The size of a dot is the number of rows. Empty text without rows.
 */
export function calibrationPlot(bins: readonly CalibrationBin[], options: { readonly width?: number } = {}): string {
  expectArgument(bins, 'objects', 'bins');
  expectArgument(options, 'object', 'options');
  const { width = 480 } = options;
  const filled = bins.filter(({ count }) => count > 0);
  if (filled.length === 0) return '';
  const most = Math.max(...filled.map(({ count }) => count));
  const plot = Plot.plot({
    document: newDocument(),
    ...{ width, height: width, marginLeft: 50, marginTop: 26, marginBottom: 38, marginRight: 20 },
    style: { background: 'transparent', color: 'currentColor', fontSize: '11px' },
    x: { label: 'predicted probability', domain: [0, 1], grid: true, ticks: 5 },
    y: { label: 'share that came true', domain: [0, 1], grid: true, ticks: 5 },
    r: { type: 'identity' },
    marks: [
      Plot.line(
        [0, 1].map((at) => [at, at] as const),
        { strokeDasharray: '4,3', strokeOpacity: 0.7 },
      ),
      Plot.line(filled, { x: 'confidence', y: 'accuracy', stroke: palette[0], strokeWidth: 1.4 }),
      Plot.dot(filled, {
        ...{ x: 'confidence', y: 'accuracy', fill: palette[0], fillOpacity: 0.8 },
        r: ({ count }: CalibrationBin) => 2.5 + 6 * Math.sqrt(count / most),
        title: ({ confidence, accuracy, count }: CalibrationBin) =>
          `${count} rows: predicted ${(100 * confidence).toFixed(1)} %, true ${(100 * accuracy).toFixed(1)} %`,
      }),
    ],
  });
  return svgText(plot, 'Predicted probabilities and what came true');
}
