import { expectArgument, HeteroGraphError, wrongArgument } from '../../core/index.js';
import type { RankingInput } from './input.js';
import { PreferenceBuilder } from './preference-builder.js';
import type { Preferences } from './preferences.js';
import { addComparisons } from './read-comparisons.js';
import { addMeasurements } from './read-measurements.js';
import { addOrders } from './read-orders.js';

/** Orders of an input, and what has to be said of them. */
export interface ReadInput {
  readonly preferences: Preferences;
  /** What the input was taken as, in sentences. */
  readonly remarks: readonly string[];
}

const members = {
  comparisons: ['winner', 'loser', 'tie', 'weight', 'task'],
  rankings: ['orders', 'weight', 'task'],
  measurements: ['contestant', 'task', 'value', 'better'],
} as const;

/** @throws {HeteroGraphError} INVALID_OPTION */
function checkMembers(part: object, name: keyof RankingInput): void {
  const known: readonly string[] = members[name];
  const unknown = Object.keys(part).find((member) => !known.includes(member));
  if (unknown === undefined) return;
  throw new HeteroGraphError('INVALID_OPTION', `${name} has no ${unknown}.`, {
    column: `${name}.${unknown}`,
    hint: `There are: ${known.join(', ')}.`,
  });
}

/**
 * All of an input as orders.
 *
 * @throws {HeteroGraphError} INVALID_OPTION; NO_ROWS where no two contestants are compared; SHAPE_MISMATCH, NULL_VALUE, WRONG_DTYPE, NON_FINITE,
 *   INVALID_WEIGHT, DUPLICATE_ID
 */
export function readInput(input: RankingInput): ReadInput {
  expectArgument(input, 'object', 'input');
  const parts = { comparisons: addComparisons, rankings: addOrders, measurements: addMeasurements } as const;
  const unknown = Object.keys(input).find((name) => !Object.hasOwn(parts, name));
  if (unknown !== undefined || Array.isArray(input) || ArrayBuffer.isView(input)) {
    throw wrongArgument(input, 'input', 'an object of comparisons, rankings or measurements');
  }
  const builder = new PreferenceBuilder();
  const remarks = Object.entries(parts).flatMap(([name, add]) => {
    const part = input[name as keyof RankingInput];
    if (part === undefined) return [];
    expectArgument(part, 'object', name);
    checkMembers(part, name as keyof RankingInput);
    return (add as (to: PreferenceBuilder, from: unknown) => readonly string[])(builder, part);
  });
  const preferences = builder.build();
  if (preferences.weights.length === 0) {
    throw new HeteroGraphError('NO_ROWS', 'No two contestants are compared.', {
      hint: 'Give comparisons, rankings of two and more, or tasks on which two and more were measured.',
    });
  }
  return { preferences, remarks };
}
