/** Connected graphs of 3 and 4 nodes, by the names of most libraries. */
export type MotifName = 'path-3' | 'triangle' | 'path-4' | 'star' | 'cycle' | 'paw' | 'diamond' | 'clique';

export interface Shape {
  readonly name: MotifName;
  readonly numNodes: 3 | 4;
  /** Pairs of its nodes; what the nodes are is said by their order. */
  readonly edges: readonly (readonly [number, number])[];
}

/** The shapes of a size, those with fewer edges first. A path goes along; a star begins with its centre; a paw with its end. */
export const shapes: readonly Shape[] = [
  { name: 'path-3', numNodes: 3, edges: pairs('01 12') },
  { name: 'triangle', numNodes: 3, edges: pairs('01 02 12') },
  { name: 'path-4', numNodes: 4, edges: pairs('01 12 23') },
  { name: 'star', numNodes: 4, edges: pairs('01 02 03') },
  { name: 'cycle', numNodes: 4, edges: pairs('01 12 23 03') },
  { name: 'paw', numNodes: 4, edges: pairs('01 12 13 23') },
  // The two nodes of three neighbours come first.
  { name: 'diamond', numNodes: 4, edges: pairs('01 02 03 12 13') },
  { name: 'clique', numNodes: 4, edges: pairs('01 02 03 12 13 23') },
];

function pairs(text: string): (readonly [number, number])[] {
  return text.split(' ').map((pair) => [Number(pair[0]), Number(pair[1])] as const);
}

/** A graph of 3 or 4 nodes as a set of pairs: one bit for each. */
function maskOf(edges: readonly (readonly [number, number])[]): number {
  return edges.reduce((mask, [a, b]) => mask | (1 << bitOf(a, b)), 0);
}

function bitOf(a: number, b: number): number {
  const [low, high] = a < b ? [a, b] : [b, a];
  return high - 1 + (low === 0 ? 0 : low + 1);
}

/** Orders of 0 .. n - 1. */
function orders(n: number): number[][] {
  if (n === 0) return [[]];
  return orders(n - 1).flatMap((order) => Array.from({ length: n }, (_, i) => order.toSpliced(i, 0, n - 1)));
}

/** Every way to read a set of pairs as a shape: its node i is the node `order[i]` of the set. */
const readings = new Map<string, { readonly shape: Shape; readonly orders: readonly (readonly number[])[] }>();
for (const shape of shapes) {
  for (const order of orders(shape.numNodes)) {
    const key = `${shape.numNodes} ${maskOf(shape.edges.map(([a, b]) => [order[a]!, order[b]!] as const))}`;
    const known = readings.get(key);
    readings.set(key, { shape, orders: [...(known?.orders ?? []), order] });
  }
}

export interface TypedShape {
  readonly shape: Shape;
  /** The type of each node of the shape: of all ways to read it, the first in order of numbers. */
  readonly types: readonly number[];
}

/** The shape of nodes with types and the edges between them; undefined where they do not hang together. */
export function typedShape(
  types: readonly number[],
  edges: readonly (readonly [number, number])[],
): TypedShape | undefined {
  const found = readings.get(`${types.length} ${maskOf(edges)}`);
  if (!found) return undefined;
  let best: number[] | undefined;
  for (const order of found.orders) {
    const read = order.map((node) => types[node]!);
    if (best === undefined || isBefore(read, best)) best = read;
  }
  return { shape: found.shape, types: best! };
}

function isBefore(a: readonly number[], b: readonly number[]): boolean {
  const at = a.findIndex((value, i) => value !== b[i]);
  return at >= 0 && a[at]! < b[at]!;
}
