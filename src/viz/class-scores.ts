import * as Plot from '@observablehq/plot';
import { expectArgument } from '../core/index.js';
import { LETTER, newDocument, palette, shorten, svgText } from './svg.js';

/** F1 of one class, in [0, 1], and its number of rows. */
export interface ClassF1 {
  readonly class: string;
  readonly f1: number;
  readonly support: number;
}

/** Of more classes than both together, so many of the lowest and of the highest are drawn. */
const [LOWEST, HIGHEST] = [40, 20];

/**
 * F1 by class as bars, the lowest first, as SVG text; empty text without classes. Of more than 60 classes the lowest 40 and the highest
 * 20 are drawn.
 */
export function classScorePlot(scores: readonly ClassF1[], options: { readonly width?: number } = {}): string {
  expectArgument(scores, 'objects', 'scores');
  expectArgument(options, 'object', 'options');
  const { width = 720 } = options;
  if (scores.length === 0) return '';
  const all = [...scores].sort((a, b) => a.f1 - b.f1 || (a.class < b.class ? -1 : a.class > b.class ? 1 : 0));
  const numHidden = Math.max(0, all.length - LOWEST - HIGHEST);
  const gap = { class: `… ${numHidden} more classes …`, f1: 0, support: 0 };
  const sorted = numHidden === 0 ? all : [...all.slice(0, LOWEST), gap, ...all.slice(-HIGHEST)];
  const names = sorted.map((score) => shorten(score.class, 28));
  const longest = Math.max(...names.map((name) => name.length));
  const domain = sorted.map((_, i) => i);
  const shown = domain.filter((i) => sorted[i] !== gap);
  const f1Of = (i: number) => sorted[i]!.f1;
  const plot = Plot.plot({
    document: newDocument(),
    width,
    height: 50 + sorted.length * 20,
    marginLeft: Math.ceil(longest * 11 * LETTER) + 20,
    marginRight: 120,
    style: { background: 'transparent', color: 'currentColor', fontSize: '11px' },
    x: { label: 'F1', domain: [0, 1], grid: true },
    // Classes by position: two may share a shortened name.
    y: { label: null, type: 'band', domain, tickFormat: (i: number) => names[i]!, tickSize: 0 },
    marks: [
      Plot.barX(shown, {
        ...{ x: f1Of, y: (i: number) => i, fill: palette[0] },
        title: (i: number) => sorted[i]!.class,
      }),
      Plot.text(shown, {
        ...{ x: f1Of, y: (i: number) => i, textAnchor: 'start', dx: 4 },
        text: (i: number) => `${(100 * f1Of(i)).toFixed(1)}  (${sorted[i]!.support} rows)`,
      }),
    ],
  });
  return svgText(plot, 'F1 by class');
}
