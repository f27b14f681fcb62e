import { describe, expect, it } from 'vitest';
import { getPool } from '../../../src/compute/index.js';
import { graphFromArrays, type HeteroGraph } from '../../../src/graph/index.js';
import {
  algorithmNames,
  campaignInfluence,
  constrainedInfluence,
  type DiffusionNetwork,
  diffusionNetwork,
  estimateSpread,
  evaluateSeeds,
  hist,
  type InfluenceOptions,
  imm,
  maximiseInfluence,
  networkFromEdges,
  OnlineInfluence,
  opimC,
  pageRankSeeds,
  type Roots,
  seedsForSpread,
  simulateSpread,
  targetRoots,
  typeQuotas,
} from '../../../src/influence/index.js';

const none = new Int32Array(0);
const edgeless = (numNodes: number) => networkFromEdges({ numNodes, source: none, target: none });
/** 0 reaches 1 .. 9. */
const star = networkFromEdges(
  { numNodes: 10, source: new Int32Array(9), target: Int32Array.from({ length: 9 }, (_, i) => i + 1) },
  { name: '', kind: 'constant', probability: 0.5 },
);
const coded = (code: string, location?: object) => (location ? { code, location } : { code });

describe('node sets that are none', () => {
  const graph = graphFromArrays({
    nodes: { user: 3, place: 2 },
    edges: [{ type: ['user', 'visits', 'place'], source: Int32Array.of(0, 1), target: Int32Array.of(0, 1) }],
  });
  it.each<[Record<string, unknown>, object]>([
    [{ exclude: { user: 5 } }, { type: 'user', column: 'exclude' }],
    [{ exclude: { user: false } }, { type: 'user', column: 'exclude' }],
    [{ exclude: { user: new Set([1]) } }, { type: 'user', column: 'exclude' }],
    [{ exclude: new Set([1]) }, { column: 'exclude' }],
    [{ alreadySeeded: { user: null } }, { type: 'user', column: 'alreadySeeded' }],
    [{ targets: { user: 'revenue' } }, { type: 'user', column: 'targets' }],
    [{ targets: { user: { wieght: [1, 2, 3] } } }, { type: 'user', column: 'targets' }],
    [{ targets: { user: null } }, { type: 'user', column: 'targets' }],
    [{ targets: new Map([['user', true]]) }, { column: 'targets' }],
    [
      { costs: { user: null, place: 1 }, budget: 1 },
      { type: 'user', column: 'costs' },
    ],
  ])('%j', async (options, location) => {
    const asked = { k: 1, ...options } as InfluenceOptions;
    await expect(maximiseInfluence(graph, asked)).rejects.toMatchObject(coded('INVALID_OPTION', location));
  });
});

it('types by names that every object has', async () => {
  const names = ['constructor', '__proto__', 'toString'];
  const graph = graphFromArrays({
    nodes: Object.fromEntries(names.map((name) => [name, 2])),
    edges: [{ type: ['constructor', 'valueOf', '__proto__'], source: Int32Array.of(0), target: Int32Array.of(1) }],
  });
  const network = await diffusionNetwork(graph, {
    relations: Object.fromEntries([['valueOf', { direction: 'reverse' as const }]]),
  });
  const only = (name: string, value: number) => Object.fromEntries([[name, value]]);
  for (const name of names) {
    const { max } = typeQuotas(network, only(name, 1));
    expect([...max].sort()).toEqual([1, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY].sort());
  }
  const result = await maximiseInfluence(network, {
    k: 4,
    quotas: only('__proto__', 1),
    exclude: Object.fromEntries([['constructor', [0]]]) as InfluenceOptions['exclude'],
    targets: Object.fromEntries([
      ['__proto__', true],
      ['toString', { weight: [2, 2] }],
    ]) as InfluenceOptions['targets'],
  });
  expect(result.seeds.filter(({ type }) => type === '__proto__').length).toBe(1);
  expect(result.seeds.filter(({ type }) => type === 'toString').length).toBe(2);
  expect(result.question.targetWeight).toBe(6);
});

it('names of the data do nothing to a terminal, nor to the lines of a table', async () => {
  const evil = ['\u001b[2Jred', 'a\nb', '\u202etfel', 'tab\tbed'];
  const graph = graphFromArrays({
    nodes: { 'us\u001b[1mer': { data: { id: evil }, ids: 'id' }, other: 1 },
    edges: [{ type: ['us\u001b[1mer', 'to', 'other'], source: [evil[0]!], target: [0] }],
  });
  const text = String(await maximiseInfluence(graph, { k: 5 }));
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  expect(text).not.toMatch(/[\u001b\u202e\t]/);
  expect(text.split('\n').filter((line) => /^\s*\d+ {2}/.test(line)).length).toBe(5);
});

describe('a chance next to nothing', () => {
  it.each([1e-300, Number.MIN_VALUE])('%s', async (delta) => {
    const answers = await Promise.all([
      opimC(star, { k: 1, delta }),
      imm(star, { k: 1, delta, epsilon: 0.3 }),
      evaluateSeeds(star, [0], { delta }),
      constrainedInfluence(star, { k: 1, delta, maxSets: 20_000 }),
      new OnlineInfluence(star, { k: 1, delta }).advance({ sets: 20_000 }),
      ...(delta / 2 > 0 ? [hist(star, { k: 1, delta })] : []),
    ]);
    for (const { certificate } of answers) {
      expect(certificate.sigmaLow).toBeGreaterThanOrEqual(0);
      expect(certificate.sigmaLow).toBeLessThan(5.5);
      expect(certificate.sigmaHigh).toBeGreaterThan(5.5);
    }
  });
});

describe('more seeds than a call has arguments', () => {
  const n = 300_000;
  const many = edgeless(n);
  const given = Int32Array.from({ length: n - 1000 }, (_, v) => v + 1000);
  it('given', async () => {
    for (const answer of [
      await opimC(many, { k: 2, given, epsilon: 0.5 }),
      await hist(many, { k: 2, given, epsilon: 0.5 }),
      await new OnlineInfluence(many, { k: 2, given }).advance({ sets: 100 }),
    ]) {
      expect(answer.seeds.length).toBe(2);
      expect(Math.max(...answer.seeds)).toBeLessThan(1000);
    }
  });
  it('wanted, and written for people', async () => {
    const result = await maximiseInfluence(many, { k: n });
    expect(result.seeds.length).toBe(n);
    expect(String(result).split('\n').length).toBeGreaterThan(n);
  });
});

describe('refused before any work', () => {
  const rule = (kind: string, rest: object) => ({ name: '', kind, ...rest }) as never;
  const edge = { numNodes: 2, source: Int32Array.of(0), target: Int32Array.of(1) };
  it.each([-0.1, 1.1, Number.NaN, undefined])('a constant probability of %s', (probability) => {
    expect(() => networkFromEdges(edge, rule('constant', { probability }))).toThrow(
      expect.objectContaining(coded('INVALID_PROBABILITY')),
    );
  });
  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])('a factor of %s', (factor) => {
    expect(() => networkFromEdges(edge, rule('degree', { factor }))).toThrow(
      expect.objectContaining(coded('INVALID_OPTION')),
    );
  });
  it('rules that need more than edges, and no number of nodes', () => {
    const code = expect.objectContaining(coded('INVALID_OPTION'));
    expect(() => networkFromEdges(edge, rule('edge', {}))).toThrow(code);
    expect(() => networkFromEdges(edge, rule('constant', { probability: 0.5 }), 'lt')).toThrow(code);
    for (const numNodes of [Number.NaN, -1, 1.5, 2 ** 31]) {
      expect(() => networkFromEdges({ numNodes, source: none, target: none })).toThrow(code);
    }
  });

  const strange = { candidates: new Uint8Array(3) };
  const outside = { given: Int32Array.of(10) };
  const functions: [string, (options: object) => Promise<unknown>][] = [
    ['constrainedInfluence', (options) => constrainedInfluence(star, { k: 1, ...options })],
    ['seedsForSpread', (options) => seedsForSpread(star, { spread: 2, ...options })],
    ['judgeSeeds', (options) => evaluateSeeds(star, [0], options)],
  ];
  it.each(functions)('%s', async (_, ask) => {
    await expect(ask(strange)).rejects.toMatchObject(coded('SHAPE_MISMATCH'));
    await expect(ask(outside)).rejects.toMatchObject(coded('INDEX_OUT_OF_RANGE'));
    for (const delta of [0, 1, Number.NaN, -1]) {
      await expect(ask({ delta })).rejects.toMatchObject(coded('INVALID_OPTION'));
    }
  });
  it('limits of sets, campaigns, dampings', async () => {
    for (const maxSets of [Number.NaN, 0, 1.5, 2 ** 31]) {
      const refused = coded('INVALID_OPTION', { column: 'maxSets' });
      await expect(constrainedInfluence(star, { k: 1, maxSets })).rejects.toMatchObject(refused);
      await expect(seedsForSpread(star, { spread: 2, maxSets })).rejects.toMatchObject(refused);
      await expect(estimateSpread(star, [0], { maxSets })).rejects.toMatchObject(refused);
      await expect(campaignInfluence([{ network: star, k: 1 }], { maxSets })).rejects.toMatchObject(refused);
    }
    const objective = 'most' as 'sum';
    await expect(campaignInfluence([{ network: star, k: 1 }], { objective })).rejects.toMatchObject(
      coded('INVALID_OPTION', { column: 'objective' }),
    );
    await expect(campaignInfluence([{ network: star, k: 1, ...strange }])).rejects.toMatchObject(
      coded('SHAPE_MISMATCH'),
    );
    for (const damping of [1, -1, Number.NaN]) {
      expect(() => pageRankSeeds(star, { k: 1, damping })).toThrow(expect.objectContaining(coded('INVALID_OPTION')));
    }
    await expect(estimateSpread(star, [0.5])).rejects.toMatchObject(coded('INDEX_OUT_OF_RANGE'));
  });
  it.each<[string, (network: DiffusionNetwork) => DiffusionNetwork]>([
    ['the kernel', (network) => network],
    ['the plain sampler', (network) => ({ ...network, maxTime: 3 })],
  ])('roots of another network, by %s', async (_, change) => {
    const network = change(star);
    const weights = targetRoots(edgeless(12), { node: { weight: Array.from({ length: 12 }, (_, v) => v) } });
    const opim = async (roots: Roots) => new OnlineInfluence(network, { k: 1, roots }).advance({ sets: 10 });
    await expect(opim(targetRoots(edgeless(12), [11]))).rejects.toMatchObject(coded('INDEX_OUT_OF_RANGE'));
    await expect(evaluateSeeds(network, [0], { roots: weights, sets: 10 })).rejects.toMatchObject(
      coded('SHAPE_MISMATCH'),
    );
  });
  it.each([Number.MAX_VALUE, 1e300, 1e-300, Number.MIN_VALUE])('weights of %s each', (each) => {
    const weight = new Array(10).fill(each);
    expect(() => targetRoots(star, { node: { weight } })).toThrow(expect.objectContaining(coded('INVALID_WEIGHT')));
  });
});

it('a trigger that emits what is no in-edge of the node', async () => {
  const graph: HeteroGraph = graphFromArrays({
    nodes: { user: 3 },
    edges: [{ type: ['user', 'knows', 'user'], source: Int32Array.of(0, 1), target: Int32Array.of(1, 2) }],
  });
  for (const wrong of [-1, 2, 0.5, Number.NaN]) {
    const network = await diffusionNetwork(graph, {
      model: 'triggering',
      trigger: () => (_node, _begin, _end, _uniform, emit) => emit(wrong),
    });
    const refused = coded('INVALID_TRIGGER');
    await expect(maximiseInfluence(network, { k: 1 })).rejects.toMatchObject(refused);
    await expect(simulateSpread(network, [0])).rejects.toMatchObject(refused);
  }
});

it('costs next to nothing', async () => {
  const costs = new Float64Array(10).fill(1).fill(1e-320, 0, 2);
  const { certificate, cost } = await constrainedInfluence(star, { costs, budget: 1, maxSets: 20_000 });
  expect(cost).toBeLessThanOrEqual(1);
  expect(certificate.ratio).toBeGreaterThan(0.3);
  expect(certificate.sigmaHigh).toBeLessThanOrEqual(10);
});

it.each([2, undefined])('sets that were released are no more used (time limit %s)', async (maxTime) => {
  const run = new OnlineInfluence({ ...edgeless(200_000), ...(maxTime === undefined ? {} : { maxTime }) }, { k: 1 });
  const going = run.advance({ sets: 100_000_000 });
  setTimeout(() => run.dispose(), 80);
  await expect(going).rejects.toMatchObject(coded('DISPOSED'));
  await expect(run.advance({ sets: 10 })).rejects.toMatchObject(coded('DISPOSED'));
});

it('an answer for every algorithm on one node, loops and parallel edges', async () => {
  const graph = graphFromArrays({
    nodes: { user: 1 },
    edges: [{ type: ['user', 'knows', 'user'], source: new Int32Array(5), target: new Int32Array(5) }],
  });
  for (const algorithm of algorithmNames) {
    const { seeds, spread, certificate } = await maximiseInfluence(graph, { k: 1, algorithm });
    expect([seeds.map(({ row }) => row), spread]).toEqual([[0], 1]);
    expect(certificate.sigmaLow).toBeLessThanOrEqual(1);
    expect(certificate.sigmaHigh).toBe(1);
  }
});

it('a limit of hops asked for again takes no more memory', async () => {
  const source = Int32Array.from({ length: 50_000 }, (_, v) => v);
  const network = networkFromEdges({ numNodes: 50_001, source, target: source.map((v) => v + 1) });
  const ask = (maxHops: number) => maximiseInfluence(network, { k: 100, epsilon: 0.6, maxHops });
  await ask(2);
  const { used } = getPool().arena.stats();
  for (let i = 0; i < 10; i++) await ask(2);
  expect(getPool().arena.stats().used - used).toBeLessThan(100_000);
});
