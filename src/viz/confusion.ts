import * as Plot from '@observablehq/plot';
import { newDocument, shorten, svgText } from './svg.js';

/** Numbers are written into the cells up to so many classes. */
const NUMBERED = 12;

/**
 * A confusion matrix as SVG text: rows are real classes, columns predicted ones, shaded by the share of the row.
 *
 * @param cells counts [C, C], row-major
 */
export function confusionPlot(
  cells: ArrayLike<number>,
  classes: readonly string[],
  options: { readonly width?: number } = {},
): string {
  const count = classes.length;
  const { width = Math.max(320, Math.min(900, 170 + count * 26)) } = options;
  const labels = classes.map((name, c) => `${c} ${shorten(name, 20)}`);
  const rows = Array.from({ length: count }, (_, real) => {
    let total = 0;
    for (let c = 0; c < count; c++) total += cells[real * count + c]!;
    return total;
  });
  const squares = Array.from({ length: count * count }, (_, i) => {
    const [real, said] = [Math.floor(i / count), i % count];
    return {
      real: labels[real]!,
      said: labels[said]!,
      count: cells[i]!,
      share: rows[real] ? cells[i]! / rows[real]! : 0,
    };
  });
  const numbers = count <= NUMBERED ? squares.filter((square) => square.count > 0) : [];
  const plot = Plot.plot({
    document: newDocument(),
    width,
    height: 80 + count * 24,
    marginLeft: 140,
    marginBottom: 90,
    style: { background: 'transparent', color: 'currentColor' },
    x: { label: 'predicted', domain: labels, tickRotate: -45, tickSize: 0 },
    y: { label: 'real', domain: labels, tickSize: 0 },
    color: { scheme: 'Blues', domain: [0, 1] },
    marks: [
      Plot.cell(squares, { x: 'said', y: 'real', fill: 'share', inset: 0.5 }),
      Plot.text(numbers, {
        x: 'said',
        y: 'real',
        text: (square: (typeof squares)[number]) => String(square.count),
        fill: (square: (typeof squares)[number]) => (square.share > 0.55 ? 'white' : 'black'),
      }),
    ],
  });
  return svgText(plot, 'Confusion matrix: real classes by predicted classes');
}
