import * as z from 'zod/mini';
import {
  checkOptions,
  checkRows,
  expectArgument,
  expectMembers,
  HeteroGraphError,
  option,
  RandomStream,
} from '../../core/index.js';
import { expectGraph } from '../hetero-graph/expect-graph.js';
import type { HeteroGraph } from '../hetero-graph/hetero-graph.js';
import { groupSplit } from './group-split.js';
import { rowGroups } from './row-groups.js';
import type { NodeSplit, SplitFractions } from './split-parts.js';

export type NodeSplitOptions = {
  /** Rows to split; default: the labelled nodes of the type, or all where it has no labels. */
  rows?: Int32Array;
  /** Numeric column that is to be predicted: only rows with a number in it are split. */
  target?: string;
} & (
  | {
      /** `stratified` keeps the shares of every class of the single-label column `label`. */
      strategy?: 'random' | 'stratified';
      fractions?: SplitFractions;
      seed: number;
      label?: string;
    }
  | {
      /**
       * Rows with the same value in the column `group` are in the same part, such as claims about one event; rows without a value are groups of their own. Where there are single
       * labels, of the column `label` or the first, each part comes as near to its share of every class as groups allow.
       */
      strategy: 'grouped';
      group: string;
      fractions?: SplitFractions;
      seed: number;
      label?: string;
    }
  | {
      /** Earliest rows train, latest rows test; ties broken by row. Rows without a time are refused. */
      strategy: 'time';
      fractions?: SplitFractions;
      column?: string;
    }
  | {
      /** Mask columns of the node type; `valid` may be left out. */
      strategy: 'given';
      train: string;
      valid?: string;
      test: string;
    }
);

const rowsOption = z.optional(z.custom<Int32Array>(() => true));
const fractionsOption = z.optional(
  z.strictObject({ train: option.fraction, valid: option.fraction, test: option.fraction }),
);
const columnOption = z.optional(z.string('the name of a column'));
const drawnSchema = z.strictObject({
  rows: rowsOption,
  target: columnOption,
  strategy: z.optional(z.enum(['random', 'stratified'])),
  fractions: fractionsOption,
  seed: option.seed,
  label: columnOption,
});
const schemas = {
  random: drawnSchema,
  stratified: drawnSchema,
  grouped: z.strictObject({
    rows: rowsOption,
    target: columnOption,
    strategy: z.literal('grouped'),
    group: z.string('the name of a column'),
    fractions: fractionsOption,
    seed: option.seed,
    label: columnOption,
  }),
  time: z.strictObject({
    rows: rowsOption,
    target: columnOption,
    strategy: z.literal('time'),
    fractions: fractionsOption,
    column: columnOption,
  }),
  given: z.strictObject({
    rows: rowsOption,
    target: columnOption,
    strategy: z.literal('given'),
    train: z.string('the name of a column'),
    valid: columnOption,
    test: z.string('the name of a column'),
  }),
};
const strategySchema = z.looseObject({
  strategy: z.optional(z.enum(['random', 'stratified', 'grouped', 'time', 'given'])),
});

const defaultFractions: SplitFractions = { train: 0.6, valid: 0.2, test: 0.2 };

/**
 * Splits the nodes of one type.
 *
 * @throws {HeteroGraphError} INVALID_OPTION, MISSING_LABELS, MISSING_TIME, OVERLAPPING_SPLIT; of `rows`
 * WRONG_DTYPE, INDEX_OUT_OF_RANGE, DUPLICATE_ID; of `target` and `group` UNKNOWN_COLUMN, WRONG_DTYPE
 */
export function splitNodes(graph: HeteroGraph, type: string, options: NodeSplitOptions): NodeSplit {
  expectGraph(graph);
  checkOptions(strategySchema, options);
  checkOptions(schemas[options.strategy ?? 'random'], options);
  if (options.rows) checkRows(options.rows, graph.numNodes(type), 'rows', { type, unique: true });
  const known = numberedRows(graph, type, options);
  if (options.strategy === 'given') return givenSplit(graph, type, known ? { ...options, rows: known } : options);
  const fractions = checkFractions(options.fractions ?? defaultFractions);
  const label = options.strategy === 'time' ? undefined : options.label;
  const rows = known ?? options.rows ?? candidateRows(graph, type, label);
  if (options.strategy === 'time') {
    const times = graph.times(type, options.column);
    if (!times) {
      throw new HeteroGraphError('MISSING_TIME', 'There is no time column to split by.', {
        type,
        hint: 'Give a column the role "time".',
      });
    }
    const undated = rows.find((row) => !Number.isFinite(times[row]!));
    if (undated !== undefined) {
      throw new HeteroGraphError('MISSING_TIME', 'A row has no time.', {
        type,
        row: undated,
        hint: 'Pass only dated rows.',
      });
    }
    const order = [...rows].sort((a, b) => times[a]! - times[b]! || a - b);
    return cut(Int32Array.from(order), fractions);
  }
  const stream = new RandomStream(options.seed, 'split', type);
  if (options.strategy === 'grouped') {
    const labels = options.target === undefined ? graph.labels(type, label) : undefined;
    const ordered = Int32Array.from(rows).sort();
    const classes = labels?.kind === 'single' ? labels : undefined;
    return groupSplit(ordered, rowGroups(graph, type, options.group), classes, fractions, stream);
  }
  if (options.strategy === 'stratified') {
    const labels = graph.labels(type, options.label);
    if (labels?.kind !== 'single') {
      throw new HeteroGraphError('MISSING_LABELS', 'A stratified split needs a single-label column.', {
        type,
        hint: 'Use strategy "random" for multi-label data.',
      });
    }
    return stratifiedSplit(rows, labels.values, labels.numClasses, fractions, stream);
  }
  return cut(stream.shuffle(Int32Array.from(rows)), fractions);
}

/**
 * Splits `rows` class by class, so that every part has the shares of the whole; -1 counts as a class of its own.
 *
 * @throws {HeteroGraphError} WRONG_DTYPE, INDEX_OUT_OF_RANGE, DUPLICATE_ID of the rows
 */
export function stratifiedSplit(
  rows: Int32Array,
  labels: Int32Array,
  numClasses: number,
  fractions: SplitFractions,
  stream: RandomStream,
): NodeSplit {
  expectArgument(labels, 'numbers', 'labels');
  checkRows(rows, labels.length, 'rows', { unique: true });
  const sizes = new Int32Array(numClasses + 1);
  for (const row of rows) sizes[labels[row]! + 1]!++;
  const members = Array.from(sizes, (size) => new Int32Array(size));
  sizes.fill(0);
  for (const row of rows) {
    const own = labels[row]! + 1;
    members[own]![sizes[own]!++] = row;
  }
  const parts = members.map((each, at) => cut(stream.child(at - 1).shuffle(each), fractions));
  return {
    train: merge(parts.map((part) => part.train)),
    valid: merge(parts.map((part) => part.valid)),
    test: merge(parts.map((part) => part.test)),
  };
}

/** Of the rows that were named, or of all, those with a number in the target column; undefined where there is none. */
function numberedRows(graph: HeteroGraph, type: string, { target, rows }: NodeSplitOptions): Int32Array | undefined {
  if (target === undefined) return undefined;
  const values = graph.numbers(type, target);
  const from = rows ?? Int32Array.from({ length: values.length }, (_, row) => row);
  return from.filter((row) => !Number.isNaN(values[row]!));
}

function candidateRows(graph: HeteroGraph, type: string, label: string | undefined): Int32Array {
  const all = Int32Array.from({ length: graph.numNodes(type) }, (_, row) => row);
  const labels = graph.labels(type, label);
  if (!labels) return all;
  return labels.kind === 'single'
    ? all.filter((row) => labels.values[row]! >= 0)
    : all.filter((row) => labels.labelled[row] === 1);
}

function givenSplit(
  graph: HeteroGraph,
  type: string,
  options: { train: string; valid?: string; test: string; rows?: Int32Array },
): NodeSplit {
  const chosen = options.rows ? new Set(options.rows) : undefined;
  const ids = (column: string | undefined) => {
    if (column === undefined) return new Int32Array(0);
    const mask = graph.mask(type, column);
    const rows: number[] = [];
    for (let row = 0; row < mask.length; row++) if (mask[row] === 1 && (!chosen || chosen.has(row))) rows.push(row);
    return Int32Array.from(rows);
  };
  return checkDisjoint({ train: ids(options.train), valid: ids(options.valid), test: ids(options.test) }, type);
}

/** @throws {HeteroGraphError} OVERLAPPING_SPLIT naming the first row that is in two parts. */
export function checkDisjoint(split: NodeSplit, type?: string): NodeSplit {
  expectMembers(split, 'split', { train: 'numbers', valid: 'numbers', test: 'numbers' });
  const seen = new Set<number>();
  for (const part of [split.train, split.valid, split.test]) {
    for (const row of part) {
      if (seen.has(row)) {
        throw new HeteroGraphError('OVERLAPPING_SPLIT', 'A row is in two parts of the split.', {
          row,
          type,
          hint: 'Make the masks disjoint.',
        });
      }
      seen.add(row);
    }
  }
  return split;
}

function checkFractions(fractions: SplitFractions): SplitFractions {
  const { train, valid, test } = fractions;
  const sum = train + valid + test;
  if (!(sum <= 1 + 1e-9 && sum > 0)) {
    const message = `Split fractions ${train}, ${valid}, ${test} are not shares of a whole.`;
    const hint = 'Give three numbers in [0, 1] that sum to at most 1.';
    throw new HeteroGraphError('INVALID_OPTION', message, { hint });
  }
  return fractions;
}

/** First part trains, next validates, next tests; each boundary is rounded, so parts differ from their share by less than one row. */
function cut(order: Int32Array, { train, valid, test }: SplitFractions): NodeSplit {
  const n = order.length;
  const first = Math.round(n * train);
  const second = Math.round(n * (train + valid));
  const third = Math.round(n * Math.min(1, train + valid + test));
  return {
    train: order.slice(0, first).sort(),
    valid: order.slice(first, second).sort(),
    test: order.slice(second, third).sort(),
  };
}

function merge(parts: Int32Array[]): Int32Array {
  const out = new Int32Array(parts.reduce((total, part) => total + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out.sort();
}
