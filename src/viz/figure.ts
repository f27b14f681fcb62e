import { showAs } from '../core/index.js';

/**
 * A plot that shows itself: notebooks with rich display (Deno's Jupyter kernel) draw it, Node prints what it is, `String(figure)` is its
 * markup. In tslab, `display.svg(String(figure))` draws it.
 *
 * @example figure(learningCurve(history.toJSON()))
 */
export class Figure {
  /** The markup: one `svg` element, or empty text where there was nothing to draw. */
  readonly svg: string;

  constructor(svg: string) {
    this.svg = svg;
  }

  toString(): string {
    return this.svg;
  }
}

/** An SVG text of this room as a {@link Figure}. */
export function figure(svg: string): Figure {
  return new Figure(svg);
}

showAs(
  Figure.prototype,
  ({ svg }): Record<string, string> => (svg === '' ? {} : { 'image/svg+xml': svg }),
  ({ svg }) => {
    const [, title = 'no title'] = /aria-label="([^"]*)"/.exec(svg) ?? [];
    const [, width, height] = /viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(svg) ?? [];
    return svg === ''
      ? 'Figure: nothing to show'
      : `Figure: ${title}${width ? `, ${width} x ${height}` : ''}, ${svg.length} characters of SVG`;
  },
);
