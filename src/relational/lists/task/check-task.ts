import { checkRows, expectArgument, HeteroGraphError } from '../../../core/index.js';
import type { ListQuestion } from './question.js';
import type { ListAnchors, ListTask } from './types.js';

/**
 * Checks that a task is of the database that its query was looked up in.
 *
 * @throws {HeteroGraphError} INVALID_OPTION where it is for other rows or items; WRONG_DTYPE, SHAPE_MISMATCH, INDEX_OUT_OF_RANGE
 */
export function checkListTask({ entity, items, horizon }: ListQuestion, task: ListTask): void {
  const is = `${items.name} for ${entity.name} over ${horizon} seconds`;
  const was = `${task.items} for ${task.table} over ${task.horizon} seconds`;
  if (is !== was)
    throw new HeteroGraphError('INVALID_OPTION', `The task lists ${was}, and its query asks this database for ${is}.`, {
      hint: 'Make the task of this database with listTask.',
    });
  for (const part of ['train', 'valid', 'test'] as const) {
    const { rows, times, offsets, items: listed } = task[part];
    checkRows(rows, entity.numRows, `task.${part}.rows`, { type: entity.name });
    checkRows(listed, items.ids.length, `task.${part}.items`, { type: items.name });
    expectArgument(times, 'numbers', `task.${part}.times`);
    checkOffsets(part, { rows, times, offsets, items: listed });
  }
}

function checkOffsets(part: string, { rows, times, offsets, items }: Omit<ListAnchors, 'table'>): void {
  const isSound =
    times.length === rows.length &&
    offsets.length === rows.length + 1 &&
    offsets[0] === 0 &&
    offsets[rows.length] === items.length &&
    offsets.every((offset, i) => i === 0 || offset >= offsets[i - 1]!);
  if (isSound) return;
  throw new HeteroGraphError(
    'SHAPE_MISMATCH',
    `task.${part} has ${rows.length} rows and other numbers of times or lists.`,
    {
      hint: 'Make the task of this database with listTask.',
    },
  );
}
