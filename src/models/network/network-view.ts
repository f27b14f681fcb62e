import type { LearnedTask } from '../core/types.js';
import type { NetworkView } from '../explain/network-view.js';
import type { GraphNetwork } from './network.js';
import type { NetworkSettings } from './settings.js';

/** A network as explanations see it. */
export function viewOf<S extends NetworkSettings>(network: GraphNetwork<S>, task: LearnedTask): NetworkView {
  const { stack, messages } = network;
  const { explain } = stack;
  return {
    ...{ name: network.name, graph: network.graph, target: network.target, reach: network.reach, messages },
    task,
    inputs: () => network.inputStates(),
    scores: (x, graph) => stack.forward(x, graph, { training: false }).scores,
    prepare: (graph) => network.prepare(graph),
    ...(explain ? { shares: (x, graph) => explain.call(stack, x, graph) } : {}),
    layerGraphs: () => stack.layerGraphs?.(messages) ?? [messages],
    useLayerGraphs: (graphs) => stack.useLayerGraphs?.(graphs),
    forget: (graph) => stack.forget?.(graph),
  };
}
