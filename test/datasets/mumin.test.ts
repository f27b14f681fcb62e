import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Field, Float32, List, Table, tableFromArrays, tableToIPC, Utf8, vectorFromArray } from 'apache-arrow';
import { parquetWriteFile } from 'hyparquet-writer';
import { afterAll, describe, expect, it } from 'vitest';
import { openMumin } from '../../src/datasets/index.js';
import { muminEdges, muminNodes } from '../../src/datasets/mumin/layout.js';
import { edgeTypeKey, sharedGroups, validateGraph } from '../../src/graph/index.js';
import { classificationProblem, createModel } from '../../src/models/index.js';

const scratch = mkdtempSync(join(tmpdir(), 'heterograph-mumin-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

type Columns = Readonly<Record<string, readonly unknown[]>>;
type Archive = Readonly<Record<string, Columns>>;
let count = 0;

/** A folder of the tables as pandas writes them. */
function written(archive: Archive): string {
  const folder = join(scratch, String(count++));
  mkdirSync(folder);
  for (const [name, table] of Object.entries(archive)) {
    const columnData = Object.entries(table).map(([column, data]) => ({ name: column, data: [...data] as unknown[] }));
    parquetWriteFile({ filename: join(folder, `${name}.parquet`), columnData });
  }
  return folder;
}

/** Four claims of three clusters (the last has no tweet), five tweets (one deleted), one of all other types. */
const archive: Archive = {
  claim: {
    index: [10n, 11n, 12n, 13n],
    embedding: [[1, 0], [0, 1], null, [2, 2]],
    label: ['misinformation', 'factual', 'misinformation', 'factual'],
    keywords: [['a', 'b'], ['c'], [], ['d']],
    cluster: [0n, 1n, 0n, 2n],
    train_mask: [true, false, true, false],
    val_mask: [false, true, false, false],
    test_mask: [false, false, false, true],
  },
  tweet: {
    index: [0n, 1n, 2n, 3n, 4n],
    tweet_id: [2n ** 60n, 2n ** 60n + 1n, 3n, 4n, 5n],
    text: ['one', 'two', null, 'four', 'five'],
    text_emb: [[0.5, 1, 2], [1, 1, 1], null, [0, 0, 1], [3, 3, 3]],
    num_retweets: [3, 0, Number.NaN, 7, null],
  },
  user: { index: [0n, 1n], verified: [true, false], user_id: ['a', 'b'], num_followers: [1n, 2n] },
  reply: { index: [0n], text: ['so'] },
  image: { index: [0n], url: ['u'] },
  article: { index: [0n], title: ['t'] },
  hashtag: { index: [0n], tag: ['t'] },
  // The second tweet discusses two claims; the deleted one the last.
  tweet_discusses_claim: { src: [0n, 1n, 1n, 2n, 4n], tgt: [10n, 11n, 12n, 13n, 12n] },
  user_posted_tweet: { src: [0n, 1n, 1n, 1n], tgt: [0n, 1n, 2n, 1n] },
  user_follows_user: { src: [0n, 1n], tgt: [1n, 1n] },
};

describe('MuMiN', () => {
  it('worked out by hand', async () => {
    const { graph, task, remarks } = await openMumin(written(archive), { target: 'tweet' });
    expect(validateGraph(graph)).toEqual([]);
    expect(graph.nodeTypes).toEqual(Object.keys(muminNodes));
    expect(graph.nodeTypes.map((type) => graph.numNodes(type))).toEqual([3, 4, 1, 2, 1, 1, 1]);
    // Rows 10, 11, 12 of claims; tweets 0, 1, 3, 4.
    expect(graph.edgeIndex('discusses')).toEqual({
      source: Int32Array.of(0, 1, 1, 3),
      target: Int32Array.of(0, 1, 2, 2),
    });
    expect(graph.edgeIndex('posted')).toEqual({ source: Int32Array.of(0, 1), target: Int32Array.of(0, 1) });
    expect(graph.edgeIndex('follows')).toEqual({ source: Int32Array.of(0, 1), target: Int32Array.of(1, 1) });
    const column = (type: string, name: string) => [...graph.nodeTable(type).getChild(name)!];
    expect(column('tweet', 'tweet_id')).toEqual(['1152921504606846976', '1152921504606846977', '4', '5']);
    expect(column('tweet', 'num_retweets')).toEqual([3, 0, 7, null]);
    // The label of the first claim that it discusses; the third discusses none.
    expect(column('tweet', 'label')).toEqual([0, 1, null, 0]);
    expect(column('tweet', 'cluster')).toEqual(['0', '1', null, '0']);
    expect(column('claim', 'label')).toEqual([0, 1, 0]);
    expect(column('claim', 'keywords')).toEqual(['["a","b"]', '["c"]', '[]']);
    expect([...graph.features('claim', 'embedding')!.values]).toEqual([1, 0, 0, 1, 0, 0]);
    expect(column('claim', 'embedding')[2]).toBeNull();
    expect(column('user', 'verified')).toEqual([true, false]);
    expect(task).toMatchObject({ nodeType: 'tweet', labelColumn: 'label', classes: ['misinformation', 'factual'] });
    expect(task.split(1)).toEqual({ train: Int32Array.of(0, 3), valid: Int32Array.of(1), test: new Int32Array(0) });
    expect(remarks).toEqual([
      '1 of 5 rows of tweet have no text, as those of deleted posts; they are left out.',
      '1 of 5 rows of tweet_discusses_claim name nodes that are not there; they are left out.',
      '1 of 4 rows of user_posted_tweet name nodes that are not there; they are left out.',
      '1 rows of user_posted_tweet repeat another; a pair is joined once.',
      '1 of 4 claims are discussed by no tweet that is there; they are left out.',
    ]);
  });

  it('reads Arrow files, and rows by their place where a table has no index', async () => {
    const folder = written({ tweet_discusses_claim: { src: [0, 1], tgt: [1, 0] } });
    const claims = new Table({
      label: vectorFromArray(['factual', 'misinformation']),
      embedding: vectorFromArray(
        [
          [1, 2],
          [3, 4],
        ],
        new List(new Field('item', new Float32())),
      ),
      keywords: vectorFromArray([['a', 'b'], ['c']], new List(new Field('item', new Utf8()))),
    });
    writeFileSync(join(folder, 'claim.arrow'), tableToIPC(claims, 'file'));
    writeFileSync(join(folder, 'tweet.feather'), tableToIPC(tableFromArrays({ text: ['a', 'b'] }), 'file'));
    const { graph } = await openMumin(folder);
    expect([...graph.features('claim')!.values]).toEqual([1, 2, 3, 4]);
    expect([...graph.nodeTable('claim').getChild('keywords')!]).toEqual(['a, b', 'c']);
    expect([...graph.nodeTable('tweet').getChild('label')!]).toEqual([0, 1]);
  });

  it('says where masks tear clusters apart, and keeps clusters whole where there are none', async () => {
    const masks = { train_mask: [true, false, false, false], val_mask: [false, true, true, false] };
    const torn = await openMumin(written({ ...archive, claim: { ...archive.claim, ...masks } }));
    expect(torn.remarks.at(-1)).toContain('The masks tear 1 clusters apart, such as 0:');
    const { train_mask: _, val_mask: __, test_mask: ___, ...claim } = archive.claim!;
    const { graph, task } = await openMumin(written({ ...archive, claim }));
    for (const seed of [1, 2, 3]) expect(sharedGroups(graph, 'claim', 'cluster', task.split(seed))).toEqual([]);
    const { cluster: ____, ...alone } = claim;
    const without = await openMumin(written({ ...archive, claim: alone }));
    expect(without.remarks.at(-1)).toContain('neither masks nor clusters');
  });

  const change = (table: string, columns: Columns): Archive => ({
    ...archive,
    [table]: { ...archive[table], ...columns },
  });
  it.each<[string, Archive, object]>([
    [
      'a label of another kind',
      change('claim', { label: ['misinformation', 'fact', 'factual', 'factual'] }),
      { code: 'MALFORMED_ROW', location: { row: 2, column: 'label' } },
    ],
    [
      'a vector of another width',
      change('claim', { embedding: [[1, 0], [0, 1, 2], null, null] }),
      { code: 'MALFORMED_ROW', location: { row: 2, column: 'embedding' } },
    ],
    [
      'a vector of texts',
      change('tweet', { text_emb: ['[1, 2', '[1]', null, '[1]', '[1]'] }),
      { code: 'MALFORMED_ROW', location: { row: 1, column: 'text_emb' } },
    ],
    [
      'a vector without an end',
      change('claim', { embedding: [[1e300], null, null, null] }),
      { code: 'MALFORMED_ROW', location: { row: 1, column: 'embedding' } },
    ],
    [
      'a count that is none',
      change('tweet', { num_retweets: ['many', 'a', 'b', 'c', 'd'] }),
      { code: 'MALFORMED_ROW', location: { row: 1, column: 'num_retweets' } },
    ],
    [
      'an index twice',
      change('claim', { index: [10n, 11n, 11n, 13n] }),
      { code: 'DUPLICATE_ID', location: { row: 3, column: 'index' } },
    ],
    [
      'an end that is no number',
      change('user_follows_user', { src: ['a', 'b'] }),
      { code: 'MALFORMED_ROW', location: { row: 1, column: 'src' } },
    ],
    [
      'a relation without ends',
      { ...archive, user_follows_user: { source: [0n], tgt: [1n] } },
      { code: 'UNKNOWN_COLUMN', location: { column: 'src' } },
    ],
    ['no labels', { ...archive, claim: { index: [10n] } }, { code: 'UNKNOWN_COLUMN', location: { column: 'label' } }],
    [
      'no tweets',
      Object.fromEntries(Object.entries(archive).filter(([name]) => name !== 'tweet')),
      { code: 'DATASET_FILES_MISSING' },
    ],
    [
      'no links to claims',
      Object.fromEntries(Object.entries(archive).filter(([name]) => name !== 'tweet_discusses_claim')),
      { code: 'DATASET_FILES_MISSING' },
    ],
  ])('%s is refused', async (_, tables, error) => {
    await expect(openMumin(written(tables))).rejects.toMatchObject(error);
  });

  it('a table that is there twice is refused, and so are unknown targets', async () => {
    const folder = written(archive);
    writeFileSync(join(folder, 'claim.arrow'), '');
    await expect(openMumin(folder)).rejects.toMatchObject({ code: 'AMBIGUOUS' });
    await expect(openMumin(folder, { target: 'user' as never })).rejects.toMatchObject({ code: 'INVALID_OPTION' });
  });

  it('a generated archive of the whole layout is learned by SAGE with weighted classes', {
    timeout: 120_000,
  }, async () => {
    const { graph, task } = await openMumin(written(generated()));
    expect(graph.edgeTypes.map(edgeTypeKey)).toEqual(muminEdges.map(edgeTypeKey));
    const recalls = async (classWeight?: 'balanced') => {
      const weighted = classWeight ? { classWeight } : {};
      const problem = classificationProblem(graph, 'claim', task.split(1), 1, 'label', weighted);
      const model = createModel('sage', { settings: { hidden: 8, layers: 1, epochs: 60 } });
      await model.fit(problem);
      const { test } = problem.split;
      const scores = await model.predict(test);
      model.dispose();
      const labels = graph.labels('claim')!.values as Int32Array;
      const rare = [...test.keys()].filter((i) => labels[test[i]!] === 1);
      return rare.filter((i) => scores[2 * i + 1]! > scores[2 * i]!).length / rare.length;
    };
    // A twelfth of the claims are factual; their vectors lie apart by one deviation.
    expect(await recalls('balanced')).toBeGreaterThan((await recalls()) + 0.1);
  });
});

/** Claims of 60 clusters, one in twelve factual, and every relation; vectors of claims tell a little. */
function generated(): Archive {
  const size = 600;
  const list = (length: number, of: (i: number) => unknown) => Array.from({ length }, (_, i) => of(i));
  let state = 7;
  const uniform = () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
  const normal = () => Math.sqrt(-2 * Math.log(uniform() + 1e-12)) * Math.cos(2 * Math.PI * uniform());
  const cluster = (i: number) => i % 60;
  const isFactual = (i: number) => cluster(i) % 12 === 0;
  const mask = (from: number, to: number) =>
    list(size, (i) => (cluster(i) * 7) % 60 >= from && (cluster(i) * 7) % 60 < to);
  const nodes: Record<string, Columns> = {
    claim: {
      index: list(size, BigInt),
      embedding: list(size, (i) => [normal() + (isFactual(i) ? 1 : 0), normal()]),
      label: list(size, (i) => (isFactual(i) ? 'factual' : 'misinformation')),
      cluster: list(size, (i) => BigInt(cluster(i))),
      train_mask: mask(0, 30),
      val_mask: mask(30, 42),
      test_mask: mask(42, 60),
    },
  };
  for (const type of Object.keys(muminNodes))
    nodes[type] ??= { index: list(size, BigInt), text: list(size, () => 'text') };
  const edges = muminEdges.map(([source, relation, target]) => [
    `${source}_${relation}_${target}`,
    {
      src: list(size, BigInt),
      tgt: list(size, (i) => BigInt(relation === 'discusses' ? i : Math.floor(uniform() * size))),
    },
  ]);
  return { ...nodes, ...Object.fromEntries(edges) };
}
