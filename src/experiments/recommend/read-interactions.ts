import { HeteroGraphError } from '../../core/index.js';
import type { RecommendationTask } from '../../datasets/index.js';
import { keyStem } from '../../datasets/internal.js';
import { type HeteroGraph, sameEdgeType } from '../../graph/index.js';
import { allIds } from '../../graph/internal.js';
import { type Interactions, interactionsFrom, interactionsLike } from '../../recommend/index.js';
import { type FoundPlace, findInteractions, type InteractionNames } from './find-interactions.js';
import { ratingRule, type ValueColumn } from './rating-rule.js';

/** What people may say of the interactions. */
export interface InteractionOptions extends InteractionNames {
  /** Column with a value of each interaction, such as a rating; false: none. Default: one that is called a rating. */
  readonly value?: string | false;
  /** Interactions count from this value on; default: from three quarters of the scale on. */
  readonly atLeast?: number;
}

/** What was taken for what. */
export interface InteractionReading {
  /** The table or relation that says who takes what. */
  readonly interactions: string;
  /** The table or column of the users, and that of the items. */
  readonly user: string;
  readonly item: string;
  /** The column that decides which rows count, and the lowest value that does; absent where every row counts. */
  readonly value?: { readonly column: string; readonly atLeast: number };
  /** The column with the times; absent where none was used. */
  readonly time?: string;
}

/** Who took what, as the data say it. */
export interface ReadInteractions {
  readonly userType: string;
  readonly itemType: string;
  readonly all: Interactions;
  /** Where the data say which part an interaction is in. */
  readonly given?: { readonly train: Interactions; readonly test: Interactions };
  /** The table of the users, and that of the items, where there is one. */
  readonly userTable?: string;
  readonly itemTable?: string;
  /** The table whose rows are the interactions, where no relation holds them. */
  readonly rowsTable?: string;
  readonly reading: InteractionReading;
  readonly remarks: readonly string[];
}

/** Share of the rows that may lack a time: these are left out. */
const FEW = 0.05;

/**
 * The interactions of a graph, and what was taken for them.
 *
 * @param task of a data set: its split is kept, where the interactions are those that it is about
 * @throws {HeteroGraphError} UNKNOWN_TYPE, UNKNOWN_COLUMN, AMBIGUOUS; NO_ROWS where none counts
 */
export function readInteractions(
  graph: HeteroGraph,
  options: InteractionOptions,
  task?: RecommendationTask,
): ReadInteractions {
  const found = findPlace(graph, options, task);
  const { place, user, item } = found;
  const columns = valueColumns(graph, found);
  if (typeof options.value === 'string' && !columns.some(({ name }) => name === options.value)) {
    throw new HeteroGraphError('UNKNOWN_COLUMN', `${place.name} has no column of numbers called "${options.value}".`, {
      column: options.value,
      hint: `There are: ${columns.map(({ name }) => name).join(', ') || 'none'}.`,
    });
  }
  const rule = ratingRule(columns, options, textColumns(graph, found));
  const { times, column: time, remark: timeRemark } = timesOf(graph, found);
  const [users, items] = [user.ids(), item.ids()];
  const kept = Int32Array.from(users.keys()).filter(
    (row) => users[row] !== null && items[row] !== null && (!times || Number.isFinite(times[row])),
  );
  const isCounted = (row: number) => !rule.column || rule.column.values[row]! >= rule.atLeast!;
  const counted = kept.filter(isCounted);
  if (counted.length === 0) {
    throw new HeteroGraphError('NO_ROWS', `No row of ${place.name} counts as an interaction.`, {
      hint: rule.atLeast === undefined ? 'Each row needs a user and an item.' : 'Choose a lower value with atLeast.',
    });
  }
  const all = interactionsFrom({
    users: Array.from(counted, (row) => users[row]!),
    items: Array.from(counted, (row) => items[row]!),
    ...(times ? { times: Float64Array.from(counted, (row) => times[row]!) } : {}),
    ...(user.nodeType === undefined ? {} : { allUsers: allIds(graph.ids(user.nodeType)) }),
    ...(item.nodeType === undefined ? {} : { allItems: allIds(graph.ids(item.nodeType)) }),
  });
  const isTasks = task && place.edgeType && sameEdgeType(task.edgeType, place.edgeType);
  const edges = isTasks ? task.givenSplit?.() : undefined;
  const isKept = new Set(edges ? counted : []);
  const part = (rows: Int32Array) => {
    const own = rows.filter((row) => isKept.has(row));
    return interactionsLike(all, {
      users: Array.from(own, (row) => users[row]!),
      items: Array.from(own, (row) => items[row]!),
    });
  };
  const given = edges && { train: part(edges.train), test: part(edges.test) };
  const lost = lostText(kept.length, users, items, times, found);
  const repeats = counted.length - all.matrix.indices.length;
  return {
    ...{ userType: calledBy(user), itemType: calledBy(item), all },
    ...(given ? { given } : {}),
    ...(user.nodeType === undefined ? {} : { userTable: user.nodeType }),
    ...(item.nodeType === undefined ? {} : { itemTable: item.nodeType }),
    ...(place.nodeType === undefined ? {} : { rowsTable: place.nodeType }),
    reading: {
      ...{ interactions: place.name, user: user.name, item: item.name },
      ...(rule.column ? { value: { column: rule.column.name, atLeast: rule.atLeast! } } : {}),
      ...(time === undefined ? {} : { time }),
    },
    remarks: [
      ...found.remarks,
      rule.remark,
      ...(timeRemark === undefined ? [] : [timeRemark]),
      ...lost,
      ...(repeats > 0
        ? [`${repeats} rows repeat a pair: each pair is one interaction, as strong as it has rows.`]
        : []),
    ],
  };
}

/** How many rows were left out, and what they lack. */
function lostText(
  numKept: number,
  users: readonly unknown[],
  items: readonly unknown[],
  times: Float64Array | undefined,
  { user, item }: FoundPlace,
): string[] {
  const lost = users.length - numKept;
  if (lost === 0) return [];
  const without = (ids: readonly unknown[]) => ids.filter((id) => id === null).length;
  const late = times?.reduce((count, time) => count + (Number.isFinite(time) ? 0 : 1), 0) ?? 0;
  const lacks = [
    ...[[without(users), user.name] as const, [without(items), item.name] as const, [late, 'time'] as const]
      .filter(([count]) => count > 0)
      .map(([count, name]) => `${count} without ${name}`),
  ];
  return [`${lost} row${lost === 1 ? ' was' : 's were'} left out: ${lacks.join(', ')}.`];
}

/** Where the interactions are: what was asked for, else what the data set is about, else what is found by its names. */
export function findPlace(graph: HeteroGraph, options: InteractionNames, task?: RecommendationTask): FoundPlace {
  const { userType, itemType, interactions } = options;
  const isAsked = [interactions, userType, itemType].some((each) => each !== undefined);
  return findInteractions(
    graph,
    task && !isAsked ? { interactions: task.edgeType.join('.') } : { userType, itemType, interactions },
  );
}

/** What people call an end: `user` of a column `userId`. */
function calledBy({ nodeType, name }: FoundPlace['user']): string {
  return nodeType ?? keyStem(name);
}

/** Columns of numbers of the rows that are neither an end nor a time. */
function valueColumns(graph: HeteroGraph, { place, user, item }: FoundPlace): ValueColumn[] {
  const { edgeType, nodeType } = place;
  const columns = edgeType ? graph.edgeSchema(edgeType).columns : graph.nodeSchema(nodeType!).columns;
  return columns
    .filter(({ name, role, type }) => {
      const isNumber = ['int32', 'int64', 'float32', 'float64'].includes(type);
      return isNumber && ['attribute', 'weight'].includes(role) && name !== user.name && name !== item.name;
    })
    .map(({ name }) => ({
      name,
      values: edgeType ? graph.weights(edgeType, name)! : graph.numbers(nodeType!, name),
    }));
}

/** Names of the columns of texts of the rows. */
function textColumns(graph: HeteroGraph, { place: { edgeType, nodeType } }: FoundPlace): string[] {
  const columns = edgeType ? graph.edgeSchema(edgeType).columns : graph.nodeSchema(nodeType!).columns;
  return columns.filter(({ type }) => type === 'utf8').map(({ name }) => name);
}

/** Milliseconds since 1970 by row; graphs keep seconds. */
function timesOf(
  graph: HeteroGraph,
  { place: { edgeType, nodeType } }: FoundPlace,
): { readonly times?: Float64Array; readonly column?: string; readonly remark?: string } {
  const { columns } = edgeType ? graph.edgeSchema(edgeType) : graph.nodeSchema(nodeType!);
  const column = columns.find(({ role }) => role === 'time')?.name;
  const seconds = graph.times(edgeType ?? nodeType!);
  if (!seconds || column === undefined) return {};
  const missing = seconds.reduce((count, value) => count + (Number.isFinite(value) ? 0 : 1), 0);
  if (missing > FEW * seconds.length)
    return { remark: `The times of ${column} are not used: ${missing} rows have none.` };
  return { times: seconds.map((value) => 1000 * value), column, remark: `${column} says when.` };
}
