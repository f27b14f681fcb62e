import * as Plot from '@observablehq/plot';
import { expectArgument, expectMembers, HeteroGraphError } from '../core/index.js';
import { largestGroups } from './largest-groups.js';
import { LEGEND_LINE, legendMarks } from './legend.js';
import { newDocument, palette, svgText } from './svg.js';

/** Nodes at places of the plane. */
export interface PlacedNodes {
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  /** What each is, such as its class: the colour and the shape. Empty text: not known. */
  readonly groups?: readonly string[];
  /** Shown for each when pointed at. */
  readonly names?: readonly string[];
}

export interface EmbeddingPlotOptions {
  /** Pixels; default 480. */
  readonly width?: number;
  /** What is drawn, for those who do not see it; default 'Nodes in two dimensions'. */
  readonly title?: string;
}

interface Dot {
  readonly x: number;
  readonly y: number;
  readonly group: string;
  readonly name: string;
}

/** Of more nodes, so many evenly spread ones are drawn. */
const MAX_POINTS = 3000;
/** Not everybody sees the colours. */
const SHAPES = ['circle', 'triangle', 'square', 'cross', 'diamond', 'wye'] as const;

/**
 * Nodes in two dimensions as SVG text, coloured by group, the largest six of them by name and all others alike. Both axes have the same scale and
 * no numbers: distances mean something, directions do not. Empty text without nodes; of more than 3000 every so-many-th is drawn.
 *
 * @example
 * const { x, y } = principalPlane(await model.embed(rows));
 * const svg = embeddingPlot({ x, y, groups: Array.from(rows, (row) => classes[labels[row]]) });
 * @throws {HeteroGraphError} SHAPE_MISMATCH
 */
export function embeddingPlot(nodes: PlacedNodes, options: EmbeddingPlotOptions = {}): string {
  expectMembers(nodes, 'nodes', { x: 'numbers', y: 'numbers' });
  expectArgument(options, 'object', 'options');
  const { x, y, groups, names } = nodes;
  for (const [what, list] of Object.entries({ y, groups, names })) {
    if (list !== undefined && list.length !== x.length)
      throw new HeteroGraphError('SHAPE_MISMATCH', `There are ${x.length} x and ${list.length} ${what}.`);
  }
  const { width = 480, title = 'Nodes in two dimensions' } = options;
  const step = Math.ceil(x.length / MAX_POINTS);
  const dots: Dot[] = [];
  for (let i = 0; i < x.length; i += step) {
    if (Number.isFinite(x[i]) && Number.isFinite(y[i]))
      dots.push({ x: x[i]!, y: y[i]!, group: groups?.[i] ?? '', name: names?.[i] ?? '' });
  }
  if (dots.length === 0) return '';
  const shown = groups ? largestGroups(dots.map(({ group }) => group)) : [];
  const rank = new Map(shown.map((group, i) => [group, i]));
  const rest = dots.filter(({ group }) => !rank.has(group));
  const legend = [
    ...shown.map((text, i) => ({ text, fill: palette[i]!, symbol: SHAPES[i]! })),
    ...(groups && rest.length > 0 ? [{ text: 'others', fill: 'currentColor' }] : []),
  ];
  const top = 10 + LEGEND_LINE * legend.length;
  const plot = Plot.plot({
    document: newDocument(),
    ...{ width, height: width + top, margin: 14, marginTop: top + 14 },
    style: { background: 'transparent', color: 'currentColor', fontSize: '11px' },
    x: { axis: null, domain: square(dots)[0] },
    y: { axis: null, domain: square(dots)[1] },
    marks: [
      Plot.frame({ stroke: 'currentColor', strokeOpacity: 0.15 }),
      Plot.dot(rest, { ...place, r: 2.2, fill: groups ? 'currentColor' : palette[0], fillOpacity: groups ? 0.3 : 0.6 }),
      ...shown.map((group, i) => {
        const own = dots.filter((dot) => dot.group === group);
        return Plot.dot(own, { ...place, r: 2.6, symbol: SHAPES[i]!, fill: palette[i]!, fillOpacity: 0.65 });
      }),
      ...legendMarks(legend, -top),
    ],
  });
  return svgText(plot, title);
}

const place = {
  x: 'x',
  y: 'y',
  title: ({ name, group }: Dot) => [name, group].filter((text) => text !== '').join(': ') || undefined,
} as const;

/** Ranges of the same length on both axes. */
function square(dots: readonly Dot[]): readonly [[number, number], [number, number]] {
  const range = (of: 'x' | 'y') => {
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const dot of dots) [low, high] = [Math.min(low, dot[of]), Math.max(high, dot[of])];
    return [low, high] as const;
  };
  const [x, y] = [range('x'), range('y')];
  const half = 0.52 * Math.max(x[1] - x[0], y[1] - y[0]) || 1;
  const around = ([low, high]: readonly [number, number]): [number, number] => [
    (low + high) / 2 - half,
    (low + high) / 2 + half,
  ];
  return [around(x), around(y)];
}
