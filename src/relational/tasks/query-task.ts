import { checkOptions, expectMembers, HeteroGraphError } from '../../core/index.js';
import type { Database } from '../database/types.js';
import { type QueryTaskOptions, queryParts, queryTaskOptions } from './query-parts.js';
import { questionOf } from './question.js';
import type { ForecastTask } from './types.js';

/**
 * The task of a query (`parseQuery` says how it is written): the rows of the entity table at anchors a window apart, each with what happened
 * in the window after it. A row is asked about where it was known at the anchor (by its own time, else by the first row that
 * refers to it), where the conditions hold, and where the window says something: AVG of nothing is no label, COUNT of nothing is 0.
 *
 * @example
 * const task = await queryTask(database, 'PREDICT COUNT(orders) OVER 30 DAYS = 0 FOR customers');
 * @throws {HeteroGraphError} INVALID_QUERY; NO_ROWS where a part has no rows, or one class; INVALID_OPTION; ABORTED
 */
export async function queryTask(
  database: Database,
  query: string,
  options: QueryTaskOptions = {},
): Promise<ForecastTask> {
  expectMembers(database, 'database', { tables: 'object' });
  checkOptions(queryTaskOptions, options);
  const question = questionOf(database, query);
  const { entity, kind, classes, horizon } = question;
  const { isWhole: _, ...parts } = await queryParts(question, question.events, options);
  const task = {
    ...{ name: query, query, table: entity.name, kind, horizon, ...parts },
    ...(classes ? { classes } : {}),
  };
  checkClasses(task);
  return task;
}

function checkClasses({ name, train, valid, test, kind }: ForecastTask): void {
  for (const [part, { labels }] of Object.entries({ train, valid, test })) {
    const isOne = labels.every((label) => label === labels[0]);
    if (isOne && kind !== 'numbers')
      throw new HeteroGraphError('NO_ROWS', `All ${labels.length} rows of the part ${part} have the same label.`, {
        column: name,
        hint: 'Ask for something that happens to some and not to others.',
      });
  }
}
