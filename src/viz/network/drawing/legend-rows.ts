import { escapeMarkup } from '../../../core/index.js';
import { shorten, textWidth } from '../../svg.js';

const FONT = 12;
const ROW = 19;

/** One entry: its mark, drawn around a place, and its text. */
export interface LegendItem {
  readonly text: string;
  mark(x: number, y: number): string;
}

/** Entries from left to right in as many rows as they need. */
export function legendRows(items: readonly LegendItem[], width: number): { markup: string[]; height: number } {
  const markup: string[] = [];
  let [x, row] = [10, 0];
  for (const { text, mark } of items) {
    const shown = shorten(text, 40);
    const reach = textWidth(shown, FONT) + 40;
    if (x > 10 && x + reach > width) [x, row] = [10, row + 1];
    const y = 14 + ROW * row;
    markup.push(
      mark(x + 8, y),
      `<text x="${(x + 21).toFixed(1)}" y="${y + 4}" font-size="${FONT}" fill="currentColor">${escapeMarkup(shown)}</text>`,
    );
    x += reach;
  }
  return { markup, height: items.length === 0 ? 0 : 14 + ROW * (row + 1) - 8 };
}
