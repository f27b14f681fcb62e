import { expectArgument, wrongArgument } from '../../core/index.js';
import { counted, expectColumn, namedTwice, weightAt } from './columns.js';
import type { PartialRankings } from './input.js';
import type { PreferenceBuilder } from './preference-builder.js';

/** Adds partial rankings. @throws {HeteroGraphError} as `readInput` */
export function addOrders(builder: PreferenceBuilder, { orders, weight, task }: PartialRankings): string[] {
  expectArgument(orders, 'list', 'rankings.orders');
  if (weight !== undefined) expectColumn(weight, orders.length, 'rankings.weight');
  if (task !== undefined) expectColumn(task, orders.length, 'rankings.task');
  let numShort = 0;
  for (let row = 0; row < orders.length; row++) {
    const order = orders[row];
    if (!Array.isArray(order))
      throw wrongArgument(order, `rankings.orders[${row}]`, 'an array of names, the best first');
    const seen = new Set<number>();
    for (const [level, entry] of order.entries()) {
      for (const id of Array.isArray(entry) ? entry : [entry]) {
        const contestant = builder.contestant(id, row, 'orders');
        if (seen.has(contestant)) throw namedTwice(id, row, 'orders');
        seen.add(contestant);
        builder.add(contestant, level);
      }
    }
    if (!builder.close(weightAt(weight, row), task ? builder.task(task[row]!, row) : -1)) numShort++;
  }
  const leftOut = numShort > 0 ? `; ${numShort} of fewer than two contestants say nothing and are left out` : '';
  return [`${counted(orders.length, 'ranking')}${leftOut}.`];
}
