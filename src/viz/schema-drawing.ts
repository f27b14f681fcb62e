import type { EdgeType } from '../graph/index.js';
import { escapeMarkup, shorten } from './svg.js';

/** What is drawn: counts by type, as `graph.describe()` has them. */
export interface SchemaCounts {
  readonly nodes: readonly { readonly type: string; readonly count: number }[];
  readonly edges: readonly {
    readonly type: EdgeType;
    readonly count: number;
    readonly inverse?: EdgeType | undefined;
  }[];
}

interface Point {
  readonly x: number;
  readonly y: number;
}

interface Arrow {
  readonly label: string;
  readonly count: number;
  readonly isBoth: boolean;
}

/** Labels written on one line between two types; the rest is counted. */
const SHOWN = 4;
/** Height of a line of text. */
const LINE = 13;

/**
 * Node types on a circle, as discs by the logarithm of their counts, and the relations between them as arrows: one line for each
 * pair of types, with its relations listed, those of an inverse pair once. As SVG text; the same bytes for the same schema.
 */
export function schemaDrawing({ nodes, edges }: SchemaCounts, options: { readonly width?: number } = {}): string {
  const { width = 720 } = options;
  const height = nodes.length <= 2 ? 340 : Math.round(width * 0.78);
  const centre: Point = { x: width / 2, y: height / 2 };
  const reach: Point = { x: width / 2 - 160, y: height / 2 - 125 };
  const at = new Map(
    nodes.map(({ type }, i): [string, Point] => {
      const angle = (2 * Math.PI * i) / Math.max(nodes.length, 1) - (nodes.length === 2 ? Math.PI : Math.PI / 2);
      const alone = nodes.length === 1;
      return [
        type,
        alone ? centre : { x: centre.x + reach.x * Math.cos(angle), y: centre.y + reach.y * Math.sin(angle) },
      ];
    }),
  );
  const radius = new Map(nodes.map(({ type, count }) => [type, 14 + 4 * Math.log10(1 + count)]));
  const lines: string[] = [];
  const labels: string[] = [];
  for (const [key, arrows] of arrowsByPair(edges)) {
    const [source, target] = JSON.parse(key) as [string, string];
    const [from, to] = [at.get(source), at.get(target)];
    if (!from || !to) continue;
    const drawn =
      source === target
        ? loop(from, radius.get(source)!, centre)
        : line(from, to, radius.get(source)!, radius.get(target)!, nodes.length > 2 ? centre : undefined);
    const isBoth = arrows.some((arrow) => arrow.isBoth);
    lines.push(
      `<path d="${drawn.path}" fill="none" stroke="currentColor" stroke-opacity="0.45" stroke-width="1.4" marker-end="url(#hg-arrow)"${isBoth ? ' marker-start="url(#hg-arrow)"' : ''}/>`,
    );
    const shown = arrows.slice(0, SHOWN).map(({ label, count }) => `${shorten(label, 26)} ${compact(count)}`);
    if (arrows.length > SHOWN) shown.push(`and ${arrows.length - SHOWN} more`);
    // Whole lines inside the frame, whatever lies beneath: a halo keeps them readable.
    const half = ((shown.length - 1) / 2) * LINE;
    const x = Math.min(Math.max(drawn.label.x, 75), width - 75);
    const y = Math.min(Math.max(drawn.label.y, half + LINE), height - half - LINE / 2);
    labels.push(...shown.map((text, i) => textAt(x, y - half + i * LINE, text, 11)));
  }
  const discs = nodes.map(({ type, count }) => {
    const { x, y } = at.get(type)!;
    const r = radius.get(type)!;
    return (
      `<circle cx="${fixed(x)}" cy="${fixed(y)}" r="${fixed(r)}" fill="#4269d0"><title>${escapeMarkup(`${type}: ${count} nodes`)}</title></circle>` +
      textAt(x, y <= centre.y ? y + r + 15 : y - r - 7, shorten(type, 28), 13, true) +
      textAt(x, y + 4, compact(count), 11, false, 'white')
    );
  });
  const arrow =
    '<defs><marker id="hg-arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto-start-reverse"><path d="M0,0L8,4L0,8z" fill="currentColor"/></marker></defs>';
  const title = 'Node types and the relations between them';
  return `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="${title}" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif">${arrow}${lines.join('')}${discs.join('')}${labels.join('')}</svg>`;
}

/** Relations by pair of types, in the direction of the first; the second of an inverse pair is left out. */
function arrowsByPair(edges: SchemaCounts['edges']): Map<string, Arrow[]> {
  const pairs = new Map<string, Arrow[]>();
  const seen = new Set<string>();
  for (const { type, count, inverse } of edges) {
    if (inverse && seen.has(JSON.stringify(inverse))) continue;
    seen.add(JSON.stringify(type));
    const [source, label, target] = type;
    const key =
      [JSON.stringify([source, target]), JSON.stringify([target, source])].find((each) => pairs.has(each)) ??
      JSON.stringify([source, target]);
    const isBackwards = key !== JSON.stringify([source, target]);
    const arrow = {
      label: isBackwards ? `${label} (back)` : label,
      count,
      isBoth: inverse !== undefined || isBackwards,
    };
    pairs.set(key, [...(pairs.get(key) ?? []), arrow]);
  }
  return pairs;
}

/** From rim to rim; bent away from the centre where other lines cross it. */
function line(from: Point, to: Point, fromRadius: number, toRadius: number, centre: Point | undefined) {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = Math.hypot(dx, dy) || 1;
  const middle = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
  const bend = centre ? 0.12 * length : 0;
  const side = centre && (middle.x - centre.x) * -dy + (middle.y - centre.y) * dx < 0 ? -1 : 1;
  const control = { x: middle.x + (side * bend * -dy) / length, y: middle.y + (side * bend * dx) / length };
  const start = towards(from, control, fromRadius + 3);
  const end = towards(to, control, toRadius + 3);
  const label = { x: (start.x + 2 * control.x + end.x) / 4, y: (start.y + 2 * control.y + end.y) / 4 };
  return { path: `M${point(start)}Q${point(control)} ${point(end)}`, label };
}

/** A loop on the side away from the centre. */
function loop(at: Point, radius: number, centre: Point) {
  const [dx, dy] = at.x === centre.x && at.y === centre.y ? [0, -1] : [at.x - centre.x, at.y - centre.y];
  const length = Math.hypot(dx, dy);
  const [ux, uy] = [dx / length, dy / length];
  const far = radius + 40;
  const spread = 0.9 * radius;
  const start = { x: at.x + ux * radius - uy * spread * 0.6, y: at.y + uy * radius + ux * spread * 0.6 };
  const end = { x: at.x + ux * radius + uy * spread * 0.6, y: at.y + uy * radius - ux * spread * 0.6 };
  const a = { x: at.x + ux * far - uy * far * 0.5, y: at.y + uy * far + ux * far * 0.5 };
  const b = { x: at.x + ux * far + uy * far * 0.5, y: at.y + uy * far - ux * far * 0.5 };
  return {
    path: `M${point(start)}C${point(a)} ${point(b)} ${point(end)}`,
    label: { x: at.x + ux * (far + 8), y: at.y + uy * (far + 8) },
  };
}

function towards(from: Point, to: Point, distance: number): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  return { x: from.x + ((to.x - from.x) * distance) / length, y: from.y + ((to.y - from.y) * distance) / length };
}

function textAt(x: number, y: number, text: string, size: number, isBold = false, fill = 'currentColor'): string {
  const weight = isBold ? ' font-weight="600"' : '';
  const halo =
    fill === 'currentColor' ? ' paint-order="stroke" stroke="Canvas" stroke-width="3" stroke-linejoin="round"' : '';
  return `<text x="${fixed(x)}" y="${fixed(y)}" font-size="${size}"${weight} text-anchor="middle" fill="${fill}"${halo}>${escapeMarkup(text)}</text>`;
}

function point({ x, y }: Point): string {
  return `${fixed(x)},${fixed(y)}`;
}

function fixed(value: number): string {
  return value.toFixed(1);
}

/** 1234567 as 1.2M. */
function compact(count: number): string {
  if (count < 1000) return String(count);
  return count < 999_950 ? `${(count / 1000).toFixed(1)}k` : `${(count / 1e6).toFixed(1)}M`;
}
