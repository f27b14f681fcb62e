import {
  Dropout,
  type ForwardMode,
  Gcn,
  type HeteroTensors,
  Hinormer,
  Linear,
  type MessageGraph,
  nodeSequences,
  parametersOf,
  RelationEncoder,
  type UnionGraph,
  unionGraph,
} from '../../layers/index.js';
import {
  add,
  concatRows,
  gatherRows,
  multiply,
  Parameter,
  relu,
  rowNorm,
  type Tensor2D,
  tensor2d,
} from '../../tensor/index.js';
import { stacked } from '../network/homogeneous-stack.js';
import type { NetworkStack, StackContext, StackOutput } from '../network/stack.js';
import { type HinormerSettings, rowsAtOnce } from './settings.js';

/** What a stack makes of a graph once. */
interface Prepared {
  readonly graph: MessageGraph;
  readonly union: UnionGraph;
  /** Types of the nodes, one-hot, row-major. */
  readonly oneHot: Float32Array;
  /** [targets, L]. */
  readonly sequences: Int32Array;
  /** First row of the target's nodes among all. */
  readonly start: number;
}

/** Graph convolutions of all nodes, then transformer layers within a sequence of nodes per target, whose first state gives the scores. */
export class HinormerStack implements NetworkStack {
  readonly parameters: readonly Parameter[];
  readonly #context: StackContext;
  readonly #settings: HinormerSettings;
  readonly #convolutions: readonly Gcn[];
  readonly #encoders: readonly RelationEncoder[];
  readonly #layers: readonly Hinormer[];
  readonly #head: Linear;
  /** What the own input states are multiplied with, [W]. */
  readonly #own: Parameter | undefined;
  #prepared: Prepared | undefined;

  constructor(context: StackContext, settings: HinormerSettings) {
    this.#context = context;
    this.#settings = settings;
    const { seed, inputWidth, numOutputs, types } = context;
    const { hidden, heads, dropout, encoderLayers, layers, beta, temperature } = settings;
    const numTypes = types[0]!.length;
    const each = <T>(count: number, make: (l: number) => T) => Array.from({ length: count }, (_, l) => make(l));
    this.#convolutions = each(encoderLayers, (l) => {
      return new Gcn({ name: `encoder/${l}`, seed, inputWidth: l === 0 ? inputWidth : hidden, outputWidth: hidden });
    });
    this.#encoders = each(encoderLayers, (l) => new RelationEncoder({ name: `relations/${l}`, numTypes }));
    const common = { width: hidden, relationWidth: numTypes, heads, beta, temperature, dropout };
    this.#layers = each(layers, (l) => new Hinormer({ name: `layer/${l}`, seed, ...common }));
    this.#head = new Linear({ name: 'output', seed, inputWidth: hidden, outputWidth: numOutputs });
    this.#own = settings.residual ? Parameter.zeros('residual', [hidden]) : undefined;
    const ofLayers = parametersOf([...this.#convolutions, ...this.#encoders, ...this.#layers, this.#head]);
    this.parameters = this.#own ? [...ofLayers, this.#own] : ofLayers;
  }

  forward(x: HeteroTensors, graph: MessageGraph, mode: ForwardMode): StackOutput {
    return this.forwardRows(
      x,
      graph,
      Int32Array.from({ length: graph.numNodes(this.#context.target) }, (_, i) => i),
      mode,
    );
  }

  forwardRows(x: HeteroTensors, graph: MessageGraph, rows: Int32Array, mode: ForwardMode): StackOutput {
    const prepared = this.#prepare(graph);
    const { oneHot, union } = prepared;
    const types = tensor2d(oneHot, [union.typeOf.length, union.types.length]);
    const inputs = stacked(x, union.types);
    let states = inputs;
    for (const [l, layer] of this.#convolutions.entries()) {
      const next = relu(layer.forward(states, states, union.edges));
      states = new Dropout({ name: `encoder/${l}`, rate: this.#settings.dropout }).forward(next, mode);
    }
    let relations: Tensor2D = types;
    for (const encoder of this.#encoders) relations = encoder.forward(relations, types, union.edges);
    const atOnce = rowsAtOnce(this.#settings);
    const parts = Array.from({ length: Math.max(1, Math.ceil(rows.length / atOnce)) }, (_, p) =>
      this.#transformed(states, relations, prepared, rows.subarray(p * atOnce, (p + 1) * atOnce), mode),
    );
    const transformed = parts.length === 1 ? parts[0]! : concatRows(parts);
    const own = this.#own && multiply(this.#ownInputs(inputs, prepared, rows, mode), this.#own.value);
    const embedding = own ? add(transformed, own as Tensor2D) : transformed;
    const scores = this.#head.forward(embedding);
    return { embedding, scores: this.#context.areNumbers ? scores : rowNorm(scores) };
  }

  dispose(): void {
    for (const layer of [...this.#convolutions, ...this.#encoders, ...this.#layers, this.#head]) layer.dispose();
    this.#own?.dispose();
    this.#prepared?.union.dispose();
    this.#prepared = undefined;
  }

  #ownInputs(inputs: Tensor2D, { start }: Prepared, rows: Int32Array, mode: ForwardMode): Tensor2D {
    const own = gatherRows(
      inputs,
      rows.map((row) => start + row),
    );
    return new Dropout({ name: 'residual', rate: this.#settings.dropout }).forward(own, mode);
  }

  /** The first states of the sequences of some rows, [B, W]. */
  #transformed(states: Tensor2D, relations: Tensor2D, { sequences }: Prepared, rows: Int32Array, mode: ForwardMode) {
    const { sequenceLength: length } = this.#settings;
    const nodes = new Int32Array(rows.length * length);
    for (const [i, row] of rows.entries()) nodes.set(sequences.subarray(row * length, (row + 1) * length), i * length);
    const { distinct, places } = distinctOf(nodes, states.shape[0]);
    // The first layer reads nodes, those after it the places of sequences; of the last only first states are read.
    let hidden = gatherRows(states, distinct);
    let around = gatherRows(relations, distinct);
    for (const [l, layer] of this.#layers.entries()) {
      const isLast = l === this.#layers.length - 1;
      hidden = layer.forward(hidden, around, { length, firstOnly: isLast, ...(l === 0 ? { rows: places } : {}) }, mode);
      if (l === 0 && !isLast) around = gatherRows(around, places);
    }
    return hidden;
  }

  #prepare(graph: MessageGraph): Prepared {
    if (this.#prepared?.graph === graph) return this.#prepared;
    this.#prepared?.union.dispose();
    const { types, target, seed } = this.#context;
    const union = unionGraph(graph, types[0]!);
    const start = types[0]!.slice(0, types[0]!.indexOf(target)).reduce((sum, type) => sum + graph.numNodes(type), 0);
    const sequences = nodeSequences(union.edges.matrix.arrays(false), {
      ...{ start, count: graph.numNodes(target), seed },
      length: this.#settings.sequenceLength,
    });
    const oneHot = new Float32Array(union.typeOf.length * union.types.length);
    for (const [row, type] of union.typeOf.entries()) oneHot[row * union.types.length + type] = 1;
    this.#prepared = { graph, union, oneHot, sequences, start };
    return this.#prepared;
  }
}

/** Nodes in ascending order, each once, and for every node of a list its place among them. */
function distinctOf(nodes: Int32Array, numNodes: number): { distinct: Int32Array; places: Int32Array } {
  const placeOf = new Int32Array(numNodes);
  for (const node of nodes) placeOf[node] = 1;
  const distinct = new Int32Array(placeOf.reduce((sum, isThere) => sum + isThere, 0));
  let next = 0;
  for (let node = 0; node < numNodes; node++) {
    if (placeOf[node] === 0) continue;
    distinct[next] = node;
    placeOf[node] = next++;
  }
  return { distinct, places: nodes.map((node) => placeOf[node]!) };
}
