import * as Plot from '@observablehq/plot';
import { expectArgument } from '../core/index.js';
import { largestClasses, MAX_CONFUSION_CLASSES } from './largest-classes.js';
import { LETTER, newDocument, palette, shorten, svgText } from './svg.js';

/** Numbers are written into the cells up to so many classes. */
const NUMBERED = 12;
/** Size of tick labels in pixels. */
const FONT = 10;

interface Square {
  readonly actual: string;
  readonly predicted: string;
  readonly count: number;
  readonly share: number;
}

/**
 * A confusion matrix as SVG text: rows are actual classes, columns predicted ones, shaded by the share of the row. Empty text without
 * classes. Of more than 60 classes the ones with the most rows are drawn, all others as one.
 *
 * @param allCells counts [C, C], row-major
 */
export function confusionPlot(allCells: ArrayLike<number>, allClasses: readonly string[]): string {
  expectArgument(allCells, 'numbers', 'cells');
  expectArgument(allClasses, 'list', 'classes');
  const { cells, classes } = merged(allCells, allClasses);
  const count = classes.length;
  if (count === 0) return '';
  const labels = classes.map((name, c) => `${c} ${shorten(name, 20)}`);
  const squares = squaresOf(cells, labels);
  const full = squares.filter((square) => square.count > 0);
  const side = count <= NUMBERED ? 40 : 24;
  const labelWidth = Math.max(...labels.map((label) => label.length)) * FONT * LETTER;
  // Column labels lean by 45 degrees: they need sqrt(1/2) of their width below and to the left.
  const [marginLeft, marginBottom] = [Math.ceil(labelWidth) + 34, Math.ceil(0.71 * labelWidth) + 40];
  const plot = Plot.plot({
    document: newDocument(),
    width: marginLeft + count * side + 20,
    height: 20 + count * side + marginBottom,
    ...{ marginLeft, marginBottom, marginTop: 20, marginRight: 20 },
    style: { background: 'transparent', color: 'currentColor', fontSize: `${FONT}px` },
    x: { label: 'predicted', domain: labels, tickRotate: -45, tickSize: 0, padding: 0, labelOffset: marginBottom - 4 },
    y: { label: 'actual', domain: labels, tickSize: 0, padding: 0, labelOffset: marginLeft - 6 },
    opacity: { domain: [0, 1], range: [0, 0.9] },
    marks: [
      Plot.cell(squares, { x: 'predicted', y: 'actual', fill: 'none', stroke: 'currentColor', strokeOpacity: 0.12 }),
      Plot.cell(full, {
        ...{ x: 'predicted', y: 'actual', fill: palette[0], fillOpacity: 'share', inset: 0.5 },
        title: ({ actual, predicted, count: number, share }: Square) =>
          `actual ${actual}, predicted ${predicted}: ${number} (${(100 * share).toFixed(1)} %)`,
      }),
      Plot.text(count <= NUMBERED ? full : [], {
        ...{ x: 'predicted', y: 'actual', fill: 'currentColor', pointerEvents: 'none' },
        text: (square: Square) => String(square.count),
      }),
    ],
  });
  return svgText(plot, 'Confusion matrix: actual classes by predicted classes');
}

function merged(cells: ArrayLike<number>, classes: readonly string[]) {
  if (classes.length <= MAX_CONFUSION_CLASSES) return { cells, classes };
  const sizes = new Float64Array(classes.length);
  for (let i = 0; i < cells.length; i++) sizes[Math.floor(i / classes.length)]! += cells[i]!;
  const { place, names } = largestClasses(sizes, classes, MAX_CONFUSION_CLASSES);
  const out = new Float64Array(names.length ** 2);
  for (let i = 0; i < cells.length; i++) {
    out[place[Math.floor(i / classes.length)]! * names.length + place[i % classes.length]!]! += cells[i]!;
  }
  return { cells: out, classes: names };
}

function squaresOf(cells: ArrayLike<number>, labels: readonly string[]): Square[] {
  return labels.flatMap((actual, row) => {
    let total = 0;
    for (let c = 0; c < labels.length; c++) total += cells[row * labels.length + c]!;
    return labels.map((predicted, c) => {
      const count = cells[row * labels.length + c]!;
      return { actual, predicted, count, share: total ? count / total : 0 };
    });
  });
}
