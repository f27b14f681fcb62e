// Batches a second of NeighbourSampler against PyG's NeighborLoader: npm run bench -- sampling --python PYTHON [--runs 5]
// A power-law graph of 300,000 nodes and 3,000,000 edges, fan-outs 15 and 10, 1024 seeds a batch, the same seeds, edges and number of
// worker threads (ours) or processes (PyG's) on both sides.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { RandomStream } from '../../dist/core/index.js';
import { powerLawGraph } from '../../dist/graph/index.js';
import { NeighbourSampler, NodeLoader } from '../../dist/sampling/index.js';
import { alternate, openPythonPeer, turns } from './peer.mjs';

const seed = 1;
const fanouts = [15, 10];

export async function samplingBench(_, { python = 'python3', runs = '5', quick }) {
  const [numNodes, numEdges, batchSize, numBatches] = quick ? [2000, 20_000, 64, 4] : [300_000, 3_000_000, 1024, 25];
  const graph = powerLawGraph({ numNodes, numEdges, seed });
  const { source, target } = graph.edgeIndex('edge');
  const rows = new RandomStream(seed, 'rows').permutation(numNodes).slice(0, batchSize * numBatches);
  const folder = mkdtempSync(join(tmpdir(), 'heterograph-sampling-'));
  const peer = openPythonPeer(python, fileURLToPath(new URL('sampling_peer.py', import.meta.url)), [
    'torch',
    'torch_geometric',
  ]);
  try {
    for (const [name, values] of Object.entries({ source, target, rows }))
      writeFileSync(join(folder, name), new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
    const opened = await peer.ask({ open: folder, numNodes, fanouts, batchSize });
    const sampler = new NeighbourSampler(graph, { fanouts });
    const result = [];
    for (const workers of [0, 1, 2]) {
      let [entries, theirEntries] = [0, 0];
      const loader = new NodeLoader(sampler, { nodeType: 'node', rows, batchSize, workers, persistentWorkers: true });
      const ours = async () => {
        const started = performance.now();
        entries = 0;
        for await (const { relations } of loader.batches({ seed, epoch: 1 }))
          entries += relations.get('node>edge>node').indices.length;
        return performance.now() - started;
      };
      const theirs = async () => {
        const { ms, entries: sampled } = await peer.ask({ workers });
        theirEntries = sampled;
        return ms;
      };
      const [own, pyg] = await alternate([ours, theirs], { ...turns(runs, quick), warmup: quick ? 0 : 1 });
      await loader.dispose();
      const perSecond = (ms) => (numBatches / ms) * 1000;
      result.push({
        workers,
        ours: perSecond(own.median).toFixed(1),
        'ours, best': perSecond(own.least).toFixed(1),
        PyG: perSecond(pyg.median).toFixed(1),
        'PyG, best': perSecond(pyg.least).toFixed(1),
        'times faster': (pyg.median / own.median).toFixed(2),
        'edges a batch': Math.round(entries / numBatches),
        "PyG's edges a batch": (theirEntries / numBatches).toFixed(0),
      });
    }
    sampler.dispose();
    const versions = opened.sampler ? ` PyG sampled with ${opened.sampler}.` : '';
    return {
      rows: result,
      summary: `Batches a second, medians and best of ${runs} interleaved epochs of ${numBatches}; seed ${seed}.${versions}`,
    };
  } finally {
    peer.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
