import * as Plot from '@observablehq/plot';
import { expectArgument, expectMembers } from '../core/index.js';
import { LETTER, newDocument, palette, shorten, svgText } from './svg.js';

/** What a score loses when all edges of a relation are removed. */
export interface RelationImportance {
  /** Name of the figure, for the axis. */
  readonly figure: string;
  /** Of the relations: how much worse the figure is without, in its own units; below 0 where it is better. */
  readonly relations: readonly { readonly relation: string; readonly edges: number; readonly loss: number }[];
  /** Relations that were not looked at, such as for lack of time; default 0. */
  readonly omitted?: number;
  /** Why it could not be measured, for people. */
  readonly problem?: string;
}

/** Relations drawn, those whose removal changes the most. */
const MOST = 30;

/** The loss of every relation as bars, the largest first, as SVG text. Empty text without relations. */
export function relationPlot(importance: RelationImportance, options: { readonly width?: number } = {}): string {
  expectMembers(importance, 'importance', { figure: 'text', relations: 'objects' });
  expectArgument(options, 'object', 'options');
  const { width = 480 } = options;
  const sorted = importance.relations
    .filter(({ loss }) => Number.isFinite(loss))
    .sort((a, b) => Math.abs(b.loss) - Math.abs(a.loss))
    .slice(0, MOST)
    .sort((a, b) => b.loss - a.loss);
  if (sorted.length === 0) return '';
  const names = sorted.map(({ relation }) => shorten(relation, 30));
  const size = Math.max(...sorted.map(({ loss }) => Math.abs(loss))) || 1;
  const low = Math.min(0, ...sorted.map(({ loss }) => loss));
  const domain = sorted.map((_, i) => i);
  const lossOf = (i: number) => sorted[i]!.loss;
  const plot = Plot.plot({
    document: newDocument(),
    ...{ width, height: 50 + sorted.length * 22, marginRight: 90 },
    marginLeft: Math.ceil(Math.max(...names.map((name) => name.length)) * 11 * LETTER) + 20,
    style: { background: 'transparent', color: 'currentColor', fontSize: '11px' },
    x: {
      label: `lost ${shorten(importance.figure, 24)} without the relation`,
      domain: [low, Math.max(size, 0)],
      grid: true,
      ticks: 5,
    },
    y: { label: null, type: 'band', domain, tickFormat: (i: number) => names[i]!, tickSize: 0 },
    marks: [
      Plot.barX(domain, {
        ...{ x: lossOf, y: (i: number) => i, fill: (i: number) => (lossOf(i) < 0 ? palette[1] : palette[0]) },
        title: (i: number) => `${sorted[i]!.relation}: ${sorted[i]!.edges} edges`,
      }),
      Plot.ruleX([0], { strokeOpacity: 0.6 }),
      Plot.text(domain, {
        ...{ x: (i: number) => Math.max(0, lossOf(i)), y: (i: number) => i, textAnchor: 'start', dx: 4 },
        text: (i: number) => String(Number(lossOf(i).toPrecision(3))),
      }),
    ],
  });
  return svgText(plot, 'What the score loses without each relation');
}
