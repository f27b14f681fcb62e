/** 1 for every node of these lists, [numNodes]. */
export function marksOf(numNodes: number, ...lists: readonly ArrayLike<number>[]): Uint8Array {
  const marks = new Uint8Array(numNodes);
  for (const nodes of lists) for (let i = 0; i < nodes.length; i++) marks[nodes[i]!] = 1;
  return marks;
}

/** The place of every node in a list, [numNodes]; `none` where it is not in it. */
export function placesOf(numNodes: number, nodes: ArrayLike<number>, none = nodes.length): Int32Array {
  const places = new Int32Array(numNodes).fill(none);
  for (let i = 0; i < nodes.length; i++) places[nodes[i]!] = i;
  return places;
}
