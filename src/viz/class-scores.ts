import * as Plot from '@observablehq/plot';
import { LETTER, newDocument, palette, shorten, svgText } from './svg.js';

/** F1 of one class, in [0, 1], and its number of rows. */
export interface ClassF1 {
  readonly class: string;
  readonly f1: number;
  readonly support: number;
}

/** F1 by class as bars, the lowest first, as SVG text; empty text without classes. */
export function classScorePlot(scores: readonly ClassF1[], options: { readonly width?: number } = {}): string {
  const { width = 720 } = options;
  if (scores.length === 0) return '';
  const sorted = [...scores].sort((a, b) => a.f1 - b.f1 || (a.class < b.class ? -1 : a.class > b.class ? 1 : 0));
  const names = sorted.map((score) => shorten(score.class, 28));
  const longest = Math.max(...names.map((name) => name.length));
  const domain = sorted.map((_, i) => i);
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
      Plot.barX(sorted, { x: 'f1', y: domain, fill: palette[0], title: (score: ClassF1) => score.class }),
      Plot.text(sorted, {
        x: 'f1',
        y: domain,
        text: ({ f1, support }: ClassF1) => `${(100 * f1).toFixed(1)}  (${support} rows)`,
        textAnchor: 'start',
        dx: 4,
      }),
    ],
  });
  return svgText(plot, 'F1 by class');
}
