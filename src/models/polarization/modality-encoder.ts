import { RandomStream } from '../../core/index.js';
import type { HeteroGraph } from '../../graph/index.js';
import { type HeteroTensors, LayerNorm, type NodeTable } from '../../layers/index.js';
import {
  add,
  addAll,
  concatColumns,
  gatherRows,
  linear,
  matMul,
  multiply,
  Parameter,
  type SparseOperand,
  sliceColumns,
  softmax,
  spmm,
  type Tensor2D,
  tensor2d,
} from '../../tensor/index.js';
import {
  type GraphPart,
  type InputShape,
  nodeTable,
  type StateEncoder,
  sparseFeatures,
} from '../network/input-encoder.js';
import { type Modality, readModalities } from './modalities.js';

/** What the share of a lacking modality is lowered by before the softmax: its exponential is 0 in 32 bits. */
const LACKING = -1e4;

/**
 * States of nodes from whatever modalities they have: each is mapped to one width and normalised, and they are added up by shares that
 * the node decides (a softmax over the modalities that it has). A node that has none gets zeros. [N, H] of every node type.
 *
 *     m_k = LayerNorm(x_k W_k + b_k)    s = softmax_k over those present of m_k . a_k    h = SUM_k s_k m_k
 */
export class ModalityEncoder implements StateEncoder {
  readonly parameters: readonly Parameter[];
  readonly nodeTables: readonly NodeTable[];
  readonly #types: ReadonlyMap<string, TypeEncoder>;

  constructor(graph: HeteroGraph, shapes: readonly InputShape[], hidden: number, seed: number) {
    this.#types = new Map(shapes.map((shape) => [shape.name, new TypeEncoder(graph, shape, hidden, seed)]));
    const types = [...this.#types.values()];
    this.parameters = types.flatMap(({ parameters }) => parameters);
    this.nodeTables = types.flatMap(({ table }) => (table ? [table] : []));
  }

  forward(part?: GraphPart): HeteroTensors {
    return new Map(
      [...this.#types].map(([name, type]) => {
        const rows = part?.nodes.get(name);
        const states = type.forward();
        return [name, rows ? gatherRows(states, rows) : states];
      }),
    );
  }

  dispose(): void {
    for (const type of this.#types.values()) type.dispose();
  }
}

/** A modality, or the learned vector that a node has of its own, as a state and the score of its share. */
interface Part {
  readonly parameters: readonly Parameter[];
  forward(): Tensor2D;
  dispose(): void;
}

class TypeEncoder {
  readonly parameters: readonly Parameter[];
  readonly table: NodeTable | undefined;
  readonly #parts: readonly Part[];
  readonly #gates: readonly Parameter[];
  /** What is added to the scores, and 1 where a node has any, [N, parts] and [N, 1]; undefined where all have all. */
  readonly #masks: readonly [Tensor2D, Tensor2D] | undefined;

  constructor(graph: HeteroGraph, { name, modalities = [], numNodes }: InputShape, hidden: number, seed: number) {
    const read = readModalities(graph, name, [...modalities.map((each) => each.name)]);
    const parts = read.map((modality) => modalityPart(`input/${name}/${modality.name}`, modality, hidden, seed));
    const present = read.map((each) => each.present);
    if (numNodes !== null) {
      const table = nodeTable(name, numNodes, hidden, seed);
      // A lone table is what it is; beside modalities it has their scale.
      parts.push(parts.length === 0 ? plainPart(table) : normedPart(`input/${name}/own`, table, hidden));
      present.push(undefined);
      this.table = { parameter: table.name, repeats: 1, sources: [name], width: hidden };
    }
    this.#parts = parts;
    this.#gates = parts.length > 1 ? parts.map((_, k) => Parameter.zeros(`input/${name}/gate/${k}`, [hidden, 1])) : [];
    this.#masks = masksOf(present, graph.numNodes(name));
    this.parameters = [...parts.flatMap(({ parameters }) => parameters), ...this.#gates];
  }

  forward(): Tensor2D {
    const states = this.#parts.map((part) => part.forward());
    const [first] = states;
    if (states.length === 1) return this.#masks ? (multiply(first!, this.#masks[1]) as Tensor2D) : first!;
    const scores = concatColumns(states.map((state, k) => matMul(state, this.#gates[k]!.value as Tensor2D)));
    const shares = softmax(this.#masks ? (add(scores, this.#masks[0]) as Tensor2D) : scores);
    const sum = addAll(states.map((state, k) => multiply(state, sliceColumns(shares, k, 1)) as Tensor2D));
    return this.#masks ? (multiply(sum, this.#masks[1]) as Tensor2D) : sum;
  }

  dispose(): void {
    for (const part of this.#parts) part.dispose();
    for (const gate of this.#gates) gate.dispose();
    for (const mask of this.#masks ?? []) mask.dispose();
  }
}

function masksOf(present: readonly (Uint8Array | undefined)[], numNodes: number) {
  if (present.every((each) => each === undefined)) return undefined;
  const width = present.length;
  const [lowered, any] = [new Float32Array(numNodes * width), new Float32Array(numNodes)];
  for (let row = 0; row < numNodes; row++) {
    for (let k = 0; k < width; k++) {
      if (present[k]?.[row] === 0) lowered[row * width + k] = LACKING;
      else any[row] = 1;
    }
  }
  return [tensor2d(lowered, [numNodes, width]), tensor2d(any, [numNodes, 1])] as const;
}

function modalityPart(name: string, { matrix, width }: Modality, hidden: number, seed: number): Part {
  const weight = Parameter.xavierNormal(
    ...([`${name}/weight`, [width, hidden], width, hidden, new RandomStream(seed, 'init', name)] as const),
  );
  const bias = Parameter.zeros(`${name}/bias`, [hidden]);
  const norm = new LayerNorm({ name: `${name}/norm`, width: hidden });
  const held: Tensor2D | SparseOperand =
    matrix.kind === 'dense' ? tensor2d(matrix.values, [matrix.numRows, width]) : sparseFeatures(matrix);
  const mapped = () =>
    matrix.kind === 'dense'
      ? linear(held as Tensor2D, weight.value, bias.value)
      : add(spmm(held as SparseOperand, weight.value), bias.value as never);
  return {
    parameters: [weight, bias, ...norm.parameters],
    forward: () => norm.forward(mapped()),
    dispose() {
      held.dispose();
      for (const each of [weight, bias, norm]) each.dispose();
    },
  };
}

function plainPart(table: Parameter): Part {
  return {
    parameters: [table],
    // A copy by adding 0: the caller may free what it is given.
    forward: () => add(table.value as Tensor2D, 0),
    dispose: () => table.dispose(),
  };
}

function normedPart(name: string, table: Parameter, width: number): Part {
  const norm = new LayerNorm({ name: `${name}/norm`, width });
  return {
    parameters: [table, ...norm.parameters],
    forward: () => norm.forward(table.value as Tensor2D),
    dispose() {
      table.dispose();
      norm.dispose();
    },
  };
}
