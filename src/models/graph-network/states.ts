import type { EdgeType } from '../../graph/index.js';
import { type ForwardMode, Linear } from '../../layers/index.js';
import { dropped } from '../../layers/internal.js';
import { gatherRows, type Parameter, type Scalar, type Tensor2D } from '../../tensor/index.js';
import type { Model } from '../../training/index.js';
import { LinkNetwork } from '../link-network/network.js';
import { checkReversed, checkSeenNetwork, type SeenNetwork } from '../network/seen-network.js';
import type { NetworkSettings } from '../network/settings.js';
import { linkedTypes, networkNamed } from '../unsupervised/network-named.js';
import type { JoinedGraphs } from './join-graphs.js';
import { GraphReadout, type ReadoutKind } from './readout.js';

/** What a network saw of the graphs it was fitted on, and its settings, whole. */
export interface GraphStatesFit {
  readonly seen: SeenNetwork;
  readonly edgeTypes: readonly EdgeType[];
  readonly settings: object;
}

export interface GraphStatesOptions {
  readonly name: string;
  readonly graphs: JoinedGraphs;
  readonly readout: ReadoutKind;
  readonly settings: object | undefined;
  readonly numClasses: number;
  readonly seed: number;
  /** Of a fitted network that is made again for other graphs. */
  readonly fit?: GraphStatesFit | undefined;
}

/** A message-passing network over all graphs at once, a read-out and a linear map. */
export class GraphStates implements Model {
  readonly name: string;
  /** What it was made for, to be made again for other graphs. */
  readonly fit: GraphStatesFit;
  readonly parameters: readonly Parameter[];
  readonly #network: LinkNetwork<NetworkSettings>;
  readonly #readout: GraphReadout;
  readonly #head: Linear;
  readonly #dropout: number;
  #extraLoss: Scalar | undefined;

  /** @throws {HeteroGraphError} MODEL_MISMATCH where `fit` is of a graph that is unlike this one */
  constructor({ name, graphs, readout: kind, settings, numClasses, seed, fit }: GraphStatesOptions) {
    const { graph, graphOf, numGraphs } = graphs;
    const network = networkNamed(name, {}, fit?.settings ?? settings);
    const { hidden, dropout, relations } = network.settings;
    if (fit) checkReversed(fit.seen, graph);
    const edgeTypes = fit?.edgeTypes ?? linkedTypes(graph, relations);
    this.name = name;
    this.#dropout = dropout;
    const reversed = fit ? { reversed: fit.seen.reversed } : {};
    this.#network = new LinkNetwork({ kind: network, graph, edgeTypes, seed, ...reversed });
    if (fit) checkSeenNetwork(fit.seen, this.#network.seen);
    this.fit = { seen: this.#network.seen, edgeTypes, settings: network.settings };
    const linked = new Set(edgeTypes.flatMap(([from, , to]) => [from, to]));
    const read = Object.fromEntries(Object.entries(graphOf).filter(([type]) => linked.has(type)));
    this.#readout = new GraphReadout({ kind, numGraphs, graphOf: read, width: hidden, seed });
    const shape = { inputWidth: this.#readout.width, outputWidth: numClasses };
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
    return this.#head.forward(dropped(this.#vectors(rows, mode), this.#dropout, 'graph', mode));
  }

  embed(rows: Int32Array): Tensor2D {
    return this.#vectors(rows, { training: false });
  }

  dispose(): void {
    this.#network.dispose();
    this.#readout.dispose();
    this.#head.dispose();
  }

  #vectors(rows: Int32Array, mode: ForwardMode): Tensor2D {
    const { outputs, extraLoss } = this.#network.outputs(this.#network.messages, mode);
    this.#extraLoss = extraLoss;
    return gatherRows(this.#readout.forward(outputs), rows);
  }
}
