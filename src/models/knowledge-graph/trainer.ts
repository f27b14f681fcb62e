import type { Pool } from '../../compute/index.js';
import { adagradRowsInto, binaryInto, gatherInto, multiplyInto, softmaxInto } from '../../compute/internal.js';
import type { RandomStream } from '../../core/index.js';
import { type Candidates, candidatesOf } from './candidates.js';
import { distances, distanceWeights, subtractCentres } from './distance.js';
import type { Family } from './family.js';
import type { NodeSpace } from './node-space.js';
import { addCubeGradient } from './penalty.js';
import type { QuestionBatch, Questions } from './questions.js';
import { Scratch } from './scratch.js';
import type { EmbeddingSettings } from './settings.js';
import type { Table } from './tables.js';

const EPSILON = 1e-10;

/** What a trainer works on. */
export interface TrainerParts {
  readonly pool: Pool;
  readonly family: Family;
  readonly settings: EmbeddingSettings;
  readonly space: NodeSpace;
  readonly questions: Questions;
  readonly nodes: Table;
  readonly relations: Table;
}

/**
 * Steps of training: the softmax of every question over its candidates, against its answers with equal shares; a question weighs as
 * many as it has answers, so that the loss is the mean cross entropy of all links both ways. Three products of matrices a step.
 */
export class EmbeddingTrainer {
  readonly #parts: TrainerParts;
  readonly #scratch: Scratch;

  constructor(parts: TrainerParts) {
    this.#parts = parts;
    this.#scratch = new Scratch(parts.pool);
  }

  /** One step of Adagrad on a batch. Returns the sum of the losses of its links, and their number. */
  step(
    batch: QuestionBatch,
    stream: RandomStream,
    learningRate: number,
  ): { readonly loss: number; readonly links: number } {
    const { pool, nodes, relations } = this.#parts;
    const result = this.accumulate(batch, stream);
    for (const table of [nodes, relations]) {
      adagradRowsInto(
        pool,
        {
          parameter: table.values.byteOffset,
          gradient: table.gradient.byteOffset,
          squares: table.squares.byteOffset,
          rows: table.touched.byteOffset,
          count: table.touchedCount,
          width: table.width,
        },
        { learningRate, epsilon: EPSILON },
      );
      table.untouch();
    }
    return result;
  }

  /** Writes the gradients of the mean loss of a batch, penalty included, into the tables. */
  accumulate({ type, questions: batch }: QuestionBatch, stream: RandomStream) {
    const { family, settings, space, questions, nodes, relations, pool } = this.#parts;
    const { rank, negatives } = settings;
    const size = space.size(type);
    const start = space.start(type);
    const candidates = candidatesOf(questions, batch, size, negatives, stream);
    const B = batch.length;
    const [w, v] = [nodes.width, relations.width];
    const known = this.#scratch.ints('known', B);
    const asked = this.#scratch.ints('asked', B);
    let links = 0;
    for (let b = 0; b < B; b++) {
      known[b] = questions.known[batch[b]!]!;
      asked[b] = questions.relation[batch[b]!]!;
      links += questions.offsets[batch[b]! + 1]! - questions.offsets[batch[b]!]!;
    }
    const h = this.#scratch.floats('h', B * w);
    const r = this.#scratch.floats('r', B * v);
    gatherInto(pool, nodes.values.byteOffset, known.byteOffset, B, w, h.byteOffset);
    gatherInto(pool, relations.values.byteOffset, asked.byteOffset, B, v, r.byteOffset);
    const q = this.#scratch.floats('q', B * w);
    family.query(h, r, q, rank);
    const answers = this.#answerMatrix(candidates, start);
    const dq = this.#scratch.floats('dq', B * w);
    const loss = this.#compare({ batch, candidates, answers, q, dq, start, links });
    const dh = this.#scratch.floats('dh', B * w);
    const dr = this.#scratch.floats('dr', B * v);
    family.gradient({ node: h, relation: r, query: dq }, { node: dh, relation: dr }, rank);
    for (let b = 0; b < B; b++) {
      addRow(nodes, known[b]!, dh, b * w);
      addRow(relations, asked[b]!, dr, b * v);
    }
    const penalty = settings.penalty > 0 ? this.#penalise(batch, start, links) : 0;
    return { loss, links, penalty };
  }

  dispose(): void {
    this.#scratch.dispose();
  }

  /** Address-backed values of the candidates, [C, w]. */
  #answerMatrix({ rows, count }: Candidates, start: number): Float32Array {
    const { nodes, pool } = this.#parts;
    const w = nodes.width;
    if (!rows) return nodes.values.subarray(start * w, (start + count) * w);
    const out = this.#scratch.floats('answers', count * w);
    const list = this.#scratch.ints('candidates', count);
    for (let c = 0; c < count; c++) list[c] = start + rows[c]!;
    gatherInto(pool, nodes.values.byteOffset, list.byteOffset, count, w, out.byteOffset);
    return out;
  }

  /** Scores, softmax, loss; adds the answers' gradients and writes the queries'. */
  #compare(at: {
    readonly batch: Int32Array;
    readonly candidates: Candidates;
    readonly answers: Float32Array;
    readonly q: Float32Array;
    readonly dq: Float32Array;
    readonly start: number;
    readonly links: number;
  }): number {
    const { family, questions, nodes, pool } = this.#parts;
    const { batch, candidates, answers, q, dq, start, links } = at;
    const { count } = candidates;
    const [B, w] = [batch.length, nodes.width];
    const isDistance = family.compares === 'distance';
    const scores = this.#scratch.floats('scores', B * count);
    const product = { bias: 0, m: B, n: count, k: w, transposeA: false, transposeB: true };
    multiplyInto(pool, { ...product, a: q.byteOffset, b: answers.byteOffset, out: scores.byteOffset });
    if (isDistance) distances(q, answers, scores, w);
    const shares = isDistance ? this.#scratch.floats('shares', B * count) : scores;
    if (candidates.offsets) this.#addOffsets(scores, candidates.offsets, B, shares);
    const logits = candidates.offsets ? shares : scores;
    softmaxInto(pool, logits.byteOffset, B, count, shares.byteOffset, false);
    let loss = 0;
    const weighted = this.#scratch.floats('weighted', B * w);
    const weights = new Float64Array(B);
    for (let b = 0; b < B; b++) {
      const [from, to] = [questions.offsets[batch[b]!]!, questions.offsets[batch[b]! + 1]!];
      const share = 1 / (to - from);
      for (let i = from; i < to; i++) {
        const place = b * count + candidates.placeOf(questions.answers[i]!);
        loss -= Math.log(Math.max(shares[place]!, 1e-37));
        shares[place] = shares[place]! - share;
      }
      weights[b] = (to - from) / links;
      if (!isDistance) for (let k = b * w; k < (b + 1) * w; k++) weighted[k] = q[k]! * weights[b]!;
    }
    if (isDistance) distanceWeights(scores, shares, weights);
    const left = isDistance ? q : weighted;
    const gradient = this.#answerGradient(candidates, start);
    const toAnswers = { bias: 0, m: count, n: w, k: B, transposeA: true, transposeB: false };
    multiplyInto(pool, { ...toAnswers, a: shares.byteOffset, b: left.byteOffset, out: gradient.byteOffset });
    const toQueries = { bias: 0, m: B, n: w, k: count, transposeA: false, transposeB: false };
    multiplyInto(pool, { ...toQueries, a: shares.byteOffset, b: answers.byteOffset, out: dq.byteOffset });
    if (isDistance) subtractCentres(shares, { q, answers, dq, gradient }, w);
    else for (let b = 0; b < B; b++) for (let k = b * w; k < (b + 1) * w; k++) dq[k] = dq[k]! * weights[b]!;
    this.#addAnswers(candidates, gradient, start);
    return loss;
  }

  #addOffsets(scores: Float32Array, offsets: Float32Array, rows: number, to: Float32Array): void {
    const { pool } = this.#parts;
    const row = this.#scratch.floats('offsets', offsets.length);
    row.set(offsets);
    const lies = { aLies: 'full', bLies: 'row' } as const;
    const places = { a: scores.byteOffset, b: row.byteOffset, out: to.byteOffset };
    binaryInto(pool, { op: 'add', ...lies, ...places, rows, width: offsets.length });
  }

  /** Where the gradients of the candidates go: their place in the table where they are all nodes of a type. */
  #answerGradient({ rows, count }: Candidates, start: number): Float32Array {
    const { nodes } = this.#parts;
    const w = nodes.width;
    if (rows) return this.#scratch.floats('answer gradient', count * w);
    return nodes.gradient.subarray(start * w, (start + count) * w);
  }

  #addAnswers({ rows, count }: Candidates, gradient: Float32Array, start: number): void {
    const { nodes } = this.#parts;
    for (let c = 0; c < count; c++) {
      if (rows) addRow(nodes, start + rows[c]!, gradient, c * nodes.width);
      else nodes.touch(start + c);
    }
  }

  /** The penalty of known node, relation and answer of every link. */
  #penalise(batch: Int32Array, start: number, links: number): number {
    const { family, settings, questions, nodes, relations } = this.#parts;
    const weight = settings.penalty / links;
    const [w, v] = [nodes.width, relations.width];
    let sum = 0;
    const add = (table: Table, row: number, width: number, times: number) => {
      table.touch(row);
      const at = row * width;
      sum += addCubeGradient(table.values, at, width, family.isComplex, weight * times, table.gradient, at);
    };
    for (const question of batch) {
      const [from, to] = [questions.offsets[question]!, questions.offsets[question + 1]!];
      add(nodes, questions.known[question]!, w, to - from);
      if (family.penalisesRelations) add(relations, questions.relation[question]!, v, to - from);
      for (let i = from; i < to; i++) add(nodes, start + questions.answers[i]!, w, 1);
    }
    return sum;
  }
}

function addRow(table: Table, row: number, from: Float32Array, at: number): void {
  table.touch(row);
  const { gradient, width } = table;
  const to = row * width;
  for (let k = 0; k < width; k++) gradient[to + k] = gradient[to + k]! + from[at + k]!;
}
