import { inOneGo, nodeModule } from '../../../core/index.js';
import { corrupt, readArrays, readManifest, type StateArray } from '../../../files/index.js';
import { arrayOf, expectThat, readApe } from '../../ape/node/load.js';
import type { ApeState } from '../../ape/state.js';
import { type Order, OrderedColumn } from '../../table/ordered-columns.js';
import { expectComparable } from '../compared-values.js';
import { ConsensusDetector } from '../consensus-detector.js';
import { viewParts } from '../consensus-state.js';
import { consensusFolder } from './consensus-folder.js';

const { join } = nodeModule<typeof import('node:path')>('node:path');

/**
 * The consensus in a folder that `saveConsensus` wrote: its scores are the same, to the bit. Nothing in the folder is trusted.
 *
 * @throws {HeteroGraphError} FILE_NOT_FOUND, UNSUPPORTED_FORMAT_VERSION; CORRUPT_FILE naming the file
 * @example
 * const consensus = await loadConsensus('runs/logins');
 * const later = await consensus.partialFit(todaysEvents);
 */
export async function loadConsensus(folder: string): Promise<ConsensusDetector> {
  const content = await readManifest(folder, consensusFolder);
  const ape = await readApe(folder, content.ape, consensusFolder);
  const arrays = await readArrays(folder, content.arrays, consensusFolder);
  try {
    expectComparable(ape.state.columns);
    const together = countsOf(arrays, ape.state);
    const ordered = content.ordered.map((saved, at) => orderedOf(saved, at, arrays, ape.state));
    expectThat(new Set(ordered.map(({ name }) => name)).size === ordered.length, 'A column has two orders.');
    expectThat(content.views.length === (ordered.length === 0 ? 3 : 4), `It has ${content.views.length} views.`);
    const state = { ape, together, ordered, views: content.views };
    return new ConsensusDetector(state, inOneGo(viewParts(state)));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const file = join(folder, consensusFolder.manifest);
    throw corrupt(consensusFolder, file, `The consensus cannot be made from it: ${reason}`, cause);
  }
}

/** Counts of pairs of values: both ways alike, and of the values of any column together as many as a value was seen. */
function countsOf(
  arrays: Readonly<Record<string, StateArray>>,
  { parameters: { starts }, counts, numEvents }: ApeState,
) {
  const n = counts.length;
  const together = arrayOf(arrays, 'together', Float64Array, n * n, 0, numEvents);
  for (let a = 0; a < n; a++) {
    for (let b = 0; b < a; b++) expectThat(together[a * n + b] === together[b * n + a], 'Counts of pairs differ.');
    for (let column = 0; column + 1 < starts.length; column++) {
      const row = together.subarray(a * n + starts[column]!, a * n + starts[column + 1]!);
      const sum = row.reduce((total, count) => total + count, 0);
      expectThat(sum === counts[a] && row.every(Number.isInteger), `Value ${a} was seen ${sum} times with others.`);
      const isOwn = a >= starts[column]! && a < starts[column + 1]!;
      expectThat(!isOwn || row[a - starts[column]!] === sum, `Value ${a} was seen with others of its column.`);
    }
  }
  return together;
}

function orderedOf(
  { name, order }: { readonly name: string; readonly order: Order },
  at: number,
  arrays: Readonly<Record<string, StateArray>>,
  { columns, numEvents }: ApeState,
): OrderedColumn {
  const column = columns.columns.find((each) => each.name === name);
  expectThat(column !== undefined, `There is no column ${name}.`);
  expectThat((column!.cuts !== undefined) === (order === 'amounts'), `The values of ${name} are no ${order}.`);
  const places = arrayOf(arrays, `places-${at}`, Float64Array);
  const counts = arrayOf(arrays, `counts-${at}`, Float64Array, places.length, 1, numEvents);
  expectThat(
    places.every((place, i) => i === 0 || place > places[i - 1]!) && counts.every(Number.isInteger),
    `The places of ${name} are not in order.`,
  );
  const sum = counts.reduce((total, count) => total + count, 0);
  expectThat(sum <= numEvents, `Places of ${name} were seen ${sum} times.`);
  return new OrderedColumn(name, order, places, counts);
}
