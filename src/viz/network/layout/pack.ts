import type { Parts } from './parts.js';

/** Room between parts, and around a lone node. */
const GAP = 12;

interface Frame {
  readonly part: number;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Puts the parts side by side, the highest first, in rows about as wide as all of them are high; below a part that has most of the room, in
 * rows of its width. Changes the positions, [N, 2] in the order of the parts. O(N + parts log parts).
 */
export function packParts(parts: Parts, positions: Float64Array): void {
  const frames = framesOf(parts, positions).sort((a, b) => b.height - a.height || b.width - a.width || a.part - b.part);
  const area = frames.reduce((sum, { width, height }) => sum + width * height, 0);
  const { width: first = 0, height: highest = 0 } = frames[0] ?? {};
  const rowWidth = first * highest > area / 2 ? first : Math.max(1.15 * Math.sqrt(area), first);
  let [x, y, rowHeight] = [0, 0, 0];
  for (const { part, left, top, width, height } of frames) {
    if (x > 0 && x + width > rowWidth + 1e-9) [x, y, rowHeight] = [0, y + rowHeight, 0];
    // Low parts stand in the middle of a row.
    rowHeight = Math.max(rowHeight, height);
    const [dx, dy] = [x - left, y + (rowHeight - height) / 2 - top];
    for (let i = parts.nodeStarts[part]!; i < parts.nodeStarts[part + 1]!; i++) {
      positions[2 * i]! += dx;
      positions[2 * i + 1]! += dy;
    }
    x += width;
  }
}

function framesOf({ nodeStarts }: Parts, positions: Float64Array): Frame[] {
  return Array.from({ length: nodeStarts.length - 1 }, (_, part) => {
    const low = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
    const high = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (let i = nodeStarts[part]!; i < nodeStarts[part + 1]!; i++) {
      for (const axis of [0, 1]) {
        low[axis] = Math.min(low[axis]!, positions[2 * i + axis]!);
        high[axis] = Math.max(high[axis]!, positions[2 * i + axis]!);
      }
    }
    const [width, height] = [0, 1].map((axis) => high[axis]! - low[axis]! + GAP);
    return { part, left: low[0]! - GAP / 2, top: low[1]! - GAP / 2, width: width!, height: height! };
  });
}
