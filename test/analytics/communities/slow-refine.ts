import type { LevelGraph } from '../../../src/analytics/communities/optimise/level-graph.js';

const MASK = (1n << 64n) - 1n;

/** The number of [0, 1) that a node draws (SplitMix64). */
function drawn([low, high]: readonly [number, number], v: number): number {
  let z = ((BigInt(high) << 32n) | BigInt(low)) + BigInt(v + 1) * 0x9e3779b97f4a7c15n;
  z &= MASK;
  z = ((z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n) & MASK;
  z = ((z ^ (z >> 27n)) * 0x94d049bb133111ebn) & MASK;
  return Number((z ^ (z >> 31n)) >> 11n) * 2 ** -53;
}

/** The refinement as plainly as can be: sums over parts anew at every step. Exact where weights, shares and the scale are dyadic. */
export function slowRefine(
  { indptr, indices, weights, outShares, inShares, scale }: LevelGraph,
  communities: ArrayLike<number>,
  { order, seed, randomness }: { order: Int32Array; seed: readonly [number, number]; randomness: number },
): number[] {
  const nodes = [...order].sort((a, b) => a - b);
  const parts = [...nodes];
  const entries = nodes.map((v) =>
    Array.from(indices.subarray(indptr[v]!, indptr[v + 1]!), (u, i) => ({
      u,
      weight: weights ? weights[indptr[v]! + i]! : 1,
    })).filter(({ u }) => u !== v && communities[u] === communities[v]),
  );
  const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);
  const isWell = (members: readonly number[]) => {
    const others = nodes.filter((u) => communities[u] === communities[members[0]!] && !members.includes(u));
    const total = (shares: ArrayLike<number>, of: readonly number[]) => sum(of.map((v) => shares[v]!));
    const cut = sum(
      members.flatMap((v) => entries[v]!.filter(({ u }) => others.includes(u)).map(({ weight }) => weight)),
    );
    return (
      cut >=
      scale *
        (total(outShares, members) * total(inShares, others) + total(inShares, members) * total(outShares, others))
    );
  };
  for (const v of order) {
    const own = nodes.filter((u) => parts[u] === parts[v]);
    if (own.length > 1 || parts[v] !== v || !isWell([v])) continue;
    const weightTo = new Map<number, number>();
    for (const { u, weight } of entries[v]!) {
      if (weight > 0) weightTo.set(parts[u]!, (weightTo.get(parts[u]!) ?? 0) + weight);
    }
    const choices = [...weightTo].flatMap(([part, weight]) => {
      const members = nodes.filter((u) => parts[u] === part);
      const [out, into] = [outShares, inShares].map((shares) => sum(members.map((u) => shares![u]!))) as [
        number,
        number,
      ];
      const gain = weight - scale * (outShares[v]! * into + inShares[v]! * out);
      return gain >= 0 && isWell(members) ? [{ part, gain }] : [];
    });
    if (choices.length === 0) continue;
    const best = Math.max(...choices.map(({ gain }) => gain));
    let total = 0;
    const upTo = choices.map(({ gain }) => (total += Math.exp(-(best - gain) / randomness)));
    const at = choices.length === 1 ? 0 : upTo.findIndex((each) => each > drawn(seed, v) * total);
    parts[v] = choices[at < 0 ? choices.length - 1 : at]!.part;
  }
  return parts;
}
