import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { networkFromEdges } from '../../../src/influence/network/from-edges.js';
import { byTosses, ExactSpread, exactSpread } from '../../../src/influence/simulation/exact-spread.js';
import { meanOverTosses } from '../../../src/influence/simulation/toss-tree.js';
import { bothLimits, smallNetwork, smallNetworks, subsets } from '../networks.js';

const run = { seed: 7, numRuns: 60 };

describe('exact spread', () => {
  it('has the mean of tosses', () => {
    expect(meanOverTosses((toss) => (toss(0.5) && toss(0.5) ? 8 : toss(0.25) ? 4 : 0), 10)).toBeCloseTo(2 + 0.75, 12);
    expect(() => meanOverTosses((toss) => [1, 2, 3].filter(() => toss(0.5)).length, 7)).toThrow(
      expect.objectContaining({ code: 'TOO_LARGE' }),
    );
  });

  it('of a path, a star and a diamond, by hand', () => {
    const p = 0.3;
    const path = networkFromEdges(
      { numNodes: 5, source: Int32Array.of(0, 1, 2, 3), target: Int32Array.of(1, 2, 3, 4) },
      { name: '', kind: 'constant', probability: p },
    );
    expect(exactSpread(path, [0])).toBeCloseTo(1 + p + p ** 2 + p ** 3 + p ** 4, 12);
    expect(exactSpread({ ...path, maxHops: 2 }, [0])).toBeCloseTo(1 + p + p ** 2, 12);
    expect(exactSpread({ ...path, maxTime: 2 }, [0, 4])).toBeCloseTo(2 + p + p ** 2, 12);
    expect(exactSpread(path, [0], { weights: [0, 0, 10, 0, 0] })).toBeCloseTo(10 * p ** 2, 12);
    const half = Uint32Array.from([0, 0, 2147483647, 0, 0], (t) => t || 4294967295);
    expect(exactSpread({ ...path, acceptance: half }, [0])).toBeCloseTo(1 + p + (p ** 2 + p ** 3 + p ** 4) / 2, 8);
    // The one who is a seed need not accept.
    expect(exactSpread({ ...path, acceptance: half }, [2])).toBeCloseTo(1 + p + p ** 2, 8);
    const diamond = smallNetwork({
      numNodes: 4,
      model: 'lt',
      rules: [{ name: '', kind: 'edge' }],
      edges: [
        [0, 1, 0.5],
        [0, 2, 0.25],
        [1, 3, 0.5],
        [2, 3, 0.5],
      ].map(([source, target, weight]) => ({ source: source!, target: target!, rule: 0, p: weight! })),
    });
    expect(exactSpread(diamond, [0])).toBeCloseTo(1 + 0.5 + 0.25 + 0.5 * 0.5 + 0.5 * 0.25, 8);
  });

  it.each(['ic', 'lt'] as const)('by layers as by every way the tosses can fall (%s)', (model) => {
    const networks = smallNetworks({ maxNodes: 5, maxEdges: 8, model, acceptance: true, maxHops: true });
    fc.assert(
      fc.property(networks, (network) => {
        const [layers, tosses] = [new ExactSpread(network), byTosses(network)];
        for (const seeds of subsets([...Array(network.numNodes).keys()], 2)) {
          expect(layers.spread(seeds)).toBeCloseTo(tosses(Int32Array.from(seeds)), 7);
        }
      }),
      run,
    );
  });

  it('takes a path that keeps both limits, though a quicker one has too many edges', () => {
    const network = bothLimits([
      [0, 1, 'quick'],
      [1, 2, 'quick'],
      [0, 2, 'slow'],
      [2, 3, 'slow'],
    ]);
    expect(exactSpread(network, [0])).toBe(4);
    expect(exactSpread({ ...network, maxTime: 1 }, [0])).toBe(3);
  });

  it('refuses what is too large, unknown or outside', () => {
    const empty = { source: new Int32Array(), target: new Int32Array() };
    const code = (code: string) => expect.objectContaining({ code });
    expect(() => exactSpread(networkFromEdges({ numNodes: 17, ...empty }), [0])).toThrow(code('TOO_LARGE'));
    const small = networkFromEdges({ numNodes: 3, ...empty });
    expect(() => exactSpread({ ...small, model: 'triggering', trigger: () => {} }, [0])).toThrow(
      code('INVALID_OPTION'),
    );
    expect(() => exactSpread(small, [3])).toThrow(code('INDEX_OUT_OF_RANGE'));
    expect(() => exactSpread(small, [0], { weights: [1, -1, 0] })).toThrow(code('INVALID_OPTION'));
    expect(() => exactSpread(small, [0], { weights: [1] })).toThrow(code('SHAPE_MISMATCH'));
    const edges = Array.from({ length: 150 }, (_, i) => [i % 15, (i + Math.floor(i / 15) + 1) % 15]);
    const many = networkFromEdges(
      { numNodes: 15, source: Int32Array.from(edges, (e) => e[0]!), target: Int32Array.from(edges, (e) => e[1]!) },
      { name: '', kind: 'constant', probability: 0.5 },
    );
    expect(() => exactSpread({ ...many, maxTime: 9 }, [0])).toThrow(code('TOO_LARGE'));
  });
});
