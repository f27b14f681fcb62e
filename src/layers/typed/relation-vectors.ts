import { HeteroGraphError, RandomStream } from '../../core/index.js';
import {
  concatRows,
  matMul,
  Parameter,
  reshape,
  SparseOperand,
  sliceRows,
  spmm,
  type Tensor2D,
} from '../../tensor/index.js';
import type { LayerOptions, NodeTable } from '../layer.js';
import { joinMeans } from '../messages/join-means.js';
import type { MessageGraph } from '../messages/message-graph.js';
import type { RelationSchema } from '../messages/relation.js';
import { fillXavier, type Initial, xavierParameters } from '../xavier-parameters.js';

interface RelationVectorsOptions extends LayerOptions {
  /** Node types that have vectors, and their numbers of nodes. */
  readonly counts: ReadonlyMap<string, number>;
  readonly relations: readonly RelationSchema[];
  readonly outputTypes: readonly string[];
  /** H. */
  readonly width: number;
  readonly bases: number | undefined;
  /** Default 'normal'. */
  readonly initial?: Initial;
}

/** Vectors of all nodes of a type along one relation, or of their own state. */
interface Block {
  readonly source: string;
  /** Undefined: the own state. */
  readonly relation: string | undefined;
}

/** Numbers of all vectors, 1 GiB: with gradients and moments Adam holds four times as much. */
const MOST_NUMBERS = 2 ** 28;

/**
 * A learned vector per node for every relation that it sends along, and one for its own state: what matrices of relations are where inputs are
 * one-hot. With bases every node has so many vectors, which each relation adds up by shares of its own (Schlichtkrull et al., ESWC 2018).
 */
export class RelationVectors {
  readonly parameters: readonly Parameter[];
  readonly nodeTables: readonly NodeTable[];
  readonly #counts: ReadonlyMap<string, number>;
  readonly #width: number;
  /** Of every output type, those of one source together. */
  readonly #blocks: ReadonlyMap<string, readonly Block[]>;
  /** By output type: its vectors below each other, or the shares of bases. */
  readonly #own = new Map<string, Parameter>();
  /** By source type, [bases, nodes H]; empty where there are none. */
  readonly #bases = new Map<string, Parameter>();

  /** @throws {HeteroGraphError} TOO_LARGE */
  constructor({ name, seed, counts, relations, outputTypes, width, bases, initial }: RelationVectorsOptions) {
    this.#counts = counts;
    this.#width = width;
    this.#blocks = new Map(outputTypes.map((type) => [type, blocksInto(type, relations, counts)]));
    const drawn = xavierParameters({ name, seed }, initial);
    // As wide as the one-hot inputs of all nodes together.
    const fanIn = [...counts.values()].reduce((sum, count) => sum + count, 0);
    checkSize(this.#blocks, counts, width);
    for (const [type, blocks] of this.#blocks) {
      if (blocks.length === 0) continue;
      if (bases !== undefined) {
        // Shares start so that the variance of their sum is that of one vector.
        this.#own.set(type, drawn([type, 'shares'], [blocks.length, bases], bases, bases));
        continue;
      }
      const rows = blocks.reduce((sum, { source }) => sum + counts.get(source)!, 0);
      const fill = (values: Float32Array) => {
        let at = 0;
        for (const { source, relation = 'self' } of blocks) {
          const count = counts.get(source)!;
          const stream = new RandomStream(seed, 'init', name, type, source, relation);
          fillXavier(values.subarray(at, at + count * width), { fanIn, fanOut: width }, stream, initial);
          at += count * width;
        }
      };
      this.#own.set(type, new Parameter(`${name}/${type}/vectors`, [rows, width], fill));
    }
    if (bases !== undefined) {
      const used = new Set([...this.#blocks.values()].flat().map(({ source }) => source));
      for (const source of used) {
        this.#bases.set(source, drawn([source, 'bases'], [bases, counts.get(source)! * width], fanIn, width));
      }
    }
    this.parameters = [...this.#bases.values(), ...this.#own.values()];
    this.nodeTables =
      bases !== undefined
        ? [...this.#bases].map(([source, parameter]) => ({
            ...{ parameter: parameter.name, repeats: bases, sources: [source], width },
          }))
        : [...this.#own].map(([type, parameter]) => ({
            ...{ parameter: parameter.name, repeats: 1, width },
            sources: this.#blocks.get(type)!.map(({ source }) => source),
          }));
  }

  /**
   * What the nodes of a type get: the sum over relations of the means of their senders' vectors, and their own, [targets, H]. Undefined where
   * neither they nor any sender has vectors.
   *
   * @throws {HeteroGraphError} SHAPE_MISMATCH where the graph has other numbers of nodes
   */
  forward(type: string, graph: MessageGraph): Tensor2D | undefined {
    const blocks = this.#blocks.get(type)!;
    if (blocks.length === 0) return undefined;
    const key = JSON.stringify(['vectors', type, ...blocks.map(({ relation = null }) => relation)]);
    const means = graph.operand(key, () => stackedMeans(type, blocks, graph));
    return spmm(means, this.#vectors(type, blocks));
  }

  dispose(): void {
    for (const parameter of this.parameters) parameter.dispose();
  }

  /** Of a block below those of another, [SUM of nodes, H]. */
  #vectors(type: string, blocks: readonly Block[]): Tensor2D {
    const own = this.#own.get(type)!.value as Tensor2D;
    if (this.#bases.size === 0) return own;
    const parts = [...new Set(blocks.map(({ source }) => source))].map((source) => {
      const first = blocks.findIndex((block) => block.source === source);
      const number = blocks.filter((block) => block.source === source).length;
      const summed = matMul(sliceRows(own, first, number), this.#bases.get(source)!.value as Tensor2D);
      return reshape<Tensor2D>(summed, [number * this.#counts.get(source)!, this.#width]);
    });
    return parts.length === 1 ? parts[0]! : concatRows(parts);
  }
}

function blocksInto(
  type: string,
  relations: readonly RelationSchema[],
  counts: ReadonlyMap<string, number>,
): readonly Block[] {
  return [...counts.keys()].flatMap((source): Block[] => [
    ...relations
      .filter((relation) => relation.source === source && relation.target === type)
      .map(({ name: relation }) => ({ source, relation })),
    ...(source === type ? [{ source, relation: undefined }] : []),
  ]);
}

/** [targets, SUM of nodes of the blocks], means over the senders of each relation that the graph has, and the nodes themselves. */
function stackedMeans(type: string, blocks: readonly Block[], graph: MessageGraph): SparseOperand {
  const numRows = graph.numNodes(type);
  const itself = {
    ...{ numRows, numCols: numRows, indptr: Int32Array.from({ length: numRows + 1 }, (_, i) => i) },
    indices: Int32Array.from({ length: numRows }, (_, i) => i),
  };
  let numCols = 0;
  const parts = blocks.flatMap(({ source, relation }) => {
    const first = numCols;
    numCols += graph.numNodes(source);
    const found = graph.relations.find(({ name }) => name === relation)?.matrix.arrays(false);
    const edges = relation === undefined ? itself : found;
    return edges ? [{ edges, first, step: 1 }] : [];
  });
  return new SparseOperand(joinMeans(numRows, numCols, parts));
}

function checkSize(
  blocks: ReadonlyMap<string, readonly Block[]>,
  counts: ReadonlyMap<string, number>,
  width: number,
): void {
  const all = [...blocks.values()].flat();
  const numbers = width * all.reduce((sum, { source }) => sum + counts.get(source)!, 0);
  if (numbers <= MOST_NUMBERS) return;
  throw new HeteroGraphError('TOO_LARGE', `A vector per node and relation would be ${numbers} numbers.`, {
    hint: 'Let relations share a vector per node, name fewer relations, or choose a smaller width.',
  });
}
