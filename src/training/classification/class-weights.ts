import * as z from 'zod/mini';
import {
  checkOptions,
  expectArgument,
  expectMembers,
  HeteroGraphError,
  option,
  ownProperty,
} from '../../core/index.js';
import type { SingleLabelTargets } from './types.js';

/**
 * How much the rows of a class count in training: `balanced`, so that all classes count the same together, or weights by class name; classes
 * that are not named have 1.
 */
export type ClassWeight = 'balanced' | Readonly<Record<string, number>>;

const classWeightSchema = z.union(
  [z.literal('balanced'), z.record(z.string(), option.positive)],
  "'balanced', or weights above 0 by class",
);

export const classWeightOption = z.optional(classWeightSchema) as z.ZodMiniType<ClassWeight | undefined>;

/**
 * Weights of classes [C]. Balanced ones are n / (k n_c) of the n rows, of which n_c have the class, and the k classes that have rows: their mean
 * over the rows is 1.
 *
 * @param classes names by number
 * @throws {HeteroGraphError} INVALID_OPTION where a weight is not above 0, or of a class that there is not
 */
export function classWeights(
  asked: ClassWeight,
  rows: Int32Array,
  targets: Pick<SingleLabelTargets, 'labels'>,
  classes: readonly string[],
): Float32Array {
  checkOptions(classWeightSchema, asked, { what: 'classWeight' });
  expectArgument(rows, 'list', 'rows');
  expectArgument(classes, 'list', 'classes');
  expectMembers(targets, 'targets', { labels: 'list' });
  const { labels } = targets;
  if (asked === 'balanced') {
    const counts = new Float64Array(classes.length);
    for (const row of rows) counts[labels[row]!]!++;
    const present = counts.reduce((sum, count) => sum + (count > 0 ? 1 : 0), 0);
    return Float32Array.from(counts, (count) => (count > 0 ? rows.length / (present * count) : 1));
  }
  const unknown = Object.keys(asked).find((name) => !classes.includes(name));
  if (unknown !== undefined) {
    throw new HeteroGraphError('INVALID_OPTION', `There is no class "${unknown}" to weigh.`, {
      column: 'classWeight',
      hint: `There are: ${classes.slice(0, 20).join(', ')}.`,
    });
  }
  return Float32Array.from(classes, (name) => ownProperty(asked, name) ?? 1);
}
