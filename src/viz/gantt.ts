import * as Plot from '@observablehq/plot';
import { expectArgument } from '../core/index.js';
import { newDocument, palette, shorten, svgText } from './svg.js';

/** An operator that ran, milliseconds from the start: as planned, and as measured. */
export interface GanttBar {
  readonly name: string;
  readonly kind: string;
  readonly device: string;
  readonly start: number;
  readonly end: number;
  readonly planned?: { readonly device: string; readonly start: number; readonly end: number };
}

const ROW_HEIGHT = 34;

interface Segment {
  readonly row: string;
  readonly kind: string;
  readonly start: number;
  readonly end: number;
  readonly title: string;
}

/**
 * What ran where and when, as SVG text: for every device a row as planned over a row as measured, coloured by kind. Empty text where
 * nothing ran. `width` is in pixels.
 */
export function ganttChart(bars: readonly GanttBar[], options: { readonly width?: number } = {}): string {
  expectArgument(bars, 'objects', 'bars');
  expectArgument(options, 'object', 'options');
  if (bars.length === 0) return '';
  const { width = 720 } = options;
  const devices = [...new Set(bars.flatMap(({ device, planned }) => (planned ? [planned.device, device] : [device])))];
  const hasPlan = bars.some(({ planned }) => planned);
  const label = (device: string, what: string) => `${shorten(device, 14)}, ${what}`;
  const rows = devices.flatMap((device) => [...(hasPlan ? [label(device, 'planned')] : []), label(device, 'measured')]);
  const kinds = [...new Set(bars.map(({ kind }) => kind))];
  const segments = bars.flatMap(({ name, kind, device, start, end, planned }): Segment[] => [
    ...(planned
      ? [
          {
            ...{ row: label(planned.device, 'planned'), kind, start: planned.start, end: planned.end },
            title: titleOf(name, planned),
          },
        ]
      : []),
    { row: label(device, 'measured'), kind, start, end, title: titleOf(name, { start, end }) },
  ]);
  const plot = Plot.plot({
    document: newDocument(),
    ...{ width, height: 60 + rows.length * ROW_HEIGHT, marginLeft: 140, marginRight: 20, marginBottom: 34 },
    style: { background: 'transparent', color: 'currentColor', fontSize: '11px' },
    x: { label: 'milliseconds', grid: true },
    y: { domain: rows, label: null, padding: 0.2 },
    color: { domain: kinds, range: kinds.map((_, i) => palette[i % palette.length]!), legend: false },
    marks: [
      Plot.barX(segments, {
        ...{ y: 'row', x1: 'start', x2: 'end', fill: 'kind', title: 'title' },
        ...{ stroke: 'currentColor', strokeWidth: 0.3, strokeOpacity: 0.5 },
      }),
      Plot.ruleX([0]),
    ],
  });
  return svgText(plot, 'Operators over time, planned and measured');
}

/** Colours of the kinds of a chart, in their order; kinds beyond the palette share colours. */
export function ganttColours(bars: readonly GanttBar[]): { readonly kind: string; readonly colour: string }[] {
  expectArgument(bars, 'objects', 'bars');
  return [...new Set(bars.map(({ kind }) => kind))].map((kind, i) => ({
    kind,
    colour: palette[i % palette.length]!,
  }));
}

function titleOf(name: string, { start, end }: { readonly start: number; readonly end: number }): string {
  return `${shorten(name, 80)}: ${(end - start).toFixed(2)} ms from ${start.toFixed(1)} ms on`;
}
