import * as z from 'zod/mini';
import { option } from '../../core/index.js';
import { type NetworkSettings, networkDefaults } from '../network/settings.js';
import { type SchemaText, schemaTextSchema } from './text/schema-text.js';
import { type GivenVectors, givenVectorsSchema } from './text/schema-vectors.js';

export interface HigptSettings extends NetworkSettings {
  /** They divide `hidden`. */
  readonly heads: number;
  /** One softmax over the edges of all relations, as in the paper, or one per relation and the mean of what they give. */
  readonly softmax: 'all' | 'relation';
  /** Matrices that every generated one is a sum of, besides the one that all share. */
  readonly bases: number;
  /** Features of every node type are projected to this width at random; nodes without features have a random vector of it each, by their ids. */
  readonly inputWidth: number;
  /** Numbers of the vector of a description. */
  readonly textWidth: number;
  /** Descriptions of node types and edge types, also of such as the graph of training lacks; default the words of their names. */
  readonly schemaText?: SchemaText;
  /** Vectors of node types and edge types, see `embedSchema`; default hashed n-grams of the descriptions. */
  readonly schemaVectors?: GivenVectors;
}

export const higptSchema = {
  heads: option.count,
  softmax: z.enum(['all', 'relation']),
  bases: option.count,
  inputWidth: option.count,
  textWidth: option.count,
  schemaText: z.optional(schemaTextSchema),
  schemaVectors: z.optional(givenVectorsSchema),
};

export const higptDefaults: HigptSettings = {
  ...networkDefaults,
  ...{ heads: 4, softmax: 'all', bases: 16, inputWidth: 256, textWidth: 256 },
  ...{ dropout: 0.5, learningRate: 2e-3 },
};
