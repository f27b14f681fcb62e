import { type Box, overlap } from '../../geometry.js';
import { shorten, textWidth } from '../../svg.js';
import type { Placed } from './frame.js';

export const LABEL_FONT = 11;

export interface NodeLabel {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly anchor: 'start' | 'end';
}

/**
 * Names of the most important nodes beside them, as many as asked for and as have room.
 *
 * @param importance of every node, [N]; of equals the first
 */
export function nodeLabels(
  names: readonly string[],
  importance: ArrayLike<number>,
  nodes: Placed,
  most: number,
  width: number,
): NodeLabel[] {
  const order = Array.from(names, (_, i) => i).sort((a, b) => importance[b]! - importance[a]! || a - b);
  const taken: Box[] = [];
  const labels: NodeLabel[] = [];
  for (const i of order) {
    if (labels.length >= most) break;
    const text = shorten(names[i]!, 24);
    if (text.trim() === '') continue;
    const reach = textWidth(text, LABEL_FONT);
    const [x, y, r] = [nodes.x[i]!, nodes.y[i]!, nodes.radius[i]! * 1.2 + 3];
    const isRight = x + r + reach <= width - 2;
    const start = isRight ? x + r : x - r - reach;
    const box = { left: start, right: start + reach, top: y - LABEL_FONT / 2, bottom: y + LABEL_FONT / 2 };
    if (start < 0 || taken.some((other) => overlap(box, other) > 0)) continue;
    taken.push(box);
    labels.push({ text, x: isRight ? x + r : x - r, y: y + 4, anchor: isRight ? 'start' : 'end' });
  }
  return labels;
}
