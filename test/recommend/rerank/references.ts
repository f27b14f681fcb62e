/** Re-ranking by its definitions, without anything kept from step to step. */

/** From 0, the smallest, to 1. */
export function scaled(scores: readonly number[]): number[] {
  const [low, high] = [Math.min(...scores), Math.max(...scores)];
  return scores.map((score) => (high > low ? (score - low) / (high - low) : 1));
}

function greedy(numItems: number, k: number, worth: (item: number, chosen: readonly number[]) => number): number[] {
  const chosen: number[] = [];
  while (chosen.length < Math.min(k, numItems)) {
    const left = Array.from({ length: numItems }, (_, item) => item).filter((item) => !chosen.includes(item));
    const values = left.map((item) => worth(item, chosen));
    chosen.push(left[values.indexOf(Math.max(...values))]!);
  }
  return chosen;
}

export function greedyMarginalRelevance(
  vectors: readonly (readonly number[])[],
  scores: readonly number[],
  lambda: number,
  k: number,
): number[] {
  const relevance = scaled(scores);
  const dot = (x: readonly number[], y: readonly number[]) => x.reduce((sum, value, i) => sum + value * y[i]!, 0);
  const similarity = (a: number, b: number) => {
    const [x, y] = [vectors[a]!, vectors[b]!];
    return dot(x, y) / Math.sqrt(dot(x, x) * dot(y, y)); // NaN of a vector of zeros
  };
  return greedy(vectors.length, k, (item, chosen) => {
    const known = chosen.map((other) => similarity(item, other)).filter((value) => !Number.isNaN(value));
    return lambda * relevance[item]! - (1 - lambda) * (known.length === 0 ? 0 : Math.max(...known));
  });
}

export function greedyCalibration(
  categories: readonly (readonly string[])[],
  history: readonly number[],
  scores: readonly number[],
  { lambda, alpha }: { readonly lambda: number; readonly alpha: number },
  k: number,
): number[] {
  const relevance = scaled(scores);
  const shares = (items: readonly number[]) => {
    const weights: Record<string, number> = {};
    const known = items.filter((item) => categories[item]!.length > 0);
    for (const item of known) {
      for (const name of categories[item]!) {
        weights[name] = (weights[name] ?? 0) + 1 / categories[item]!.length / known.length;
      }
    }
    return weights;
  };
  const wanted = shares(history);
  return greedy(scores.length, k, (item, chosen) => {
    const shown = shares([...chosen, item]);
    const divergence = Object.entries(wanted).reduce(
      (sum, [name, p]) => sum + p * Math.log(p / ((1 - alpha) * (shown[name] ?? 0) + alpha * p)),
      0,
    );
    return (1 - lambda) * relevance[item]! - lambda * Math.max(0, divergence);
  });
}
