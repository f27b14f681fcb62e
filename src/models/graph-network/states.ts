import type { EdgeType } from '../../graph/index.js';
import { type ForwardMode, Linear } from '../../layers/index.js';
import { dropped } from '../../layers/internal.js';
import { concatColumns, gatherRows, type Parameter, type Scalar, type Tensor2D } from '../../tensor/index.js';
import type { Model } from '../../training/index.js';
import { withDegreeFeatures } from '../inputs/degree-features.js';
import type { Inputs } from '../inputs/inputs.js';
import type { JoinedGraphs } from '../inputs/whole-graphs.js';
import { LinkNetwork, type LinkNetworkKind } from '../link-network/network.js';
import { linkedTypes } from '../link-network/network-of.js';
import { checkReversed, checkSeenNetwork, type SeenNetwork } from '../network/seen-network.js';
import type { NetworkSettings } from '../network/settings.js';
import { GraphParts } from './parts.js';
import { GraphReadout, type ReadoutKind } from './readout.js';

/** What a network saw of the graphs it was fitted on, and its settings, whole. */
export interface GraphStatesFit {
  readonly seen: SeenNetwork;
  readonly edgeTypes: readonly EdgeType[];
  readonly settings: object;
}

export interface GraphStatesOptions {
  /** The layers, with their settings for links. */
  readonly network: LinkNetworkKind<NetworkSettings>;
  readonly graphs: JoinedGraphs;
  readonly readout: ReadoutKind;
  /** What the last map reads of every graph besides; default nothing. */
  readonly columns?: Inputs | undefined;
  /** Numbers of a graph that are wanted. */
  readonly numOutputs: number;
  readonly seed: number;
  /** Of a fitted network that is made again for other graphs. */
  readonly fit?: GraphStatesFit | undefined;
}

/**
 * A message-passing network over graphs, a read-out and a linear map: numbers of graphs in, scores [B, C] out. Only the graphs of a batch are computed,
 * unless some node type belongs to none, or the layers are made for the whole (LATTE).
 */
export class GraphStates implements Model {
  readonly name: string;
  /** What it was made for, to be made again for other graphs. */
  readonly fit: GraphStatesFit;
  readonly parameters: readonly Parameter[];
  readonly #network: LinkNetwork<NetworkSettings>;
  readonly #readout: GraphReadout;
  readonly #head: Linear;
  readonly #columns: Inputs | undefined;
  readonly #dropout: number;
  readonly #parts: GraphParts | undefined;
  #extraLoss: Scalar | undefined;

  /** @throws {HeteroGraphError} MODEL_MISMATCH where `fit` is of a graph that is unlike this one; NO_RELATIONS */
  constructor({ network, graphs: given, readout: kind, columns, numOutputs, seed, fit }: GraphStatesOptions) {
    const graphs = { ...given, graph: withDegreeFeatures(given.graph) };
    const { graph, graphOf, numGraphs } = graphs;
    const { hidden, dropout, relations } = network.settings;
    if (fit) checkReversed(fit.seen, graph);
    const edgeTypes = fit?.edgeTypes ?? linkedTypes(graph, relations);
    this.name = network.name;
    this.#dropout = dropout;
    this.#columns = columns;
    const reversed = fit ? { reversed: fit.seen.reversed } : {};
    this.#network = new LinkNetwork({ kind: network, graph, edgeTypes, seed, ...reversed });
    if (fit) checkSeenNetwork(fit.seen, this.#network.shape, { sameNodes: true });
    this.fit = { seen: this.#network.seen, edgeTypes, settings: network.settings };
    const linked = new Set(edgeTypes.flatMap(([from, , to]) => [from, to]));
    const read = Object.fromEntries(Object.entries(graphOf).filter(([type]) => linked.has(type)));
    this.#readout = new GraphReadout({ kind, numGraphs, graphOf: read, width: hidden, seed });
    const { messages, stack } = this.#network;
    const isCut = !stack.prepare && messages.nodeTypes.every((type) => Object.hasOwn(graphOf, type));
    this.#parts = isCut ? new GraphParts(graphs, messages, Object.keys(read)) : undefined;
    const shape = { inputWidth: this.#readout.width + (columns?.width ?? 0), outputWidth: numOutputs };
    this.#head = new Linear({ name: 'graph', seed, ...shape });
    const decoder = new Set(this.#network.decoder.parameters);
    const own = this.#network.parameters.filter((parameter) => !decoder.has(parameter));
    this.parameters = [...own, ...this.#readout.parameters, ...this.#head.parameters];
  }

  get extraLoss(): Scalar | undefined {
    return this.#extraLoss;
  }

  prepare(): Promise<void> {
    return this.#network.prepare(this.#network.messages);
  }

  forward(rows: Int32Array, mode: ForwardMode): Tensor2D {
    const vectors = dropped(this.#vectors(rows, mode), this.#dropout, 'graph', mode);
    const columns = this.#columns;
    if (!columns) return this.#head.forward(vectors);
    return this.#head.forward(concatColumns([vectors, gatherRows(columns.x, columns.width, rows)]));
  }

  embed(rows: Int32Array): Tensor2D {
    return this.#vectors(rows, { training: false });
  }

  dispose(): void {
    this.#parts?.dispose();
    this.#network.dispose();
    this.#readout.dispose();
    this.#head.dispose();
  }

  #vectors(rows: Int32Array, mode: ForwardMode): Tensor2D {
    const part = this.#parts?.of(rows);
    const inputs = this.#network.inputStates(part);
    const { outputs, extraLoss } = this.#network.outputs(part?.messages ?? this.#network.messages, mode, inputs);
    this.#extraLoss = extraLoss;
    return gatherRows(this.#readout.forward(outputs, part?.segments), part?.places ?? rows);
  }
}
