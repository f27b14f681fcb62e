import * as Plot from '@observablehq/plot';
import { expectArgument } from '../core/index.js';
import { LETTER, newDocument, palette, shorten, svgText } from './svg.js';

/** How much of what moves predictions is of a path of tables, or of a feature: a fraction of all. */
export interface NamedShare {
  readonly name: string;
  readonly share: number;
}

/** Bars drawn, the longest. */
const MOST = 15;

/** What predictions rest on as bars, the longest first, as SVG text. Empty text without shares. */
export function restsOnPlot(shares: readonly NamedShare[], options: { readonly width?: number } = {}): string {
  expectArgument(shares, 'objects', 'shares');
  expectArgument(options, 'object', 'options');
  const { width = 720 } = options;
  const sorted = shares
    .filter(({ share }) => share > 0)
    .sort((a, b) => b.share - a.share)
    .slice(0, MOST);
  if (sorted.length === 0) return '';
  const names = sorted.map(({ name }) => shorten(name, 44));
  const domain = sorted.map((_, i) => i);
  const percentOf = (i: number) => 100 * sorted[i]!.share;
  const plot = Plot.plot({
    document: newDocument(),
    ...{ width, height: 50 + sorted.length * 22, marginRight: 60 },
    marginLeft: Math.ceil(Math.max(...names.map((name) => name.length)) * 11 * LETTER) + 20,
    style: { background: 'transparent', color: 'currentColor', fontSize: '11px' },
    x: { label: '% of what moves the forecasts', domain: [0, percentOf(0)], grid: true, ticks: 5 },
    // By position: two may share a shortened name.
    y: { label: null, type: 'band', domain, tickFormat: (i: number) => names[i]!, tickSize: 0 },
    marks: [
      Plot.barX(domain, {
        ...{ x: percentOf, y: (i: number) => i, fill: palette[0] },
        title: (i: number) => sorted[i]!.name,
      }),
      Plot.text(domain, {
        ...{ x: percentOf, y: (i: number) => i, textAnchor: 'start', dx: 4 },
        text: (i: number) => `${percentOf(i).toFixed(1)} %`,
      }),
    ],
  });
  return svgText(plot, 'What the forecasts rest on');
}
