import { checkOptions, expectArgument, expectMembers } from '../../../core/index.js';
import type { Database } from '../../database/types.js';
import { type QueryTaskOptions, queryParts, queryTaskOptions } from '../../tasks/query-parts.js';
import type { LabelledAnchors } from '../../tasks/types.js';
import { type ListQuestion, listQuestionOf } from './question.js';
import type { ListAnchors, ListTask } from './types.js';

/**
 * The task of a LIST query (`parseQuery` says how it is written): the rows of the entity table at anchors a window apart, each with the different items
 * that it was linked to in the window after it, as in RelBench's recommendation tasks. Items are rows that a key refers to, or values of a column; an item
 * that is there several times counts once. Rows without any item in the window are left out, which a remark says.
 *
 * @example
 * const task = await listTask(database, 'PREDICT LIST(orders.product) OVER 30 DAYS FOR customers');
 * @throws {HeteroGraphError} INVALID_QUERY; NO_ROWS where a part has no rows; INVALID_OPTION; ABORTED
 */
export async function listTask(database: Database, query: string, options: QueryTaskOptions = {}): Promise<ListTask> {
  expectMembers(database, 'database', { tables: 'object' });
  expectArgument(query, 'text', 'query');
  checkOptions(queryTaskOptions, options);
  const question = listQuestionOf(database, query);
  const { entity, isAsked, horizon, links, items } = question;
  const counts = { asked: 0, empty: 0 };
  const labelOf = (row: number, time: number) => {
    const { length } = question.itemsAfter(row, time);
    counts.asked++;
    if (length > 0) return length;
    counts.empty++;
    return Number.NaN;
  };
  const parts = await queryParts({ entity, isAsked, horizon, labelOf }, links, options);
  const { train, valid, test, remarks, ...from } = parts;
  const listed = (anchors: LabelledAnchors) => withItems(question, anchors);
  return {
    ...{ name: query, query, table: entity.name, items: items.name, horizon, ...from },
    ...{ train: listed(train), valid: listed(valid), test: listed(test) },
    remarks: [
      ...remarks,
      ...(counts.empty > 0
        ? [
            `${counts.empty} of ${counts.asked} rows have no ${items.name} in the window after their anchor: they are neither learned from nor scored.`,
          ]
        : []),
    ],
  };
}

function withItems(question: ListQuestion, { table, rows, times }: LabelledAnchors): ListAnchors {
  const lists = Array.from(rows, (row, i) => question.itemsAfter(row, times[i]!));
  const offsets = new Int32Array(lists.length + 1);
  for (const [i, list] of lists.entries()) offsets[i + 1] = offsets[i]! + list.length;
  const items = new Int32Array(offsets.at(-1)!);
  for (const [i, list] of lists.entries()) items.set(list, offsets[i]!);
  return { table, rows, times, offsets, items };
}
