import { randomPermutation } from '../../compute/index.js';
import { Negatives, SkipGram } from '../../compute/internal.js';
import { HeteroGraphError, RandomStream, type RunOptions, YieldTimer } from '../../core/index.js';
import type { HeteroGraph } from '../../graph/index.js';
import { NodeEmbeddings } from '../core/node-embeddings.js';
import { NodeNumbers } from './node-numbers.js';
import type { MetaPath2VecSettings } from './settings.js';
import { drawWalks, type WalkPath, walkPaths } from './walks.js';

/** Walks that are drawn and learned from at once. */
const BLOCK = 128;

export type FitSettings = MetaPath2VecSettings & Required<Pick<MetaPath2VecSettings, 'metapaths'>>;

/**
 * Vectors of all node types that the metapaths meet; zeros for nodes that no walk can leave.
 *
 * @throws {HeteroGraphError} BROKEN_METAPATH, UNKNOWN_TYPE, AMBIGUOUS; DIVERGED; OUT_OF_MEMORY; ABORTED
 */
export async function fitMetaPath2Vec(
  graph: HeteroGraph,
  settings: FitSettings,
  seed: number,
  { signal, onProgress }: RunOptions = {},
): Promise<NodeEmbeddings> {
  const paths = walkPaths(graph, settings.metapaths);
  const numbers = new NodeNumbers(
    paths.flatMap(({ types }) => types),
    (type) => graph.numNodes(type),
  );
  const timer = new YieldTimer(signal);
  const trainer = new SkipGram(numbers.size, settings, BLOCK, new RandomStream(seed, 'vectors'));
  try {
    const counts = new Float64Array(numbers.size);
    for await (const { walks } of blocks(graph, paths, numbers, { ...settings, walksPerNode: 1 }, seed, 0)) {
      for (const node of walks) if (node >= 0) counts[node]!++;
      if (timer.isDue()) await timer.yieldNow();
    }
    const negatives = new Negatives(
      counts,
      settings.typedNegatives ? numbers.ranges : undefined,
      new RandomStream(seed, 'negatives'),
    );
    const { passes, learningRate } = settings;
    for (let pass = 1; pass <= passes; pass++) {
      let [loss, pairs] = [0, 0];
      for (const { walks, share } of blocks(graph, paths, numbers, settings, seed, pass)) {
        const done = pass - 1 + share;
        const step = trainer.step(walks, negatives, learningRate * Math.max(1e-4, 1 - done / passes));
        loss += step.loss;
        pairs += step.pairs;
        if (!Number.isFinite(loss)) throw diverged(pass);
        if (!timer.isDue()) continue;
        onProgress?.({ stage: 'skip-gram', done, total: passes, unit: 'passes' });
        await timer.yieldNow();
      }
      const values = { loss: pairs === 0 ? 0 : loss / pairs };
      onProgress?.({ stage: 'skip-gram', done: pass, total: passes, unit: 'passes', values });
    }
    const values = numbers.ranges.map(({ type, start, end }) => [type, trainer.read(start, end)] as const);
    return new NodeEmbeddings('metapath2vec', settings.width, new Map(values));
  } finally {
    trainer.dispose();
  }
}

/** The walks of a pass, some at a time, of all metapaths in turn, with the share of the pass that is done before them. */
function* blocks(
  graph: HeteroGraph,
  paths: readonly WalkPath[],
  numbers: NodeNumbers,
  { walkLength, walksPerNode }: Pick<MetaPath2VecSettings, 'walkLength' | 'walksPerNode'>,
  seed: number,
  pass: number,
): Generator<{ readonly walks: Int32Array; readonly share: number }> {
  const rounds = Array.from({ length: walksPerNode }, (_, round) =>
    paths.map((path, p) => ({ path, p, round })),
  ).flat();
  const total = walksPerNode * paths.reduce((sum, { from }) => sum + graph.numNodes(from), 0);
  let before = 0;
  for (const { path, p, round } of rounds) {
    const order = randomPermutation(new RandomStream(seed, 'starts', pass, p, round), graph.numNodes(path.from));
    const stream = new RandomStream(seed, 'walks', pass, p, round);
    for (let at = 0; at < order.length; at += BLOCK) {
      const starts = order.subarray(at, at + BLOCK);
      const walks = drawWalks(path, starts, numbers, walkLength, stream, at * walkLength);
      yield { walks, share: before / total };
      before += starts.length;
    }
  }
}

function diverged(pass: number): HeteroGraphError {
  return new HeteroGraphError('DIVERGED', `The loss of pass ${pass} is not a number.`, {
    hint: 'Use a smaller learning rate.',
  });
}
