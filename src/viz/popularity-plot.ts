import * as Plot from '@observablehq/plot';
import { expectArgument, HeteroGraphError } from '../core/index.js';
import { LEGEND_LINE, legendMarks } from './legend.js';
import { newDocument, palette, svgText } from './svg.js';

/** How often each item of the catalogue was taken, and how often it is shown in lists: [items] each, in one order. */
export interface ShownItems {
  readonly taken: ArrayLike<number>;
  readonly shown: ArrayLike<number>;
}

interface Place {
  readonly x: number;
  readonly y: number;
}

/** Points that a line has at most. */
const MAX_POINTS = 300;

/**
 * Whom the lists show against who was taken, as SVG text: items from the most popular on, and the share of all interactions and of all places of lists that
 * the first of them have. Lists that follow popularity lie above the catalogue's own curve, even exposure on the diagonal. Empty text without an
 * interaction or a place.
 *
 * @throws {HeteroGraphError} INVALID_OPTION, SHAPE_MISMATCH
 */
export function popularityPlot(items: ShownItems, options: { readonly width?: number } = {}): string {
  expectArgument(items, 'object', 'items');
  expectArgument(items.taken, 'numbers', 'items.taken');
  expectArgument(items.shown, 'numbers', 'items.shown');
  expectArgument(options, 'object', 'options');
  const { taken, shown } = items;
  if (taken.length !== shown.length) {
    throw new HeteroGraphError('SHAPE_MISMATCH', `There are ${taken.length} and ${shown.length} items.`, {
      column: 'shown',
      hint: 'Give both numbers for every item of the catalogue.',
    });
  }
  const { width = 480 } = options;
  const order = Array.from({ length: taken.length }, (_, i) => i).sort((a, b) => taken[b]! - taken[a]! || a - b);
  const curves = [cumulative(order, taken), cumulative(order, shown)];
  if (curves.some((curve) => curve.length === 0)) return '';
  const legend = [
    { text: 'what was taken', fill: palette[0] },
    { text: 'what lists show', fill: palette[1] },
  ];
  const top = 26 + LEGEND_LINE * legend.length;
  const plot = Plot.plot({
    document: newDocument(),
    ...{ width, height: width - 60 + top, marginLeft: 56, marginTop: top, marginBottom: 38, marginRight: 24 },
    style: { background: 'transparent', color: 'currentColor', fontSize: '11px' },
    x: { label: 'share of the items, the most popular first', domain: [0, 1], grid: true, ticks: 5 },
    y: { label: 'share of all', domain: [0, 1], grid: true, ticks: 5 },
    marks: [
      Plot.line(
        [
          { x: 0, y: 0 },
          { x: 1, y: 1 },
        ],
        { x: 'x', y: 'y', strokeDasharray: '4,3', strokeOpacity: 0.5 },
      ),
      ...curves.map((curve, i) =>
        Plot.line(curve, {
          ...{ x: 'x', y: 'y', stroke: palette[i]!, strokeWidth: 2, strokeDasharray: i === 0 ? 'none' : '6,3' },
        }),
      ),
      ...legendMarks(legend, -LEGEND_LINE * legend.length - 12),
    ],
  });
  return svgText(plot, 'Popularity of what is shown against the catalogue');
}

/** Share of the total that the first items of an order have; empty where the total is 0. */
function cumulative(order: readonly number[], values: ArrayLike<number>): Place[] {
  const total = order.reduce((sum, item) => sum + values[item]!, 0);
  if (!(total > 0 && Number.isFinite(total))) return [];
  const step = Math.ceil(order.length / MAX_POINTS);
  const points: Place[] = [{ x: 0, y: 0 }];
  let sum = 0;
  for (const [i, item] of order.entries()) {
    sum += values[item]!;
    if ((i + 1) % step === 0 || i === order.length - 1) points.push({ x: (i + 1) / order.length, y: sum / total });
  }
  return points;
}
