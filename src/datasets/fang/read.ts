import type { RunOptions } from '../../core/index.js';
import { type ColumnData, type ColumnSchema, GraphBuilder, type HeteroGraph } from '../../graph/index.js';
import { growableFloat32, growableInt32, readBytes } from '../../graph/internal.js';
import type { OpenFile } from '../base/definition.js';
import { malformedRow } from '../base/malformed.js';
import { maskColumns } from '../base/mask-columns.js';
import { eachLine } from '../text/each-line.js';
import { HashedWords } from '../text/hashed-words.js';
import { eachRow, TabRow } from '../text/tab-row.js';
import { classes, edgeFiles, entityFile, type FangEdges, missingNews, newsFile, nodeTypes, splitFile } from './info.js';

/** Width of the hashed bag of words of a title. */
const TITLE_BUCKETS = 512;

/** Rows by name, of every node type. */
type Rows = ReadonlyMap<string, Map<string, number>>;

/**
 * News, users and sources from the files of FANG. News have their title, its hashed words as features, the label and the masks of the
 * published split; edges of users have the seconds since the news came out.
 *
 * @throws {HeteroGraphError} MALFORMED_ROW naming file and row; and what reading throws
 */
export async function readFang(open: OpenFile, { signal, onProgress }: RunOptions): Promise<HeteroGraph> {
  const run = { ...(signal ? { signal } : {}), ...(onProgress ? { onProgress } : {}) };
  const rows = await readEntities(open, run);
  const news = rows.get('news')!;
  const columns = [...(await readNews(open, news, run)), ...maskColumns(await readSplit(open, news, run))];
  const builder = new GraphBuilder({
    nodes: nodeTypes.map((name) => ({
      name,
      columns: [
        { name: 'id', type: 'utf8', role: 'id' },
        ...(name === 'news' ? columns.map(([schema]) => schema) : []),
      ],
    })),
    edges: edgeFiles.map(({ type, timed }) => ({
      type,
      columns: timed ? [{ name: 'seconds', type: 'float32', role: 'attribute' }] : [],
    })),
  });
  for (const name of nodeTypes) {
    const own = name === 'news' ? columns.map(([schema, data]) => [schema.name, data] as const) : [];
    builder.addNodes(name, { id: [...rows.get(name)!.keys()], ...Object.fromEntries(own) });
  }
  for (const each of edgeFiles) builder.addEdges(each.type, await readEdges(open, each, rows, run), { adopt: true });
  return builder.build();
}

async function readEntities(open: OpenFile, run: RunOptions): Promise<Rows> {
  const file = open(entityFile);
  const rows = new Map(nodeTypes.map((type) => [type as string, new Map<string, number>()]));
  const take = (bytes: Uint8Array, start: number, end: number, line: number) => {
    const name = textOf(bytes, start, end);
    const own = rows.get(name.split('_')[0]!);
    if (!own) throw malformedRow(file, line, `${name} begins with none of ${nodeTypes.join(', ')}`);
    if (own.has(name)) throw malformedRow(file, line, `${name} is listed twice`);
    own.set(name, own.size);
  };
  await eachLine(file, take, run);
  return rows;
}

async function readNews(
  open: OpenFile,
  news: ReadonlyMap<string, number>,
  run: RunOptions,
): Promise<(readonly [ColumnSchema, ColumnData])[]> {
  const row = new TabRow(open(newsFile), 3, 'name, label and title', 3);
  const labels = { values: new Int32Array(news.size), valid: new Uint8Array(news.size) };
  const titles = new Array<string>(news.size).fill('');
  await eachRow(
    row,
    () => {
      const [name, label] = [0, 1].map((field) => textOf(row.bytes, row.start(field), row.end(field)));
      const at = news.get(name!);
      const code = classes.indexOf(label!);
      if (at === undefined) throw row.bad(`${entityFile} has no ${name}`);
      if (code < 0) throw row.bad(`the class ${label} is unknown`);
      if (labels.valid[at] === 1) throw row.bad('the news is listed twice');
      labels.values[at] = code;
      labels.valid[at] = 1;
      titles[at] = textOf(row.bytes, row.start(2), row.end(2));
    },
    run,
  );
  const words = new HashedWords(TITLE_BUCKETS);
  for (const title of titles) {
    const bytes = Buffer.from(title);
    words.addRow(bytes, 0, bytes.length);
  }
  const description = 'hashed words of the title';
  return [
    [{ name: 'title', type: 'utf8', role: 'text' }, titles],
    [{ name: 'words', type: 'sparse', role: 'feature', width: TITLE_BUCKETS, description }, words.finish()],
    [{ name: 'label', type: 'int32', role: 'label', classes, nullable: true }, labels],
  ];
}

async function readSplit(open: OpenFile, news: ReadonlyMap<string, number>, run: RunOptions) {
  const file = open(splitFile);
  const pieces: Uint8Array[] = [];
  for await (const bytes of readBytes(file, run)) pieces.push(bytes.slice());
  const masks = { trainValid: new Uint8Array(news.size), test: new Uint8Array(news.size) };
  const parts = splitOf(Buffer.concat(pieces).toString('utf8'));
  if (!parts) throw malformedRow(file, 1, 'it is no object of the lists train, val and test');
  for (const [mask, names] of [
    ['trainValid', [...parts.train, ...parts.val]] as const,
    ['test', parts.test] as const,
  ]) {
    for (const name of names) {
      if (name === missingNews) continue;
      const at = news.get(name);
      if (at === undefined) throw malformedRow(file, 1, `${entityFile} has no ${name}`);
      if (masks.trainValid[at] === 1 || masks.test[at] === 1) throw malformedRow(file, 1, `${name} is listed twice`);
      masks[mask][at] = 1;
    }
  }
  return masks;
}

function splitOf(text: string): Readonly<Record<'train' | 'val' | 'test', readonly string[]>> | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof parsed !== 'object' || parsed === null) return undefined;
  const parts = parsed as Readonly<Record<string, unknown>>;
  const isList = (part: unknown) => Array.isArray(part) && part.every((name) => typeof name === 'string');
  if (!['train', 'val', 'test'].every((name) => Object.hasOwn(parts, name) && isList(parts[name]))) return undefined;
  return parts as ReturnType<typeof splitOf>;
}

async function readEdges(open: OpenFile, { file, type: [from, , to], timed }: FangEdges, rows: Rows, run: RunOptions) {
  const needs = timed ? ['source', 'target', 'seconds'] : ['source', 'target'];
  const row = new TabRow(open(file), needs.length, needs.join(', '), needs.length);
  const [source, target, seconds] = [growableInt32(), growableInt32(), growableFloat32()];
  const end = (field: number, nodeType: string) => {
    const name = textOf(row.bytes, row.start(field), row.end(field));
    const at = rows.get(nodeType)!.get(name);
    if (at === undefined) throw row.bad(`${entityFile} has no ${nodeType} ${name}`);
    return at;
  };
  const take = () => {
    source.push(end(0, from));
    target.push(end(1, to));
    if (!timed) return;
    const value = row.number(2);
    if (Number.isNaN(value)) throw row.bad('the seconds are no number');
    seconds.push(value);
  };
  await eachRow(row, take, run);
  return { source: source.done(), target: target.done(), ...(timed ? { seconds: seconds.done() } : {}) };
}

function textOf(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.subarray(start, end)).toString('utf8');
}
