import * as z from 'zod/mini';
import { HeteroGraphError } from '../../core/index.js';
import type { NodeModelDefinition, SettingsForProblem } from '../core/definition.js';
import type { Problem } from '../core/types.js';
import { checkRelations } from '../inputs/check.js';
import { NetworkClassifier } from './classifier.js';
import type { NetworkInputs } from './input-encoder.js';
import { type NoDecay, noDecayOf } from './kind.js';
import type { BuildStack } from './network.js';
import { type NetworkSettings, networkSchema } from './settings.js';
import { networkSettingsFor } from './settings-for.js';

/** How a message-passing model differs from another. */
export interface NetworkModel<S extends NetworkSettings> {
  /** Lower case, words joined by hyphens. */
  readonly name: string;
  readonly title: string;
  readonly paper: string;
  /** Checks of the settings that it has besides those of all. */
  readonly settings: Readonly<Record<string, z.ZodMiniType>>;
  readonly defaults: S;
  readonly presets?: Readonly<Record<string, S>>;
  readonly build: BuildStack<S>;
  /** How many relations away a node looks; default one per layer. */
  readonly reach?: (settings: S) => number;
  /** How nodes enter; default by one matrix of features, or a learned vector each. */
  readonly inputs?: NetworkInputs<S>;
  /**
   * Whether no weight belongs to a type, so that the model takes graphs with node types and relations that it was not fitted on, and without some of
   * those; default false.
   */
  readonly takesNewTypes?: boolean;
  /** What vectors without labels learn by default, where it is not 'infonce'. */
  readonly objective?: 'links';
  /** Whether the layers have learned vectors of their own for node types without features, which then have no input states; default false. */
  readonly hasOwnVectors?: (settings: S) => boolean;
  /** Parameters that weight decay does not touch, which may depend on the settings; default none. */
  readonly noDecay?: NoDecay<S>;
  /** Target nodes of a batch where layers work row by row; default all at once. */
  rowsAtOnce?(settings: S): number;
  /** A number of weights that the model has at least, whatever the graph; default the square of `hidden`. */
  fewestWeights?(settings: S): number;
  /** The unit of times, where the layers read how much later receivers are than senders; default: they do not. */
  readonly timeUnit?: (settings: S) => number | undefined;
  /** Whether it can be trained on sampled parts of a graph; default true. */
  readonly trainsOnSamples?: boolean;
  /** Whether its layers give the states of nodes of several types at once, as models of links need; default true. */
  readonly givesAllTypes?: boolean;
  /** Refuses settings that do not fit together. @throws {HeteroGraphError} */
  checkSettings?(settings: S): void;
}

/** A message-passing model as the registry knows it, with what else can be made of its layers. */
export interface NetworkDefinition<S extends NetworkSettings> extends NodeModelDefinition<S> {
  readonly build: BuildStack<S>;
  /** The model as it was described. */
  readonly network: NetworkModel<S>;
}

/** Makes a message-passing model usable by its name: the layers are its own, the rest is common to all. */
export function defineNetwork<S extends NetworkSettings>(model: NetworkModel<S>): NetworkDefinition<S> {
  const { name, title, paper, defaults, presets, build, checkSettings, fewestWeights } = model;
  const { reach, rowsAtOnce, timeUnit, hasOwnVectors, inputs, takesNewTypes } = model;
  const checkAll = (settings: S) => {
    checkSampling(settings, model.trainsOnSamples ?? true);
    checkSettings?.(settings);
  };
  const kind = (settings: S) => {
    checkAll(settings);
    const noDecay = noDecayOf(model.noDecay, settings);
    const common = {
      name,
      settings,
      build,
      reach,
      noDecay,
      rowsAtOnce,
      timeUnit,
      hasOwnVectors,
      inputs,
      takesNewTypes,
    };
    return { ...common, ...(fewestWeights ? { fewestWeights } : {}) };
  };
  return {
    ...{ name, title, paper, defaults, build, network: model },
    tasks: ['classification', 'regression'],
    settings: z.strictObject({ ...networkSchema, ...model.settings }) as unknown as z.ZodMiniType<S>,
    ...(presets ? { presets } : {}),
    settingsFor: networkSettingsFor as (problem: Problem) => SettingsForProblem<S>,
    check({ graph, nodeType }, settings) {
      checkRelations(graph, nodeType, settings.relations);
      checkAll(settings);
    },
    create: (settings, resources) => new NetworkClassifier(kind(settings), resources),
    restore: (saved, settings, resources) => NetworkClassifier.restore(saved, kind(settings), resources),
  };
}

/** @throws {HeteroGraphError} INVALID_OPTION */
function checkSampling({ batchSize, fanouts, layers }: NetworkSettings, isPossible: boolean): void {
  if (batchSize !== undefined && !isPossible) {
    throw new HeteroGraphError('INVALID_OPTION', 'The model is trained on the whole graph only.', {
      column: 'settings.batchSize',
      hint: 'Leave out batchSize.',
    });
  }
  if (fanouts === undefined || (batchSize !== undefined && fanouts.length === layers)) return;
  throw new HeteroGraphError('INVALID_OPTION', `There are fan-outs of ${fanouts.length} hops for ${layers} layers.`, {
    column: 'settings.fanouts',
    hint: 'Give one number a layer, together with batchSize.',
  });
}
