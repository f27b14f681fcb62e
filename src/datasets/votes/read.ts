import type { RunOptions } from '../../core/index.js';
import { graphFromArrays, type HeteroGraph } from '../../graph/index.js';
import { growableInt32 } from '../../graph/internal.js';
import type { OpenFile } from '../base/definition.js';
import { malformedRow } from '../base/malformed.js';
import { maskColumns } from '../base/mask-columns.js';
import { eachRow, TabRow } from '../text/tab-row.js';
import { nay, voteParts, yea } from './info.js';

const names = Object.keys(voteParts);
/** A chamber has hundreds of members and its congresses thousands of bills. */
const MOST = 2 ** 24;

/** Votes of one sign. */
class Votes {
  readonly #source = growableInt32();
  readonly #target = growableInt32();
  readonly #part = growableInt32();

  add(member: number, bill: number, part: number): void {
    this.#source.push(member);
    this.#target.push(bill);
    this.#part.push(part);
  }

  done() {
    const part = this.#part.done();
    const masks = names.map((name, p) => [name, Uint8Array.from(part, (each) => Number(each === p))]);
    return { source: this.#source.done(), target: this.#target.done(), data: Object.fromEntries(masks) };
  }
}

/**
 * Members and bills; edges `yea` and `nay` have three masks, of the votes that train, validate and test. Every file begins with the numbers of
 * members, bills and votes of all three together; then come member, bill and 1 or -1, tab-separated.
 *
 * @param files of training, validation and testing
 * @throws {HeteroGraphError} MALFORMED_ROW naming file and row; and what reading throws
 */
export async function readVotes(
  open: OpenFile,
  files: readonly string[],
  { signal, onProgress }: RunOptions,
): Promise<HeteroGraph> {
  const run = { ...(signal ? { signal } : {}), ...(onProgress ? { onProgress } : {}) };
  const votes = [new Votes(), new Votes()] as const;
  const seen = new Set<number>();
  let sizes: readonly number[] | undefined;
  for (const [part, file] of files.entries()) {
    const row = new TabRow(open(file), 3, 'three numbers', 3);
    let isHead = true;
    const take = () => {
      const [first, second, third] = [0, 1, 2].map((field) => row.number(field)) as [number, number, number];
      if (isHead) {
        isHead = false;
        const isSize = (count: number) => Number.isInteger(count) && count >= 0 && count <= MOST;
        if (![first, second, third].every(isSize)) throw row.bad('numbers of members, bills and votes are wanted');
        if (sizes && (sizes[0] !== first || sizes[1] !== second || sizes[2] !== third))
          throw row.bad(`the sizes are not those of ${files[0]}`);
        sizes = [first, second, third];
        return;
      }
      const [members, bills] = sizes as [number, number];
      const isBelow = (id: number, count: number) => Number.isInteger(id) && id >= 0 && id < count;
      if (!isBelow(first, members)) throw row.bad(`there is no such member of ${members}`);
      if (!isBelow(second, bills)) throw row.bad(`there is no such bill of ${bills}`);
      if (third !== 1 && third !== -1) throw row.bad('a vote is 1 or -1');
      const key = first * bills + second;
      if (seen.has(key)) throw row.bad('the member has voted on the bill in an earlier row');
      seen.add(key);
      votes[third === 1 ? 0 : 1].add(first, second, part);
    };
    await eachRow(row, take, run);
    if (isHead) throw malformedRow(open(file), 1, 'numbers of members, bills and votes are wanted');
  }
  const [members, bills, count] = sizes as [number, number, number];
  if (seen.size !== count)
    throw malformedRow(open(files[0]!), 1, `it says ${count} votes, the files have ${seen.size}`);
  const columns = maskColumns(Object.fromEntries(names.map((name) => [name, new Uint8Array(0)])));
  const types = [yea, nay];
  return graphFromArrays({
    schema: {
      nodes: ['member', 'bill'].map((name) => ({ name, columns: [{ name: 'id', type: 'int32', role: 'id' }] })),
      edges: types.map((type) => ({ type, columns: columns.map(([schema]) => schema) })),
    },
    nodes: { member: { data: { id: numbers(members) } }, bill: { data: { id: numbers(bills) } } },
    edges: types.map((type, i) => ({ type, ...votes[i]!.done() })),
  });
}

function numbers(count: number): Int32Array {
  return Int32Array.from({ length: count }, (_, i) => i);
}
