import {
  type Convolution,
  type ForwardMode,
  type HeteroTensors,
  type LayerShares,
  Linear,
  type MessageGraph,
} from '../../layers/index.js';
import { dropped, outputStates, sharesOfHomogeneous } from '../../layers/internal.js';
import { concatRows, type Parameter, sliceRows, type Tensor2D } from '../../tensor/index.js';
import type { NetworkStack, StackContext, StackOutput, StackTypesOutput } from './stack.js';

export interface HomogeneousStackOptions {
  readonly context: StackContext;
  readonly layers: readonly Convolution[];
  /** Width of the last layer's states. */
  readonly width: number;
  readonly activation: (x: Tensor2D) => Tensor2D;
  /** Of the states before every layer and before the last map, as a fraction. */
  readonly dropout: number;
}

/** Layers that know no types, on all nodes and edges with self loops, then a linear map to the scores. */
export class HomogeneousStack implements NetworkStack {
  readonly parameters: readonly Parameter[];
  readonly #options: HomogeneousStackOptions;
  readonly #head: Linear;

  constructor(options: HomogeneousStackOptions) {
    this.#options = options;
    const { context, layers, width } = options;
    this.#head = new Linear({ name: 'output', seed: context.seed, inputWidth: width, outputWidth: context.numOutputs });
    const isExplained = layers.every((layer) => layer.attention !== undefined);
    this.explain = isExplained ? (x, graph) => this.#shares(x, graph) : undefined;
    this.parameters = [...layers.flatMap(({ parameters }) => parameters), ...this.#head.parameters];
  }

  /** Undefined where a layer has no attention. */
  readonly explain: NetworkStack['explain'];

  forward(x: HeteroTensors, graph: MessageGraph, mode: ForwardMode): StackOutput {
    const states = this.#states(x, graph, mode);
    return { embedding: states, scores: this.#head.forward(states) };
  }

  forwardTypes(x: HeteroTensors, graph: MessageGraph, mode: ForwardMode): StackTypesOutput {
    const scores = this.#head.forward(this.#states(x, graph, mode));
    return { outputs: unstacked(scores, this.#options.context.types.at(-1)!, graph) };
  }

  dispose(): void {
    for (const layer of this.#options.layers) layer.dispose();
    this.#head.dispose();
  }

  #states(x: HeteroTensors, graph: MessageGraph, mode: ForwardMode): Tensor2D {
    const { layers, activation, context } = this.#options;
    let states = this.#dropped(stacked(x, context.types[0]!), 'input', mode);
    for (const [l, layer] of layers.entries()) {
      const edges = graph.homogeneous(context.types[l]!, context.types[l + 1]!);
      const next = layer.forward(states, outputStates(states, edges), edges, mode);
      states = this.#dropped(activation(next), `layer/${l}`, mode);
    }
    return states;
  }

  #shares(x: HeteroTensors, graph: MessageGraph): readonly LayerShares[] {
    const { layers, activation, context } = this.#options;
    let states = stacked(x, context.types[0]!);
    return layers.map((layer, l) => {
      const edges = graph.homogeneous(context.types[l]!, context.types[l + 1]!);
      const own = outputStates(states, edges);
      const { weights, values } = layer.attention!(states, own, edges);
      states = activation(layer.forward(states, own, edges, { training: false }));
      return sharesOfHomogeneous(graph, edges, context.types[l]!, weights, values);
    });
  }

  #dropped(x: Tensor2D, name: string, mode: ForwardMode): Tensor2D {
    return dropped(x, this.#options.dropout, name, mode);
  }
}

/** States of several types below each other. */
export function stacked(x: HeteroTensors, types: readonly string[]): Tensor2D {
  const parts = types.map((type) => x.get(type)!);
  return parts.length === 1 ? parts[0]! : concatRows(parts);
}

/** The inverse of {@link stacked}. */
export function unstacked(
  x: Tensor2D,
  types: readonly string[],
  graph: Pick<MessageGraph, 'numNodes'>,
): Map<string, Tensor2D> {
  let start = 0;
  return new Map(
    types.map((type) => {
      const count = graph.numNodes(type);
      start += count;
      return [type, types.length === 1 ? x : sliceRows(x, start - count, count)];
    }),
  );
}
