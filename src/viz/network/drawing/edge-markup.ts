import { escapeMarkup } from '../../../core/index.js';
import { towards } from '../../geometry.js';
import { attractionOf } from '../layout/attraction.js';
import type { NetworkRelation } from '../network.js';
import type { Placed } from './frame.js';

/** Up to so many edges there is room for arrow heads, bends beside each other and dashes. */
const FEW = 400;
/** Patterns of lines by which the first relations are told apart; others are as the first. */
const DASHES = ['', '6 3', '1.5 2.5', '9 3 2 3'];

/** The pattern of a relation's lines, empty for a plain line. */
export function dashOf(relation: number, numEdges: number): string {
  return numEdges <= FEW ? (DASHES[relation] ?? '') : '';
}

/** A path for the lines of every relation, and where there are few, one for the arrow heads. */
export function edgeMarkup(relations: readonly NetworkRelation[], nodes: Placed): string[] {
  const numEdges = relations.reduce((sum, { source }) => sum + source.length, 0);
  const opacity = numEdges <= FEW ? 0.5 : Math.max(0.06, 0.5 / Math.sqrt(numEdges / FEW));
  const paths = numEdges <= FEW ? bentLines(relations, nodes) : straightLines(relations, nodes);
  return paths.flatMap(({ lines, heads }, r) => {
    if (lines === '') return [];
    const { name, source } = relations[r]!;
    const dash = dashOf(r, numEdges);
    const told = escapeMarkup(`${name}: ${source.length} ${source.length === 1 ? 'edge' : 'edges'}`);
    const stroke = `fill="none" stroke="currentColor" stroke-opacity="${opacity.toFixed(2)}"${dash ? ` stroke-dasharray="${dash}"` : ''}`;
    return [
      `<g><title>${told}</title><path class="edges" d="${lines}" ${stroke}/>`,
      ...(heads === '' ? [] : [`<path d="${heads}" fill="currentColor" fill-opacity="0.6"/>`]),
      '</g>',
    ];
  });
}

interface EdgePaths {
  readonly lines: string;
  readonly heads: string;
}

/** One line for the edges between two nodes, whichever way they lead, to whole pixels. */
function straightLines(relations: readonly NetworkRelation[], { x, y, radius }: Placed): EdgePaths[] {
  return relations.map(({ source, target }) => {
    const pairs = attractionOf(x.length, source, target, undefined);
    const lines = Array.from(pairs.source, (u, e) => {
      const v = pairs.target[e]!;
      const [left, top] = [Math.round(x[u]!), Math.round(y[u]!)];
      return `M${left},${top}l${Math.round(x[v]!) - left},${Math.round(y[v]!) - top}`;
    });
    const looped = new Set<number>();
    for (let e = 0; e < source.length; e++) if (source[e] === target[e]) looped.add(source[e]!);
    for (const u of [...looped].sort((a, b) => a - b)) lines.push(loopPath(x[u]!, y[u]!, radius[u]!));
    return { lines: lines.join(''), heads: '' };
  });
}

/** Every relation and direction between two nodes as a line of its own, beside the others, with an arrow head. */
function bentLines(relations: readonly NetworkRelation[], nodes: Placed): EdgePaths[] {
  const { x, y, radius } = nodes;
  const between = new Map<string, Map<string, readonly [relation: number, from: number, to: number]>>();
  for (const [r, { source, target }] of relations.entries()) {
    for (let e = 0; e < source.length; e++) {
      const [u, v] = [source[e]!, target[e]!];
      const pair = u < v ? `${u} ${v}` : `${v} ${u}`;
      if (!between.has(pair)) between.set(pair, new Map());
      between.get(pair)!.set(`${r} ${u}`, [r, u, v]);
    }
  }
  const paths = relations.map(() => ({ lines: [] as string[], heads: [] as string[] }));
  for (const links of between.values()) {
    for (const [rank, [r, u, v]] of [...links.values()].sort((a, b) => a[0] - b[0] || a[1] - b[1]).entries()) {
      if (u === v) {
        paths[r]!.lines.push(loopPath(x[u]!, y[u]!, radius[u]! + 3 * rank));
        continue;
      }
      const from = { x: x[u]!, y: y[u]! };
      const to = { x: x[v]!, y: y[v]! };
      const bend = (u < v ? 1 : -1) * (rank - (links.size - 1) / 2) * 16;
      const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
      const control = {
        x: (from.x + to.x) / 2 + (bend * (to.y - from.y)) / length,
        y: (from.y + to.y) / 2 - (bend * (to.x - from.x)) / length,
      };
      const tip = towards(to, control, radius[v]! + 1);
      const end = towards(tip, control, 6);
      const [wingX, wingY] = [(tip.y - end.y) / 2.4, (end.x - tip.x) / 2.4];
      paths[r]!.lines.push(`M${at(from.x)},${at(from.y)}Q${at(control.x)},${at(control.y)} ${at(end.x)},${at(end.y)}`);
      paths[r]!.heads.push(
        `M${at(tip.x)},${at(tip.y)}L${at(end.x + wingX)},${at(end.y + wingY)}L${at(end.x - wingX)},${at(end.y - wingY)}z`,
      );
    }
  }
  return paths.map(({ lines, heads }) => ({ lines: lines.join(''), heads: heads.join('') }));
}

/** A loop above a node. */
function loopPath(x: number, y: number, radius: number): string {
  const r = radius * 0.8 + 2;
  return `M${at(x - radius * 0.6)},${at(y - radius * 0.6)}a${at(r)},${at(r)} 0 1 1 ${at(1.2 * radius)},0`;
}

function at(value: number): string {
  return value.toFixed(1);
}
