import { parseHTML } from 'linkedom';
import { plainText } from '../core/index.js';

/** Lines and bars: each at least 3:1 against white and against near-black, since a page may be either. */
export const palette = ['#4269d0', '#c4570b', '#2e8b57', '#a463f2', '#b8497a', '#7a7a3a'] as const;

/** Estimated width of one letter, in font sizes; drawings keep room by it, since nothing measures text here. */
export const LETTER = 0.6;

/** A document of its own for every plot: nothing is shared between calls. */
export function newDocument(): Document {
  return parseHTML('<!doctype html><html><body></body></html>').document as unknown as Document;
}

/**
 * The markup of a drawing made with a document of {@link newDocument}: an `svg` element, with a title for those who do not see it.
 */
export function svgText(element: Element, title: string): string {
  const svg = element.tagName.toLowerCase() === 'svg' ? element : element.querySelector('svg')!;
  svg.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-label', title);
  return plainText(svg.outerHTML);
}

/**
 * One line of at most `length` characters, with an ellipsis where something is missing: at the end, but at the start of an IRI, whose
 * end is what distinguishes it.
 */
export function shorten(text: string, length: number): string {
  const letters = [...plainText(text).replace(/\s+/g, ' ')];
  if (letters.length <= length) return letters.join('');
  const isIri = /^[a-z][\w+.-]*:\/\//i.test(text);
  return isIri ? `…${letters.slice(1 - length).join('')}` : `${letters.slice(0, length - 1).join('')}…`;
}

/** Width in pixels that text of a font size may take; East Asian letters count double. */
export function textWidth(text: string, size: number): number {
  let letters = 0;
  for (const char of text) letters += char.codePointAt(0)! >= 0x2e80 ? 1.7 : 1;
  return letters * size * LETTER;
}
