import * as Plot from '@observablehq/plot';
import { expectArgument } from '../core/index.js';
import { LEGEND_LINE, legendMarks } from './legend.js';
import { newDocument, palette, svgText } from './svg.js';

/** Scores of a model by how many rows it learned from. */
export interface SharedScores {
  readonly model: string;
  /** `low` and `high`: the interval, where there is one. */
  readonly points: readonly {
    readonly rows: number;
    readonly score: number;
    readonly low?: number;
    readonly high?: number;
  }[];
}

export interface SharePlotOptions {
  /** What the scores are, for the axis; default 'score'. */
  readonly figure?: string;
  /** Pixels; default 480. */
  readonly width?: number;
}

const DASHES = ['none', '6,3', '2,2', '8,3,2,3', '1,3', '10,4'] as const;

/**
 * Scores by the number of training rows as SVG text, on a logarithmic axis: whether more labels would help. The band of the last model is its
 * interval. Of more than six models the last and the first five are drawn. Empty text without points.
 */
export function labelSharePlot(models: readonly SharedScores[], options: SharePlotOptions = {}): string {
  expectArgument(models, 'objects', 'models');
  expectArgument(options, 'object', 'options');
  const { figure = 'score', width = 480 } = options;
  const filled = models
    .map(({ model, points }) => ({
      model,
      points: points.filter(({ rows, score }) => rows > 0 && Number.isFinite(score)).sort((a, b) => a.rows - b.rows),
    }))
    .filter(({ points }) => points.length > 0);
  const last = filled.at(-1);
  if (!last) return '';
  // The model that was asked for has the first colour.
  const shown = [last, ...filled.slice(0, -1).slice(0, palette.length - 1)];
  const ticks = [...new Set(shown.flatMap(({ points }) => points.map(({ rows }) => rows)))].sort((a, b) => a - b);
  const top = 26 + LEGEND_LINE * shown.length;
  const band = last.points.filter(({ low, high }) => Number.isFinite(low) && Number.isFinite(high));
  const plot = Plot.plot({
    document: newDocument(),
    ...{
      width,
      height: 280 + LEGEND_LINE * shown.length,
      marginLeft: 56,
      marginTop: top,
      marginBottom: 38,
      marginRight: 24,
    },
    style: { background: 'transparent', color: 'currentColor', fontSize: '11px' },
    x: {
      label: 'rows learned from',
      type: 'log',
      domain: ticks.length > 1 ? [ticks[0]!, ticks.at(-1)!] : [ticks[0]! / 2, ticks[0]! * 2],
      ticks,
      tickFormat: (rows: number) => String(Math.round(rows)),
    },
    y: { label: figure, grid: true, ticks: 6, nice: true },
    marks: [
      Plot.areaY(band, { x: 'rows', y1: 'low', y2: 'high', fill: palette[0], fillOpacity: 0.15 }),
      ...shown.flatMap(({ points }, i) => [
        Plot.line(points, {
          ...{ x: 'rows', y: 'score', stroke: palette[i]!, strokeDasharray: DASHES[i]! },
          strokeWidth: i === 0 ? 2.2 : 1.6,
        }),
        Plot.dot(points, {
          ...{ x: 'rows', y: 'score', fill: palette[i]!, r: 3 },
          title: ({ rows, score }: SharedScores['points'][number]) =>
            `${shown[i]!.model}: ${Number(score.toPrecision(4))} of ${Math.round(rows)} rows`,
        }),
      ]),
      ...legendMarks(
        shown.map(({ model }, i) => ({ text: model, fill: palette[i]! })),
        -LEGEND_LINE * shown.length - 12,
      ),
    ],
  });
  return svgText(plot, `${figure} by rows learned from`);
}
