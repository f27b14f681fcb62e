import * as Plot from '@observablehq/plot';
import { expectArgument } from '../core/index.js';
import { LETTER, newDocument, palette, shorten, svgText } from './svg.js';

/** A figure of the lists of a recommender, with its interval where there is one. */
export interface RecommenderFigure {
  readonly model: string;
  readonly value: number;
  readonly low?: number;
  readonly high?: number;
}

export interface RecommenderPlotOptions {
  /** What the figure is, for the axis; default 'NDCG@20'. */
  readonly figure?: string;
  /** Model to draw as the one in question; default: the last. */
  readonly model?: string;
  /** Pixels; default 720. */
  readonly width?: number;
}

/** So many are drawn, the best of them, and the model in question. */
const MOST = 30;

/**
 * One figure of several recommenders side by side as SVG text: a dot each with its interval, the best on top, from 0 on. Empty text without a finite
 * figure; of more than 30 the best ones.
 *
 * @example
 * recommenderPlot([{ model: 'popularity', value: 0.03 }, { model: 'als', value: 0.12, low: 0.11, high: 0.13 }], { figure: 'NDCG@20' });
 */
export function recommenderPlot(figures: readonly RecommenderFigure[], options: RecommenderPlotOptions = {}): string {
  expectArgument(figures, 'objects', 'figures');
  expectArgument(options, 'object', 'options');
  const { figure = 'NDCG@20', model = figures.at(-1)?.model, width = 720 } = options;
  const finite = figures.filter(({ value }) => Number.isFinite(value)).sort((a, b) => b.value - a.value);
  if (finite.length === 0) return '';
  const own = finite.findIndex((each) => each.model === model);
  const shown = own < MOST ? finite.slice(0, MOST) : [...finite.slice(0, MOST - 1), finite[own]!];
  const names = shown.map((each) => shorten(each.model, 28));
  const longest = Math.max(...names.map((name) => name.length));
  const domain = [...shown.keys()];
  const ends = shown.flatMap(({ value, low, high }) => [value, low ?? value, high ?? value]).filter(Number.isFinite);
  const colour = (i: number) => (shown[i]!.model === model ? palette[1] : palette[0]);
  const hasInterval = ({ low, high }: RecommenderFigure) => Number.isFinite(low) && Number.isFinite(high);
  const text = ({ value, low, high }: RecommenderFigure) =>
    value.toFixed(4) + (low !== undefined && high !== undefined ? `  (${low.toFixed(4)} to ${high.toFixed(4)})` : '');
  const plot = Plot.plot({
    document: newDocument(),
    ...{ width, height: 56 + shown.length * 24, marginLeft: Math.ceil(longest * 11 * LETTER) + 20, marginRight: 170 },
    style: { background: 'transparent', color: 'currentColor', fontSize: '11px' },
    x: { label: figure, domain: [Math.min(0, ...ends), Math.max(...ends) || 1], grid: true, ticks: 6 },
    // By position: two may share a shortened name.
    y: { label: null, type: 'band', domain, tickFormat: (i: number) => names[i]!, tickSize: 0 },
    marks: [
      Plot.ruleY(
        domain.filter((i) => hasInterval(shown[i]!)),
        {
          ...{ y: (i: number) => i, x1: (i: number) => shown[i]!.low!, x2: (i: number) => shown[i]!.high! },
          ...{ stroke: colour, strokeWidth: 2 },
        },
      ),
      Plot.dot(domain, {
        ...{ x: (i: number) => shown[i]!.value, y: (i: number) => i, fill: colour, r: 4 },
        title: (i: number) => `${shown[i]!.model}: ${text(shown[i]!)}`,
      }),
      Plot.text(domain, {
        ...{ y: (i: number) => i, frameAnchor: 'right', textAnchor: 'start', dx: 8 },
        text: (i: number) => text(shown[i]!),
      }),
    ],
  });
  return svgText(plot, `${figure} by recommender`);
}
