/**
 * HeteroIM's scores step by step, on sets as lists: takes the candidate in most uncovered sets (the lower of equals), scores it with each
 * inviter who is its friend, covers its sets, and goes on until all are taken.
 *
 * @param friends of every node, by node
 * @returns [inviter][friend] to score
 */
export function heteroImReference(
  sets: readonly (readonly number[])[],
  friends: readonly (readonly number[])[],
  inviters: readonly number[],
): Map<number, Map<number, number>> {
  const scores = new Map(inviters.map((u) => [u, new Map<number, number>()]));
  const left = new Set(inviters.flatMap((u) => friends[u]!));
  let open = [...sets];
  let most: number | undefined;
  while (left.size > 0) {
    const cover = (v: number) => open.filter((set) => set.includes(v)).length;
    const [v] = [...left].sort((a, b) => cover(b) - cover(a) || a - b) as [number];
    const gain = cover(v);
    most ??= Math.max(1, gain);
    for (const u of inviters) {
      if (!friends[u]!.includes(v)) continue;
      const both = open.filter((set) => set.includes(u) && set.includes(v)).length;
      scores.get(u)!.set(v, both > 0 ? 1 + both : gain / most);
    }
    open = open.filter((set) => !set.includes(v));
    left.delete(v);
  }
  return scores;
}
