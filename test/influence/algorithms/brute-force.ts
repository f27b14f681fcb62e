import fc from 'fast-check';
import type { SeedOptions } from '../../../src/influence/algorithms/seed-problem.js';
import type { DiffusionNetwork } from '../../../src/influence/network/network.js';
import { listedRoots, weightedRoots } from '../../../src/influence/network/roots.js';
import type { SeedAnswer } from '../../../src/influence/proof/certificate.js';
import { ExactSpread } from '../../../src/influence/simulation/exact-spread.js';
import { smallNetworks, subsets } from '../networks.js';

/** A question on a small network with the truth about it. */
export interface SmallQuestion {
  readonly network: DiffusionNetwork;
  readonly options: Pick<SeedOptions, 'k' | 'roots' | 'candidates' | 'given'>;
  spread(seeds: ArrayLike<number>): number;
  /** Of the best seeds with those given. */
  readonly best: number;
}

/** So many questions, always the same: target weights, lists of targets, candidates and given seeds among them. */
export function smallQuestions(count: number, seed: number): SmallQuestion[] {
  const question = fc.record({
    network: fc.oneof(
      { weight: 4, arbitrary: smallNetworks({ minNodes: 2, maxNodes: 8, maxEdges: 20 }) },
      smallNetworks({ minNodes: 2, maxNodes: 8, maxEdges: 14, model: 'lt' }),
      smallNetworks({ minNodes: 2, maxNodes: 7, maxEdges: 12, acceptance: true, maxHops: true }),
    ),
    k: fc.integer({ min: 1, max: 4 }),
    targets: fc.constantFrom('all', 'all', 'listed', 'weighted'),
    limited: fc.boolean(),
    given: fc.boolean(),
    bits: fc.integer({ min: 0, max: 255 }),
  });
  return fc.sample(question, { numRuns: count, seed }).map(({ network, k, targets, limited, given, bits }) => {
    const n = network.numNodes;
    const nodes: number[] = Array.from({ length: n }, (_, v) => v);
    const weights = nodes.map((v): number =>
      targets === 'all' ? 1 : targets === 'listed' ? (v % 2 ? 1 : 0) : (v * 3 + bits) % 4,
    );
    if (!weights.some((weight) => weight > 0)) weights.fill(1);
    const seeded: number[] = given ? [n - 1] : [];
    // At least one other node is left to choose.
    const allowed: number[] = nodes.map((v) => (limited && bits & (1 << v) && v !== 0 ? 0 : 1));
    const free = nodes.filter((v) => allowed[v] === 1 && !seeded.includes(v));
    const wanted = Math.min(k, free.length);
    const exact = new ExactSpread(network, { weights });
    const sets = subsets(free, wanted).filter((set) => set.length === wanted);
    const best = Math.max(...sets.map((set) => exact.spread([...seeded, ...set])));
    const roots =
      targets === 'weighted'
        ? weightedRoots(weights)
        : targets === 'listed'
          ? listedRoots(Int32Array.from(nodes.filter((v) => weights[v]! > 0)))
          : undefined;
    return {
      network,
      options: {
        k: wanted,
        ...(roots && { roots }),
        ...(limited && { candidates: Uint8Array.from(allowed) }),
        ...(given && { given: Int32Array.from(seeded) }),
      },
      spread: (seeds) => exact.spread([...seeded, ...Array.from(seeds)]),
      best,
    };
  });
}

/** Whether both sides of a certificate are true; the rounding of thresholds apart. */
export function holds({ spread, best }: SmallQuestion, { seeds, certificate }: SeedAnswer): boolean {
  return spread(seeds) >= certificate.sigmaLow - 1e-6 && best <= certificate.sigmaHigh + 1e-6;
}
