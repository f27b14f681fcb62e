import type { RunOptions } from '../../core/index.js';
import { type ColumnData, type ColumnSchema, graphFromArrays, type HeteroGraph } from '../../graph/index.js';
import { growableFloat32, growableInt32, readBytes, sourceName } from '../../graph/internal.js';
import type { OpenFile } from '../base/definition.js';
import { malformedRow } from '../base/malformed.js';
import { readNpyFloats } from '../numpy/npy.js';
import { eachLine } from '../text/each-line.js';
import { eachRow, TabRow } from '../text/tab-row.js';
import { accountFile, edgeFiles, featureFile, featureWidth, independent, parties, personFile } from './info.js';

/**
 * Accounts of politicians with name, handle, party and the average of the word vectors of their tweets; edges have how often one referred to
 * the other. Every file but the features begins with a line of names of columns.
 *
 * @throws {HeteroGraphError} MALFORMED_ROW naming file and row; CORRUPT_FILE of the features; and what reading throws
 */
export async function readTimme(open: OpenFile, { signal, onProgress }: RunOptions): Promise<HeteroGraph> {
  const run = { ...(signal ? { signal } : {}), ...(onProgress ? { onProgress } : {}) };
  const accounts = await readAccounts(open, run);
  const columns = [
    [{ name: 'id', type: 'utf8', role: 'id' }, [...accounts.keys()]] as const,
    ...(await readPeople(open, accounts, run)),
    await readFeatures(open, accounts.size, run),
  ];
  const edges = [];
  for (const { file, type } of edgeFiles) edges.push({ type, ...(await readEdges(open, file, accounts, run)) });
  return graphFromArrays({
    schema: {
      nodes: [{ name: 'account', columns: columns.map(([schema]) => schema) }],
      edges: edgeFiles.map(({ type }) => ({ type, columns: [{ name: 'count', type: 'float32', role: 'weight' }] })),
    },
    nodes: { account: { data: Object.fromEntries(columns.map(([schema, data]) => [schema.name, data] as const)) } },
    edges,
  });
}

/** Rows by id. Ids are beyond 2^53 and stay texts. */
async function readAccounts(open: OpenFile, run: RunOptions): Promise<ReadonlyMap<string, number>> {
  const file = open(accountFile);
  const accounts = new Map<string, number>();
  const take = (bytes: Uint8Array, start: number, end: number, line: number) => {
    if (line === 1) return;
    const id = textOf(bytes, start, end);
    if (!/^\d+$/.test(id)) throw malformedRow(file, line, 'the id is no whole number');
    if (accounts.has(id)) throw malformedRow(file, line, `${id} is listed twice`);
    accounts.set(id, accounts.size);
  };
  await eachLine(file, take, run);
  return accounts;
}

/** People without an account in the graph are left out. */
async function readPeople(
  open: OpenFile,
  accounts: ReadonlyMap<string, number>,
  run: RunOptions,
): Promise<(readonly [ColumnSchema, ColumnData])[]> {
  const row = new TabRow(open(personFile), 4, 'name, id, handle and party');
  const [names, handles] = [0, 1].map(() => new Array<string>(accounts.size).fill(''));
  const labels = { values: new Int32Array(accounts.size), valid: new Uint8Array(accounts.size) };
  const codes = Object.keys(parties);
  const isListed = new Set<number>();
  let isHead = true;
  await eachRow(
    row,
    () => {
      if (isHead) {
        isHead = false;
        return;
      }
      const [name, id, handle, party] = [0, 1, 2, 3].map((field) => cell(row, field)) as [
        string,
        string,
        string,
        string,
      ];
      const code = codes.indexOf(party);
      if (code < 0 && party !== independent) throw row.bad(`the party ${party} is unknown`);
      const at = accounts.get(id);
      if (at === undefined) return;
      if (isListed.has(at)) throw row.bad(`the account ${id} is listed twice`);
      isListed.add(at);
      names![at] = name;
      handles![at] = handle;
      if (code < 0) return;
      labels.values[at] = code;
      labels.valid[at] = 1;
    },
    run,
  );
  return [
    [{ name: 'name', type: 'utf8', role: 'attribute' }, names!],
    [{ name: 'handle', type: 'utf8', role: 'attribute' }, handles!],
    [{ name: 'party', type: 'int32', role: 'label', classes: Object.values(parties), nullable: true }, labels],
  ];
}

async function readFeatures(
  open: OpenFile,
  numRows: number,
  run: RunOptions,
): Promise<readonly [ColumnSchema, ColumnData]> {
  const file = open(featureFile);
  const pieces: Uint8Array[] = [];
  for await (const bytes of readBytes(file, run)) pieces.push(bytes.slice());
  const values = readNpyFloats(Buffer.concat(pieces), sourceName(file), [numRows, featureWidth]);
  const description = 'average of the word vectors of the tweets';
  return [
    { name: 'tweets', type: 'dense', role: 'feature', width: featureWidth, description },
    { kind: 'dense', numRows, width: featureWidth, values },
  ];
}

async function readEdges(open: OpenFile, file: string, accounts: ReadonlyMap<string, number>, run: RunOptions) {
  const row = new TabRow(open(file), 3, 'source, target and count', 3);
  const [source, target, count] = [growableInt32(), growableInt32(), growableFloat32()];
  const end = (field: number) => {
    const id = cell(row, field);
    const at = accounts.get(id);
    if (at === undefined) throw row.bad(`${accountFile} has no account ${id}`);
    return at;
  };
  let isHead = true;
  const take = () => {
    if (isHead) {
      isHead = false;
      return;
    }
    source.push(end(0));
    target.push(end(1));
    const times = row.number(2);
    if (!(times > 0)) throw row.bad('the count is no number above 0');
    count.push(times);
  };
  await eachRow(row, take, run);
  return { source: source.done(), target: target.done(), data: { count: count.done() } };
}

function cell(row: TabRow, field: number): string {
  return textOf(row.bytes, row.start(field), row.end(field));
}

function textOf(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.subarray(start, end)).toString('utf8');
}
