import type { PageData } from '../page/page-data.js';

/** What is shown, and from where. */
export interface State {
  readonly data: PageData;
  readonly numNodes: number;
  /** Neighbours of node n: `neighbours[starts[n]]` to before `neighbours[starts[n + 1]]`, parallel edges kept. */
  readonly starts: Int32Array;
  readonly neighbours: Int32Array;
  /** Nodes, those with the most edges first. */
  readonly order: Int32Array;
  /** Types and relations that are switched off. */
  readonly hiddenTypes: Set<number>;
  readonly hiddenRelations: Set<number>;
  /** Pixels of a unit, and the unit at the left top. */
  scale: number;
  left: number;
  top: number;
  /** The node that is pointed at, and the one that was chosen; -1 for none. */
  hovered: number;
  chosen: number;
}

export function newState(data: PageData): State {
  const numNodes = data.positions.length / 2;
  const starts = new Int32Array(numNodes + 1);
  for (const { source, target } of data.relations) {
    for (const list of [source, target]) for (const node of list) starts[node + 1]!++;
  }
  const order = Int32Array.from({ length: numNodes }, (_, i) => i);
  const degree = starts.slice(1);
  order.sort((a, b) => degree[b]! - degree[a]! || a - b);
  for (let n = 0; n < numNodes; n++) starts[n + 1]! += starts[n]!;
  const neighbours = new Int32Array(starts[numNodes]!);
  const next = starts.slice();
  for (const { source, target } of data.relations) {
    for (const [e, u] of source.entries()) {
      neighbours[next[u]!++] = target[e]!;
      neighbours[next[target[e]!]!++] = u;
    }
  }
  return {
    ...{ data, numNodes, starts, neighbours, order },
    ...{ hiddenTypes: new Set<number>(), hiddenRelations: new Set<number>() },
    ...{ scale: 1, left: 0, top: 0, hovered: -1, chosen: -1 },
  };
}

export function isShown({ hiddenTypes, data }: State, node: number): boolean {
  return hiddenTypes.size === 0 || !hiddenTypes.has(data.type[node]!);
}

export function nameOf({ data }: State, node: number): string {
  return data.names?.[node] ?? `node ${node}`;
}

/** Pixels from the left and from the top. */
export function placeOf({ data, scale, left, top }: State, node: number): [number, number] {
  return [(data.positions[2 * node]! - left) * scale, (data.positions[2 * node + 1]! - top) * scale];
}

/** Pixels; nodes grow slower than what is between them. */
export function radiusOf(state: State, node: number): number {
  const base = Math.min(6, Math.max(1.3, 95 / Math.sqrt(state.numNodes)));
  const magnified = Math.min(3, Math.max(0.7, Math.sqrt(state.scale * 25)));
  return (base * magnified * state.data.radii[node]!) / 10;
}

/** All nodes that are shown, in the middle. */
export function showAll(state: State, width: number, height: number): void {
  const box = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let n = 0; n < state.numNodes; n++) {
    if (!isShown(state, n)) continue;
    const [x, y] = [state.data.positions[2 * n]!, state.data.positions[2 * n + 1]!];
    box[0] = Math.min(box[0]!, x);
    box[1] = Math.min(box[1]!, y);
    box[2] = Math.max(box[2]!, x);
    box[3] = Math.max(box[3]!, y);
  }
  const [low, lowest, high, highest] = box as [number, number, number, number];
  if (!Number.isFinite(low)) return;
  const room = 40;
  const fits = Math.min((width - 2 * room) / (high - low || 1), (height - 2 * room) / (highest - lowest || 1));
  state.scale = Math.max(0.001, Math.min(fits, 0.4));
  state.left = (low + high) / 2 - width / 2 / state.scale;
  state.top = (lowest + highest) / 2 - height / 2 / state.scale;
}

/** Magnifies so that a place stays where it is. */
export function magnify(state: State, factor: number, x: number, y: number): void {
  const scale = Math.min(5, Math.max(0.002, state.scale * factor));
  state.left += x / state.scale - x / scale;
  state.top += y / state.scale - y / scale;
  state.scale = scale;
}

/** The node at a place, the nearest of several; -1 for none. */
export function nodeAt(state: State, x: number, y: number): number {
  let [best, nearest] = [-1, Number.POSITIVE_INFINITY];
  for (let n = 0; n < state.numNodes; n++) {
    if (!isShown(state, n)) continue;
    const [at, down] = placeOf(state, n);
    const distance = Math.hypot(at - x, down - y);
    if (distance < nearest && distance <= radiusOf(state, n) + 5) [best, nearest] = [n, distance];
  }
  return best;
}
