import { parseHTML } from 'linkedom';

/** Text as content or attribute of markup. */
export function escapeMarkup(text: string): string {
  return text.replace(
    /[&<>"']/g,
    (char) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' })[char]!,
  );
}

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
  return svg.outerHTML;
}

/** A text cut to a number of characters, with an ellipsis where something is missing. */
export function shorten(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}
