import { getPool, type Pool, randomPermutation } from '../../compute/index.js';
import { skipGramInto } from '../../compute/internal.js';
import { HeteroGraphError, RandomStream, type RunOptions, YieldTimer } from '../../core/index.js';
import type { HeteroGraph } from '../../graph/index.js';
import { NodeEmbeddings } from '../core/node-embeddings.js';
import { pairsOfWalk, writePairs } from './examples.js';
import { Negatives } from './negatives.js';
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
  const trainer = new SkipGram(numbers, settings, seed);
  try {
    const counts = new Float64Array(numbers.size);
    for await (const { walks } of blocks(graph, paths, numbers, { ...settings, walksPerNode: 1 }, seed, 0)) {
      for (const node of walks) if (node >= 0) counts[node]!++;
      if (timer.isDue()) await timer.yieldNow();
    }
    const negatives = new Negatives(counts, numbers, settings.typedNegatives, new RandomStream(seed, 'negatives'));
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
    return new NodeEmbeddings('metapath2vec', settings.width, trainer.read());
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

/** Two vectors a node, as a centre and as a context, in the kernels' memory, and steps that change them. */
class SkipGram {
  readonly #pool: Pool;
  readonly #settings: MetaPath2VecSettings;
  readonly #numbers: NodeNumbers;
  readonly #centres: Float32Array;
  readonly #contexts: Float32Array;
  readonly #examples: Int32Array;
  readonly #scratch: Float32Array;
  readonly #loss: number;
  /** Whether a node was a centre: where not, its vector is still random. */
  readonly #isMet: Uint8Array;

  constructor(numbers: NodeNumbers, settings: MetaPath2VecSettings, seed: number) {
    const { width, walkLength, contextSize, negatives } = settings;
    const pool = getPool();
    const { arena } = pool;
    this.#pool = pool;
    this.#settings = settings;
    this.#numbers = numbers;
    this.#centres = arena.allocFloat32(numbers.size * width);
    this.#contexts = arena.allocFloat32(numbers.size * width);
    const size = BLOCK * pairsOfWalk(walkLength + 1, contextSize) * (2 + negatives);
    this.#examples = arena.int32(arena.alloc(size * 4), size);
    this.#scratch = arena.allocFloat32(width);
    this.#loss = arena.alloc(8);
    this.#isMet = new Uint8Array(numbers.size);
    const stream = new RandomStream(seed, 'vectors');
    for (let i = 0; i < this.#centres.length; i++) this.#centres[i] = (stream.next() - 0.5) / width;
  }

  step(walks: Int32Array, random: Negatives, learningRate: number): { readonly loss: number; readonly pairs: number } {
    const { width, walkLength, contextSize, negatives } = this.#settings;
    const pairs = writePairs(walks, walkLength + 1, contextSize, 2 + negatives, this.#examples);
    if (pairs === 0) return { loss: 0, pairs };
    random.fill(this.#examples, pairs, negatives);
    for (let i = 0; i < pairs; i++) this.#isMet[this.#examples[i * (2 + negatives)]!] = 1;
    const sum = new Float64Array(this.#pool.arena.memory.buffer, this.#loss, 1);
    sum[0] = 0;
    skipGramInto(
      this.#pool,
      {
        ...{ centres: this.#centres.byteOffset, contexts: this.#contexts.byteOffset },
        ...{ examples: this.#examples.byteOffset, count: pairs, width, negatives },
        ...{ scratch: this.#scratch.byteOffset, loss: this.#loss },
      },
      learningRate,
    );
    return { loss: sum[0], pairs };
  }

  /** Vectors by node type. */
  read(): Map<string, Float32Array> {
    const { width } = this.#settings;
    const all = this.#centres;
    for (const [node, isMet] of this.#isMet.entries()) if (!isMet) all.fill(0, node * width, (node + 1) * width);
    return new Map(
      this.#numbers.types.map((type) => [
        type,
        // A copy in memory of its own: `slice` of the arena's would be shared.
        Float32Array.from(all.subarray(this.#numbers.start(type) * width, this.#numbers.end(type) * width)),
      ]),
    );
  }

  dispose(): void {
    const { arena } = this.#pool;
    for (const array of [this.#centres, this.#contexts, this.#examples, this.#scratch]) arena.free(array);
    arena.free(this.#loss);
  }
}

function diverged(pass: number): HeteroGraphError {
  return new HeteroGraphError('DIVERGED', `The loss of pass ${pass} is not a number.`, {
    hint: 'Use a smaller learning rate.',
  });
}
