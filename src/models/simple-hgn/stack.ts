import {
  type ForwardMode,
  type HeteroTensors,
  type HomogeneousEdges,
  type LayerShares,
  type MessageGraph,
  SimpleHgn,
  type SimpleHgnOutput,
} from '../../layers/index.js';
import { dropoutOptions, sharesOfHomogeneous } from '../../layers/internal.js';
import { concatRows, dropout, elu, type Parameter, rowNorm, sliceRows, type Tensor2D } from '../../tensor/index.js';
import { stacked, unstacked } from '../network/homogeneous-stack.js';
import type { NetworkStack, StackContext, StackOutput, StackTypesOutput } from '../network/stack.js';
import type { SimpleHgnSettings } from './settings.js';

/** Layers of `heads` times `hidden` values with ELU, then one of a single head that gives the scores, scaled to length 1 where they are of classes. */
export class SimpleHgnStack implements NetworkStack {
  readonly parameters: readonly Parameter[];
  readonly #context: StackContext;
  readonly #settings: SimpleHgnSettings;
  readonly #layers: readonly SimpleHgn[];

  constructor(context: StackContext, settings: SimpleHgnSettings) {
    this.#context = context;
    this.#settings = settings;
    const { types, seed, inputWidth, numOutputs } = context;
    const { hidden, heads, attentionDropout, relationWidth, attentionResidual } = settings;
    const numRelations = context.numRelations + 1;
    const wide = hidden * heads;
    const last = types.length - 2;
    this.#layers = types.slice(1).map((_, l) => {
      return new SimpleHgn({
        ...{ name: `layer/${l}`, seed, numRelations, relationWidth, attentionDropout, attentionResidual },
        ...{ negativeSlope: 0.05, inputWidth: l === 0 ? inputWidth : wide },
        ...(l === last ? { heads: 1, outputWidth: numOutputs } : { heads, outputWidth: wide }),
        residual: l > 0,
      });
    });
    this.parameters = this.#layers.flatMap(({ parameters }) => parameters);
  }

  forward(x: HeteroTensors, graph: MessageGraph, mode: ForwardMode): StackOutput {
    const { before, states } = this.#states(x, graph, mode);
    return {
      embedding: targetRows(before, graph, this.#context),
      scores: this.#context.areNumbers ? states : rowNorm(states),
    };
  }

  forwardTypes(x: HeteroTensors, graph: MessageGraph, mode: ForwardMode): StackTypesOutput {
    const { states } = this.#states(x, graph, mode);
    const scores = this.#context.areNumbers ? states : rowNorm(states);
    return { outputs: unstacked(scores, this.#context.types.at(-1)!, graph) };
  }

  /** Of the types that the last layer computes, and before them those that it reads. */
  #states(x: HeteroTensors, graph: MessageGraph, mode: ForwardMode) {
    const { types } = this.#context;
    const last = this.#layers.length - 1;
    let states = stacked(x, types[0]!);
    let before: (Pick<SimpleHgnOutput, 'attention'> & { readonly edges: HomogeneousEdges }) | undefined;
    let embedding = states;
    for (const [l, layer] of this.#layers.entries()) {
      const edges = graph.homogeneous(types[l]!, types[l + 1]!);
      const options = dropoutOptions(this.#settings.dropout, `layer/${l}`, mode);
      const input = options ? dropout(states, options) : states;
      const kept = before && l < last ? entriesOf(before.attention(), before.edges, edges) : undefined;
      const output = layer.forward(input, edges, mode, kept, options);
      if (l === last) embedding = states;
      states = l === last ? output.states : elu(output.states);
      before = { attention: output.attention, edges };
    }
    return { before: embedding, states };
  }

  explain(x: HeteroTensors, graph: MessageGraph): readonly LayerShares[] {
    const { types } = this.#context;
    const last = this.#layers.length - 1;
    let states = stacked(x, types[0]!);
    let before: (Pick<SimpleHgnOutput, 'attention'> & { readonly edges: HomogeneousEdges }) | undefined;
    return this.#layers.map((layer, l) => {
      const edges = graph.homogeneous(types[l]!, types[l + 1]!);
      const kept = before && l < last ? entriesOf(before.attention(), before.edges, edges) : undefined;
      const { states: next, values, attention } = layer.forward(states, edges, { training: false }, kept);
      states = elu(next);
      before = { attention, edges };
      return sharesOfHomogeneous(graph, edges, types[l]!, attention(), values);
    });
  }

  dispose(): void {
    for (const layer of this.#layers) layer.dispose();
  }
}

/** The weights of the entries that a layer has in common with the one before: those of its output types. */
function entriesOf(attention: Tensor2D, before: HomogeneousEdges, now: HomogeneousEdges): Tensor2D {
  if (now.outputTypes.length === before.outputTypes.length) return attention;
  const parts = now.outputTypes.map((type) => {
    const t = before.outputTypes.indexOf(type);
    const [from, to] = [before.entries[t]!, before.entries[t + 1]!];
    return sliceRows(attention, from, to - from);
  });
  return parts.length === 1 ? parts[0]! : concatRows(parts);
}

/** The target's rows among the states that the last layer reads. */
function targetRows(states: Tensor2D, graph: MessageGraph, { types, target }: StackContext): Tensor2D {
  const read = types.at(-2)!;
  const start = read.slice(0, read.indexOf(target)).reduce((sum, type) => sum + graph.numNodes(type), 0);
  return sliceRows(states, start, graph.numNodes(target));
}
