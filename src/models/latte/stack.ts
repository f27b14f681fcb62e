import {
  type ForwardMode,
  type HeteroTensors,
  Latte,
  type LayerShares,
  Linear,
  lattePlan,
  type MessageGraph,
} from '../../layers/index.js';
import { dropped } from '../../layers/internal.js';
import { addAll, concatColumns, meanOf, type Parameter, relu, scale, type Tensor2D } from '../../tensor/index.js';
import { droppedStates } from '../network/dropped-states.js';
import type { NetworkStack, StackContext, StackOutput, StackTypesOutput } from '../network/stack.js';
import { Orders } from './orders.js';
import type { LatteSettings } from './settings.js';

/** Layers of LATTE over meta-relations of growing order, and a linear map of what they say of the target. */
export class LatteStack implements NetworkStack {
  readonly parameters: readonly Parameter[];
  readonly #context: StackContext;
  readonly #settings: LatteSettings;
  readonly #layers: readonly Latte[];
  readonly #orders: Orders;
  readonly #head: Linear;

  constructor(context: StackContext, settings: LatteSettings) {
    this.#context = context;
    this.#settings = settings;
    const { schema, types, seed, inputWidth, numOutputs } = context;
    const { layers, hidden, heads, attentionDropout, maskAbsentRelations, norm, output } = settings;
    const { allow, deny, maxMetaRelations: maxRelations } = settings;
    const limits = { maxRelations, ...(allow ? { allow } : {}), ...(deny ? { deny } : {}) };
    const plan = lattePlan(schema, types.at(-1)!, layers, limits);
    this.#layers = plan.orders.map((relations, t) => {
      const widths = { inputWidth: t === 0 ? inputWidth : hidden, outputWidth: hidden };
      const schemaOfOrder = { nodeTypes: schema.nodeTypes, relations };
      return new Latte({
        ...{ name: `layer/${t}`, seed, schema: schemaOfOrder, outputTypes: plan.types[t]!, ...widths },
        ...{ heads, attentionDropout, maskAbsentRelations, norm, edgeValues: settings.countPaths },
        negativeSlope: settings.scores === 'linear' ? 1 : 0.2,
      });
    });
    this.#orders = new Orders({ plan, settings, layers: this.#layers, seed });
    const width = output === 'concat' ? hidden * layers : hidden;
    this.#head = new Linear({ name: 'output', seed, inputWidth: width, outputWidth: numOutputs });
    this.parameters = [...this.#layers.flatMap(({ parameters }) => parameters), ...this.#head.parameters];
  }

  forward(x: HeteroTensors, graph: MessageGraph, mode: ForwardMode): StackOutput {
    const { orders, ...loss } = this.#states(x, graph, mode);
    const embedding = this.#joined(orders, this.#context.target);
    return { embedding, scores: this.#scores(embedding, mode), ...loss };
  }

  forwardTypes(x: HeteroTensors, graph: MessageGraph, mode: ForwardMode): StackTypesOutput {
    const { orders, ...loss } = this.#states(x, graph, mode);
    const types = this.#context.types.at(-1)!;
    return { outputs: new Map(types.map((type) => [type, this.#scores(this.#joined(orders, type), mode)])), ...loss };
  }

  /** The states of every order, and what is added to the loss. */
  #states(x: HeteroTensors, graph: MessageGraph, mode: ForwardMode) {
    const { proximity, negatives, dropout: rate } = this.#settings;
    const graphs = this.#orders.of(graph);
    const losses = [];
    const orders: HeteroTensors[] = [];
    let before = this.#entering(x, mode);
    for (const [t, layer] of this.#layers.entries()) {
      let next: HeteroTensors;
      if (mode.training && proximity > 0) {
        const random = mode.random.child('proximity', t);
        const both = layer.withProximity(before, graphs[t]!, mode, { negatives, random });
        if (both.loss) losses.push(both.loss);
        next = both.states;
      } else next = layer.forward(before, graphs[t]!, mode);
      orders.push(next);
      before = droppedStates(next, rate, `layer/${t}`, mode);
    }
    return { orders, ...(losses.length === 0 ? {} : { extraLoss: scale(addAll(losses), proximity) }) };
  }

  #joined(orders: readonly HeteroTensors[], type: string): Tensor2D {
    const { output } = this.#settings;
    const states = orders.map((each) => each.get(type)!);
    return output === 'concat' ? concatColumns(states) : output === 'last' ? states.at(-1)! : meanOf(states);
  }

  #scores(joined: Tensor2D, mode: ForwardMode): Tensor2D {
    return this.#head.forward(dropped(joined, this.#settings.outputDropout, 'output', mode));
  }

  async prepare(inputs: () => HeteroTensors, graph: MessageGraph): Promise<void> {
    await this.#orders.refresh(graph, () => this.#entering(inputs(), { training: false }));
  }

  layerGraphs(graph: MessageGraph): readonly MessageGraph[] {
    return this.#orders.of(graph);
  }

  useLayerGraphs(graphs: readonly MessageGraph[]): void {
    this.#orders.keep(graphs);
  }

  forget(graph: MessageGraph): void {
    this.#orders.forget(graph);
  }

  explain(x: HeteroTensors, graph: MessageGraph): readonly LayerShares[] {
    const graphs = this.#orders.of(graph);
    const views: LayerShares[] = [];
    let before = this.#entering(x, { training: false });
    for (const [t, layer] of this.#layers.entries()) {
      views.push(layer.shares(before, graphs[t]!));
      before = layer.forward(before, graphs[t]!, { training: false });
    }
    return views;
  }

  dispose(): void {
    for (const layer of this.#layers) layer.dispose();
    this.#head.dispose();
    this.#orders.dispose();
  }

  #entering(x: HeteroTensors, mode: ForwardMode): HeteroTensors {
    const active = new Map([...x].map(([type, state]) => [type, relu(state)]));
    return droppedStates(active, this.#settings.dropout, 'input', mode);
  }
}
