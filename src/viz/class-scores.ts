import * as Plot from '@observablehq/plot';
import { newDocument, shorten, svgText } from './svg.js';

/** F1 of one class, in [0, 1], and its number of rows. */
export interface ClassF1 {
  readonly class: string;
  readonly f1: number;
  readonly support: number;
}

/** F1 by class as bars, the lowest first, as SVG text. */
export function classScorePlot(scores: readonly ClassF1[], options: { readonly width?: number } = {}): string {
  const { width = 720 } = options;
  const sorted = [...scores].sort((a, b) => a.f1 - b.f1 || (a.class < b.class ? -1 : 1));
  const bars = sorted.map(({ class: name, f1, support }, i) => ({
    name: `${shorten(name, 24)}${'\u200b'.repeat(i)}`,
    f1,
    support,
  }));
  const plot = Plot.plot({
    document: newDocument(),
    width,
    height: 50 + bars.length * 20,
    marginLeft: 160,
    marginRight: 110,
    style: { background: 'transparent', color: 'currentColor' },
    x: { label: 'F1', domain: [0, 1], grid: true },
    y: { label: null, domain: bars.map(({ name }) => name), tickSize: 0 },
    marks: [
      Plot.barX(bars, { x: 'f1', y: 'name', fill: '#4269d0' }),
      Plot.text(bars, {
        x: 'f1',
        y: 'name',
        text: (bar: (typeof bars)[number]) => `${(100 * bar.f1).toFixed(1)}  (${bar.support} rows)`,
        textAnchor: 'start',
        dx: 4,
      }),
    ],
  });
  return svgText(plot, 'F1 by class');
}
