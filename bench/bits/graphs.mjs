import { hashOfGraph } from './entries.mjs';
import { plantedGraph, stream } from './inputs.mjs';

const SCHEMA = {
  nodes: [
    {
      name: 'user',
      columns: [
        { name: 'name', type: 'utf8', role: 'id' },
        { name: 'age', type: 'int32', role: 'attribute', nullable: true },
        { name: 'kind', type: 'utf8', role: 'attribute' },
        { name: 'score', type: 'float64', role: 'attribute' },
        { name: 'about', type: 'utf8', role: 'text' },
        { name: 'class', type: 'int32', role: 'label', classes: ['a', 'b', 'c'] },
        { name: 'x', type: 'dense', role: 'feature', width: 5 },
        { name: 'seen', type: 'int64', role: 'time' },
      ],
    },
    { name: 'page', columns: [{ name: 'w', type: 'sparse', role: 'feature', width: 40 }] },
  ],
  edges: [
    {
      type: ['user', 'reads', 'page'],
      columns: [{ name: 'weight', type: 'float32', role: 'weight' }],
    },
    { type: ['user', 'follows', 'user'], columns: [] },
  ],
};

/** Random streams, generators, splits, transforms and their hashes. */
export async function graphBits(api, record, data) {
  const { graph, datasets } = api;
  const hash = (value) => hashOfGraph(api, value);
  await record('random stream', () => {
    const draw = stream(api, 'draws');
    return [
      Array.from({ length: 100 }, () => draw.nextUint32()),
      Array.from({ length: 100 }, () => draw.next()),
      Array.from({ length: 100 }, () => draw.nextInt(3 * 2 ** 30)),
      Array.from({ length: 100 }, () => draw.nextNormal()),
      draw.permutation(1000),
      draw.shuffle(Array.from({ length: 100 }, (_, i) => i)),
      draw.child('of', 3).uint32At(12345678901),
    ];
  });
  const power = graph.powerLawGraph({ numNodes: 2000, numEdges: 9000, seed: 3 });
  const rmat = graph.rmatGraph({ scale: 11, numEdges: 9000, seed: 3 });
  const planted = plantedGraph(api);
  const random = graph.randomGraph({ schema: SCHEMA, numNodes: 500, numEdges: 3000, seed: 3 });
  await record('power law', () => hash(power));
  await record('power law, two types', () =>
    hash(graph.powerLawGraph({ numNodes: [500, 800], numEdges: 3000, seed: 4, type: ['a', 'of', 'b'] })),
  );
  await record('rmat', () => hash(rmat));
  await record('planted partition', () => hash(planted));
  await record('random', () => hash(random));

  await record('adjacency', () => ['in', 'out'].map((way) => random.adjacency('reads', way)));
  await record('split, random', () => graph.splitNodes(planted, 'person', { strategy: 'random', seed: 2 }));
  await record('split, stratified', () => graph.splitNodes(planted, 'person', { strategy: 'stratified', seed: 2 }));
  await record('split, time', () => graph.splitNodes(random, 'user', { strategy: 'time' }));
  const rows = Int32Array.from({ length: 300 }, (_, i) => i);
  await record('k-fold', () => graph.kFold(rows, { folds: 4, seed: 2 }));
  await record('k-fold by labels', () => graph.kFold(rows, { folds: 4, seed: 2, labels: rows.map((row) => row % 3) }));
  for (const options of [{}, { negatives: 3, disjointTrain: 0.3 }, { keepInverse: true, valid: 0.2, test: 0.2 }]) {
    await record(`link split ${JSON.stringify(options)}`, () => {
      const split = graph.splitLinks(planted, 'in', { seed: 2, ...options });
      return ['train', 'valid', 'test'].map((part) => [
        split[part].positive,
        split[part].negative,
        ...hash(split[part].graph),
      ]);
    });
  }

  await record('inverse relations', () => hash(graph.addInverseRelations(random)));
  await record('self loops', () => hash(graph.addSelfLoops(random)));
  await record('components', () =>
    graph.connectedComponents(graph.powerLawGraph({ numNodes: 900, numEdges: 700, seed: 1 })),
  );
  await record('largest component', () => hash(graph.largestComponent(power).graph));
  await record('feature matrix', () =>
    hash(graph.featureMatrix(random, { nodeType: 'user', columns: ['score', 'x'], name: 'both' })),
  );
  await record('hashed text', () =>
    hash(graph.hashedText(random, { nodeType: 'user', columns: ['about'], width: 64 })),
  );
  await record('hashed words', () =>
    graph.hashWords(3, (row) => [`this is row ${row}`, 'of words and words'], { width: 32, seed: 4, signed: true }),
  );
  await record('metapath adjacency', () => graph.metapathAdjacency(planted, { path: ['in', 'holds'], maxPerRow: 9 }));
  await record('added metapath', async () =>
    hash(await graph.addMetapath(planted, { path: ['lives', { reverse: 'lives' }], name: 'near' })),
  );
  await record('one-hot', () => hash(graph.oneHot(random, { nodeType: 'user', column: 'kind' }).graph));
  await record('row norm', () => hash(graph.rowNormalise(planted, { norm: 'l2' })));
  await record('standardised', () => {
    const { mean, deviation, graph: made } = graph.standardise(planted, { nodeType: 'person', trainRows: rows });
    return [mean, deviation, ...hash(made)];
  });
  await record('subgraph', () => {
    const made = graph.subgraph(planted, { nodes: { person: rows } });
    return [made.rows, ...hash(made.graph)];
  });
  await record('homogeneous', () => {
    const { nodeType, edgeType, offsets, edgeOffsets, graph: made } = graph.toHomogeneous(planted);
    return [nodeType, edgeType, offsets, edgeOffsets, ...hash(made)];
  });
  await record('undirected', () => hash(graph.toUndirected(random)));
  for (const name of ['hgb-acm', 'hgb-imdb', 'wordnet']) {
    await record(`data set ${name}`, async () => {
      const { graph: loaded, task } = await datasets.loadDataset(name, name === 'wordnet' ? {} : { root: data });
      return [task.split(1), ...hash(loaded)];
    });
  }
}
