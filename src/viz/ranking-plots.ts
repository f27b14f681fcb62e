import * as Plot from '@observablehq/plot';
import { expectArgument } from '../core/index.js';
import { LEGEND_LINE, legendMarks } from './legend.js';
import { newDocument, palette, shorten, svgText } from './svg.js';

/** How the rows of a class are ranked: one point for every threshold, the highest first. */
export interface RankedClass {
  readonly class: string;
  readonly points: readonly {
    readonly recall: number;
    readonly falsePositiveRate: number;
    readonly precision: number;
  }[];
  /** Area under the ROC curve; average precision. Fractions. */
  readonly rocAuc: number;
  readonly averagePrecision: number;
  /** Share of the rows that are of the class: the precision of chance. */
  readonly share: number;
}

interface Place {
  readonly x: number;
  readonly y: number;
}

/** Points drawn of a line. */
const MAX_POINTS = 400;
/** Classes drawn, those with the most rows. */
const MAX_CLASSES = palette.length;
const DASHES = ['none', '6,3', '2,2', '8,3,2,3', '1,3', '10,4'] as const;
const MARGINS = { marginLeft: 50, marginTop: 26, marginBottom: 38, marginRight: 20 };

/**
 * ROC curves as SVG text: the share of the rows of a class that is found against the share of the other rows that is found with them, by threshold. Of
 * more than six classes those with the most rows. Empty text where no class has both kinds of rows.
 */
export function rocPlot(classes: readonly RankedClass[], options: { readonly width?: number } = {}): string {
  return curves(classes, options, {
    title: 'ROC curves',
    x: 'share of the other rows found',
    y: 'share of the rows of the class found',
    line: ({ points }) => [{ x: 0, y: 0 }, ...points.map(({ falsePositiveRate: x, recall: y }) => ({ x, y }))],
    label: ({ rocAuc }) => `AUC ${(100 * rocAuc).toFixed(1)}`,
    chance: () => [
      { x: 0, y: 0 },
      { x: 1, y: 1 },
    ],
  });
}

/** Precision against recall by threshold, as SVG text; as {@link rocPlot}. The level of chance is the share of the class. */
export function precisionRecallPlot(
  classes: readonly RankedClass[],
  options: { readonly width?: number } = {},
): string {
  return curves(classes, options, {
    title: 'Precision and recall',
    x: 'recall: share of the rows of the class found',
    y: 'precision: share of the rows found that are right',
    line: ({ points }) => points.map(({ recall: x, precision: y }) => ({ x, y })),
    label: ({ averagePrecision }) => `AP ${(100 * averagePrecision).toFixed(1)}`,
    chance: ({ share }) => [
      { x: 0, y: share },
      { x: 1, y: share },
    ],
  });
}

interface CurveKind {
  readonly title: string;
  readonly x: string;
  readonly y: string;
  line(ranked: RankedClass): Place[];
  label(ranked: RankedClass): string;
  chance(ranked: RankedClass): Place[];
}

function curves(classes: readonly RankedClass[], options: { readonly width?: number }, kind: CurveKind): string {
  expectArgument(classes, 'objects', 'classes');
  expectArgument(options, 'object', 'options');
  const { width = 480 } = options;
  const defined = classes.filter(({ rocAuc, points }) => Number.isFinite(rocAuc) && points.length > 0);
  const shown = [...defined].sort((a, b) => b.share - a.share).slice(0, MAX_CLASSES);
  if (shown.length === 0) return '';
  const legend = shown.map((each, i) => ({
    text: `${shorten(each.class, 24)}  ${kind.label(each)}`,
    fill: palette[i]!,
  }));
  const top = LEGEND_LINE * legend.length;
  const plot = Plot.plot({
    document: newDocument(),
    ...{ width, height: width + top, ...MARGINS, marginTop: MARGINS.marginTop + top },
    style: { background: 'transparent', color: 'currentColor', fontSize: '11px' },
    x: { label: kind.x, domain: [0, 1], grid: true, ticks: 5 },
    y: { label: kind.y, domain: [0, 1], grid: true, ticks: 5 },
    marks: [
      ...shown.map((each) =>
        Plot.line(kind.chance(each), { x: 'x', y: 'y', strokeDasharray: '4,3', strokeOpacity: 0.4 }),
      ),
      ...shown.map((each, i) =>
        Plot.line(thinned(kind.line(each)), {
          ...{ x: 'x', y: 'y', stroke: palette[i]!, strokeWidth: 1.8, strokeDasharray: DASHES[i]! },
        }),
      ),
      ...legendMarks(legend, -top - 12),
    ],
  });
  return svgText(plot, kind.title);
}

function thinned(points: readonly Place[]): readonly Place[] {
  const step = Math.ceil(points.length / MAX_POINTS);
  return points.filter((_, i) => i % step === 0 || i === points.length - 1);
}
