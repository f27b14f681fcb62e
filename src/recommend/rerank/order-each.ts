import { type RunOptions, YieldTimer } from '../../core/index.js';
import type { Candidates, StageOrder } from './stage.js';

/** Orders lists one after the other, with pauses for aborts and progress. @throws {HeteroGraphError} ABORTED */
export async function orderEach(
  lists: readonly Candidates[],
  name: string,
  { signal, onProgress }: RunOptions,
  orderOne: (list: Candidates) => StageOrder,
): Promise<StageOrder[]> {
  const yieldTimer = new YieldTimer(signal);
  const orders: StageOrder[] = [];
  for (const list of lists) {
    if (yieldTimer.isDue()) {
      onProgress?.({ stage: name, done: orders.length, total: lists.length, unit: 'lists' });
      await yieldTimer.yieldNow();
    }
    orders.push(orderOne(list));
  }
  return orders;
}
