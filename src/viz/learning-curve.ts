import * as Plot from '@observablehq/plot';
import { expectArgument } from '../core/index.js';
import { LETTER, newDocument, palette, shorten, svgText } from './svg.js';

/** Columns of a training's history, null where nothing was measured; `epoch` counts from 1 (default: the rows). */
export type Curves = Readonly<Record<string, readonly (number | null)[]>>;

interface Point {
  readonly epoch: number;
  readonly value: number;
}

interface Series {
  readonly name: string;
  readonly points: readonly Point[];
}

const HEIGHT = 240;
const MARGIN = { marginTop: 26, marginBottom: 34, marginLeft: 52 } as const;
/** Lines differ in dashes too: not everybody sees the colours. */
const DASHES = ['none', '6,3', '2,2', '8,3,2,3'] as const;
/** Of longer histories the lines have about so many points. */
const MAX_POINTS = 2000;
/** Least distance between two labels, pixels. */
const APART = 13;

/**
 * Losses and validation figures over epochs, one panel each, as SVG text. Columns that name no figure (learning rate, seconds) are
 * left out; lines of more than 2000 points are thinned. Empty text where nothing was measured. `bestEpoch` is marked by a line; `width` is in pixels.
 */
export function learningCurve(
  curves: Curves,
  options: { readonly bestEpoch?: number; readonly width?: number } = {},
): string {
  expectArgument(curves, 'object', 'curves');
  expectArgument(options, 'object', 'options');
  const { bestEpoch, width = 720 } = options;
  const all = Object.entries(curves)
    .filter(([name]) => !/^epoch$|learning|seconds|criterion/i.test(name))
    .map(([name, values]) => ({ name: shorten(name, 28), points: thinned(pointsOf(values, curves.epoch)) }))
    .filter(({ points }) => points.length > 0);
  const isLoss = ({ name }: Series) => /loss/i.test(name);
  return [
    panel('loss', all.filter(isLoss), bestEpoch, width),
    panel(
      'validation',
      all.filter((series) => !isLoss(series)),
      bestEpoch,
      width,
    ),
  ]
    .filter((svg) => svg !== '')
    .join('\n');
}

function pointsOf(values: readonly (number | null)[], epochs: readonly (number | null)[] | undefined): Point[] {
  expectArgument(values, 'list', 'curves');
  return values.flatMap((value, i) =>
    value === null || !Number.isFinite(value) ? [] : [{ epoch: epochs?.[i] ?? i + 1, value }],
  );
}

/** Of every stretch of a long history its lowest and its highest point: the line looks the same. The first and the last point stay. */
function thinned(points: readonly Point[]): readonly Point[] {
  if (points.length <= MAX_POINTS) return points;
  const step = Math.ceil((2 * points.length) / MAX_POINTS);
  const kept = new Set([points[0]!, points.at(-1)!]);
  for (let at = 0; at < points.length; at += step) {
    const stretch = points.slice(at, at + step);
    kept.add(stretch.reduce((a, b) => (b.value < a.value ? b : a)));
    kept.add(stretch.reduce((a, b) => (b.value > a.value ? b : a)));
  }
  return [...kept].sort((a, b) => a.epoch - b.epoch);
}

function panel(label: string, series: readonly Series[], bestEpoch: number | undefined, width: number): string {
  if (series.length === 0) return '';
  const points = series.flatMap((each) => each.points);
  const [first, last] = extent(points.map(({ epoch }) => epoch));
  const domain = padded(points.map(({ value }) => value));
  const marginRight = 30 + Math.max(...series.map(({ name }) => name.length)) * 11 * LETTER;
  const ends = apart(
    series.map(({ points }) => points.at(-1)!.value),
    domain,
  );
  const lines = series.flatMap(({ points }, i) => {
    const colour = palette[i % palette.length]!;
    const strokeDasharray = DASHES[i % DASHES.length]!;
    return [
      Plot.lineY(points, { x: 'epoch', y: 'value', stroke: colour, strokeDasharray, strokeWidth: 1.8 }),
      Plot.dot(points.length <= 30 ? points : [], { x: 'epoch', y: 'value', fill: colour, r: 2.2 }),
      Plot.dot([{ epoch: last, value: ends[i]! }], { x: 'epoch', y: 'value', fill: colour, r: 4, dx: 12 }),
    ];
  });
  const labels = series.map(({ name }, i) => ({ name, epoch: last, value: ends[i]! }));
  const isLeft = bestEpoch !== undefined && bestEpoch - first < (last - first) / 2;
  const plot = Plot.plot({
    document: newDocument(),
    ...{ width, height: HEIGHT, marginRight, ...MARGIN },
    style: { background: 'transparent', color: 'currentColor', fontSize: '11px' },
    x: {
      label: 'epoch',
      domain: first === last ? [first - 1, last + 1] : [first, last],
      ticks: first === last ? [first] : Math.min(10, last - first),
      tickFormat: (epoch: number) => (Number.isInteger(epoch) ? String(epoch) : ''),
    },
    y: { label, domain, grid: true },
    marks: [
      ...(bestEpoch
        ? [
            Plot.ruleX([bestEpoch], { strokeDasharray: '3,3', strokeOpacity: 0.7 }),
            Plot.text([bestEpoch], {
              ...{ frameAnchor: 'top', lineAnchor: 'bottom', dy: -6 },
              ...{ x: (epoch: number) => epoch, text: () => `best epoch ${bestEpoch}` },
              textAnchor: isLeft ? 'start' : 'end',
            }),
          ]
        : []),
      ...lines,
      Plot.text(labels, { x: 'epoch', y: 'value', text: 'name', dx: 20, textAnchor: 'start' }),
    ],
  });
  return svgText(plot, label === 'loss' ? 'Loss by epoch' : 'Validation figures by epoch');
}

function extent(values: readonly number[]): [number, number] {
  return values.reduce<[number, number]>(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
}

/** The range of the values with some air; around a single value as well. */
function padded(values: readonly number[]): [number, number] {
  const [low, high] = extent(values);
  const air = 0.05 * (high - low) || 0.1 * Math.abs(high) || 0.5;
  return [low - air, high + air];
}

/** Heights of labels near their values, moved so that none covers another while they fit. */
function apart(values: readonly number[], [low, high]: readonly [number, number]): number[] {
  const pixels = HEIGHT - MARGIN.marginTop - MARGIN.marginBottom;
  const gap = (Math.min(APART, pixels / values.length) / pixels) * (high - low);
  const order = values.map((_, i) => i).sort((a, b) => values[a]! - values[b]! || a - b);
  const placed = [...values];
  let floor = low;
  for (const i of order) {
    placed[i] = Math.max(values[i]!, floor);
    floor = placed[i]! + gap;
  }
  let ceiling = high;
  for (const i of order.reverse()) {
    placed[i] = Math.min(placed[i]!, ceiling);
    ceiling = placed[i]! - gap;
  }
  return placed;
}
