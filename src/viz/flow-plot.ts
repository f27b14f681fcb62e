import { escapeMarkup, expectArgument, expectMembers } from '../core/index.js';
import { type FlowBar, type FlowData, type FlowLayout, type FlowRibbon, flowLayout, OTHER } from './flow-layout.js';
import { palette, shorten } from './svg.js';

export type { FlowData, FlowLink } from './flow-layout.js';

const BAR = 12;
const MARGIN = 16;
const NOTE = 22;
const TITLE = 'Where the states of the nodes came from, level by level';

/**
 * A Sankey picture: names by level from left to right, between them ribbons as wide as what flowed along a relation; what nodes keep of
 * themselves is grey. As SVG text; empty text where nothing flows. Of very many names and relations the largest are drawn, the rest as one, and the
 * picture says so. `width` is in pixels.
 */
export function flowPlot(flow: FlowData, options: { readonly width?: number } = {}): string {
  expectMembers(flow, 'flow', { levels: 'objects', links: 'objects' });
  expectArgument(options, 'object', 'options');
  const { width = 760 } = options;
  const layout = flowLayout(flow);
  if (layout.ribbons.length === 0) return '';
  const levels = flow.levels.length;
  const step = (width - 2 * MARGIN - BAR) / Math.max(1, levels - 1);
  const left = (level: number) => MARGIN + level * step;
  const colours = coloursOf(layout);
  const notes = notesOf(layout);
  const height = Math.ceil(layout.height + 2 * MARGIN + NOTE * notes.length + 14);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="${TITLE}" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif">`,
    ...layout.ribbons.map((ribbon) => ribbonMarkup(ribbon, left(ribbon.level) + BAR, left(ribbon.level + 1), colours)),
    ...layout.bars.map((bar) => barMarkup(bar, left(bar.level))),
    ...layout.ribbons.map((ribbon) => ribbonName(ribbon, left(ribbon.level) + BAR, left(ribbon.level + 1))),
    ...layout.bars.map((bar) => barName(bar, left(bar.level), bar.level === levels - 1)),
    ...notes.map((note, i) => text(MARGIN, height - 8 - i * NOTE, note, 'start')),
    '</svg>',
  ].join('');
}

/** One colour per relation, in the order of their first ribbon; more relations than colours share them. */
function coloursOf({ ribbons }: FlowLayout): ReadonlyMap<string, string> {
  const names = [...new Set(ribbons.flatMap(({ relation }) => (relation === null ? [] : [relation])))];
  return new Map(names.map((name, i) => [name, palette[i % palette.length]!]));
}

function notesOf({ mergedTypes, mergedRelations }: FlowLayout): string[] {
  return [
    ...(mergedTypes > 0 ? [`${mergedTypes} node types with the least flow are drawn as one`] : []),
    ...(mergedRelations > 0 ? [`${mergedRelations} narrow relations are drawn together`] : []),
  ];
}

function nameOf({ relation, count }: FlowRibbon): string {
  if (relation === null) return 'itself';
  return relation === OTHER && count > 1 ? `${count} relations` : relation;
}

function ribbonMarkup(ribbon: FlowRibbon, start: number, end: number, colours: ReadonlyMap<string, string>): string {
  const { relation, source, target, width, height } = ribbon;
  const [from, to] = [MARGIN + ribbon.from, MARGIN + ribbon.to];
  const middle = (start + end) / 2;
  const side = (y: number, x: number, z: number) =>
    `C${fixed(middle)} ${fixed(y)} ${fixed(middle)} ${fixed(z)} ${fixed(x)} ${fixed(z)}`;
  const thick = Math.max(0.5, height);
  const path = `M${fixed(start)} ${fixed(from)}${side(from, end, to)}L${fixed(end)} ${fixed(to + thick)}${side(to + thick, start, from + thick)}z`;
  const paint =
    relation === null
      ? 'fill="currentColor" fill-opacity="0.15"'
      : `fill="${colours.get(relation)}" fill-opacity="0.45"`;
  const told = `${nameOf(ribbon)}: ${percent(width)} (${source} to ${target})`;
  return `<path d="${path}" ${paint}><title>${escapeMarkup(told)}</title></path>`;
}

/** A ribbon that is high enough carries its name. */
function ribbonName(ribbon: FlowRibbon, start: number, end: number): string {
  if (ribbon.height < 11) return '';
  const y = MARGIN + (ribbon.from + ribbon.to + ribbon.height) / 2 + 4;
  return text((start + end) / 2, y, shorten(nameOf(ribbon), Math.max(8, Math.floor((end - start) / 8))), 'middle');
}

function barMarkup({ type, size, top, height }: FlowBar, x: number): string {
  const told = escapeMarkup(`${type}: ${percent(size)}`);
  return `<rect x="${fixed(x)}" y="${fixed(MARGIN + top)}" width="${BAR}" height="${fixed(height)}" fill="${palette[0]}"><title>${told}</title></rect>`;
}

function barName({ type, size, top, height }: FlowBar, x: number, isLast: boolean): string {
  const name = `${shorten(type, 20)} ${percent(size)}`;
  const at = MARGIN + top + Math.min(height + 12, height / 2 + 4);
  return isLast ? text(x - 5, at, name, 'end') : text(x + BAR + 5, at, name, 'start');
}

function text(x: number, y: number, what: string, anchor: 'start' | 'middle' | 'end'): string {
  return `<text x="${fixed(x)}" y="${fixed(y)}" font-size="11" text-anchor="${anchor}" fill="currentColor" paint-order="stroke" stroke="Canvas" stroke-width="3" stroke-linejoin="round" pointer-events="none">${escapeMarkup(what)}</text>`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(share < 0.1 ? 1 : 0)} %`;
}

function fixed(value: number): string {
  return value.toFixed(1);
}
