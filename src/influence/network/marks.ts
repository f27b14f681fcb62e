/** 1 for every node of these lists, [numNodes]. */
export function marksOf(numNodes: number, ...lists: readonly ArrayLike<number>[]): Uint8Array {
  const marks = new Uint8Array(numNodes);
  for (const nodes of lists) for (let i = 0; i < nodes.length; i++) marks[nodes[i]!] = 1;
  return marks;
}
