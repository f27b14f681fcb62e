import * as z from 'zod/mini';
import { HeteroGraphError, option } from '../../core/index.js';
import type { HeteroGraph } from '../../graph/index.js';
import { Hgt } from '../../layers/index.js';
import { gelu } from '../../tensor/index.js';
import { checkHeadsOf } from '../network/attention-settings.js';
import { defineNetwork, type NetworkDefinition } from '../network/define-network.js';
import { LayerStack } from '../network/layer-stack.js';
import { type NetworkSettings, networkDefaults } from '../network/settings.js';

export interface HgtSettings extends NetworkSettings {
  /** Divides `hidden`. */
  readonly heads: number;
  /** One softmax over the edges of all relations, as in the paper, or one per relation, as in DGL. */
  readonly softmax: 'all' | 'relation';
  /** Layer normalisation at the end of every layer. */
  readonly norm: boolean;
  /**
   * Relative temporal encoding: what an edge carries depends on how much later its receiver is than its sender, in this unit, such as 86,400
   * where times are seconds and a day counts as 1. Read of columns of nodes with the role `time`, for an end without one of the edge's. Default: times are not
   * read so.
   */
  readonly timeUnit?: number;
}

const defaults: HgtSettings = { ...networkDefaults, heads: 8, softmax: 'all', norm: true, dropout: 0.2 };
/** With one softmax a relation, as in DGL, with which the scores of the benchmark were measured. */
const hgb: HgtSettings = { ...defaults, softmax: 'relation' };

/** @throws {HeteroGraphError} INVALID_OPTION where times cannot be read: on sampled parts, and of links and whole graphs */
function checkTimes({ timeUnit, batchSize, ...rest }: HgtSettings): void {
  if (timeUnit === undefined || (batchSize === undefined && !('decoder' in rest))) return;
  throw new HeteroGraphError(
    'INVALID_OPTION',
    'Relative times are read where nodes are learned on the whole graph only.',
    {
      column: 'settings.timeUnit',
      hint: 'Leave out timeUnit, or batchSize.',
    },
  );
}

const network = defineNetwork<HgtSettings>({
  name: 'hgt',
  title: 'Heterogeneous graph transformer',
  paper: 'Hu et al., "Heterogeneous Graph Transformer", WWW 2020',
  settings: {
    heads: option.count,
    softmax: z.enum(['all', 'relation']),
    norm: z.boolean('true or false'),
    timeUnit: z.optional(option.positive),
  },
  defaults,
  presets: {
    'hgb-acm': hgb,
    'hgb-dblp': { ...hgb, inputFeatures: 'target', dropout: 0.5, layers: 3 },
    'hgb-imdb': { ...hgb, dropout: 0.5, criterion: 'f1', learningRate: 5e-4 },
  },
  timeUnit: ({ timeUnit }) => timeUnit,
  checkSettings(settings) {
    checkHeadsOf(settings);
    checkTimes(settings);
  },
  build(context, { hidden, dropout, heads, softmax, norm, timeUnit }) {
    const time = timeUnit !== undefined;
    const { schema, types, seed, inputWidth } = context;
    const layers = types.slice(1).map((outputTypes, l) => {
      const widths = { inputWidth: l === 0 ? inputWidth : hidden, outputWidth: hidden };
      return new Hgt({ name: `layer/${l}`, seed, schema, outputTypes, heads, softmax, norm, time, ...widths });
    });
    return new LayerStack({ context, layers, width: hidden, inputActivation: gelu, dropout });
  },
});

export const hgt: NetworkDefinition<HgtSettings> = {
  ...network,
  check(problem, settings, resources) {
    network.check!(problem, settings, resources);
    if (settings.timeUnit !== undefined && !hasTimes(problem.graph)) throw noTimes();
  },
  settingsFor(problem) {
    const { settings, reasons } = network.settingsFor!(problem);
    // Of one relation and its reverse both are much the same.
    if (problem.graph.edgeTypes.length < 2) return { settings, reasons };
    const reason =
      'softmax: relation, since the graph has several relations: on the validation rows of data sets with several it scored above one softmax of all';
    return { settings: { ...settings, softmax: 'relation' }, reasons: [...reasons, reason] };
  },
};

function hasTimes(graph: HeteroGraph): boolean {
  return [...graph.schema.nodes, ...graph.schema.edges].some(({ columns }) =>
    columns.some(({ role }) => role === 'time'),
  );
}

function noTimes(): HeteroGraphError {
  return new HeteroGraphError('INVALID_OPTION', 'No column of the graph has the role time.', {
    column: 'settings.timeUnit',
    hint: 'Leave out timeUnit, or give a column of dates the role time, such as in graph.yaml.',
  });
}
