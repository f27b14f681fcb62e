import * as z from 'zod/mini';
import { checkOptions, HeteroGraphError, option } from '../../core/index.js';
import {
  add,
  channelAttention,
  concatColumns,
  gatherRows,
  leakyRelu,
  matMul,
  type Parameter,
  scale,
  sliceColumns,
  sliceRows,
  type Tensor2D,
  tensor2d,
  tidy,
} from '../../tensor/index.js';
import { checkHeads } from '../attention/heads.js';
import { Dropout } from '../dropout.js';
import { type ForwardMode, type LayerOptions, layerSchema } from '../layer.js';
import { LayerNorm } from '../layer-norm.js';
import { xavierParameters } from '../xavier-parameters.js';

export interface HinormerOptions extends LayerOptions {
  /** W, of all heads together. */
  readonly width: number;
  /** T: width of what is known of the relations around a node. */
  readonly relationWidth: number;
  /** Default 2. They divide the width. */
  readonly heads?: number;
  /** Weight of the relations in the scores; default 1. */
  readonly beta?: number;
  /** What scores are divided by before the softmax; default 1. */
  readonly temperature?: number;
  /** Of what is added to the states, in training, as a fraction; default 0. */
  readonly dropout?: number;
}

/** Which rows of the states follow each other in which sequence. */
export interface StateSequences {
  /** L of every sequence. */
  readonly length: number;
  /** The rows, sequence after sequence, [B L]; default every row once, in order. */
  readonly rows?: Int32Array;
  /** Whether the first state of every sequence is computed alone, [B, W]; default false. */
  readonly firstOnly?: boolean;
}

const optionsSchema = z.strictObject({
  ...layerSchema,
  width: option.count,
  relationWidth: option.count,
  heads: z.optional(option.count),
  beta: z.optional(option.nonNegative),
  temperature: z.optional(option.positive),
  dropout: z.optional(option.rate),
});

/**
 * The transformer layer of HINormer (Mao et al., "HINormer: Representation Learning On Heterogeneous Information Networks with Graph
 * Transformer", WWW 2023) within sequences of nodes: per head
 *
 *     h_u = LayerNorm(h_u + O SUM_v softmax_v((a . LeakyReLU(W h_v) + beta (K r_u) . (Q r_v)) / temperature) W h_v)
 *
 * with h the states of the nodes and r what is known of the relations around them. The paper adds to each score a term of u alone, which
 * no softmax over v can see, so that it is left out. [B L, W], [B L, T] -> [B L, W].
 *
 * @example
 * const layer = new Hinormer({ name: 'layer', seed: 1, width: 64, relationWidth: 3 });
 * const next = layer.forward(states, relations, 50, { training: false }); // sequences of 50 nodes below each other
 * const firsts = layer.forward(nodes, relations, { length: 50, rows, firstOnly: true }, { training: false }); // [rows.length / 50, 64]
 */
export class Hinormer {
  readonly parameters: readonly Parameter[];
  readonly #options: Required<HinormerOptions>;
  readonly #weight: Parameter;
  readonly #vectors: Parameter;
  readonly #keys: Parameter;
  readonly #queries: Parameter;
  readonly #output: Parameter;
  readonly #norm: LayerNorm;
  readonly #dropout: Dropout;

  /** @throws {HeteroGraphError} INVALID_OPTION */
  constructor(options: HinormerOptions) {
    checkOptions(optionsSchema, options);
    this.#options = { heads: 2, beta: 1, temperature: 1, dropout: 0, ...options };
    const { name, seed, width, relationWidth: t, heads, dropout } = this.#options;
    checkHeads({ heads, outputWidth: width });
    const normal = xavierParameters({ name, seed });
    this.#weight = normal(['weight'], [width, width], width, width);
    this.#vectors = normal(['attention'], [width, 1], width / heads, 1);
    this.#keys = normal(['relation-keys'], [t, heads * t], t, heads * t);
    this.#queries = normal(['relation-queries'], [t, heads * t], t, heads * t);
    this.#output = normal(['output'], [width, width], width, width);
    this.#norm = new LayerNorm({ name: `${name}/norm`, width });
    this.#dropout = new Dropout({ name, rate: dropout });
    const own = [this.#weight, this.#vectors, this.#keys, this.#queries, this.#output];
    this.parameters = [...own, ...this.#norm.parameters];
  }

  /**
   * What is of a state alone is computed once for each, however many sequences it is in, so that a first layer takes the states of nodes
   * and `rows`, and a last one of which only first states are read takes `firstOnly`.
   *
   * @param x states, sequence after sequence, or by `rows` in any order
   * @param relations of the same nodes
   * @param sequences the length of every sequence, or more
   * @returns a state for every place of every sequence, or the first of each
   * @throws {HeteroGraphError} SHAPE_MISMATCH, INDEX_OUT_OF_RANGE
   */
  forward(x: Tensor2D, relations: Tensor2D, sequences: number | StateSequences, mode: ForwardMode): Tensor2D {
    const { length, rows, firstOnly = false } = typeof sequences === 'number' ? { length: sequences } : sequences;
    const { heads } = this.#options;
    const places = rows?.length ?? x.shape[0];
    expectWhole(places, length);
    const firsts = firstOnly
      ? Int32Array.from({ length: places / length }, (_, i) => rows?.[i * length] ?? i * length)
      : rows;
    const at = (all: Tensor2D, which: Int32Array | undefined) => (which ? gatherRows(all, which) : all);
    const attended = (h: number) => {
      const { queries, keys, values } = this.#head(x, relations, h);
      const chosen = { queries: at(queries, firsts), keys: at(keys, rows), values: at(values, rows) };
      return channelAttention(chosen, length, firstOnly ? 1 : length);
    };
    // What no gradient needs is freed here rather than at the end of the step.
    return tidy(() => {
      const perHead = Array.from({ length: heads }, (_, h) => tidy(() => attended(h)));
      const joined = heads === 1 ? perHead[0]! : concatColumns(perHead);
      const mapped = matMul(joined, this.#output.value as Tensor2D);
      return this.#norm.forward(add(at(x, firsts), this.#dropout.forward(mapped, mode)));
    });
  }

  /** Of a head, for every state: [N, 1 + T], [N, 1 + T], [N, W / H]. */
  #head(x: Tensor2D, relations: Tensor2D, h: number): { queries: Tensor2D; keys: Tensor2D; values: Tensor2D } {
    const { heads, width, relationWidth: t, beta, temperature } = this.#options;
    const d = width / heads;
    const columns = (parameter: Parameter, each: number) => sliceColumns(parameter.value as Tensor2D, h * each, each);
    const values = matMul(x, columns(this.#weight, d));
    const scores = matMul(leakyRelu(values, 0.01), sliceRows(this.#vectors.value as Tensor2D, h * d, d));
    // A score is one product: (1, beta K r_u) . (a . LeakyReLU(W h_v), Q r_v). The attention divides by the root of their width.
    const factor = Math.sqrt(t + 1) / temperature;
    const ones = tensor2d(new Float32Array(x.shape[0]).fill(factor), [x.shape[0], 1]);
    const mine = scale(matMul(relations, columns(this.#keys, t)), beta * factor);
    const theirs = matMul(relations, columns(this.#queries, t));
    return { queries: concatColumns([ones, mine]), keys: concatColumns([scores, theirs]), values };
  }

  dispose(): void {
    for (const parameter of this.parameters) parameter.dispose();
  }
}

/** @throws {HeteroGraphError} SHAPE_MISMATCH */
function expectWhole(places: number, length: number): void {
  if (length >= 1 && Number.isInteger(places / length)) return;
  throw new HeteroGraphError('SHAPE_MISMATCH', `${places} places are no whole number of sequences of ${length}.`, {
    hint: 'Give the states of whole sequences.',
  });
}
