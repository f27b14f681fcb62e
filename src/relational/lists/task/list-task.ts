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
  const counts = new Map<number, Counts>();
  const labelOf = (row: number, time: number) => {
    const own = counts.get(time) ?? { asked: 0, empty: 0 };
    counts.set(time, own);
    const { length } = question.itemsAfter(row, time);
    own.asked++;
    if (length > 0) return length;
    own.empty++;
    return Number.NaN;
  };
  const parts = await queryParts({ entity, isAsked, horizon, labelOf }, links, options);
  const { train, valid, test, remarks, isWhole, ...from } = parts;
  const listed = (anchors: LabelledAnchors) => withItems(question, anchors);
  return {
    ...{ name: query, query, table: entity.name, items: items.name, horizon, ...from },
    ...{ train: listed(train), valid: listed(valid), test: listed(test) },
    remarks: [...remarks, ...emptyRows(counts, items.name, isWhole ? Number.NEGATIVE_INFINITY : parts.validFrom)],
  };
}

/** Rows that were asked about at a time, and how many of them have no item. */
interface Counts {
  asked: number;
  empty: number;
}

/** How many rows have no item. @param from where rows before are some of those that there are, chosen evenly */
function emptyRows(counts: ReadonlyMap<number, Counts>, items: string, from: number): string[] {
  const sum = (of: (time: number) => boolean): Counts => {
    const own = [...counts].filter(([time]) => of(time)).map(([, each]) => each);
    const total = (what: keyof Counts) => own.reduce((all, each) => all + each[what], 0);
    return { asked: total('asked'), empty: total('empty') };
  };
  const [whole, some] = [sum((time) => time >= from), sum((time) => time < from)];
  if (whole.empty + some.empty === 0) return [];
  const share = `${Math.round((100 * some.empty) / some.asked)} %`;
  const [of, rest] =
    some.asked > 0 ? ['rows of validation and test', `, and ${share} of those of the training`] : ['rows', ''];
  return [
    `${whole.empty} of ${whole.asked} ${of} have no ${items} in the window after their anchor${rest}: they are neither learned from nor scored.`,
  ];
}

function withItems(question: ListQuestion, { table, rows, times }: LabelledAnchors): ListAnchors {
  const lists = Array.from(rows, (row, i) => question.itemsAfter(row, times[i]!));
  const offsets = new Int32Array(lists.length + 1);
  for (const [i, list] of lists.entries()) offsets[i + 1] = offsets[i]! + list.length;
  const items = new Int32Array(offsets.at(-1)!);
  for (const [i, list] of lists.entries()) items.set(list, offsets[i]!);
  return { table, rows, times, offsets, items };
}
