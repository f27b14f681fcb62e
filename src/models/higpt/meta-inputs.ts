import type { HeteroGraph } from '../../graph/index.js';
import type { HeteroTensors, NodeTable } from '../../layers/index.js';
import { MetaMatrices, stackedVectors } from '../../layers/internal.js';
import { gatherRows, linear, type Parameter, type Tensor2D } from '../../tensor/index.js';
import type { GraphPart, InputShape, StateEncoder } from '../network/input-encoder.js';
import { commonFeatures } from './common-features.js';
import type { HigptSettings } from './settings.js';
import { vectorsOf } from './text/schema-vectors.js';

/** States of nodes from features of one width, by maps that are generated from the descriptions of their types: [N, H] of every node type. */
export class MetaInputs implements StateEncoder {
  readonly parameters: readonly Parameter[];
  readonly nodeTables: readonly NodeTable[] = [];
  readonly #maps: MetaMatrices;
  readonly #vectors: ReadonlyMap<string, Float32Array>;
  readonly #textWidth: number;
  readonly #features: ReadonlyMap<string, Tensor2D>;

  constructor(graph: HeteroGraph, shapes: readonly InputShape[], settings: HigptSettings, seed: number) {
    const { inputWidth, hidden, textWidth, bases } = settings;
    const widths = { inputWidth, outputWidth: hidden, textWidth };
    this.#maps = new MetaMatrices({ name: 'input', seed, ...widths, bases, bias: true });
    this.parameters = this.#maps.parameters;
    this.#vectors = vectorsOf({ nodeTypes: shapes.map(({ name }) => name), relations: [] }, settings).nodes;
    this.#textWidth = textWidth;
    this.#features = new Map(shapes.map((shape) => [shape.name, commonFeatures(graph, shape, inputWidth, seed)]));
  }

  forward(part?: GraphPart): HeteroTensors {
    const types = [...this.#features.keys()];
    const maps = this.#maps.maps(stackedVectors(this.#vectors, types, this.#textWidth));
    return new Map(
      types.map((type, t) => {
        const rows = part?.nodes.get(type);
        const features = this.#features.get(type)!;
        const { weight, bias } = maps[t]!;
        return [type, linear(rows ? gatherRows(features, rows) : features, weight, bias)];
      }),
    );
  }

  dispose(): void {
    this.#maps.dispose();
    for (const features of this.#features.values()) features.dispose();
  }
}
