import type { ForwardMode } from '../../layers/index.js';
import { HeteroConv, type HeteroTensors, type MessageGraph, parametersOf } from '../../layers/index.js';
import { addAll, rowNorm, scale, type Tensor2D } from '../../tensor/index.js';
import { droppedStates } from '../network/dropped-states.js';
import type { BuildStack } from '../network/network.js';
import { DiagonalMean } from './diagonal-mean.js';
import type { PolarizationSettings } from './settings.js';

/**
 * Every layer averages over the relations what their neighbours' states are in the mean, by `DiagonalMean`; a node's vector is the sum of its states before and after all layers (He et al., "LightGCN", SIGIR
 * 2020), scaled to one length: what is compared is their direction.
 */
export const polarizationStack: BuildStack<PolarizationSettings> = (context, { hidden, dropout, length }) => {
  const { schema, types, seed, target } = context;
  const layers = types.slice(1).map(
    (outputTypes, l) =>
      new HeteroConv({
        ...{
          name: `layer/${l}`,
          seed,
          schema,
          outputTypes,
          aggregate: 'mean',
          inputWidth: hidden,
          outputWidth: hidden,
        },
        convolution: (options) => new DiagonalMean(options),
      }),
  );
  const wanted = types.at(-1)!;
  const outputs = (x: HeteroTensors, graph: MessageGraph, mode: ForwardMode): HeteroTensors => {
    const states = [droppedStates(x, dropout, 'input', mode)];
    for (const layer of layers) states.push(layer.forward(states.at(-1)!, graph, mode));
    const sumOf = (type: string) => addAll(states.flatMap((each) => (each.has(type) ? [each.get(type)!] : [])));
    return new Map(wanted.map((type) => [type, scale(rowNorm(sumOf(type)), length) as Tensor2D]));
  };
  return {
    parameters: parametersOf(layers),
    forward(x, graph, mode) {
      const scores = outputs(x, graph, mode).get(target)!;
      return { scores, embedding: scores };
    },
    forwardTypes: (x, graph, mode) => ({ outputs: outputs(x, graph, mode) }),
    dispose() {
      for (const layer of layers) layer.dispose();
    },
  };
};
