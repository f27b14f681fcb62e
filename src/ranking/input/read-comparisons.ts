import { expectArgument, HeteroGraphError } from '../../core/index.js';
import { counted, expectColumn, namedTwice, weightAt } from './columns.js';
import type { Comparisons } from './input.js';
import type { PreferenceBuilder } from './preference-builder.js';

/** @throws {HeteroGraphError} WRONG_DTYPE */
function tieAt(tie: Comparisons['tie'], row: number): boolean {
  const value: unknown = tie?.[row] ?? 0;
  if (value === true || value === 1) return true;
  if (value === false || value === 0) return false;
  throw new HeteroGraphError('WRONG_DTYPE', `A tie is ${JSON.stringify(value)}.`, {
    ...{ row, column: 'tie' },
    hint: 'Give true or 1 where neither won, false or 0 elsewhere.',
  });
}

/** Adds comparisons as orders of two. @throws {HeteroGraphError} as `readInput` */
export function addComparisons(builder: PreferenceBuilder, comparisons: Comparisons): string[] {
  const { winner, loser, tie, weight, task } = comparisons;
  expectArgument(winner, 'list', 'comparisons.winner');
  for (const [name, values] of Object.entries({ loser, tie, weight, task })) {
    if (values !== undefined || name === 'loser') expectColumn(values, winner.length, `comparisons.${name}`);
  }
  let numTies = 0;
  for (let row = 0; row < winner.length; row++) {
    const [a, b] = [builder.contestant(winner[row]!, row, 'winner'), builder.contestant(loser[row]!, row, 'loser')];
    if (a === b) throw namedTwice(winner[row], row, 'loser');
    const isTie = tieAt(tie, row);
    if (isTie) numTies++;
    builder.add(a, 0);
    builder.add(b, isTie ? 0 : 1);
    builder.close(weightAt(weight, row), task ? builder.task(task[row]!, row) : -1);
  }
  return [`${counted(winner.length, 'comparison')}${numTies > 0 ? `, ${counted(numTies, 'tie')} among them` : ''}.`];
}
