import * as Plot from '@observablehq/plot';
import { expectArgument, expectMembers } from '../core/index.js';
import { newDocument, palette, svgText } from './svg.js';

/** What is proved at a place: the truth lies between. */
export interface BoundsPoint {
  readonly x: number;
  readonly low: number;
  readonly high: number;
}

export interface BoundsOptions {
  /** Of the axes; default 'x' and 'spread'. */
  readonly xLabel?: string;
  readonly yLabel?: string;
  /** Logarithmic x axis, for positive x; default false. */
  readonly isLog?: boolean;
  /** Pixels; default 640. */
  readonly width?: number;
}

/**
 * A lower and an upper bound over x, as SVG text: spread against the number of seeds, or a certificate against the sets made. Empty text
 * where there are no points.
 */
export function boundsPlot(points: readonly BoundsPoint[], options: BoundsOptions = {}): string {
  expectArgument(points, 'objects', 'points');
  expectArgument(options, 'object', 'options');
  if (points.length === 0) return '';
  const { xLabel = 'x', yLabel = 'spread', isLog = false, width = 640 } = options;
  const plot = Plot.plot({
    document: newDocument(),
    ...{ width, height: 280, marginLeft: 60 },
    style: { background: 'transparent', color: 'currentColor', fontSize: '11px' },
    x: { label: xLabel, type: isLog ? 'log' : 'linear' },
    y: { label: yLabel, zero: true, grid: true },
    marks: [
      Plot.areaY(points, { x: 'x', y1: 'low', y2: 'high', fill: palette[0], fillOpacity: 0.2 }),
      Plot.lineY(points, { x: 'x', y: 'low', stroke: palette[0], marker: 'dot' }),
      Plot.lineY(points, { x: 'x', y: 'high', stroke: palette[1], strokeDasharray: '6,3', marker: 'dot' }),
    ],
  });
  return svgText(plot, `${yLabel} by ${xLabel}, lower and upper bound`);
}

/** Nodes at places of the plane, edges between them as rows, and which of the nodes are seeds. */
export interface SeedDrawingInput {
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  readonly source: ArrayLike<number>;
  readonly target: ArrayLike<number>;
  readonly seeds: ArrayLike<number>;
}

/** A graph with its seeds, numbered in their order, as SVG text. For graphs of a few hundred edges. `width` is in pixels. */
export function seedDrawing(drawing: SeedDrawingInput, options: { readonly width?: number } = {}): string {
  expectArgument(options, 'object', 'options');
  const { width = 640 } = options;
  expectMembers(drawing, 'drawing', {
    x: 'numbers',
    y: 'numbers',
    source: 'numbers',
    target: 'numbers',
    seeds: 'numbers',
  });
  const { x, y, source, target, seeds } = drawing;
  const nodes = Array.from({ length: x.length }, (_, i) => i);
  const chosen = Array.from(seeds);
  const plot = Plot.plot({
    document: newDocument(),
    ...{ width, height: width, margin: 20 },
    style: { background: 'transparent', color: 'currentColor', fontSize: '11px' },
    x: { axis: null },
    y: { axis: null },
    marks: [
      Plot.link(Array.from(source), {
        x1: (u: number) => x[u]!,
        y1: (u: number) => y[u]!,
        x2: (_, e) => x[target[e]!]!,
        y2: (_, e) => y[target[e]!]!,
        ...{ stroke: 'currentColor', strokeOpacity: 0.15 },
      }),
      Plot.dot(nodes, { x: (i: number) => x[i]!, y: (i: number) => y[i]!, r: 2.5, fill: palette[0] }),
      Plot.dot(chosen, { x: (i: number) => x[i]!, y: (i: number) => y[i]!, r: 9, fill: palette[1] }),
      Plot.text(chosen, {
        ...{ x: (i: number) => x[i]!, y: (i: number) => y[i]!, text: (_, i) => String(i + 1) },
        ...{ fill: 'white', fontWeight: 'bold' },
      }),
    ],
  });
  return svgText(plot, `${nodes.length} nodes, ${chosen.length} of them seeds`);
}
