import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isHeteroGraphError } from '../../src/core/index.js';
import { graphFromArrays } from '../../src/graph/index.js';

const graph = graphFromArrays({
  nodes: { person: { data: { x: { kind: 'dense', numRows: 3, width: 1, values: Float32Array.of(1, 2, 3) } } } },
  edges: [{ type: ['person', 'knows', 'person'], source: Int32Array.of(0, 1), target: Int32Array.of(1, 2) }],
});
/** What JavaScript might give where something else is meant. */
const wrong: readonly unknown[] = [
  ...[undefined, null, 7, -1, Number.NaN, true, 'x', [], [0, 1], {}, { file: 'x' }, { nodeType: 'nope' }],
  ...[() => 1, graph, new Float32Array(2)],
];
const rooms = {
  graph: () => import('../../src/graph/index.js'),
  datasets: () => import('../../src/datasets/index.js'),
  compute: () => import('../../src/compute/index.js'),
  propagation: () => import('../../src/propagation/index.js'),
  influence: () => import('../../src/influence/index.js'),
  analytics: () => import('../../src/analytics/index.js'),
  training: () => import('../../src/training/index.js'),
  models: () => import('../../src/models/index.js'),
  ranking: () => import('../../src/ranking/index.js'),
  anomaly: () => import('../../src/anomaly/index.js'),
  recommend: () => import('../../src/recommend/index.js'),
  relational: () => import('../../src/relational/index.js'),
  viz: () => import('../../src/viz/index.js'),
  experiments: () => import('../../src/experiments/index.js'),
  serve: () => import('../../src/serve/index.js'),
};
/** Classes that only functions of the library make, and functions that take long. */
const skipped =
  /^(GroupFile|Pool|Arena|openPool|Invitees|LearntProbabilities|ExactSpread|RpHgnnEncoder|HeteroGraph|VectorIndex|readWordNet)$/;

let [before, folder] = ['', ''];
beforeAll(async () => {
  // Functions that write do so here.
  before = process.cwd();
  folder = await mkdtemp(join(tmpdir(), 'heterograph-wrong-'));
  process.chdir(folder);
});
afterAll(async () => {
  process.chdir(before);
  await rm(folder, { recursive: true });
});

type Callable = (...given: readonly unknown[]) => unknown;

/** Calls and, where the answer is a generator, begins it. */
async function call(callable: unknown, given: readonly unknown[]): Promise<void> {
  const isClass = /^class\b/.test(Function.prototype.toString.call(callable));
  const result = await (isClass
    ? Reflect.construct(callable as new () => unknown, given)
    : (callable as Callable)(...given));
  const each = result as Partial<AsyncGenerator & { dispose(): void }> | undefined | null;
  if (typeof each?.[Symbol.asyncIterator] === 'function') {
    await each.next!();
    await each.return!(undefined);
  }
  each?.dispose?.();
}

test.each(Object.entries(rooms))('functions of %s refuse wrong arguments with a code', async (_, load) => {
  const faults = new Map<string, string>();
  for (const [name, callable] of Object.entries(await load())) {
    if (typeof callable !== 'function' || skipped.test(name)) continue;
    for (const value of wrong) {
      for (const given of [[value], [graph, value]]) {
        try {
          await call(callable, given);
        } catch (error) {
          if (isHeteroGraphError(error)) continue;
          const at =
            String((error as Error).stack)
              .split('\n')
              .find((line) => line.includes('/src/')) ?? '';
          faults.set(name, `${String(error)} ${at.trim()}`);
        }
      }
    }
  }
  expect(Object.fromEntries(faults)).toEqual({});
});

test('methods of a graph and of a builder, too', async () => {
  const { GraphBuilder } = await import('../../src/graph/index.js');
  const faults = new Set<string>();
  const attempt = (name: string, run: () => unknown) => {
    try {
      run();
    } catch (error) {
      if (!isHeteroGraphError(error)) faults.add(`${name}: ${String(error)}`);
    }
  };
  const fresh = () => new GraphBuilder({ nodes: [{ name: 'a', columns: [] }], edges: [] });
  const names = Object.getOwnPropertyNames(Object.getPrototypeOf(graph));
  for (const value of wrong) {
    for (const name of names) {
      const method = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(graph), name)?.value as Callable | undefined;
      if (name === 'constructor' || typeof method !== 'function') continue;
      attempt(name, () => method.call(graph, value));
      attempt(name, () => method.call(graph, 'person', value));
    }
    attempt('addNodes', () => fresh().addNodes(value as never));
    attempt('addNodes', () => fresh().addNodes('a', value as never));
    attempt('addNodes', () =>
      fresh()
        .addNodes('a', { x: value } as never)
        .build(),
    );
    attempt('addEdges', () => fresh().addEdges(value as never, undefined as never));
    attempt('addEdges', () => fresh().addEdges(['a', 'k', 'a'], value as never));
    attempt('addEdges', () => fresh().addEdges(['a', 'k', 'a'], { source: value, target: [0] } as never));
  }
  expect([...faults]).toEqual([]);
});
