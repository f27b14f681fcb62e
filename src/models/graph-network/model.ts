import { HeteroGraphError } from '../../core/index.js';
import { type ModelDefinition, type NodeModelDefinition, tasksOf } from '../core/definition.js';
import { wholeGraphs } from '../inputs/whole-graphs.js';
import { linkedTypes, networkOf } from '../link-network/network-of.js';
import { GraphNetworkModel } from './estimator.js';
import { type GraphNetworkSettings, graphNetworkDefaults, graphNetworkSchema, layerSettings } from './settings.js';

/** Training graphs below which narrower states are less prone to learn them by heart. */
const FEW_GRAPHS = 200;

/** @param models those whose layers may be named */
export function graphNetworkOf(models: readonly ModelDefinition[]): NodeModelDefinition<GraphNetworkSettings> {
  const able = models.filter((model) => 'network' in model && tasksOf(model).includes('links'));
  const network = (settings: GraphNetworkSettings) => {
    const found = able.find(({ name }) => name === settings.network);
    if (found) return networkOf(found, {}, layerSettings(settings));
    throw new HeteroGraphError('INVALID_OPTION', `There are no layers called "${settings.network}".`, {
      column: 'settings.network',
      hint: `There are those of: ${able.map(({ name }) => name).join(', ')}.`,
    });
  };
  return {
    name: 'graph-network',
    title: 'Message passing inside whole graphs, and a read-out of each',
    paper: 'Li et al.: Gated Graph Sequence Neural Networks, ICLR 2016 (its read-out)',
    tasks: ['classification', 'regression'],
    wholeGraphs: true,
    settings: graphNetworkSchema,
    defaults: graphNetworkDefaults,
    settingsFor: ({ split }) =>
      split.train.length < FEW_GRAPHS
        ? {
            settings: { hidden: 32 },
            reasons: [
              `hidden: 32, since there are only ${split.train.length} training graphs, fewer than ${FEW_GRAPHS}`,
            ],
          }
        : { settings: {}, reasons: [] },
    check({ graph, nodeType }, settings) {
      const { relations } = network(settings).settings;
      linkedTypes(wholeGraphs(graph, nodeType).graph, relations);
    },
    create: (settings, resources) => new GraphNetworkModel(settings, network(settings), resources),
    restore: (saved, settings, resources) => GraphNetworkModel.restore(saved, settings, network(settings), resources),
  };
}
