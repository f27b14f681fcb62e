import * as z from 'zod/mini';
import { option } from '../../core/index.js';
import type { NodeChance } from '../../graph/index.js';
import type { NetworkModel } from '../network/define-network.js';
import { type NetworkSettings, networkSchema } from '../network/settings.js';

/** What every message-passing model can be told for links, besides its layers. */
export interface LinkSettings {
  /**
   * What makes a score of the states of both ends, of width `hidden`: their product (dot), the product with a learned vector of the edge type
   * between them (DistMult), or a perceptron with one hidden layer on both states and their element-wise product (mlp).
   */
  readonly decoder: 'dot' | 'distmult' | 'mlp';
  /**
   * Binary cross entropy of links and pairs without one; BPR: -log sigmoid of every link's lead over its pairs (Rendle et al., UAI 2009); or
   * the softmax of every link among its pairs.
   */
  readonly loss: 'cross-entropy' | 'bpr' | 'softmax';
  /** Pairs without a link that are drawn for every link of a step. */
  readonly negatives: number;
  /** How the node that replaces an end of a link is drawn: all alike, or by their number of training links to the power of 0.75. */
  readonly negativesBy: NodeChance;
  /**
   * How many of these are the pair of the link itself by an edge type that excludes its own: with the same ends, and hardly a pair that has both
   * though by chance 20 or more would, such as votes for and against. Without such edge types it changes nothing.
   */
  readonly opposites: number;
  /** Which end is replaced. */
  readonly replace: 'source' | 'target' | 'either';
  /**
   * What the model sees while it scores the links of a step in training: the other training links ('others'), so that no link gives itself
   * away; or all of them ('all'), which teaches it to find the link that it is asked for.
   */
  readonly messages: 'others' | 'all';
  /** Links a step, each time on the whole graph; default a quarter of the training links, 65,536 at most. */
  readonly batchSize?: number;
  /** Epochs between two validations. */
  readonly validateEvery: number;
  /** What selects the best epoch on the validation links: AUC, the filtered mean reciprocal rank, or the loss. */
  readonly criterion: 'auc' | 'mrr' | 'loss';
  /** Validation links that are ranked for 'mrr', drawn once; 0: all. */
  readonly validationLinks: number;
}

/** The settings of a model for links: those of its layers, and how links are learned. */
export type NetworkLinkSettings<S extends NetworkSettings = NetworkSettings> = Omit<
  S,
  'criterion' | 'fanouts' | 'batchSize' | 'labels'
> &
  LinkSettings;

const linkSchema = {
  decoder: z.enum(['dot', 'distmult', 'mlp']),
  loss: z.enum(['cross-entropy', 'bpr', 'softmax']),
  negatives: option.count,
  negativesBy: z.enum(['uniform', 'degree']),
  opposites: option.countFrom(0),
  replace: z.enum(['source', 'target', 'either']),
  messages: z.enum(['others', 'all']),
  batchSize: z.optional(option.count),
  validateEvery: option.count,
  criterion: z.enum(['auc', 'mrr', 'loss']),
  validationLinks: option.countFrom(0),
};

const linkDefaults: LinkSettings = {
  decoder: 'dot',
  loss: 'cross-entropy',
  negatives: 1,
  negativesBy: 'uniform',
  opposites: 0,
  replace: 'either',
  messages: 'others',
  validateEvery: 1,
  criterion: 'auc',
  validationLinks: 1000,
};

/** Schema and defaults for links, from those for nodes. */
export function linkSettingsOf<S extends NetworkSettings>({ settings, defaults }: NetworkModel<S>) {
  const { fanouts: _, labels: __, ...layers } = networkSchema;
  const { criterion: ___, fanouts: ____, batchSize: _____, labels: ______, ...own } = defaults;
  return {
    settings: z.strictObject({ ...layers, ...settings, ...linkSchema }) as unknown as z.ZodMiniType<
      NetworkLinkSettings<S>
    >,
    defaults: {
      ...own,
      ...linkDefaults,
      ...{ dropout: 0.2, learningRate: 5e-3, weightDecay: 0, epochs: 200, patience: 20 },
    } as NetworkLinkSettings<S>,
  };
}
