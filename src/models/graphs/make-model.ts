import type { Scalar } from '../../tensor/index.js';
import type { Model } from '../../training/index.js';
import type { SavedModel } from '../core/types.js';
import { GraphStates, type GraphStatesFit, type GraphStatesOptions } from '../graph-network/states.js';
import { type ColumnScale, checkScale, columnScale, scaleColumns } from '../inputs/column-scale.js';
import { graphFeatures } from '../inputs/graph-features.js';
import { Perceptron } from '../mlp/perceptron.js';
import { networkNamed } from '../unsupervised/network-named.js';

/** A model of whole graphs: numbers of graphs in, scores [B, C] out. */
export interface GraphModel extends Model {
  readonly extraLoss?: Scalar | undefined;
  /** Called where the weights have changed. */
  prepare?(): Promise<void>;
}

/** What a model is made of, or made of again where `fit` or `scale` are there. */
export interface GraphModelSpec extends Omit<GraphStatesOptions, 'network' | 'columns'> {
  readonly name: string;
  /** Of a network, where they differ from its defaults for links. */
  readonly settings: object | undefined;
  /** Graphs that columns are scaled by, where there is no scale yet. */
  readonly trainRows?: Int32Array;
  readonly scale?: ColumnScale | undefined;
}

/** @returns the model, and what it keeps besides its weights */
export function makeGraphModel(spec: GraphModelSpec): {
  readonly model: GraphModel;
  readonly state: SavedModel['state'];
} {
  const { name, graphs, numOutputs, seed, trainRows } = spec;
  const shape = { hiddenLayers: 0, hidden: 1, dropout: 0 };
  if (name === 'majority') {
    // Nothing of a graph: the constant of a linear map learns the shares of the classes.
    const inputs = { x: new Float32Array(graphs.numGraphs), width: 1 };
    return { model: new Perceptron(name, inputs, numOutputs, shape, seed), state: {} };
  }
  if (name === 'logistic') {
    const inputs = graphFeatures(graphs);
    const scale = spec.scale ? checkScale(spec.scale, inputs.width) : columnScale(inputs, trainRows!);
    scaleColumns(inputs, scale);
    return { model: new Perceptron(name, inputs, numOutputs, shape, seed), state: { scale } };
  }
  const model = new GraphStates({ ...spec, network: networkNamed(name, {}, spec.fit?.settings ?? spec.settings) });
  const { seen, edgeTypes, settings }: GraphStatesFit = model.fit;
  return { model, state: { seen, edgeTypes, settings } };
}
