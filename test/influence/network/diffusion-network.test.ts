import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { type EdgeType, edgeTypeKey, graphFromArrays, type HeteroGraph } from '../../../src/graph/index.js';
import { diffusionNetwork } from '../../../src/influence/network/diffusion-network.js';
import type { DiffusionOptions, RelationRule } from '../../../src/influence/network/diffusion-options.js';
import { blocksOf, ruleOf } from '../../../src/influence/network/network.js';
import { readNetwork, slowCompile } from './slow-compile.js';

const triples: readonly EdgeType[] = [
  ['a', 'x', 'a'],
  ['a', 'y', 'b'],
  ['b', 'z', 'a'],
  ['a', 'w', 'a'],
  ['b', 'y', 'b'],
];

/** Small typed graphs with numbers at the edges: types may be empty, edges parallel or loops. */
const smallGraph: fc.Arbitrary<HeteroGraph> = fc
  .record({
    a: fc.integer({ min: 0, max: 6 }),
    b: fc.integer({ min: 0, max: 4 }),
    relations: fc.array(
      fc.array(fc.tuple(fc.nat(), fc.nat(), fc.constantFrom(0, 0.001, 0.125, 0.3, 0.5, 1)), { maxLength: 40 }),
      { minLength: 5, maxLength: 5 },
    ),
    count: fc.integer({ min: 0, max: 5 }),
  })
  .map(({ a, b, relations, count }) => {
    const nodes = { a, none: 0, b };
    return graphFromArrays({
      nodes,
      edges: triples.slice(0, count).map((type, i) => {
        const [n, m] = [nodes[type[0] as 'a'], nodes[type[2] as 'a']];
        const list = n * m === 0 ? [] : relations[i]!;
        return {
          type,
          source: Int32Array.from(list, ([s]) => s % n),
          target: Int32Array.from(list, ([, t]) => t % m),
          data: { p: Float32Array.from(list, ([, , p]) => p), count: Int32Array.from(list, ([s]) => s % 5) },
          endpoints: 'index' as const,
        };
      }),
    });
  });

const direction = fc.option(fc.constantFrom('forward', 'reverse', 'both'), { nil: undefined });
const byEdge = (edge: number, source: number, target: number) => ((edge + source + 2 * target) % 4) / 3;
const anyRule = fc.oneof(
  fc.constant({}),
  fc.record({ factor: fc.constantFrom(0.5, 1, 1.5) }),
  fc.record({ degree: fc.constantFrom('node', 'relation') }),
  fc.record({ model: fc.constant('ic'), probability: fc.constantFrom(0.25, 1, 'p', byEdge) }),
  fc.record({ model: fc.constant('trivalency'), levels: fc.constantFrom([0, 0.5], [1], [0.2, 0.1, 0.05]) }),
);
const ltRule = fc.oneof(
  fc.constant({}),
  fc.record({ factor: fc.constantFrom(0.5, 1), degree: fc.constantFrom('node', 'relation') }),
  fc.record({ weight: fc.constantFrom('p', 'count', byEdge) }),
);

function optionsFor(isLt: boolean): fc.Arbitrary<DiffusionOptions> {
  const rule = fc.tuple(isLt ? ltRule : anyRule, direction).map(([own, way]) => ({ ...own, direction: way }));
  return fc
    .record({
      rules: fc.array(fc.oneof(fc.constant(true as const), rule), { minLength: 5, maxLength: 5 }),
      hasRules: fc.boolean(),
      simple: fc.boolean(),
      normalisation: fc.constantFrom('toOne', 'clipIfAboveOne'),
      seed: fc.nat(5),
    })
    .map(({ rules, hasRules, simple, normalisation, seed }) => ({
      model: isLt ? 'lt' : 'wc',
      ...(isLt ? { normalisation: normalisation as 'toOne' } : {}),
      ...(hasRules
        ? { relations: Object.fromEntries(triples.map((t, i) => [edgeTypeKey(t), rules[i]! as RelationRule])) }
        : {}),
      simple,
      seed,
    }));
}

function present(graph: HeteroGraph, options: DiffusionOptions): DiffusionOptions {
  if (!options.relations) return options;
  const keys = graph.edgeTypes.map(edgeTypeKey);
  const relations = Object.fromEntries(Object.entries(options.relations).filter(([key]) => keys.includes(key)));
  return { ...options, relations };
}

describe('a compiled network says what the tables say', () => {
  it.each([false, true])('linear threshold: %s', async (isLt) => {
    await fc.assert(
      fc.asyncProperty(smallGraph, optionsFor(isLt), async (graph, given) => {
        const options = present(graph, given);
        const network = await diffusionNetwork(graph, options);
        const [got, wanted] = [readNetwork(network), slowCompile(graph, options)];
        expect(got.length).toBe(wanted.length);
        expect(network.numEdges).toBe(wanted.flat().length);
        for (const [v, edges] of wanted.entries()) {
          expect(got[v]!.map(({ relation, source }) => `${relation} ${source}`)).toEqual(
            edges.map(({ relation, source }) => `${relation} ${source}`),
          );
          for (const [i, { probability }] of edges.entries()) {
            expect(Math.abs(got[v]![i]!.probability - probability)).toBeLessThan(2e-9);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('thresholds descend within a block, in large blocks too', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 200 }), async (p) => {
        const source = Int32Array.from(p, (_, i) => i);
        const graph = graphFromArrays({
          nodes: { n: p.length + 1 },
          edges: [{ type: ['n', 'e', 'n'], source, target: source.map(() => p.length), endpoints: 'index' }],
        });
        const network = await diffusionNetwork(graph, { probability: (edge) => p[edge]! });
        const thresholds = [...(network.thresholds ?? [])];
        const kept = p.map((value, i) => [value, i] as const).filter(([value]) => value >= 1.5 / 2 ** 32);
        kept.sort((a, b) => b[0] - a[0] || a[1] - b[1]);
        expect(thresholds).toEqual(kept.map(([value]) => Math.round(value * 2 ** 32) - 1));
        const ties = new Set(thresholds).size < thresholds.length;
        if (!ties) expect([...network.sources]).toEqual(kept.map(([, i]) => i));
      }),
    );
  });
});

test('one block a node where no type has two relations into it, and rules by block', async () => {
  const graph = graphFromArrays({
    nodes: { a: 2, b: 2 },
    edges: [
      { type: ['a', 'to', 'b'], source: [0, 1], target: [0, 0], endpoints: 'index' },
      { type: ['b', 'back', 'a'], source: [1], target: [0], endpoints: 'index' },
    ],
  });
  const network = await diffusionNetwork(graph, {
    relations: { to: { delay: 3 }, back: { probability: 0.5 } },
    maxTime: 4,
  });
  expect(network.blockStarts).toBeUndefined();
  expect([...network.edgeStarts]).toEqual([0, 1, 1, 3, 3]);
  expect(network.rules).toEqual([
    { name: 'a>to>b', delay: 3, kind: 'degree', factor: 1, base: 'block' },
    { name: 'b>back>a', delay: 1, kind: 'constant', probability: 0.5 },
  ]);
  expect(ruleOf(network, blocksOf(network, 2)[0]).name).toBe('a>to>b');
  expect([network.maxTime, network.types]).toEqual([
    4,
    [
      { name: 'a', start: 0, count: 2 },
      { name: 'b', start: 2, count: 2 },
    ],
  ]);
});

test('ids, acceptance and triggers', async () => {
  const graph = graphFromArrays({
    nodes: { a: { data: { id: ['x', 'y'], yes: [0.25, 1] }, ids: 'id' }, b: 1 },
    edges: [{ type: ['a', 'to', 'b'], source: [1, 0], target: [0, 0], data: { p: [0.5, 0.25] }, endpoints: 'index' }],
  });
  const rows: number[] = [];
  const network = await diffusionNetwork(graph, {
    model: 'triggering',
    acceptance: { a: 'yes', b: 0.5 },
    trigger: (made, edgeRows) => {
      rows.push(...edgeRows);
      return (_node, begin, end, _uniform, emit) => {
        for (let at = begin; at < end; at++) if (made.sources[at] === 1) emit(at);
      };
    },
  });
  expect(rows).toEqual([0, 1]);
  expect([0, 1, 2].map((v) => network.idOf(v))).toEqual(['x', 'y', 0]);
  expect([...network.acceptance!]).toEqual([2 ** 30 - 1, 2 ** 32 - 1, 2 ** 31 - 1]);
  const emitted: number[] = [];
  network.trigger!(2, 0, 2, Math.random, (entry) => emitted.push(entry));
  expect(emitted).toEqual([0]);
});

describe('what cannot be is told', () => {
  const graph = graphFromArrays({
    nodes: { a: { data: { yes: [0.5, 2, 1] } }, b: 2 },
    edges: [
      {
        type: ['a', 'r', 'a'],
        source: [0, 1, 2],
        target: [1, 1, 0],
        data: { p: [0.5, 1.5, 0.1], q: [0.5, null, 1], w: [0.7, 0.7, -1], o: [0.7, 0.7, 0.2], word: ['u', 'v', 'w'] },
        endpoints: 'index',
      },
      { type: ['a', 'r', 'b'], source: [0], target: [1], endpoints: 'index' },
    ],
  });
  const r = (rule: RelationRule): DiffusionOptions => ({ relations: { 'a>r>a': rule } });
  const lt = (rule: RelationRule): DiffusionOptions => ({ model: 'lt', ...r(rule) });
  it.each<[string, DiffusionOptions, object]>([
    ['INVALID_PROBABILITY', { probability: 1.5 }, { column: 'probability' }],
    ['INVALID_PROBABILITY', r({ probability: Number.NaN }), {}],
    ['INVALID_PROBABILITY', r({ probability: 'p' }), { type: 'a>r>a', column: 'p', row: 1 }],
    ['INVALID_PROBABILITY', r({ probability: (e) => (e === 2 ? Number.NaN : 0.1) }), { type: 'a>r>a', row: 2 }],
    ['INVALID_PROBABILITY', { levels: [0.1, -1] }, {}],
    ['INVALID_PROBABILITY', { acceptance: { a: 'yes' } }, { type: 'a', column: 'yes', row: 1 }],
    ['INVALID_PROBABILITY', { acceptance: { b: [0.1, -0.1] } }, { type: 'b', row: 1 }],
    ['SHAPE_MISMATCH', { acceptance: { b: [0.1] } }, { type: 'b' }],
    ['NULL_VALUE', r({ probability: 'q' }), { type: 'a>r>a', column: 'q', row: 1 }],
    ['UNKNOWN_COLUMN', r({ probability: 'none' }), { type: 'a>r>a', column: 'none' }],
    ['UNKNOWN_COLUMN', { model: 'ic', probability: 'o' }, { type: 'a>r>b', column: 'o' }],
    ['WRONG_DTYPE', r({ probability: 'word' }), { type: 'a>r>a', column: 'word' }],
    ['INVALID_WEIGHT', lt({ weight: 'w' }), { column: 'w', row: 2 }],
    ['LT_SUM_ABOVE_ONE', lt({ weight: 'o' }), { type: 'a', row: 1 }],
    ['LT_SUM_ABOVE_ONE', { model: 'lt', factor: 1.5 }, { column: 'factor' }],
    ['INVALID_OPTION', r({ delay: -1 }), {}],
    ['UNKNOWN_TYPE', { relations: ['s'] }, { type: 's' }],
    ['AMBIGUOUS', { relations: ['r'] }, { type: 'r' }],
    ['UNKNOWN_TYPE', { acceptance: { c: 0.5 } }, { type: 'c' }],
    ['INVALID_OPTION', { relations: ['a>r>a', ['a', 'r', 'a']] }, { type: 'a>r>a' }],
    ['INVALID_OPTION', { model: 'ic' }, { column: 'probability' }],
    ['INVALID_OPTION', { model: 'wc', probability: 0.1 }, { column: 'probability' }],
    ['INVALID_OPTION', lt({ model: 'wc' }), { column: 'model' }],
    ['INVALID_OPTION', { model: 'triggering' }, { column: 'trigger' }],
    ['INVALID_OPTION', { normalisation: 'toOne' }, { column: 'normalisation' }],
    ['INVALID_OPTION', { maxHops: -1 }, { column: 'maxHops' }],
    ['INVALID_OPTION', { factor: 0 }, { column: 'factor' }],
    ['INVALID_OPTION', { modle: 'wc' } as DiffusionOptions, { column: 'modle' }],
    ['INVALID_OPTION', r({ dleay: 1 } as RelationRule), { column: 'relations.a>r>a.dleay' }],
  ])('%s for %j', async (code, options, location) => {
    await expect(diffusionNetwork(graph, options)).rejects.toThrowError(
      expect.objectContaining({ code, location: expect.objectContaining(location), hint: expect.any(String) }),
    );
  });

  it('more relations than a byte numbers', async () => {
    const edges = Array.from({ length: 256 }, (_, i) => ({
      type: ['n', `r${i}`, 'n'] as const,
      source: [0],
      target: [1],
      endpoints: 'index' as const,
    }));
    const wide = graphFromArrays({ nodes: { n: 2 }, edges });
    await expect(diffusionNetwork(wide)).rejects.toThrowError(expect.objectContaining({ code: 'TOO_LARGE' }));
    const relations = edges.slice(0, 255).map(({ type }) => type);
    expect((await diffusionNetwork(wide, { relations })).numEdges).toBe(255);
  });
});

describe('a large graph', () => {
  const numEdges = 3_000_000;
  const numNodes = 100_000;
  const ends = () =>
    Int32Array.from({ length: numEdges }, (_, e) => Math.imul(e + 1, 2654435761) >>> 8).map((x) => x % numNodes);
  const p = new Float32Array(numEdges).fill(0.01);
  const graph = graphFromArrays({
    nodes: { n: numNodes },
    edges: [{ type: ['n', 'e', 'n'], source: ends(), target: ends().reverse(), data: { p }, endpoints: 'index' }],
  });
  const kinds: [string, DiffusionOptions][] = [
    ['degrees', {}],
    ['a column', { probability: 'p' }],
    ['a callback', { probability: (edge) => p[edge]! }],
    ['levels', { model: 'trivalency' }],
    ['weights', { model: 'lt', weight: 'p' }],
    ['simple edges', { simple: true }],
    ['both ways', { relations: { e: { direction: 'both' } } }],
  ];
  it.each(kinds)('tells how far it is, and stops when told to: %s', async (_, options) => {
    const told: number[] = [];
    await diffusionNetwork(graph, options, {
      onProgress: ({ stage, done, total, unit }) => {
        expect([stage, total, unit]).toEqual(['network', numEdges, 'edges']);
        told.push(done);
      },
    });
    expect(told).toEqual([...told].sort((a, b) => a - b));
    expect([told.length > 1, told.at(-1)]).toEqual([true, numEdges]);
    // At the first word of progress, so in the middle of the work.
    const abort = new AbortController();
    const events: number[] = [];
    const stopped = diffusionNetwork(graph, options, {
      signal: abort.signal,
      onProgress: ({ done }) => {
        events.push(done);
        abort.abort();
      },
    });
    await expect(stopped).rejects.toMatchObject({ code: 'ABORTED' });
    expect(events.length).toBe(1);
    expect(events[0]).toBeLessThan(numEdges);
  });

  it('lets timers run meanwhile', async () => {
    let longest = 0;
    let last = performance.now();
    const timer = setInterval(() => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }, 1);
    const started = performance.now();
    await diffusionNetwork(graph, { model: 'trivalency' });
    const whole = performance.now() - started;
    clearInterval(timer);
    expect(longest).toBeGreaterThan(0);
    expect(longest).toBeLessThan(whole / 2);
  });
});
