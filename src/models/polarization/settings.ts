import * as z from 'zod/mini';
import { option } from '../../core/index.js';
import { type NetworkSettings, networkDefaults } from '../network/settings.js';

/** Names of columns, by node type. */
export type ModalityNames = Readonly<Record<string, readonly string[]>>;

export interface PolarizationSettings extends NetworkSettings {
  /** Matrix columns that are read of each node type, whatever their role; default all that are features. A null row is a modality that the node lacks. */
  readonly modalities?: ModalityNames;
  /**
   * Whose nodes have a learned vector each, beside their modalities: all, or those of types without any, so that nodes that come later are known
   * by what they show alone. Default 'all'.
   */
  readonly ownVectors: 'all' | 'blank';
  /** Length of the vectors. Scores of links are products of two, so that it is 1 / sqrt(temperature) of their cosines; default 3. */
  readonly length: number;
  /** Of the linear map that reads classes off the vectors, as of the model `logistic`; default 1. */
  readonly penalty: number;
}

export const polarizationSchema = {
  modalities: z.optional(
    z.record(z.string('a node type'), z.array(z.string('a column')).check(z.minLength(1, 'at least one column'))),
  ),
  ownVectors: z.enum(['all', 'blank']),
  length: option.positive,
  penalty: option.nonNegative,
};

export const polarizationDefaults: PolarizationSettings = {
  ...networkDefaults,
  ownVectors: 'all',
  length: 3,
  penalty: 1,
};
