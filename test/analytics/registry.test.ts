import { expect, it } from 'vitest';
import { algorithmNamed, analyse, listAlgorithms, projectEdges } from '../../src/analytics/index.js';
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
