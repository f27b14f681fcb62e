import * as z from 'zod/mini';
import {
  checkOptions,
  expectArgument,
  HeteroGraphError,
  nodeModule,
  option,
  type RunOptions,
} from '../../core/index.js';
import {
  cellValue,
  dateSeconds,
  keyStem,
  lookInto,
  numberOf,
  readCells,
  type TableFile,
  tablePlace,
} from '../../datasets/internal.js';
import type { HeteroGraph } from '../../graph/index.js';
import { BadRows, expectGraph, similarIdHint } from '../../graph/internal.js';
import { DAY } from '../aggregates/spans.js';
import type { ForecastKind, ForecastTask, LabelledAnchors } from './types.js';

const { readdir } = nodeModule<typeof import('node:fs/promises')>('node:fs/promises');
const { basename, dirname } = nodeModule<typeof import('node:path')>('node:path');

const parts = { train: ['train'], valid: ['val', 'valid', 'validation'], test: ['test'] } as const;
type Part = keyof typeof parts;

export interface ReadTaskOptions extends RunOptions {
  /** Length of the window that labels are of; default: the least time between two anchors, which a remark says. */
  readonly horizonDays?: number;
}

const optionsSchema = z.strictObject({ ...option.runOptions, horizonDays: z.optional(option.positive) });

/** A row of a task file. */
interface TaskRow {
  readonly row: number;
  readonly time: number;
  readonly id: string;
  readonly label: string;
}

/**
 * Reads a task that is given as tables of (date, entity id, label): `FOLDER/NAME` stands for `NAME.train.csv`, `NAME.val.csv` and
 * `NAME.test.csv` in the folder, or the same with `.gz`, `.tsv`, as lines of JSON or Parquet; a folder `FOLDER/NAME`, as RelBench 3 has it, for `train.parquet`,
 * `val.parquet` and `test.parquet` in it. All rows are taken as they are given. Of the three columns the first is the time of the anchor and the
 * second names the row; its name says of which table (`driverId`: that whose ids are called so). Labels of 0 and 1 alone are two
 * classes, other numbers are numbers, and texts classes.
 *
 * @example
 * const task = await readTask('rel-f1/tasks/driver-dnf', graph);
 * @throws {HeteroGraphError} FILE_NOT_FOUND; UNKNOWN_COLUMN, UNKNOWN_TYPE; UNKNOWN_ID, MALFORMED_ROW naming file and row; NO_ROWS; WRONG_DTYPE where labels are lists; what
 *   reading throws
 */
export async function readTask(path: string, graph: HeteroGraph, options: ReadTaskOptions = {}): Promise<ForecastTask> {
  expectArgument(path, 'text', 'path');
  expectGraph(graph);
  checkOptions(optionsSchema, options);
  const { horizonDays, ...run } = options;
  const name = basename(path);
  // Whatever else is called so, such as what was learned of the task, is passed over.
  const isFolder = await readdir(path).then(
    (files) => files.some((file) => file.startsWith('train.')),
    () => false,
  );
  const folder = await lookInto(isFolder ? path : dirname(path));
  const before = isFolder ? '' : `${name}.`;
  const files = folder.tables.filter(({ stem }) => stem.startsWith(before));
  const read = async (part: Part) => readPart(fileOf(files, before, part, path), run);
  const tables: TaskTable[] = [];
  try {
    for (const part of ['train', 'valid', 'test'] as const) tables.push(await read(part));
  } finally {
    await folder.close();
  }
  const [train, valid, test] = tables as [TaskTable, TaskTable, TaskTable];
  const table = tableOf(train.idColumn, graph, train.file);
  const learned = [...train.rows, ...valid.rows];
  const { kind, classes } = kindOf(
    learned.map(({ label }) => label),
    train.file,
  );
  const anchors = (part: TaskTable) => anchorsOf(part, table, graph, kind, classes);
  const task = { train: anchors(train), valid: anchors(valid), test: anchors(test) };
  for (const [part, { labels }] of Object.entries(task))
    if (labels.length === 0)
      throw new HeteroGraphError('NO_ROWS', `The part ${part} of the task has no rows.`, { file: path });
  const validFrom = earliest(task.valid.times);
  const testFrom = earliest(task.test.times);
  const horizon = horizonDays === undefined ? step(task) : horizonDays * DAY;
  const guessed = `The window is taken to be ${horizon / DAY} days, the least time between two anchors. Constants learn of no later labels under rolling, since nobody said when those were known: say how long windows are.`;
  return {
    ...{ ...task, name, table, kind, horizon, validFrom, testFrom },
    ...(classes ? { classes } : {}),
    ...(horizonDays === undefined ? { isHorizonGuessed: true } : {}),
    remarks: [
      ...(horizonDays === undefined ? [guessed] : []),
      ...lateRows('training', task.train, 'validation', validFrom - horizon),
      ...lateRows('validation', task.valid, 'test', testFrom - horizon),
    ],
  };
}

interface TaskTable {
  readonly file: string;
  readonly idColumn: string;
  readonly rows: readonly TaskRow[];
}

function fileOf(files: readonly TableFile[], before: string, part: Part, path: string): TableFile {
  const found = files.filter((each) => (parts[part] as readonly string[]).includes(each.stem.slice(before.length)));
  if (found.length === 1) return found[0]!;
  if (found.length > 1)
    throw new HeteroGraphError('INVALID_OPTION', `The task has the part ${part} several times.`, {
      file: path,
      hint: `Leave one of ${found.map(tablePlace).join(', ')} there.`,
    });
  throw new HeteroGraphError('FILE_NOT_FOUND', `The task has no part ${part}.`, {
    file: `${path}${before === '' ? '/' : '.'}${parts[part][0]}.${before === '' ? 'parquet' : 'csv'}`,
    hint: 'A task FOLDER/NAME lies in NAME.train.csv, NAME.val.csv and NAME.test.csv, or in train.parquet, val.parquet and test.parquet of that folder, each with the columns date, id and label.',
  });
}

async function readPart(file: TableFile, run: RunOptions): Promise<TaskTable> {
  const rows: TaskRow[] = [];
  let names: readonly string[] = [];
  const name = tablePlace(file);
  await readCells(file, {
    ...run,
    columns: 'all',
    bad: new BadRows('fail'),
    onColumns: (all) => {
      names = [...names, ...all];
    },
    onRow: (cells, row) => {
      const [date, id, label] = cells.map((cell) => cellValue(cell));
      const time = date === undefined ? Number.NaN : dateSeconds(date);
      if (Number.isNaN(time)) throw badCell(name, row, names[0], 'a date such as 2024-05-31');
      if (id === undefined) throw badCell(name, row, names[1], 'the id of a row');
      if (label === undefined) throw badCell(name, row, names[2], 'a label');
      rows.push({ row, time, id, label });
    },
  });
  if (names.length !== 3) {
    throw new HeteroGraphError('UNKNOWN_COLUMN', `A task has three columns, and here are ${names.length}.`, {
      file: name,
      hint: 'They are the date, the id of the row, and the label.',
    });
  }
  return { file: name, idColumn: names[1]!, rows };
}

function badCell(file: string, row: number, column: string | undefined, what: string): HeteroGraphError {
  return new HeteroGraphError('MALFORMED_ROW', `The cell is not ${what}.`, {
    file,
    row,
    column: column ?? '',
    hint: 'Mend the row, or take it out.',
  });
}

/** The node type whose ids are called so, or that is. */
function tableOf(column: string, graph: HeteroGraph, file: string): string {
  const byId = graph.nodeTypes.filter((type) =>
    graph.nodeSchema(type).columns.some(({ role, name }) => role === 'id' && name === column),
  );
  const byName = graph.nodeTypes.filter((type) => type.toLowerCase() === keyStem(column) || type === column);
  const found = byId.length === 1 ? byId : byName;
  if (found.length === 1) return found[0]!;
  throw new HeteroGraphError('UNKNOWN_TYPE', `It is not clear of which table "${column}" names rows.`, {
    file,
    column,
    hint: `Call the column as the ids of the table, or as the table: ${graph.nodeTypes.join(', ')}.`,
  });
}

/** @throws {HeteroGraphError} WRONG_DTYPE where labels are lists */
function kindOf(
  labels: readonly string[],
  file: string,
): { readonly kind: ForecastKind; readonly classes?: readonly string[] } {
  if (labels.length > 0 && labels.every((label) => /^\[.*\]$/s.test(label)))
    throw new HeteroGraphError('WRONG_DTYPE', 'The labels are lists: it is a task of items for rows.', {
      file,
      hint: 'Tasks of lists are not read from files. Ask the database: PREDICT LIST(orders.product) OVER 30 DAYS FOR customers.',
    });
  if (labels.every((label) => /^[01](\.0+)?$/.test(label))) return { kind: 'binary' };
  if (labels.every((label) => !Number.isNaN(numberOf(label)))) return { kind: 'numbers' };
  return { kind: 'classes', classes: [...new Set(labels)].sort((a, b) => (a < b ? -1 : 1)) };
}

function anchorsOf(
  { file, rows, idColumn }: TaskTable,
  table: string,
  graph: HeteroGraph,
  kind: ForecastKind,
  classes: readonly string[] | undefined,
): LabelledAnchors {
  const ids = graph.ids(table);
  const places = rows.map(({ id, row }) => {
    const place = ids.indexOf(id);
    if (place >= 0) return place;
    throw new HeteroGraphError('UNKNOWN_ID', `There is no ${table} ${JSON.stringify(id.slice(0, 40))}.`, {
      file,
      row,
      column: idColumn,
      hint: similarIdHint(ids, id) ?? `Look at the ids of the table ${table}.`,
    });
  });
  const labels = rows.map(({ label, row }) => {
    const value = kind === 'classes' ? classes!.indexOf(label) : numberOf(label);
    const isKnown =
      kind === 'numbers' ? !Number.isNaN(value) : value >= 0 && (kind === 'classes' || value === 0 || value === 1);
    if (isKnown) return value;
    throw new HeteroGraphError(
      'LABEL_OUT_OF_RANGE',
      `No row of the training has the label ${JSON.stringify(label.slice(0, 40))}.`,
      { file, row, hint: 'Take the row out, or add rows of that class to the training.' },
    );
  });
  return {
    table,
    rows: Int32Array.from(places),
    times: Float64Array.from(rows, ({ time }) => time),
    labels: Float64Array.from(labels),
  };
}

function earliest(times: Float64Array): number {
  return times.reduce((least, time) => Math.min(least, time));
}

/** The shortest time between two anchors of different times: windows do not overlap. */
function step({
  train,
  valid,
  test,
}: {
  readonly train: LabelledAnchors;
  readonly valid: LabelledAnchors;
  readonly test: LabelledAnchors;
}): number {
  const times = [...new Set([train, valid, test].flatMap((part) => [...part.times]))].sort((a, b) => a - b);
  const steps = times.slice(1).map((time, i) => time - times[i]!);
  return steps.length === 0 ? 30 * DAY : steps.reduce((least, each) => Math.min(least, each));
}

/** Says how many windows of a part reach beyond the first anchor of the next. */
function lateRows(part: string, { times }: LabelledAnchors, next: string, last: number): string[] {
  const count = times.filter((time) => time > last).length;
  return count > 0 ? [`The windows of ${count} rows of ${part} reach beyond the first anchor of the ${next}.`] : [];
}
