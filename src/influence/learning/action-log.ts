import { expectMembers, HeteroGraphError } from '../../core/index.js';
import type { SocialEdges } from '../network/social-edges.js';

/** Who did what when: columns of equal length, a row an act, in any order. */
export interface ActionLog {
  /** Node numbers in [0, numNodes); over a graph, external ids. */
  readonly user: ArrayLike<number | string | bigint>;
  /** Whatever tells one action from another: a link shared, an item bought. */
  readonly action: ArrayLike<number | string | bigint>;
  /** Finite, in any one unit. */
  readonly time: ArrayLike<number>;
}

/** A log by action, then by time; of a user's acts in one action the first alone. */
export interface OrderedLog {
  readonly numActions: number;
  /** First act of every action, [numActions + 1]. */
  readonly starts: Int32Array;
  readonly users: Int32Array;
  readonly times: Float64Array;
  /** Rows left out because the user had done the same before. */
  readonly numRepeats: number;
}

/**
 * Checks a log and puts it in order. O(rows), and O(rows log rows) where it is not in order of time.
 *
 * @throws {HeteroGraphError} SHAPE_MISMATCH; UNKNOWN_ID, INDEX_OUT_OF_RANGE, NON_FINITE naming row and column
 */
export function orderLog(edges: SocialEdges, log: ActionLog): OrderedLog {
  expectMembers(log, 'log', { user: 'list', action: 'list', time: 'list' });
  const numRows = log.user.length;
  for (const column of ['action', 'time'] as const) {
    if (log[column].length === numRows) continue;
    throw new HeteroGraphError(
      'SHAPE_MISMATCH',
      `The log has ${numRows} users and ${log[column].length} numbers in ${column}.`,
      {
        column,
        hint: 'Give user, action and time of every row.',
      },
    );
  }
  const users = new Int32Array(numRows);
  for (let row = 0; row < numRows; row++) users[row] = edges.rowOf(log.user[row]!, { row, column: 'user' });
  const order = orderOfTime(log.time);
  const { actions, numActions } = numberActions(log.action);
  const starts = new Int32Array(numActions + 1);
  for (let row = 0; row < numRows; row++) starts[actions[row]! + 1]!++;
  for (let a = 0; a < numActions; a++) starts[a + 1]! += starts[a]!;
  const next = starts.slice();
  const sorted = new Int32Array(numRows);
  for (let i = 0; i < numRows; i++) {
    const row = order ? order[i]! : i;
    sorted[next[actions[row]!]!++] = row;
  }
  return firstActs(edges.numNodes, starts, sorted, users, log.time);
}

/** Rows in order of time, the lower row of equals first; undefined where they are in order. */
function orderOfTime(time: ArrayLike<number>): Int32Array | undefined {
  let inOrder = true;
  for (let row = 0; row < time.length; row++) {
    if (!Number.isFinite(time[row]!)) {
      throw new HeteroGraphError('NON_FINITE', `A time is ${time[row]}.`, {
        row,
        column: 'time',
        hint: 'Give a finite number, or leave the row out.',
      });
    }
    if (row > 0 && time[row]! < time[row - 1]!) inOrder = false;
  }
  if (inOrder) return undefined;
  return Int32Array.from({ length: time.length }, (_, row) => row).sort((a, b) => time[a]! - time[b]! || a - b);
}

function numberActions(action: ActionLog['action']): { actions: Int32Array; numActions: number } {
  const numbers = new Map<number | string | bigint, number>();
  const actions = new Int32Array(action.length);
  for (let row = 0; row < action.length; row++) {
    const key = action[row]!;
    let number = numbers.get(key);
    if (number === undefined) {
      number = numbers.size;
      numbers.set(key, number);
    }
    actions[row] = number;
  }
  return { actions, numActions: numbers.size };
}

function firstActs(
  numNodes: number,
  rowStarts: Int32Array,
  sorted: Int32Array,
  users: Int32Array,
  time: ArrayLike<number>,
): OrderedLog {
  const numActions = rowStarts.length - 1;
  const starts = new Int32Array(numActions + 1);
  const kept = { users: new Int32Array(sorted.length), times: new Float64Array(sorted.length) };
  const lastAction = new Int32Array(numNodes).fill(-1);
  let count = 0;
  for (let a = 0; a < numActions; a++) {
    for (let i = rowStarts[a]!; i < rowStarts[a + 1]!; i++) {
      const row = sorted[i]!;
      if (lastAction[users[row]!] === a) continue;
      lastAction[users[row]!] = a;
      kept.users[count] = users[row]!;
      kept.times[count++] = time[row]!;
    }
    starts[a + 1] = count;
  }
  const numRepeats = sorted.length - count;
  return { numActions, starts, users: kept.users.subarray(0, count), times: kept.times.subarray(0, count), numRepeats };
}
