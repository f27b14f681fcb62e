import { escapeMarkup } from './markup.js';
import { printable } from './printable.js';

/** A small table for people: as text and as HTML. */
export interface ShownTable {
  readonly title: string;
  /** Columns of numbers are aligned to the right. */
  readonly heads: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
  /** Said under the table, such as how many rows are left out. */
  readonly note?: string;
}

/** Columns of text under one another, a line a row, those of numbers to the right. */
export function alignedLines(cells: readonly (readonly string[])[], isNumber: readonly boolean[]): string[] {
  const widths = isNumber.map((_, c) => cells.reduce((widest, row) => Math.max(widest, row[c]!.length), 0));
  return cells.map((row) =>
    row
      .map((cell, c) => (isNumber[c] ? cell.padStart(widths[c]!) : cell.padEnd(widths[c]!)))
      .join('  ')
      .trimEnd(),
  );
}

/** Tables as text: no control characters of the data, one line a row. */
export function tablesText(title: string, tables: readonly ShownTable[]): string {
  const parts = tables.flatMap(({ title: own, heads, rows, note }) => {
    const cells = [heads.map(oneLine), ...rows.map((row) => row.map((cell) => oneLine(shownCell(cell))))];
    const isNumber = heads.map((_, c) => rows.length > 0 && rows.every((row) => typeof row[c] === 'number'));
    return [
      own,
      ...alignedLines(cells, isNumber).map((line) => `  ${line}`),
      ...(note === undefined ? [] : [`  ${note}`]),
    ];
  });
  return [oneLine(title), ...parts].join('\n');
}

/** The same as HTML, every text escaped. */
export function tablesHtml(title: string, tables: readonly ShownTable[]): string {
  const parts = tables.map(({ title: own, heads, rows, note }) => {
    const cell = (text: string, tag: 'th' | 'td') => `<${tag}>${escapeMarkup(oneLine(text))}</${tag}>`;
    const head = `<tr>${heads.map((text) => cell(text, 'th')).join('')}</tr>`;
    const body = rows.map((row) => `<tr>${row.map((each) => cell(shownCell(each), 'td')).join('')}</tr>`).join('');
    const foot = note === undefined ? '' : `<p>${escapeMarkup(note)}</p>`;
    return `<table><caption>${escapeMarkup(own)}</caption><thead>${head}</thead><tbody>${body}</tbody></table>${foot}`;
  });
  return `<div><p><strong>${escapeMarkup(oneLine(title))}</strong></p>${parts.join('')}</div>`;
}

function shownCell(cell: string | number): string {
  if (typeof cell === 'string') return cell;
  return Number.isInteger(cell) ? cell.toLocaleString('en') : String(Number(cell.toPrecision(4)));
}

/** One line without control characters, cut where it is very long. */
function oneLine(text: string): string {
  const line = printable(text.slice(0, 201).replace(/\s+/g, ' '));
  return text.length > 200 ? `${line.slice(0, 199)}…` : line;
}

/**
 * Makes objects of a class show themselves: as their `toString()` where Node, Deno or tslab print them, and as HTML or SVG in notebooks that
 * look for `Symbol.for('Jupyter.display')`. The methods are not enumerable.
 *
 * @param rich of an object, by media type
 * @param text what is printed; default `toString()`
 */
export function showAs<T extends object>(
  prototype: T,
  rich: (self: T) => Readonly<Record<string, string>>,
  text: (self: T) => string = String,
): void {
  const print = function (this: T): string {
    return printable(text(this));
  };
  const methods: readonly [string, (this: T) => unknown][] = [
    ['nodejs.util.inspect.custom', print],
    ['Deno.customInspect', print],
    [
      'Jupyter.display',
      function (this: T) {
        return { 'text/plain': printable(text(this)), ...rich(this) };
      },
    ],
  ];
  for (const [name, value] of methods) {
    Object.defineProperty(prototype, Symbol.for(name), {
      value,
      enumerable: false,
      configurable: true,
      writable: true,
    });
  }
}
