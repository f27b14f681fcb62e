import { expect, it } from 'vitest';
import { algorithmNamed, analyse, listAlgorithms, louvain, projectEdges } from '../../src/analytics/index.js';
import { Pool } from '../../src/compute/index.js';
import { codeOf, codeOfPromise } from '../support/code-of.js';

it('has each name and option once, in kebab-case and camelCase', () => {
  const names = listAlgorithms().map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const name of names) expect(name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
  for (const { options } of listAlgorithms()) {
    expect(new Set(options.map(({ name }) => name)).size).toBe(options.length);
    for (const { name } of options) expect(name).toMatch(/^[a-z][a-zA-Z0-9]*$/);
  }
});

it('runs an algorithm by name, with its options', async () => {
  const graph = await projectEdges({ numNodes: 3, source: [0, 1], target: [1, 2] });
  const { groups, figures } = await analyse(graph, 'bfs', { from: 1 });
  expect([...groups!.level!.values]).toEqual([-1, 0, 1]);
  expect(figures).toEqual({ numReached: 2, depth: 1 });
  expect((await analyse(graph, 'components')).figures).toEqual({ numComponents: 1, largest: 3 });
  expect((await analyse(graph, 'pagerank', { maxIterations: 1 })).remarks).toHaveLength(1);
  expect(codeOf(() => algorithmNamed('pagerang'))).toBe('INVALID_OPTION');
  expect(await codeOfPromise(() => analyse(graph, 'pagerank', { damping: 3 }))).toBe('INVALID_OPTION');
});

it('says which columns of nodes each gives', async () => {
  const graph = await projectEdges({ numNodes: 4, source: [0, 1, 0], target: [1, 2, 3] });
  const options: Record<string, Record<string, unknown>> = {
    bfs: { from: 0 },
    dijkstra: { from: 0 },
    simrank: { node: 0 },
    fastrp: { width: 2 },
    node2vec: { width: 2 },
  };
  for (const { name, nodeColumns } of listAlgorithms()) {
    if (nodeColumns.length === 0) continue;
    const { values, groups, vectors } = await analyse(graph, name, options[name] ?? {});
    expect([name, ...Object.keys({ ...values, ...groups, ...vectors })]).toEqual([name, ...nodeColumns]);
  }
  const tables: Record<string, Record<string, unknown>> = {
    'shortest-path': { from: 0, to: 2 },
    'k-shortest-paths': { from: 0, to: 2 },
    'max-flow': { from: 0, to: 2 },
    'topic-pagerank': {},
  };
  for (const { name, nodeColumns, options: asked } of listAlgorithms()) {
    if (nodeColumns.length > 0 || (asked.some(({ isRequired }) => isRequired) && !tables[name])) continue;
    if (name === 'metapaths') continue;
    const { values, groups, vectors } = await analyse(graph, name, tables[name] ?? {});
    expect([name, values, groups, vectors]).toEqual([name, undefined, undefined, undefined]);
  }
});

it('foretells the memory of the threads of the pool that is given', () => {
  const size = { numNodes: 1000, numEntries: 5000, hasWeights: false, isDirected: false };
  const pools = [1, 3].map((threads) => new Pool(threads));
  for (const name of ['louvain', 'leiden', 'triangles', 'clustering-coefficient']) {
    const [one, three] = pools.map((pool) => algorithmNamed(name).bytes!(size, { pool }));
    expect(three).toBeGreaterThan(one!);
  }
  for (const pool of pools) pool.dispose();
});

it('refuses what is no pool', async () => {
  const graph = await projectEdges({ numNodes: 2, source: [0], target: [1] });
  const code = await codeOfPromise(() => louvain(graph, { pool: { run() {} } as unknown as Pool }));
  expect(code).toBe('INVALID_OPTION');
});
