import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { powerLawGraph, randomGraph } from '../../src/graph/index.js';
import {
  BudgetSampler,
  ClusterLoader,
  loadSamples,
  NeighbourSampler,
  NodeLoader,
  partitionGraph,
  type SampledGraph,
} from '../../src/sampling/index.js';
import type { Task } from '../../src/training/index.js';

const graph = powerLawGraph({ numNodes: 500, numEdges: 4000, seed: 3 });
const rows = Int32Array.from({ length: 500 }, (_, i) => 499 - i);

const digest = (batch: SampledGraph) =>
  JSON.stringify([batch.nodes, batch.relations, batch.seeds, batch.reached].map((map) => [...map]));

async function all(batches: AsyncIterable<SampledGraph>): Promise<string[]> {
  const found: string[] = [];
  for await (const batch of batches) found.push(digest(batch));
  return found;
}

/** Threads of this process, where the system tells. */
const tasks = '/proc/self/task';
const countThreads = () => readdirSync(tasks).length;

/** Waits until no more threads are there than before: the system takes a moment to clear them away. */
async function expectThreads(before: number): Promise<void> {
  for (let turn = 0; turn < 200 && countThreads() > before; turn++) await new Promise((done) => setTimeout(done, 10));
  expect(countThreads()).toBeLessThanOrEqual(before);
}

describe('batches', () => {
  it('are the same for 0, 1, 2 and 4 workers, of any sampler', async () => {
    const typed = randomGraph({
      schema: {
        nodes: ['a', 'b'].map((name) => ({ name, columns: [] })),
        edges: (['aba', 'bab'] as const).map(([from, to]) => ({ type: [from!, 'to', to!], columns: [] })),
      },
      ...{ numNodes: 100, numEdges: 800, seed: 4 },
    });
    const partition = partitionGraph(typed, { clusters: 12, seed: 1 });
    const makers: ((workers: number) => { batches: NodeLoader['batches']; dispose(): Promise<void> })[] = [
      (workers) =>
        new NodeLoader(new NeighbourSampler(graph, { fanouts: [5, 3] }), {
          nodeType: 'node',
          rows,
          batchSize: 64,
          workers,
        }),
      (workers) =>
        new NodeLoader(new BudgetSampler(graph, { samples: [20, 20] }), {
          nodeType: 'node',
          rows,
          batchSize: 64,
          workers,
        }),
      (workers) => new ClusterLoader(typed, { partition, clustersPerBatch: 2, workers }),
    ];
    for (const make of makers) {
      const digests: string[][] = [];
      for (const workers of [0, 1, 2, 4]) {
        const loader = make(workers);
        digests.push(await all(loader.batches({ seed: 1, epoch: 2 })));
        await loader.dispose();
      }
      expect(digests[0]!.length).toBeGreaterThan(5);
      for (const other of digests) expect(other).toEqual(digests[0]);
    }
  });

  it('go through all rows, in an order of the epoch, from any batch on', async () => {
    const sampler = new NeighbourSampler(graph, { fanouts: [2] });
    const loader = new NodeLoader(sampler, {
      nodeType: 'node',
      rows,
      batchSize: 64,
      workers: 1,
      persistentWorkers: true,
    });
    expect(loader.numBatches).toBe(8);
    const orders: number[][] = [];
    for (const epoch of [1, 2]) {
      const order: number[] = [];
      for await (const batch of loader.batches({ seed: 1, epoch })) {
        const nodes = batch.nodes.get('node')!;
        order.push(...[...batch.seeds.get('node')!].map((local) => nodes[local]!));
      }
      expect(order.toSorted((a, b) => a - b)).toEqual([...rows].reverse());
      orders.push(order);
    }
    expect(orders[0]).not.toEqual(orders[1]);
    const whole = await all(loader.batches({ seed: 1, epoch: 1 }));
    expect(await all(loader.batches({ seed: 1, epoch: 1, start: 5 }))).toEqual(whole.slice(5));
    await loader.dispose();
    const options = { nodeType: 'node', rows, batchSize: 64, workers: 0, shuffle: false, dropLast: true };
    const plain = new NodeLoader(sampler, options);
    const first: number[] = [];
    for await (const { nodes } of plain.batches({ seed: 1, epoch: 1 })) first.push(nodes.get('node')![0]!);
    expect(first).toEqual([0, 1, 2, 3, 4, 5, 6].map((batch) => rows[batch * 64]));
  });

  it('give seeds the times of their rows', async () => {
    const timed = powerLawGraph({ numNodes: 50, numEdges: 400, seed: 3 });
    const sampler = new NeighbourSampler(timed, { fanouts: [2], disjoint: true });
    const loader = new NodeLoader(sampler, {
      nodeType: 'node',
      rows: Int32Array.of(3, 3, 7),
      times: [1, 2, 3],
      workers: 0,
    });
    for await (const batch of loader.batches({ seed: 1, epoch: 1 })) {
      expect(batch.seeds.get('node')).toHaveLength(3);
      expect(batch.reached.get('node')![0]).toBe(3);
    }
  });

  it.skipIf(!existsSync(tasks))('leave no thread behind, however the loop ends', async () => {
    const sampler = new NeighbourSampler(graph, { fanouts: [5, 3] });
    const before = countThreads();
    const make = (persistentWorkers = false) =>
      new NodeLoader(sampler, { nodeType: 'node', rows, batchSize: 16, workers: 3, persistentWorkers });
    await all(make().batches({ seed: 1, epoch: 1 }));
    await expectThreads(before);
    for await (const _ of make().batches({ seed: 1, epoch: 1 })) {
      expect(countThreads()).toBeGreaterThanOrEqual(before + 3);
      break;
    }
    await expectThreads(before);
    const thrown = (async () => {
      for await (const _ of make().batches({ seed: 1, epoch: 1 })) throw new Error('of the loop');
    })();
    await expect(thrown).rejects.toThrow('of the loop');
    await expectThreads(before);
    const controller = new AbortController();
    const aborted = (async () => {
      for await (const _ of make().batches({ seed: 1, epoch: 1, signal: controller.signal })) controller.abort();
    })();
    await expect(aborted).rejects.toMatchObject({ code: 'ABORTED' });
    await expectThreads(before);
    const kept = make(true);
    for await (const _ of kept.batches({ seed: 1, epoch: 1 })) break;
    expect(countThreads()).toBeGreaterThanOrEqual(before + 3);
    await kept.dispose();
    await expectThreads(before);
    await expect(all(kept.batches({ seed: 1, epoch: 1 }))).rejects.toMatchObject({ code: 'DISPOSED' });
    // A loader whose loop was left goes on where it is asked to.
    expect(await all(make().batches({ seed: 1, epoch: 1 }))).toHaveLength(32);
  });

  it('of several loops at once over one sampler do not mix', async () => {
    const sampler = new NeighbourSampler(graph, { fanouts: [6, 6, 6] });
    const make = (seed: number, workers: number) =>
      all(new NodeLoader(sampler, { nodeType: 'node', rows, batchSize: 16, workers }).batches({ seed, epoch: 1 }));
    const alone = [await make(1, 0), await make(2, 0), await make(3, 0)];
    expect(await Promise.all([make(1, 2), make(2, 2), make(3, 0)])).toEqual(alone);
    const open = async () => {
      const threads = sampler.openThreads(1);
      await sampler.sampleOn(threads, { rows: { node: rows.subarray(0, 16) } }, { seed: 1 });
      return { threads, memory: threads.slots[0]!.record };
    };
    const [first, second] = [await open(), await open()];
    expect(first.memory).not.toBe(second.memory);
    await first.threads.close();
    const third = await open();
    expect(third.memory).toBe(first.memory);
    await Promise.all([second, third].map(({ threads }) => threads.close()));
  });

  it('are what a task is asked for', async () => {
    const sampler = new NeighbourSampler(graph, { fanouts: [2] });
    const loader = new NodeLoader(sampler, { nodeType: 'node', rows, batchSize: 128 });
    const batches: Task<SampledGraph>['batches'] = (request) => loader.batches(request);
    const found = await all(batches({ seed: 1, epoch: 1, start: 2 }) as AsyncIterable<SampledGraph>);
    expect(found).toEqual((await all(loader.batches({ seed: 1, epoch: 1 }))).slice(2));
  });

  it('of an aborted or wrong request: none', async () => {
    const sampler = new NeighbourSampler(graph, { fanouts: [5] });
    const loader = new NodeLoader(sampler, { nodeType: 'node', rows });
    const signal = AbortSignal.abort();
    await expect(all(loader.batches({ seed: 1, epoch: 1, signal }))).rejects.toMatchObject({ code: 'ABORTED' });
    await expect(all(loader.batches({ seed: -1, epoch: 1 }))).rejects.toMatchObject({ code: 'INVALID_OPTION' });
    const wrong = loadSamples(sampler, () => ({ rows: { node: Int32Array.of(500) } }), { count: 3, seed: 1 });
    await expect(all(wrong)).rejects.toMatchObject({ code: 'INDEX_OUT_OF_RANGE' });
  });

  it('of growing sizes fit, on workers too', async () => {
    const sampler = new NeighbourSampler(graph, { fanouts: [-1, -1] });
    const seeds = (batch: number) => ({ rows: { node: rows.subarray(0, 1 << batch) } });
    const [here, there] = [0, 2].map((workers) => all(loadSamples(sampler, seeds, { count: 9, seed: 1, workers })));
    expect(await there).toEqual(await here);
  });
});
