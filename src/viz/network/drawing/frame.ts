import type { Network } from '../network.js';

/** Nodes as they are drawn: places and radii in pixels. */
export interface Placed {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly radius: Float64Array;
  readonly height: number;
}

/** Air between the outermost nodes and the border. */
const PADDING = 26;

/** Fits all nodes into the width, and into a height of at most 1.3 times that. */
export function placed({ positions, sizes }: Network, numNodes: number, width: number): Placed {
  const ranges = [0, 1].map((axis) => {
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (let i = axis; i < 2 * numNodes; i += 2) {
      low = Math.min(low, positions[i]!);
      high = Math.max(high, positions[i]!);
    }
    return { low, size: high - low };
  });
  const [across, down] = ranges as [{ low: number; size: number }, { low: number; size: number }];
  const room = Math.max(1, width - 2 * PADDING);
  // Two or three nodes need not fill the page.
  const most = Math.max(1, Math.min(room, 90 * Math.sqrt(numNodes)));
  const scale = Math.min(most / across.size, (1.3 * most) / down.size);
  const factor = Number.isFinite(scale) ? scale : 1;
  const height = Math.ceil(down.size * factor + 2 * PADDING);
  const left = (width - across.size * factor) / 2;
  const base = Math.min(6, Math.max(1.2, 95 / Math.sqrt(numNodes)));
  let largest = 0;
  for (let i = 0; sizes && i < numNodes; i++) largest = Math.max(largest, sizes[i]!);
  const radiusOf = (i: number) => (largest > 0 ? Math.max(0.5, 2.2 * Math.sqrt(sizes![i]! / largest)) * base : base);
  const numbers = (of: (i: number) => number) => Float64Array.from({ length: numNodes }, (_, i) => of(i));
  return {
    x: numbers((i) => left + (positions[2 * i]! - across.low) * factor),
    y: numbers((i) => PADDING + (positions[2 * i + 1]! - down.low) * factor),
    radius: numbers(radiusOf),
    height,
  };
}
