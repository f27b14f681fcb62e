import {
  type ExplainableLayer,
  type ForwardMode,
  type HeteroLayer,
  type HeteroTensors,
  type LayerShares,
  Linear,
  type MessageGraph,
  type NodeTable,
} from '../../layers/index.js';
import type { Parameter, Tensor2D } from '../../tensor/index.js';
import { droppedStates } from './dropped-states.js';
import type { NetworkStack, StackContext, StackOutput, StackTypesOutput } from './stack.js';

export interface LayerStackOptions {
  readonly context: StackContext;
  readonly layers: readonly HeteroLayer[];
  /** Width of the last layer's states, which a linear map makes scores of; undefined where they are the scores themselves. */
  readonly width: number | undefined;
  /** Of the input states; default none. */
  readonly inputActivation?: (x: Tensor2D) => Tensor2D;
  /** Of the states after every layer; default none. */
  readonly activation?: (x: Tensor2D) => Tensor2D;
  /** Of the states before every layer and before the last map, as a fraction. */
  readonly dropout: number;
}

/** Layers one after the other, each with activation and dropout, then a linear map to the scores; or the last without any of them. */
export class LayerStack implements NetworkStack {
  readonly parameters: readonly Parameter[];
  readonly nodeTables: readonly NodeTable[];
  readonly #options: LayerStackOptions;
  readonly #head: Linear | undefined;

  constructor(options: LayerStackOptions) {
    this.#options = options;
    const { context, layers, width } = options;
    const { seed, numOutputs } = context;
    this.#head =
      width === undefined
        ? undefined
        : new Linear({ name: 'output', seed, inputWidth: width, outputWidth: numOutputs });
    this.nodeTables = layers.flatMap(({ nodeTables = [] }) => nodeTables);
    const explained = layers.filter((layer): layer is HeteroLayer & ExplainableLayer => 'shares' in layer);
    this.explain = explained.length === layers.length ? (x, graph) => this.#shares(explained, x, graph) : undefined;
    this.parameters = [...layers.flatMap(({ parameters }) => parameters), ...(this.#head?.parameters ?? [])];
  }

  /** Undefined where a layer cannot say what it made its states of. */
  readonly explain: NetworkStack['explain'];

  forward(x: HeteroTensors, graph: MessageGraph, mode: ForwardMode): StackOutput {
    const { target } = this.#options.context;
    const { before, states } = this.#states(x, graph, mode);
    const own = states.get(target)!;
    return this.#head
      ? { embedding: own, scores: this.#head.forward(own) }
      : // The first layer may have vectors of its own where there are no states before it.
        { embedding: before.get(target) ?? own, scores: own };
  }

  forwardTypes(x: HeteroTensors, graph: MessageGraph, mode: ForwardMode): StackTypesOutput {
    const { states } = this.#states(x, graph, mode);
    if (!this.#head) return { outputs: states };
    return { outputs: new Map([...states].map(([type, state]) => [type, this.#head!.forward(state)])) };
  }

  dispose(): void {
    for (const layer of this.#options.layers) layer.dispose();
    this.#head?.dispose();
  }

  /** Of the last layer, and those that it reads. */
  #states(x: HeteroTensors, graph: MessageGraph, mode: ForwardMode) {
    const { layers, inputActivation, activation } = this.#options;
    let states = this.#after(x, inputActivation, 'input', mode);
    let before = states;
    for (const [l, layer] of layers.entries()) {
      before = states;
      const next = layer.forward(states, graph, mode);
      const isLast = l === layers.length - 1;
      states = isLast && !this.#head ? next : this.#after(next, activation, `layer/${l}`, mode);
    }
    return { before, states };
  }

  #shares(
    layers: readonly (HeteroLayer & ExplainableLayer)[],
    x: HeteroTensors,
    graph: MessageGraph,
  ): readonly LayerShares[] {
    const mode = { training: false } as const;
    let states = this.#after(x, this.#options.inputActivation, 'input', mode);
    return layers.map((layer, l) => {
      const shares = layer.shares(states, graph);
      states = this.#after(layer.forward(states, graph, mode), this.#options.activation, `layer/${l}`, mode);
      return shares;
    });
  }

  #after(
    x: HeteroTensors,
    activation: ((x: Tensor2D) => Tensor2D) | undefined,
    name: string,
    mode: ForwardMode,
  ): HeteroTensors {
    const active = activation ? new Map([...x].map(([type, state]) => [type, activation(state)])) : x;
    return droppedStates(active, this.#options.dropout, name, mode);
  }
}
