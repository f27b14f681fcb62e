import { expectArgument, HeteroGraphError } from '../../core/index.js';
import type { IdIndex } from '../../graph/index.js';
import type { ExternalId } from '../interactions/id.js';
import { checkId } from '../interactions/ordered-ids.js';
import { type History, makeHistory } from './histories.js';

/**
 * The history of somebody by ids of items. Without strengths an item named twice counts once, with them their sum.
 *
 * @throws {HeteroGraphError} INVALID_OPTION, SHAPE_MISMATCH, INVALID_WEIGHT; NULL_VALUE, WRONG_DTYPE for what is no id
 */
export function givenHistory(
  catalogue: IdIndex,
  given: ArrayLike<ExternalId>,
  strengths?: ArrayLike<number>,
): { readonly history: History; readonly unknownItems: readonly ExternalId[] } {
  expectArgument(given, 'list', 'items');
  if (strengths !== undefined) {
    expectArgument(strengths, 'numbers', 'strengths');
    if (strengths.length !== given.length) {
      throw new HeteroGraphError(
        'SHAPE_MISMATCH',
        `There are ${strengths.length} strengths of ${given.length} items.`,
        {
          column: 'strengths',
          hint: 'Give one an item, or none.',
        },
      );
    }
  }
  const [numbers, values, unknownItems]: [number[], number[], ExternalId[]] = [[], [], []];
  for (let row = 0; row < given.length; row++) {
    checkId(given[row], row, 'items');
    const strength = strengths ? strengths[row]! : 1;
    if (!(strength > 0 && strength < Number.POSITIVE_INFINITY)) {
      throw new HeteroGraphError('INVALID_WEIGHT', `The strength of item ${row} is ${strength}.`, {
        row,
        hint: 'It must be above 0.',
      });
    }
    const number = catalogue.indexOf(given[row]!);
    if (number < 0) unknownItems.push(given[row]!);
    else {
      numbers.push(number);
      values.push(strength);
    }
  }
  const distinct = strengths ? numbers : [...new Set(numbers)];
  const history = makeHistory(distinct, strengths ? values : distinct.map(() => 1));
  const bad = history.strengths.findIndex((sum) => !(sum > 0 && sum < Number.POSITIVE_INFINITY));
  if (bad < 0) return { history, unknownItems };
  throw new HeteroGraphError('INVALID_WEIGHT', `The strength of an item comes to ${history.strengths[bad]}.`, {
    row: numbers.indexOf(history.items[bad]!),
    hint: 'It must be above 0 and fit into float32.',
  });
}
