import { tableFromIPC, tableToIPC } from 'apache-arrow';
import { describe, expect, it, test } from 'vitest';
import { HeteroGraphError, type ProgressEvent } from '../../../src/core/index.js';
import { graphFromArrays, powerLawGraph, randomGraph } from '../../../src/graph/index.js';
import {
  algorithmNames,
  diffusionNetwork,
  estimateSpread,
  type InfluenceOptions,
  maximiseInfluence,
  networkFromEdges,
  nodeList,
  nodeMask,
  nodesWithIds,
  type SeedAnswer,
  targetRoots,
} from '../../../src/influence/index.js';

/** Stars: hub i of the type `hub` reaches `sizes[i]` leaves. */
function stars(sizes: readonly number[]) {
  const source = sizes.flatMap((size, hub) => Array.from({ length: size }, () => hub));
  return graphFromArrays({
    nodes: {
      hub: { data: { id: sizes.map((_, i) => `h${i}`), open: sizes.map((_, i) => i !== 0) }, ids: 'id' },
      leaf: { data: { value: source.map((hub) => (hub === 2 ? 10 : 1)) } },
    },
    edges: [
      {
        type: ['hub', 'reaches', 'leaf'],
        source: Int32Array.from(source),
        target: Int32Array.from(source, (_, i) => i),
        endpoints: 'index',
      },
    ],
  });
}

const half = { probability: 0.5 };
const graph = stars([60, 40, 20]);

describe('stars', () => {
  it('the hubs are the seeds, named, in order, with a certificate that holds', async () => {
    const result = await maximiseInfluence(graph, { k: 2, diffusion: half, epsilon: 0.1 });
    expect(result.seeds.map(({ type, row, id }) => [type, row, id])).toEqual([
      ['hub', 0, 'h0'],
      ['hub', 1, 'h1'],
    ]);
    const { sigmaLow, sigmaHigh, ratio, delta } = result.certificate;
    expect([sigmaLow <= 52, sigmaHigh >= 52, ratio > 1 - 1 / Math.E - 0.1]).toEqual([true, true, true]);
    expect(delta).toBeCloseTo(1 / 123, 12);
    expect(Math.abs(result.spread - 52)).toBeLessThan(8);
    expect(Math.abs(result.seeds[0]!.gain - 31)).toBeLessThan(8);
    expect(result.question).toMatchObject({
      k: 2,
      numNodes: 123,
      numEdges: 120,
      numCandidates: 123,
      targetWeight: 123,
    });
    expect(result.seconds.total).toBeGreaterThanOrEqual(result.seconds.network);
  });

  it.each<[string, Partial<InfluenceOptions>, string[]]>([
    ['candidates in a column', { candidates: { hub: 'open' } }, ['h1']],
    ['candidates as rows', { candidates: { hub: [2, 1], leaf: [3] } }, ['h1']],
    ['excluded', { exclude: { hub: [0, 1] } }, ['h2']],
    ['excluded by id', { exclude: nodesWithIds(graph, { hub: ['h0'] }) }, ['h1']],
    ['weights in a column', { targets: { leaf: { weight: 'value' } } }, ['h2']],
    ['weights as numbers', { targets: { hub: { weight: [0, 0, 500] } } }, ['h2']],
    ['target rows', { targets: { leaf: Int32Array.from({ length: 40 }, (_, i) => 60 + i) } }, ['h1']],
    ['already seeded', { alreadySeeded: { hub: [0] } }, ['h1']],
    ['no hop', { maxHops: 0, candidates: { hub: [1] } }, ['h1']],
  ])('%s', async (_, options, ids) => {
    const result = await maximiseInfluence(graph, { k: 1, diffusion: half, ...options });
    expect(result.seeds.map(({ id }) => id)).toEqual(ids);
  });

  it('spread is in target weight, and counts what was seeded already', async () => {
    const both = { k: 1, diffusion: half, epsilon: 0.05, delta: 0.001 };
    const valued = await maximiseInfluence(graph, { ...both, targets: { leaf: { weight: 'value' } } });
    expect(valued.question.targetWeight).toBe(300);
    expect(Math.abs(valued.spread - 100)).toBeLessThan(25);
    const more = await maximiseInfluence(graph, { ...both, alreadySeeded: { hub: [0] } });
    expect(Math.abs(more.spread - 52)).toBeLessThan(10);
    expect(Math.abs(more.seeds[0]!.gain - 21)).toBeLessThan(6);
    const still = await maximiseInfluence(graph, { ...both, maxHops: 0, candidates: { hub: [1] } });
    expect(still.certificate.sigmaLow).toBeLessThanOrEqual(1);
  });

  it('a compiled network answers as its graph does', async () => {
    const network = await diffusionNetwork(graph, half);
    const options = { k: 2, targets: { leaf: { weight: 'value' } }, seed: 3 };
    const [a, b] = [
      await maximiseInfluence(network, options),
      await maximiseInfluence(graph, { ...options, diffusion: half }),
    ];
    expect([a.seeds, a.certificate, a.spread]).toEqual([b.seeds, b.certificate, b.spread]);
    expect(a.seconds.network).toBeLessThan(a.seconds.total);
  });
});

describe('quotas and costs', () => {
  const ids = async (options: Partial<InfluenceOptions>) => {
    const result = await maximiseInfluence(graph, { diffusion: half, ...options });
    expect(result.algorithm).toBe('constrained');
    return { ids: result.seeds.map(({ id }) => id), result };
  };
  it('at most so many of a type', async () => {
    const { result } = await ids({ k: 3, quotas: { hub: 1 } });
    expect(result.seeds[0]!.id).toBe('h0');
    expect(result.seeds.filter(({ type }) => type === 'hub').length).toBe(1);
    expect(result.seeds.length).toBe(3);
    expect((await ids({ quotas: { hub: 2, leaf: 0 } })).ids).toEqual(['h0', 'h1']);
  });
  it('as good as the budget allows', async () => {
    const costs = { hub: [10, 4, 4], leaf: 3 };
    const { ids: bought, result } = await ids({ costs, budget: 9, candidates: { hub: true } });
    expect([...bought].sort()).toEqual(['h1', 'h2']);
    expect(result.cost).toBe(8);
    expect(result.question).toMatchObject({ budget: 9 });
    expect(String(result)).toContain('cost: 8 of 9');
    // In a column: h2 has the dear leaves, of 10 each.
    expect((await ids({ costs: { leaf: 'value', hub: 1000 }, budget: 1, k: 1 })).result.cost).toBe(1);
  });
  it.each<[string, Partial<InfluenceOptions>, object]>([
    ['INVALID_OPTION', { k: undefined }, { column: 'k' }],
    ['INVALID_OPTION', { costs: { hub: 1, leaf: 1 } }, { column: 'budget' }],
    ['INVALID_OPTION', { budget: 1 }, { column: 'costs' }],
    ['INVALID_OPTION', { costs: { hub: 1 }, budget: 1 }, { type: 'leaf', column: 'costs' }],
    ['INVALID_OPTION', { quotas: { hub: 1 }, algorithm: 'opim-c' }, { column: 'algorithm' }],
    ['INVALID_OPTION', { quotas: { hub: -1 } }, { column: 'quotas.hub' }],
    ['INVALID_WEIGHT', { costs: { hub: [1, -1, 1], leaf: 1 }, budget: 1 }, { type: 'hub', row: 1 }],
    ['SHAPE_MISMATCH', { costs: { hub: [1, 1], leaf: 1 }, budget: 1 }, { type: 'hub' }],
    ['UNKNOWN_TYPE', { quotas: { nobody: 1 } }, { type: 'nobody' }],
  ])('%s for %j', async (code, options, location) => {
    await expect(maximiseInfluence(graph, { k: 1, ...options })).rejects.toThrowError(
      expect.objectContaining({ code, location: expect.objectContaining(location), hint: expect.any(String) }),
    );
  });
});

test('nodes and targets for functions on a network', async () => {
  const network = await diffusionNetwork(graph, half);
  expect([...nodeList(network, { leaf: [2, 0, 2], hub: 'open' })]).toEqual([5, 3, 1, 2]);
  expect(nodeMask(network, { hub: true }).reduce((sum, flag) => sum + flag, 0)).toBe(3);
  const roots = targetRoots(network, { leaf: { weight: 'value' } });
  const { low, high } = await estimateSpread(network, nodeList(network, { hub: [2] }), { roots, epsilon: 0.1 });
  expect([roots.weight, low <= 100, high >= 100]).toEqual([300, true, true]);
});

test('a result is a text, plain data and a table', async () => {
  const result = await maximiseInfluence(graph, { k: 3, diffusion: half });
  const lines = String(result).split('\n');
  expect(lines[0]).toMatch(/^3 seeds reach [\d.]+ of 123 in expectation \(opim-c\)$/);
  expect(lines.filter((line) => /^ *[123] {2}h[012] +[\d.]+$/.test(line)).length).toBe(3);
  const plain = JSON.parse(JSON.stringify(result));
  expect(plain).toEqual({ ...result });
  expect(plain.question.rules).toEqual([{ name: 'hub>reaches>leaf', delay: 1, kind: 'constant', probability: 0.5 }]);
  const table = tableFromIPC(tableToIPC(result.toArrow()));
  expect(table.schema.fields.map(({ name, type }) => `${name} ${type}`)).toEqual([
    'type Utf8',
    'row Int32',
    'node Utf8',
    'gain Float64',
  ]);
  expect(table.toArray().map((row) => ({ ...row!.toJSON() }))).toEqual(
    result.seeds.map(({ type, row, id, gain }) => ({ type, row, node: id, gain })),
  );
});

describe('small graphs', () => {
  const one = (count: number) => graphFromArrays({ nodes: { n: count } });
  it('one node', async () => {
    const { seeds, spread, certificate } = await maximiseInfluence(one(1), { k: 1 });
    expect(seeds.map(({ row }) => row)).toEqual([0]);
    expect(spread).toBe(1);
    expect([certificate.sigmaHigh, certificate.delta]).toEqual([1, 0.5]);
  });
  it('no edges, and as many seeds as nodes', async () => {
    for (const k of [1, 4, 7]) {
      const { seeds, certificate } = await maximiseInfluence(one(7), { k });
      expect(new Set(seeds.map(({ row }) => row)).size).toBe(k);
      expect(certificate.sigmaLow).toBeLessThanOrEqual(k);
      expect(certificate.sigmaHigh).toBeGreaterThanOrEqual(k);
    }
  });
  it('plain edges', async () => {
    const network = networkFromEdges({ numNodes: 3, source: Int32Array.of(1, 1), target: Int32Array.of(0, 2) });
    const result = await maximiseInfluence(network, { k: 1, targets: [0, 2], exclude: [0] });
    expect(result.seeds).toEqual([{ type: 'node', row: 1, id: 1, gain: result.spread }]);
    expect(result.spread).toBe(2);
  });
});

describe('what cannot be is told', () => {
  const empty = graphFromArrays({ nodes: { n: 0 } });
  const network = networkFromEdges({ numNodes: 3, source: Int32Array.of(1), target: Int32Array.of(0) });
  it.each<[string, Partial<InfluenceOptions>, object]>([
    ['INVALID_OPTION', { k: 0 }, { column: 'k' }],
    ['INVALID_OPTION', { k: 1.5 }, { column: 'k' }],
    ['INVALID_OPTION', { epsilon: 0 }, { column: 'epsilon' }],
    ['INVALID_OPTION', { epsilon: 0.64 }, { column: 'epsilon' }],
    ['INVALID_OPTION', { delta: 1 }, { column: 'delta' }],
    ['INVALID_OPTION', { seed: -1 }, { column: 'seed' }],
    ['INVALID_OPTION', { sede: 1 } as Partial<InfluenceOptions>, { column: 'sede' }],
    ['INVALID_OPTION', { algorithm: 'guess' as 'opim-c' }, { column: 'algorithm' }],
    ['TOO_FEW_CANDIDATES', { k: 124 }, { column: 'k' }],
    ['TOO_FEW_CANDIDATES', { k: 3, candidates: { hub: true }, alreadySeeded: { hub: [1] } }, { column: 'k' }],
    ['NO_TARGETS', { targets: {} }, { column: 'targets' }],
    ['NO_TARGETS', { targets: { hub: { weight: [0, 0, 0] } } }, { column: 'targets' }],
    ['INVALID_WEIGHT', { targets: { hub: { weight: [0, -1, 0] } } }, { type: 'hub', row: 1 }],
    ['SHAPE_MISMATCH', { targets: { hub: { weight: [1] } } }, { type: 'hub' }],
    ['UNKNOWN_TYPE', { targets: { nobody: true } }, { type: 'nobody', column: 'targets' }],
    ['UNKNOWN_COLUMN', { targets: { leaf: { weight: 'price' } } }, { type: 'leaf', column: 'price' }],
    ['WRONG_DTYPE', { candidates: { leaf: 'value' } }, { type: 'leaf', column: 'value' }],
    ['INDEX_OUT_OF_RANGE', { exclude: { hub: [3] } }, { type: 'hub', column: 'exclude' }],
    ['INDEX_OUT_OF_RANGE', { candidates: { hub: [-1] } }, { type: 'hub', column: 'candidates' }],
    ['INDEX_OUT_OF_RANGE', { alreadySeeded: { hub: [0.5] } }, { type: 'hub' }],
    ['AMBIGUOUS', { candidates: [1, 2] }, { column: 'candidates' }],
    ['INVALID_PROBABILITY', { diffusion: { probability: 2 } }, {}],
  ])('%s for %j', async (code, options, location) => {
    await expect(maximiseInfluence(graph, { k: 1, ...options })).rejects.toThrowError(
      expect.objectContaining({ code, location: expect.objectContaining(location), hint: expect.any(String) }),
    );
  });
  it('no nodes, no columns, no graph, unknown ids', async () => {
    const told = (code: string) => expect.objectContaining({ code });
    await expect(maximiseInfluence(empty, { k: 1 })).rejects.toThrowError(told('NO_ROWS'));
    const weighed = { k: 1, targets: { node: { weight: 'x' } } };
    await expect(maximiseInfluence(network, weighed)).rejects.toThrowError(told('UNKNOWN_COLUMN'));
    await expect(maximiseInfluence(network, { k: 1, diffusion: {} })).rejects.toThrowError(told('INVALID_OPTION'));
    expect(() => nodesWithIds(graph, { hub: ['h1', 'h9'] })).toThrowError(told('UNKNOWN_ID'));
    expect(() => nodesWithIds(graph, { house: [1] })).toThrowError(told('UNKNOWN_TYPE'));
  });
});

describe('an abort', () => {
  const big = randomGraph({
    schema: { nodes: [{ name: 'n', columns: [] }], edges: [{ type: ['n', 'e', 'n'], columns: [] }] },
    numNodes: { n: 20_000 },
    numEdges: 100_000,
    seed: 1,
  });

  it('before any answer is an error', async () => {
    await expect(maximiseInfluence(big, { k: 5, signal: AbortSignal.abort() })).rejects.toThrowError(
      expect.objectContaining({ code: 'ABORTED' }),
    );
  });

  it.each(['opim-c', 'hist'] as const)('of %s gives the best answer there was', async (algorithm) => {
    const answers: SeedAnswer[] = [];
    const abort = new AbortController();
    const options = { k: 5, algorithm, epsilon: 0.01 };
    const onProgress = ({ stage, done }: ProgressEvent) => {
      if (stage === 'rounds' && done === 3) abort.abort();
    };
    const result = await maximiseInfluence(big, {
      ...options,
      signal: abort.signal,
      onProgress,
      onAnswer: (answer) => answers.push(answer),
    });
    expect(result.stoppedBy).toBe('abort');
    expect(String(result)).toContain('ended early');
    const best = answers.reduce((a, b) => (b.certificate.ratio >= a.certificate.ratio ? b : a));
    expect(result.certificate).toEqual(best.certificate);
    expect(result.seeds.map(({ row }) => row)).toEqual([...best.seeds]);
    expect(result.certificate.ratio).toBeLessThan(1 - 1 / Math.E - 0.01);
  });
});

test('baselines choose none that is there already, and none that may not be', async () => {
  for (const algorithm of ['degree', 'single-discount', 'degree-discount', 'page-rank'] as const) {
    const options = { k: 1, diffusion: half, algorithm };
    const { seeds, spread, certificate } = await maximiseInfluence(graph, { ...options, alreadySeeded: { hub: [0] } });
    expect([algorithm, ...seeds.map(({ id }) => id)]).not.toContain('h0');
    expect(certificate.sigmaLow).toBeLessThanOrEqual(spread);
    const only = await maximiseInfluence(graph, { ...options, candidates: { hub: [2] } });
    expect(only.seeds.map(({ id }) => id)).toEqual(['h2']);
  }
});

test.each(algorithmNames.filter((name) => name !== 'page-rank'))(
  '%s answers with a certificate, and says where the time went',
  async (algorithm) => {
    const result = await maximiseInfluence(graph, { k: 2, diffusion: half, algorithm });
    expect(result.seeds.map(({ id }) => id)).toEqual(['h0', 'h1']);
    expect(result.certificate.ratio).toBeGreaterThan(1 - 1 / Math.E - 0.1);
    const { network, sampling = 0, selection = 0, total } = result.seconds;
    expect(sampling + selection + network).toBeLessThanOrEqual(total);
  },
);

test('memory that runs out costs no answer there was', async () => {
  const graph = powerLawGraph({ numNodes: 200, numEdges: 800, exponent: 2.2, seed: 1 });
  const onAnswer = () => {
    throw new HeteroGraphError('OUT_OF_MEMORY', 'No more.');
  };
  const result = await maximiseInfluence(graph, { k: 3, onAnswer });
  expect([result.stoppedBy, result.seeds.length, result.certificate.rounds]).toEqual(['memory', 3, 1]);
  expect(String(result)).toContain('memory ran out');
});
