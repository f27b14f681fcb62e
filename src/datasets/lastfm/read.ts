import type { RunOptions } from '../../core/index.js';
import { type EdgeType, graphFromArrays, type HeteroGraph } from '../../graph/index.js';
import { growableFloat32, growableInt32, readBytes, sourceName } from '../../graph/internal.js';
import type { OpenFile } from '../base/definition.js';
import { malformedRow } from '../base/malformed.js';
import { maskColumns } from '../base/mask-columns.js';
import { readNpyIntegers } from '../numpy/npy.js';
import { unzip } from '../numpy/zip.js';
import { eachRow, TabRow } from '../text/tab-row.js';
import { friendFile, listenFile, splitFile, tagFile } from './info.js';

export const listens: EdgeType = ['user', 'listens', 'artist'];

/** Rows by id, in the order in which the ids come. */
class Ids {
  readonly #rows = new Map<number, number>();

  rowOf(id: number): number {
    const row = this.#rows.get(id) ?? this.#rows.size;
    this.#rows.set(id, row);
    return row;
  }

  get list(): Int32Array {
    return Int32Array.from(this.#rows.keys());
  }
}

/**
 * Users, artists and tags. Listening has its count as weight and the masks of the published split; an artist has a tag once, with the number
 * of users who gave it as weight; friends are stored in both directions.
 *
 * @throws {HeteroGraphError} MALFORMED_ROW naming file and row; CORRUPT_FILE of the split; and what reading throws
 */
export async function readLastfm(open: OpenFile, { signal, onProgress }: RunOptions): Promise<HeteroGraph> {
  const run = { ...(signal ? { signal } : {}), ...(onProgress ? { onProgress } : {}) };
  const [users, artists, tags] = [new Ids(), new Ids(), new Ids()];
  const listening = await readPairs(open, listenFile, [users, artists], run, true);
  const friends = await readPairs(open, friendFile, [users, users], run, false);
  const tagging = counted(await readPairs(open, tagFile, [artists, tags], run, false));
  const masks = maskColumns(await readSplit(open, listening.source.length, run));
  const weight = { name: 'count', type: 'float32', role: 'weight' } as const;
  const id = { name: 'id', type: 'int32', role: 'id' } as const;
  return graphFromArrays({
    schema: {
      nodes: ['user', 'artist', 'tag'].map((name) => ({ name, columns: [id] })),
      edges: [
        { type: listens, columns: [weight, ...masks.map(([schema]) => schema)] },
        { type: ['user', 'knows', 'user'], columns: [] },
        { type: ['artist', 'has', 'tag'], columns: [weight] },
      ],
    },
    nodes: {
      user: { data: { id: users.list } },
      artist: { data: { id: artists.list } },
      tag: { data: { id: tags.list } },
    },
    edges: [
      {
        ...{ type: listens, source: listening.source, target: listening.target },
        data: { count: listening.counts, ...Object.fromEntries(masks.map(([{ name }, data]) => [name, data])) },
      },
      { type: ['user', 'knows', 'user'], source: friends.source, target: friends.target },
      {
        type: ['artist', 'has', 'tag'],
        source: tagging.source,
        target: tagging.target,
        data: { count: tagging.counts },
      },
    ],
  });
}

interface Pairs {
  readonly source: Int32Array;
  readonly target: Int32Array;
  readonly counts: Float32Array;
}

async function readPairs(
  open: OpenFile,
  file: string,
  [sources, targets]: readonly [Ids, Ids],
  run: RunOptions,
  hasCounts: boolean,
): Promise<Pairs> {
  const needs = hasCounts ? ['two ids', 'a count'] : ['two ids'];
  const width = hasCounts ? 3 : 2;
  const row = new TabRow(open(file), width, needs.join(' and '), width);
  const [source, target, counts] = [growableInt32(), growableInt32(), growableFloat32()];
  const idAt = (field: number) => {
    const id = row.number(field);
    if (Number.isInteger(id) && id >= 0 && id < 2 ** 31) return id;
    throw row.bad('an id is no whole number');
  };
  const take = () => {
    source.push(sources.rowOf(idAt(0)));
    target.push(targets.rowOf(idAt(1)));
    if (!hasCounts) return;
    const count = row.number(2);
    if (Number.isNaN(count)) throw row.bad('the count is no number');
    counts.push(count);
  };
  await eachRow(row, take, run);
  return { source: source.done(), target: target.done(), counts: counts.done() };
}

/** Each pair once, in the order of its first row, with the number of its rows. */
function counted({ source, target }: Pairs): Pairs {
  const places = new Map<string, number>();
  const counts: number[] = [];
  const first: number[] = [];
  for (let i = 0; i < source.length; i++) {
    const key = `${source[i]} ${target[i]}`;
    const place = places.get(key);
    if (place !== undefined) counts[place]!++;
    else {
      places.set(key, counts.length);
      counts.push(1);
      first.push(i);
    }
  }
  const of = (values: Int32Array) => Int32Array.from(first, (i) => values[i]!);
  return { source: of(source), target: of(target), counts: Float32Array.from(counts) };
}

const parts = [
  ['train', 'train_idx.npy'],
  ['valid', 'val_idx.npy'],
  ['test', 'test_idx.npy'],
] as const;

async function readSplit(open: OpenFile, numRows: number, run: RunOptions): Promise<Record<string, Uint8Array>> {
  const source = open(splitFile);
  const name = sourceName(source);
  const pieces: Uint8Array[] = [];
  for await (const bytes of readBytes(source, run)) pieces.push(bytes.slice());
  const files = unzip(Buffer.concat(pieces), name);
  const isDealt = new Uint8Array(numRows);
  const masks = parts.map(([part, entry]) => {
    const rows = readNpyIntegers(files.get(entry) ?? new Uint8Array(0), `${name}/${entry}`);
    const mask = new Uint8Array(numRows);
    for (const [i, row] of rows.entries()) {
      if (row < 0 || row >= numRows) throw malformedRow(source, i + 1, `${listenFile} has no row ${row}`);
      if (isDealt[row] === 1) throw malformedRow(source, i + 1, `row ${row} is dealt out twice`);
      isDealt[row] = mask[row] = 1;
    }
    return [part, mask] as const;
  });
  return Object.fromEntries(masks);
}
