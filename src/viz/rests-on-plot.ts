import * as Plot from '@observablehq/plot';
import { expectArgument } from '../core/index.js';
import { newDocument, palette, shorten, svgText } from './svg.js';

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
  const { width = 420 } = options;
  const sorted = shares
    .filter(({ share }) => share > 0)
    .sort((a, b) => b.share - a.share)
    .slice(0, MOST);
  if (sorted.length === 0) return '';
  const domain = sorted.map((_, i) => i);
  const percentOf = (i: number) => 100 * sorted[i]!.share;
  // Names stand above the bars: beside them long ones leave no room on a phone.
  const plot = Plot.plot({
    document: newDocument(),
    ...{ width, height: 50 + sorted.length * 32, marginLeft: 8, marginRight: 50, marginTop: 10, marginBottom: 34 },
    style: { background: 'transparent', color: 'currentColor', fontSize: '11px' },
    x: { label: '% of what moves the forecasts', domain: [0, percentOf(0)], grid: true, ticks: 5 },
    y: { axis: null, type: 'band', domain },
    marks: [
      Plot.barX(domain, {
        ...{ x: percentOf, y: (i: number) => i, fill: palette[0], insetTop: 15 },
        title: (i: number) => sorted[i]!.name,
      }),
      Plot.text(domain, {
        ...{ y: (i: number) => i, frameAnchor: 'left', textAnchor: 'start', dy: -7 },
        text: (i: number) => shorten(sorted[i]!.name, 58),
      }),
      Plot.text(domain, {
        ...{ x: percentOf, y: (i: number) => i, textAnchor: 'start', dx: 4, dy: 8 },
        text: (i: number) => `${percentOf(i).toFixed(1)} %`,
      }),
    ],
  });
  return svgText(plot, 'What the forecasts rest on');
}
