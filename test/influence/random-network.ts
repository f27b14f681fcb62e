import fc from 'fast-check';
import { type DiffusionNetwork, type NetworkRule, thresholdOf } from '../../src/influence/network/network.js';

/** Probabilities of every way of drawing. */
const probability = fc.constantFrom(0, 0.003, 0.05, 0.1, 0.2, 0.5, 0.97, 1);

const anyRule: fc.Arbitrary<NetworkRule> = fc.oneof(
  probability.map((p) => ({ name: 'c', kind: 'constant' as const, probability: p })),
  fc
    .tuple(fc.constantFrom(0.3, 1, 1.5, 3, 9), fc.constantFrom('block' as const, 'node' as const))
    .map(([factor, base]) => ({ name: 'd', kind: 'degree' as const, factor, base })),
  fc.constant({ name: 'e', kind: 'edge' as const }),
);

/** Networks of at most 40 nodes with blocks of all rules: isolated nodes, self loops, parallel edges, hubs. */
export function randomNetwork(): fc.Arbitrary<DiffusionNetwork> {
  return fc
    .record({
      numNodes: fc.integer({ min: 1, max: 40 }),
      rules: fc.array(anyRule, { minLength: 1, maxLength: 3 }),
      sizes: fc.array(fc.oneof({ weight: 3, arbitrary: fc.nat(4) }, fc.nat(60)), { minLength: 120, maxLength: 120 }),
      seed: fc.nat(1e6),
      accept: fc.boolean(),
      maxHops: fc.option(fc.nat(3), { nil: undefined }),
      model: fc.constantFrom('ic' as const, 'ic' as const, 'lt' as const),
    })
    .map(({ numNodes, rules, sizes, seed, accept, maxHops, model }) => {
      let state = seed + 1;
      const next = () => {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
        return state / 4294967296;
      };
      const used: NetworkRule[] =
        model === 'lt'
          ? [seed % 2 ? { name: 'e', kind: 'edge' } : { name: 'd', kind: 'degree', factor: 0.8, base: 'node' }]
          : rules;
      const perNode = used.length;
      const starts = [0];
      const sources: number[] = [];
      const thresholds: number[] = [];
      for (let b = 0; b < numNodes * perNode; b++) {
        const size = sizes[b % sizes.length]!;
        for (let i = 0; i < size; i++) sources.push(Math.floor(next() * numNodes));
        const values = Array.from({ length: size }, () => Math.max(1e-6, next() ** 3)).sort((x, y) => y - x);
        if (model === 'lt') {
          const total = values.reduce((sum, value) => sum + value, 0) * 1.2;
          let sum = 0;
          for (const value of values) thresholds.push(thresholdOf((sum += value / total)));
        } else for (const value of values) thresholds.push(thresholdOf(value));
        starts.push(sources.length);
      }
      return {
        model,
        numNodes,
        numEdges: sources.length,
        types: [{ name: 'node', start: 0, count: numNodes }],
        rules: used,
        edgeStarts: Int32Array.from(starts),
        sources: Int32Array.from(sources),
        ...(used.some((rule) => rule.kind === 'edge') && { thresholds: Uint32Array.from(thresholds) }),
        ...(perNode > 1 && {
          blockStarts: Int32Array.from({ length: numNodes + 1 }, (_, v) => v * perNode),
          blockRules: Uint8Array.from({ length: numNodes * perNode }, (_, b) => b % perNode),
        }),
        ...(accept && { acceptance: Uint32Array.from({ length: numNodes }, () => thresholdOf(next())) }),
        ...(maxHops !== undefined && { maxHops }),
      };
    });
}
