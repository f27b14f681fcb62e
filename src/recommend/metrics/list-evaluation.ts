import { Table, Vector } from 'apache-arrow';
import {
  expectArgument,
  expectMembers,
  HeteroGraphError,
  type ShownTable,
  showAs,
  tablesHtml,
  tablesText,
} from '../../core/index.js';
import { numericColumn, textColumn } from '../../graph/internal.js';
import type { Interval } from '../../training/index.js';
import { bootstrapMeans, type UserBootstrapOptions } from './bootstrap-means.js';
import { meanOverUsers } from './mean-over-users.js';
import { type PairedTest, type PairedTestOptions, pairedUserTest } from './paired-test.js';

export interface ListEvaluationParts {
  /** What was evaluated, for tables. */
  readonly name: string;
  /** Lengths that lists were cut at, ascending. */
  readonly k: readonly number[];
  /** [U] ids. */
  readonly users: readonly (string | number)[];
  /** [U] distinct relevant items. */
  readonly numRelevant: Int32Array;
  /** By name such as 'ndcg@20', [U] each; NaN of users of whom it is not defined. */
  readonly byUser: Readonly<Record<string, Float64Array>>;
  /** Figures of all lists together, such as 'coverage@20'. */
  readonly joint: Readonly<Record<string, number>>;
  /** What somebody who reads the figures has to know. */
  readonly remarks: readonly string[];
}

/** Figures of the lists of a recommender, of every user and on average. */
export class ListEvaluation {
  readonly name: string;
  readonly k: readonly number[];
  readonly users: readonly (string | number)[];
  readonly numRelevant: Int32Array;
  readonly byUser: Readonly<Record<string, Float64Array>>;
  /** By name such as 'ndcg@20': the mean over users, or the figure of all lists together. */
  readonly figures: Readonly<Record<string, number>>;
  readonly remarks: readonly string[];
  readonly #joint: Readonly<Record<string, number>>;

  /** For the library; users call `evaluateLists` or `evaluateRecommender`. */
  constructor(parts: ListEvaluationParts) {
    expectMembers(parts, 'parts', { name: 'text', k: 'list', users: 'list', numRelevant: 'numbers', byUser: 'object' });
    const { name, k, users, numRelevant, byUser, joint, remarks } = parts;
    this.name = name;
    this.k = k;
    this.users = users;
    this.numRelevant = numRelevant;
    this.byUser = byUser;
    const means = Object.entries(byUser).map(([figure, values]) => [figure, meanOverUsers(values)] as const);
    this.figures = { ...Object.fromEntries(means), ...joint };
    this.remarks = remarks;
    this.#joint = joint;
  }

  /** The same, with more to know about the figures. */
  withRemarks(remarks: readonly string[]): ListEvaluation {
    const { name, k, users, numRelevant, byUser } = this;
    const joint = this.#joint;
    return new ListEvaluation({ name, k, users, numRelevant, byUser, joint, remarks: [...remarks, ...this.remarks] });
  }

  /** Users with a relevant item, over whom accuracy is averaged. */
  get numEvaluated(): number {
    return this.numRelevant.reduce((count, each) => count + (each > 0 ? 1 : 0), 0);
  }

  /** Bootstrap intervals over users of all figures that users have, by name; see `bootstrapMeans`. */
  intervals(options: UserBootstrapOptions): Promise<Record<string, Interval>> {
    return bootstrapMeans(this.byUser, options);
  }

  /**
   * Whether these lists are better than others for the same users; see `pairedUserTest`.
   *
   * @param figure such as 'ndcg@20'
   * @throws {HeteroGraphError} INVALID_OPTION where one of the two has no such figure; SHAPE_MISMATCH where they are of other users
   */
  async compareWith(other: ListEvaluation, figure: string, options: PairedTestOptions): Promise<PairedTest> {
    expectMembers(other, 'other', { byUser: 'object', users: 'list' });
    const isSame = other.users.length === this.users.length && this.users.every((id, i) => id === other.users[i]);
    if (!isSame) {
      throw new HeteroGraphError('SHAPE_MISMATCH', 'The two evaluations are of other users.', {
        hint: 'Evaluate both recommenders on the same users, in the same order.',
      });
    }
    return pairedUserTest(valuesOf(this, figure), valuesOf(other, figure), options);
  }

  /** A row a user: id, number of relevant items, and every figure; null where it is not defined. */
  toArrow(): Table {
    const { users, numRelevant, byUser } = this;
    const areNumbers = users.every((id) => typeof id === 'number');
    const columns = {
      user: areNumbers
        ? numericColumn('float64', Float64Array.from(users as readonly number[]))
        : textColumn(users.length, (i) => String(users[i])),
      relevant: numericColumn('int32', numRelevant),
      ...Object.fromEntries(Object.entries(byUser).map(([name, values]) => [name, withNulls(values)])),
    };
    return new Table(Object.fromEntries(Object.entries(columns).map(([name, data]) => [name, new Vector([data])])));
  }

  toJSON(): Record<string, unknown> {
    const { name, k, figures, numEvaluated, remarks } = this;
    return { name, k, users: this.users.length, numEvaluated, figures, remarks };
  }

  /** A table with a row a figure and a column a length. */
  toString(): string {
    return [tablesText(this.name, [shownTable(this)]), ...this.remarks].join('\n');
  }
}

showAs(ListEvaluation.prototype, (evaluation) => ({
  'text/html': tablesHtml(evaluation.name, [shownTable(evaluation)]),
}));

function shownTable({ k, figures, numEvaluated, users }: ListEvaluation): ShownTable {
  const names = [...new Set(Object.keys(figures).map((name) => name.split('@')[0]!))];
  return {
    title: `${numEvaluated} of ${users.length} users have a relevant item`,
    heads: ['figure', ...k.map((each) => `at ${each}`)],
    rows: names.map((name) => [name, ...k.map((each) => figures[`${name}@${each}`] ?? Number.NaN)]),
  };
}

function valuesOf({ byUser, name }: ListEvaluation, figure: string): Float64Array {
  expectArgument(figure, 'text', 'figure');
  const values = Object.hasOwn(byUser, figure) ? byUser[figure] : undefined;
  if (values) return values;
  throw new HeteroGraphError('INVALID_OPTION', `${name} has no figure ${figure} of users.`, {
    column: 'figure',
    hint: `It has: ${Object.keys(byUser).join(', ')}.`,
  });
}

function withNulls(values: Float64Array) {
  return numericColumn(
    'float64',
    values,
    Uint8Array.from(values, (value) => (Number.isNaN(value) ? 0 : 1)),
  );
}
