import type { Adjacency } from '../../project/projected-graph.js';

/** Entries of an adjacency between categories, [count x count]; nodes below 0 have none. */
export function mixingMatrix({ indptr, indices }: Adjacency, categories: Int32Array, count: number): Float64Array {
  const mixing = new Float64Array(count * count);
  for (let v = 0; v < categories.length; v++) {
    const from = categories[v]!;
    if (from < 0) continue;
    for (let e = indptr[v]!; e < indptr[v + 1]!; e++) {
      const to = categories[indices[e]!]!;
      if (to >= 0) mixing[from * count + to]!++;
    }
  }
  return mixing;
}

/** (the share of edges inside categories - that by chance) / (1 - that by chance). */
export function nominalCoefficient(mixing: Float64Array, count: number): number {
  let [total, inside, chance] = [0, 0, 0];
  const [out, into] = [new Float64Array(count), new Float64Array(count)];
  mixing.forEach((edges, i) => {
    out[Math.floor(i / count)]! += edges;
    into[i % count]! += edges;
    total += edges;
  });
  for (let c = 0; c < count; c++) {
    inside += mixing[c * count + c]!;
    chance += out[c]! * into[c]!;
  }
  // Whole numbers, so that 1 - 1 is 0 exactly.
  return (total * inside - chance) / (total * total - chance);
}

/** Pearson's correlation of one value of the source with another of the target, over the entries of an adjacency; NaN are left out. */
export function correlation(edges: Adjacency, ofSource: ArrayLike<number>, ofTarget: ArrayLike<number>): number {
  let [count, sumX, sumY] = [0, 0, 0];
  eachPair(edges, ofSource, ofTarget, (x, y) => {
    count++;
    sumX += x;
    sumY += y;
  });
  const [meanX, meanY] = [sumX / count, sumY / count];
  let [xx, xy, yy] = [0, 0, 0];
  eachPair(edges, ofSource, ofTarget, (x, y) => {
    xx += (x - meanX) ** 2;
    xy += (x - meanX) * (y - meanY);
    yy += (y - meanY) ** 2;
  });
  // What is left of the mean of equal numbers is rounding.
  const isConstant = (sum: number, mean: number) => sum <= count * (1e-14 * mean) ** 2;
  if (isConstant(xx, meanX) || isConstant(yy, meanY)) return Number.NaN;
  return Math.max(-1, Math.min(1, xy / Math.sqrt(xx * yy)));
}

function eachPair(
  { indptr, indices }: Adjacency,
  ofSource: ArrayLike<number>,
  ofTarget: ArrayLike<number>,
  take: (x: number, y: number) => void,
): void {
  for (let v = 0; v < indptr.length - 1; v++) {
    const x = ofSource[v]!;
    for (let e = indptr[v]!; e < indptr[v + 1]!; e++) {
      const y = ofTarget[indices[e]!]!;
      if (!Number.isNaN(x + y)) take(x, y);
    }
  }
}
