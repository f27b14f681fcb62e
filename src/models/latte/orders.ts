import { RandomStream } from '../../core/index.js';
import {
  composedGraph,
  type HeteroTensors,
  type Latte,
  type LattePlan,
  type MessageGraph,
  type MessageRelation,
  type MetaRelation,
} from '../../layers/index.js';
import { type Tensor2D, tidy } from '../../tensor/index.js';
import type { LatteSettings } from './settings.js';

export interface OrdersOptions {
  readonly plan: LattePlan;
  readonly settings: LatteSettings;
  readonly layers: readonly Latte[];
  readonly seed: number;
}

/** The graphs of the meta-relations of every order, made for each graph that the model is used on. */
export class Orders {
  readonly #options: OrdersOptions;
  readonly #graphs = new Map<MessageGraph, readonly MessageGraph[]>();

  constructor(options: OrdersOptions) {
    this.#options = options;
  }

  /** Order 1, the graph itself, first. */
  of(graph: MessageGraph): readonly MessageGraph[] {
    let graphs = this.#graphs.get(graph);
    if (!graphs) {
      // Until there is attention to go by, paths say who is reached.
      graphs = this.#byPaths(graph);
      this.#graphs.set(graph, graphs);
    }
    return graphs;
  }

  /** Keeps graphs for another first one; they are disposed of with it. */
  keep(graphs: readonly MessageGraph[]): void {
    this.forget(graphs[0]!);
    this.#graphs.set(graphs[0]!, graphs);
  }

  /** Makes the meta-relations of a graph anew where they depend on the weights, which changed. */
  async refresh(graph: MessageGraph, inputs: () => HeteroTensors): Promise<void> {
    const { settings, plan } = this.#options;
    if (settings.composition === 'paths' || plan.orders.length === 1) return;
    const graphs = [graph];
    for (const relations of plan.orders.slice(1)) {
      const attention = await this.#attention(inputs, graphs);
      const sample = settings.sampleEdges ? new RandomStream(this.#options.seed, 'composition') : undefined;
      const options = { cap: settings.maxNeighbours, attention, threshold: settings.edgeThreshold };
      const how = { ...options, ...(sample ? { sample } : {}) };
      graphs.push(composedGraph(graphs.at(-1)!, graph, relations as readonly MetaRelation[], how));
    }
    this.keep(graphs);
  }

  forget(graph: MessageGraph): void {
    for (const each of this.#graphs.get(graph)?.slice(1) ?? []) each.dispose();
    this.#graphs.delete(graph);
  }

  dispose(): void {
    for (const graph of [...this.#graphs.keys()]) this.forget(graph);
  }

  #byPaths(graph: MessageGraph): readonly MessageGraph[] {
    const { plan, settings } = this.#options;
    const graphs = [graph];
    for (const relations of plan.orders.slice(1)) {
      const options = { cap: settings.maxNeighbours, counted: settings.countPaths };
      graphs.push(composedGraph(graphs.at(-1)!, graph, relations as readonly MetaRelation[], options));
    }
    return graphs;
  }

  /** That of the last of the graphs, per edge the highest of the heads. */
  async #attention(
    inputs: () => HeteroTensors,
    graphs: readonly MessageGraph[],
  ): Promise<ReadonlyMap<string, Float32Array>> {
    const { layers } = this.#options;
    const found: [string, Tensor2D][] = [];
    const last = graphs.length - 1;
    const tensors = tidy(() => {
      let x = inputs();
      for (const [t, graph] of graphs.slice(0, -1).entries()) x = layers[t]!.forward(x, graph, { training: false });
      const attention: ReadonlyMap<MessageRelation, Tensor2D> = layers[last]!.attention(x, graphs[last]!);
      for (const [{ name }, weights] of attention) found.push([name, weights]);
      return found.map(([, weights]) => weights);
    });
    const read = await Promise.all(tensors.map((each) => each.data()));
    for (const each of tensors) each.dispose();
    return new Map(
      found.map(([name, { shape }], i) => {
        const heads = shape[1];
        const values = read[i]! as Float32Array;
        return [name, Float32Array.from({ length: shape[0] }, (_, e) => highest(values, e * heads, heads))];
      }),
    );
  }
}

function highest(values: Float32Array, from: number, count: number): number {
  let best = values[from]!;
  for (let i = from + 1; i < from + count; i++) best = Math.max(best, values[i]!);
  return best;
}
