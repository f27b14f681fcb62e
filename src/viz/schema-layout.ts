import { arc, around, type Box, type Curve, curveAt, curveBox, loop, overlap, type Point } from './geometry.js';
import { compact, type RelationGroup, relationGroups, type SchemaCounts } from './schema-groups.js';
import { shorten, textWidth } from './svg.js';

export interface Disc {
  readonly type: string;
  readonly count: number;
  readonly at: Point;
  readonly radius: number;
  readonly name: string;
  /** Baseline of the name, middle of the text. */
  readonly nameAt: Point;
}

export interface Arrow {
  readonly group: RelationGroup;
  readonly curve: Curve;
  readonly lines: readonly string[];
  readonly label: Box;
}

export interface SchemaLayout {
  readonly discs: readonly Disc[];
  readonly arrows: readonly Arrow[];
  /** Around everything. */
  readonly frame: Box;
}

/** Lines of text at one arrow; what does not fit is counted. */
const LINES = 7;
/** Height of a line of text at an arrow, and size of its letters. */
export const LINE = 14;
export const FONT = 11;
/** Places along an arrow that its label may take, the best first. */
const PLACES = [0.5, 0.45, 0.55, 0.4, 0.6, 0.35, 0.65, 0.3, 0.7, 0.25, 0.75] as const;

/**
 * Node types on an ellipse, in their order; labels at the place along their arrow where they cover as little as possible, the longest placed first.
 * O(R^2) of R pairs of types.
 */
export function schemaLayout(schema: SchemaCounts): SchemaLayout {
  const discs = discsOf(schema.nodes);
  const byType = new Map(discs.map((disc) => [disc.type, disc]));
  const taken: Box[] = discs.flatMap((disc) => [discBox(disc), nameBox(disc)]);
  const arrow = (group: RelationGroup): Arrow => {
    const curve = curveOf(group, byType.get(group.source)!, byType.get(group.target)!, discs.length);
    const lines = linesOf(group);
    const label = freest(curve, lines, group.source === group.target ? byType.get(group.source)! : undefined, taken);
    taken.push(label);
    return { group, curve, lines, label };
  };
  const isLoop = ({ source, target }: RelationGroup) => Number(source === target);
  const arrows = relationGroups(schema)
    .sort((a, b) => isLoop(b) - isLoop(a) || b.relations.length - a.relations.length)
    .map(arrow);
  return { discs, arrows, frame: around([...taken, ...arrows.map(({ curve }) => curveBox(curve))]) };
}

function discsOf(nodes: SchemaCounts['nodes']): Disc[] {
  const { length } = nodes;
  // The ellipse grows with the number of types, so that neighbours stay apart.
  const reach = length === 1 ? { x: 0, y: 0 } : { x: Math.max(230, length * 36), y: Math.max(190, length * 30) };
  return nodes.map(({ type, count }, i) => {
    const angle = (2 * Math.PI * i) / length - (length === 2 ? Math.PI : Math.PI / 2);
    const at = { x: reach.x * Math.cos(angle), y: reach.y * Math.sin(angle) };
    const radius = 16 + 4 * Math.log10(1 + count);
    const isAbove = at.y < -1;
    const nameAt = { x: at.x, y: isAbove ? at.y - radius - 8 : at.y + radius + 17 };
    return { type, count, at, radius, name: shorten(type, 28), nameAt };
  });
}

function curveOf(group: RelationGroup, from: Disc, to: Disc, types: number): Curve {
  if (from === to) {
    const isLeft = from.at.x < -1;
    const slope = Math.abs(from.at.y) < 1 ? 0 : Math.sign(from.at.y) * 0.35;
    const length = Math.hypot(1, slope);
    return loop(from.at, from.radius, { x: (isLeft ? -1 : 1) / length, y: slope / length });
  }
  const [dx, dy] = [to.at.x - from.at.x, to.at.y - from.at.y];
  const length = Math.hypot(dx, dy);
  const room = Math.min(LINES, group.relations.length) * LINE;
  // Two directions take a side each. A lone arrow keeps off the middle, where others cross.
  if (group.isTwoWay) return arc(from.at, to.at, from.radius, to.radius, 0.08 * length + 0.4 * room);
  const isMiddleLeft = from.at.x * dy - from.at.y * dx < 0;
  const bend = types <= 2 ? 0 : (isMiddleLeft ? -0.1 : 0.1) * length;
  return arc(from.at, to.at, from.radius, to.radius, bend);
}

function linesOf({ relations }: RelationGroup): string[] {
  const shown = relations.length <= LINES ? relations : relations.slice(0, LINES - 1);
  const lines = shown.map(
    ({ name, count, hasInverse }) => `${shorten(name, 24)}${hasInverse ? ' ⇄' : ''} ${compact(count)}`,
  );
  return shown.length < relations.length ? [...lines, `and ${relations.length - shown.length} more`] : lines;
}

/** The place where a label overlaps as little as possible; a loop has one place only, next to it. */
function freest(curve: Curve, lines: readonly string[], looped: Disc | undefined, taken: readonly Box[]): Box {
  const width = Math.max(...lines.map((line) => textWidth(line, FONT)));
  const height = lines.length * LINE;
  const boxAt = ({ x, y }: Point): Box => ({
    ...{ left: x - width / 2, right: x + width / 2 },
    ...{ top: y - height / 2, bottom: y + height / 2 },
  });
  if (looped) {
    const { x, y } = curveAt(curve, 0.5);
    return boxAt({ x: x + (x < looped.at.x ? -1 : 1) * (width / 2 + 6), y });
  }
  let best = boxAt(curveAt(curve, 0.5));
  let lowestCost = Number.POSITIVE_INFINITY;
  for (const [rank, place] of PLACES.entries()) {
    const box = boxAt(curveAt(curve, place));
    const cost = taken.reduce((sum, other) => sum + overlap(box, other), rank);
    if (cost < lowestCost) [best, lowestCost] = [box, cost];
  }
  return best;
}

function discBox({ at, radius }: Disc): Box {
  return { left: at.x - radius, right: at.x + radius, top: at.y - radius, bottom: at.y + radius };
}

function nameBox({ name, nameAt }: Disc): Box {
  const half = 0.55 * textWidth(name, 13);
  return { left: nameAt.x - half, right: nameAt.x + half, top: nameAt.y - 12, bottom: nameAt.y + 4 };
}
