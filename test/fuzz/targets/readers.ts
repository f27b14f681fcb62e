import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { RecordBatchFileWriter, RecordBatchStreamWriter, type Table } from 'apache-arrow';
import type { RandomStream } from '../../../src/core/index.js';
import { describeHgbFolder, readHgbFolder, readLabelledEdges } from '../../../src/datasets/index.js';
import { readWordNetFiles } from '../../../src/datasets/wordnet/read.js';
import { openData } from '../../../src/experiments/index.js';
import {
  arrowBatches,
  type BadRowPolicy,
  csvBatches,
  edgeListBatches,
  type HeteroGraph,
  jsonLinesBatches,
  nTriplesBatches,
  randomGraph,
  readArrowGraph,
  readCsvGraph,
  readEdgeList,
  readJsonLines,
  readNTriples,
  readTriples,
  tripleBatches,
} from '../../../src/graph/index.js';
import { pick } from '../mutate.js';
import { type FuzzTarget, SilentFault } from '../target.js';
import { asPaths, inPieces, type Opener } from './sources.js';
import { outcome, useGraph } from './use-graph.js';

interface ReaderOptions {
  readonly onBadRow: BadRowPolicy;
  readonly random: RandomStream;
}

/** Reads once by path and once in pieces: both must come to the same graph or the same code. */
function reader(
  name: string,
  files: Readonly<Record<string, string | Uint8Array>>,
  read: (open: Opener, options: ReaderOptions) => Promise<HeteroGraph>,
  batches?: (open: Opener, options: ReaderOptions) => AsyncIterable<unknown>,
): FuzzTarget {
  return {
    name,
    seed: async (folder) => {
      for (const [file, content] of Object.entries(files)) writeFileSync(join(folder, file), content);
    },
    read: async (folder, random) => {
      const options = { onBadRow: pick(random, ['fail', 'collect', 'skip'] as const), random };
      const [path, pieces] = [asPaths(folder), inPieces(folder, random)];
      if (batches) await outcome(() => drain(batches(random.nextInt(2) === 0 ? path : pieces, options), random));
      const inParts = await outcome(async () => useGraph(await read(pieces, options)));
      if (Object.keys(files).some((file) => file.endsWith('.gz'))) return;
      const whole = await outcome(async () => useGraph(await read(path, options)));
      if (inParts !== whole) throw new SilentFault(`In pieces it is ${inParts}, as a file ${whole}.`);
    },
  };
}

/** Takes all batches, or leaves off after some. */
async function drain(batches: AsyncIterable<unknown>, random: RandomStream): Promise<string> {
  let left = random.nextInt(3) === 0 ? 1 + random.nextInt(2) : Number.POSITIVE_INFINITY;
  for await (const _ of batches) if (--left <= 0) break;
  return '';
}

const nodesCsv = `id,name,age,height,tags,ok
a,"Ann, the ""first""",41,1.7,x|y,true
b,Bob,,1.5,,false
c,"two
lines",7,-0,z,
d,Zoë,1e3,NaN,x,true
`;
const edgesCsv =
  'source,target,weight,since\na,b,0.5,2020-01-01\nb,c,,2021-02-03T04:05:06Z\nd,a,1e-3,\nc,c,2,1999-12-31\n';
const csvSpec = (open: Opener, node: string, edge: string) => ({
  nodes: { person: { files: open(node), id: 'id' } },
  edges: [{ type: ['person', 'knows', 'person'] as const, files: open(edge) }],
});
const csv = reader(
  'csv',
  { 'nodes.csv': nodesCsv, 'edges.csv': edgesCsv },
  async (open, { onBadRow }) => (await readCsvGraph({ ...csvSpec(open, 'nodes.csv', 'edges.csv'), onBadRow })).graph,
  (open, { onBadRow }) => csvBatches(open('nodes.csv'), { onBadRow, batchRows: 2 }),
);
const packedCsv = reader(
  'csv-gz',
  { 'nodes.csv.gz': gzipSync(nodesCsv), 'edges.csv.gz': gzipSync(edgesCsv) },
  async (open, { onBadRow }) =>
    (await readCsvGraph({ ...csvSpec(open, 'nodes.csv.gz', 'edges.csv.gz'), onBadRow })).graph,
);

const jsonLines = reader(
  'json-lines',
  {
    'nodes.jsonl': `{"id":1,"name":"A\\u00e9","x":[1,2.5,-3],"words":{"indices":[0,3],"values":[1,2]},"ok":true}
{"id":2,"name":null,"x":[0,0,1e-9],"ok":false}

{"id":9007199254740991,"name":"\\ud83d\\ude00","x":[1,1,1],"nested":{"a":[1]}}
`,
    'edges.jsonl':
      '{"source":1,"target":2,"w":0.5}\n{"source":2,"target":1}\n{"source":9007199254740991,"target":1,"w":3}\n',
  },
  async (open, { onBadRow }) =>
    (
      await readJsonLines({
        nodes: { item: { files: open('nodes.jsonl'), id: 'id' } },
        edges: [{ type: ['item', 'to', 'item'], files: open('edges.jsonl') }],
        onBadRow,
      })
    ).graph,
  (open, { onBadRow }) => jsonLinesBatches(open('nodes.jsonl'), { onBadRow, batchRows: 2 }),
);

const edgeList = reader(
  'edge-list',
  { 'edges.txt': '# edges\n0\t1\t0.5\n1\t2\t1\n2\t0\t-3e2\n5\t5\t0.25\n12\t7\t1e-3\n' },
  async (open, { onBadRow, random }) =>
    (
      await readEdgeList(
        { files: open('edges.txt') },
        {
          onBadRow,
          ids: random.seed % 2 ? 'index' : 'compact',
          ...(random.seed % 6 === 1 && { numNodes: { node: 20 } }),
        },
      )
    ).graph,
  (open, { onBadRow }) => edgeListBatches({ files: open('edges.txt') }, { onBadRow, batchRows: 2 }),
);

const labelled = reader(
  'labelled-edges',
  { 'edges.tsv': '1\t2\n2\t3\n3\t1\n', 'labels.tsv': '1\tred\ttrain\n2\tblue\tvalid\n3\tred,blue\ttest\n' },
  async (open, { onBadRow, random }) =>
    (
      await readLabelledEdges(
        { files: open('edges.tsv') },
        { files: open('labels.tsv'), parts: true, multiLabel: random.seed % 2 === 0 },
        { onBadRow },
      )
    ).graph,
);

const nTriples = reader(
  'n-triples',
  {
    'data.nt': `# comment
<http://a/1> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://a/Person> .
<http://a/1> <http://a/knows> <http://a/2> .
_:b1 <http://a/knows> <http://a/1> .
<http://a/2> <http://a/name> "Ann \\"q\\" \\u00e9\\U0001F600"@en .
<http://a/2> <http://a/age> "41"^^<http://www.w3.org/2001/XMLSchema#integer> .
`,
  },
  async (open, { onBadRow, random }) =>
    (
      await readNTriples(open('data.nt'), {
        onBadRow,
        nodeTypes: random.seed % 2 ? 'entity' : 'class',
        literals: (['columns', 'nodes', 'skip'] as const)[random.seed % 3]!,
      })
    ).graph,
  (open, { onBadRow }) => nTriplesBatches(open('data.nt'), { onBadRow, batchRows: 2 }),
);

const triples = reader(
  'triples',
  { 'train.tsv': 'ann\tknows\tbob\nbob\tlikes\tcats\ncats\tknows\tann\n', 'types.tsv': 'ann\tperson\ncats\tanimal\n' },
  async (open, { onBadRow }) =>
    (await readTriples(open('train.tsv'), { onBadRow, entityTypes: open('types.tsv') })).graph,
  (open, { onBadRow }) => tripleBatches(open('train.tsv'), { onBadRow, batchRows: 2 }),
);

const graph = randomGraph({
  schema: {
    nodes: [
      {
        name: 'a',
        columns: [
          { name: 'id', type: 'utf8', role: 'id' },
          { name: 'x', type: 'dense', role: 'feature', width: 3 },
          { name: 's', type: 'sparse', role: 'feature', width: 50 },
          { name: 'y', type: 'int32', role: 'label', classes: ['p', 'q'] },
          { name: 'm', type: 'bool', role: 'mask' },
        ],
      },
    ],
    edges: [{ type: ['a', 'to', 'a'], columns: [{ name: 'w', type: 'float32', role: 'weight' }] }],
  },
  numNodes: { a: 12 },
  numEdges: 20,
  seed: 1,
});
const arrowBytes = (table: Table, isStream: boolean) =>
  (isStream ? RecordBatchStreamWriter : RecordBatchFileWriter).writeAll(table).toUint8Array(true);
const arrow = (isStream: boolean) =>
  reader(
    isStream ? 'arrow-stream' : 'arrow-file',
    {
      'nodes.arrow': arrowBytes(graph.nodeTable('a'), isStream),
      'edges.arrow': arrowBytes(graph.edgeTable('to'), isStream),
    },
    async (open, { onBadRow }) =>
      (
        await readArrowGraph({
          nodes: { a: { files: open('nodes.arrow'), id: 'id' } },
          edges: [{ type: ['a', 'to', 'a'], files: open('edges.arrow'), ends: 'index' }],
          onBadRow,
        })
      ).graph,
    (open) => arrowBatches(open('nodes.arrow')),
  );

const hgb: FuzzTarget = {
  ...reader(
    'hgb',
    {
      'node.dat': '0\ta\t0\t0,1.5,0,0\n1\tb\t0\t0,0,-2e-1,0\r\n2\tc\t1\n3\td\t1',
      'link.dat': '0\t2\t0\t1.0\n1\t3\t0\t1.0\n2\t0\t1\t1.0\n3\t1\t1\t1.0\n',
      'label.dat': '0\ta\t0\t1\n',
      'label.dat.test': '1\tb\t0\t0\n',
      'info.dat':
        '{"node.dat":{"node type":{"0":"movie","1":"person"}},"link.dat":{"link type":{"0":{"meaning":"stars"}}}}',
    },
    () => Promise.reject(new Error('not used')),
  ),
  read: async (folder) => {
    await outcome(async () => useGraph(await readHgbFolder(folder, await describeHgbFolder(folder))));
  },
};

const licence = '  1 This software and database is being provided to you\n';
const wordNet = reader(
  'wordnet',
  {
    'data.noun': `${licence}00000010 03 n 02 Entity 0 thing 1 002 ~ 00000020 n 0000 + 00000050 v 0101 | that which is
00000020 05 n 02 dog 0 Dog 1 002 @ 00000010 n 0000 @ 00000010 n 0102 | a dog; "Dogs bark."
`,
    'data.verb': `${licence}00000050 42 v 01 be 0 001 + 00000010 n 0101 01 + 02 00 | exist\n`,
    'data.adj': `${licence}00000030 00 a 01 Big(p) 0 001 & 00000060 s 0000 | large\n00000060 00 s 01 huge(ip) 0 001 & 00000030 a 0000 | very large\n`,
    'data.adv': `${licence}00000070 02 r 01 dog 0 000 |\n`,
  },
  (open) => readWordNetFiles(open, 32, {}),
);

/** Files as the command line gets them: format, layout and labels are guessed. */
const guessed: FuzzTarget = {
  ...reader(
    'guessed',
    {
      'edges.csv': 'source,target,weight\n1,2,0.5\n2,3,1\n3,1,2\n',
      'data.nt': '<http://a/1> <http://a/p> <http://a/2> .\n',
    },
    () => Promise.reject(new Error('not used')),
  ),
  read: async (folder, random) => {
    const data = join(folder, pick(random, ['edges.csv', 'data.nt', '']));
    await outcome(async () => useGraph((await openData({ data, onBadRow: pick(random, ['fail', 'collect']) })).graph));
  },
};

export const readers: readonly FuzzTarget[] = [
  ...[
    csv,
    packedCsv,
    jsonLines,
    edgeList,
    labelled,
    nTriples,
    triples,
    arrow(false),
    arrow(true),
    hgb,
    wordNet,
    guessed,
  ],
];
