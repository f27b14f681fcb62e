import type { RandomStream } from '../../core/index.js';
import { skipGramInto } from '../kernels/skip-gram.js';
import { getPool, type Pool } from '../threads/pool.js';
import type { Negatives } from './negatives.js';
import { pairsOfWalk, writePairs } from './walk-pairs.js';

export interface SkipGramSettings {
  /** Numbers of a vector. */
  readonly width: number;
  /** Steps of a walk at most. */
  readonly walkLength: number;
  /** Nodes of a window: contexts of a node are up to contextSize - 1 nodes before it on a walk and as many after it. */
  readonly contextSize: number;
  /** Random nodes per context. */
  readonly negatives: number;
}

/**
 * Two vectors a node, as a centre and as a context, in the kernels' memory, and steps that change them (Mikolov et al., "Distributed
 * representations of words and phrases and their compositionality", 2013); to be disposed of.
 */
export class SkipGram {
  readonly #pool: Pool;
  readonly #settings: SkipGramSettings;
  readonly #centres: Float32Array;
  readonly #contexts: Float32Array;
  readonly #examples: Int32Array;
  readonly #scratch: Float32Array;
  readonly #loss: number;
  /** Whether a node was a centre: where not, its vector is still random. */
  readonly #isMet: Uint8Array;

  /**
   * @param numWalks walks of a step at most
   * @param stream of the vectors that it begins with
   */
  constructor(numNodes: number, settings: SkipGramSettings, numWalks: number, stream: RandomStream, pool = getPool()) {
    const { width, walkLength, contextSize, negatives } = settings;
    const { arena } = pool;
    this.#pool = pool;
    this.#settings = settings;
    const size = numWalks * pairsOfWalk(walkLength + 1, contextSize) * (2 + negatives);
    const taken: number[] = [];
    const take = (bytes: number) => {
      taken.push(arena.alloc(bytes));
      return taken.at(-1)!;
    };
    const floats = (length: number) => arena.float32(take(4 * length), length);
    try {
      this.#centres = floats(numNodes * width);
      this.#contexts = floats(numNodes * width);
      this.#examples = arena.int32(take(4 * size), size);
      this.#scratch = floats(width);
      this.#loss = take(8);
    } catch (error) {
      for (const each of taken) arena.free(each);
      throw error;
    }
    this.#centres.fill(0);
    this.#contexts.fill(0);
    this.#isMet = new Uint8Array(numNodes);
    for (let i = 0; i < this.#centres.length; i++) this.#centres[i] = (stream.next() - 0.5) / width;
  }

  /** Learns from walks, [walks, walkLength + 1], -1 after the end of each. The loss is a sum over the pairs. */
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

  /** Vectors of the nodes from one number, below another, [nodes, width]; zeros for those that no walk made a centre. */
  read(start: number, end: number): Float32Array {
    const { width } = this.#settings;
    // A copy in memory of its own: `slice` of the arena's would be shared.
    const vectors = Float32Array.from(this.#centres.subarray(start * width, end * width));
    for (let v = start; v < end; v++) {
      if (this.#isMet[v] === 0) vectors.fill(0, (v - start) * width, (v - start + 1) * width);
    }
    return vectors;
  }

  dispose(): void {
    const { arena } = this.#pool;
    for (const array of [this.#centres, this.#contexts, this.#examples, this.#scratch]) arena.free(array);
    arena.free(this.#loss);
  }
}
