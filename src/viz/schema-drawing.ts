import { escapeMarkup, expectMembers } from '../core/index.js';
import { type Point, towards } from './geometry.js';
import { compact, largestTypes, type SchemaCounts } from './schema-groups.js';
import { type Arrow, type Disc, FONT, LINE, schemaLayout } from './schema-layout.js';
import { palette } from './svg.js';

export type { SchemaCounts } from './schema-groups.js';

/** A drawing of more node types could not be read. */
const MAX_TYPES = 60;
/** Air around the drawing, and room for the legend. */
const PADDING = 12;
const LEGEND = 22;

/**
 * Node types as discs by the logarithm of their counts, and the relations between them as arrows: one arrow from type to type, its
 * relations listed, the largest first; of an inverse pair the first, marked. The whole list is the arrow's tooltip. As SVG text, as
 * large as the schema needs; the same bytes for the same schema. Of more than 60 node types the largest are drawn.
 */
export function schemaDrawing(schema: SchemaCounts): string {
  expectMembers(schema, 'schema', { nodes: 'objects', edges: 'objects' });
  const { discs, arrows, frame } = schemaLayout(largestTypes(schema, MAX_TYPES));
  const numHidden = schema.nodes.length - discs.length;
  const hasInverses = arrows.some(({ group }) => group.relations.some((relation) => relation.hasInverse));
  const notes = [
    ...(numHidden > 0 ? [`the largest ${discs.length} of ${schema.nodes.length} node types`] : []),
    ...(hasInverses ? ['⇄ stands for its inverse relation too'] : []),
  ];
  const left = Math.floor(frame.left - PADDING);
  const top = Math.floor(frame.top - PADDING);
  const width = Math.max(Math.ceil(frame.right + PADDING) - left, notes.length > 0 ? 320 : 0);
  const height = Math.ceil(frame.bottom + PADDING) - top + notes.length * LEGEND;
  const title = 'Node types and the relations between them';
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="${title}" width="${width}" height="${height}" viewBox="${left} ${top} ${width} ${height}" font-family="system-ui, sans-serif">`,
    ...arrows.map(arrowMarkup),
    ...discs.map(discMarkup),
    ...arrows.map(labelMarkup),
    ...notes.map((note, i) => textAt({ x: left + 8, y: top + height - 8 - i * LEGEND }, note, 11, 'start')),
    '</svg>',
  ].join('');
}

function arrowMarkup({ group, curve }: Arrow): string {
  const [start, b, c, tip] = curve;
  const end = towards(tip, c, 7);
  const wing = (side: number): Point => ({
    x: end.x + (side * (tip.y - end.y)) / 2,
    y: end.y - (side * (tip.x - end.x)) / 2,
  });
  const tooltip = [
    `${group.source} to ${group.target}`,
    ...group.relations.map(({ name, count, hasInverse }) => `${name}: ${count}${hasInverse ? ', with inverse' : ''}`),
  ].join('\n');
  return (
    `<g><title>${escapeMarkup(tooltip)}</title>` +
    `<path d="M${point(start)}C${point(b)} ${point(c)} ${point(end)}" fill="none" stroke="currentColor" stroke-opacity="0.55" stroke-width="1.4"/>` +
    `<path d="M${point(tip)}L${point(wing(1))}L${point(wing(-1))}z" fill="currentColor" fill-opacity="0.8"/></g>`
  );
}

function labelMarkup({ lines, label }: Arrow): string {
  const x = (label.left + label.right) / 2;
  return lines.map((line, i) => textAt({ x, y: label.top + i * LINE + FONT }, line, FONT, 'middle')).join('');
}

function discMarkup({ type, count, at, radius, name, nameAt }: Disc): string {
  return (
    `<circle cx="${fixed(at.x)}" cy="${fixed(at.y)}" r="${fixed(radius)}" fill="${palette[0]}"><title>${escapeMarkup(`${type}: ${count} nodes`)}</title></circle>` +
    `<text x="${fixed(at.x)}" y="${fixed(at.y + 4)}" font-size="11" text-anchor="middle" fill="white" pointer-events="none">${compact(count)}</text>` +
    textAt(nameAt, name, 13, 'middle', ' font-weight="600"')
  );
}

/** Text with a halo in the colour of the page, readable over lines. */
function textAt({ x, y }: Point, text: string, size: number, anchor: 'start' | 'middle', more = ''): string {
  return `<text x="${fixed(x)}" y="${fixed(y)}" font-size="${size}"${more} text-anchor="${anchor}" fill="currentColor" paint-order="stroke" stroke="Canvas" stroke-width="3" stroke-linejoin="round">${escapeMarkup(text)}</text>`;
}

function point({ x, y }: Point): string {
  return `${fixed(x)},${fixed(y)}`;
}

function fixed(value: number): string {
  return value.toFixed(1);
}
