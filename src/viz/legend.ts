import * as Plot from '@observablehq/plot';
import { shorten } from './svg.js';

/** What a mark of a drawing means. */
export interface LegendEntry {
  readonly text: string;
  readonly fill: string;
  /** Default: a circle. */
  readonly symbol?: Plot.SymbolType | undefined;
}

/** Pixels from a line of a legend to the next. */
export const LEGEND_LINE = 15;

/** A legend at the top left of a plot, a line an entry. @param first pixels from the top of the frame to the first line, below 0 above it */
export function legendMarks(entries: readonly LegendEntry[], first: number): Plot.Markish[] {
  return entries.flatMap(({ text, fill, symbol = 'circle' }, i) => {
    const at = { frameAnchor: 'top-left' as const, dy: first + LEGEND_LINE * i };
    return [
      Plot.text([shorten(text, 40)], { ...at, text: (shown: string) => shown, textAnchor: 'start', dx: 16 }),
      Plot.dot([text], { ...at, r: 4, symbol, fill, dx: 5, dy: at.dy + 5 }),
    ];
  });
}
