import { describe, expect, it } from 'vitest';
import {
  addInverseRelations,
  addMetapath,
  addSelfLoops,
  featureMatrix,
  graphFromArrays,
  hashedText,
  hashWords,
  metapathAdjacency,
  metapathBound,
  oneHot,
  rowNormalise,
  standardise,
  subgraph,
  toHomogeneous,
  toUndirected,
} from '../../../src/graph/index.js';

const graph = graphFromArrays({
  nodes: { n: { data: { x: [1, 2, 3], text: ['a', 'b', 'c'] } } },
  edges: [{ type: ['n', 'to', 'n'], source: [0, 1], target: [1, 2] }],
});
const words = { nodeType: 'n', columns: ['text'] };
const node = { nodeType: 'n', column: 'x' };

const wrong: Record<string, () => unknown> = {
  "reduce: 'meen'": () => toUndirected(graph, { reduce: 'meen' as never }),
  'a misspelt reduce': () => toUndirected(graph, { reduced: 'mean' } as never),
  'relations that are no list': () => addInverseRelations(graph, { relations: 'to' as never }),
  'a misspelt weight': () => addSelfLoops(graph, { weigth: 2 } as never),
  'a weight of NaN': () => addSelfLoops(graph, { weight: Number.NaN }),
  'a norm': () => rowNormalise(graph, { norm: 'l3' as never }),
  'a misspelt norm': () => rowNormalise(graph, { nrom: 'l2' } as never),
  'no options': () => oneHot(graph, undefined as never),
  'a misspelt category': () => oneHot(graph, { ...node, category: [1] } as never),
  'a misspelt missing': () => featureMatrix(graph, { nodeType: 'n', columns: ['x'], mising: 0 } as never),
  'a missing of NaN': () => featureMatrix(graph, { nodeType: 'n', columns: ['x'], missing: Number.NaN }),
  'columns that are no list': () => featureMatrix(graph, { nodeType: 'n', columns: 'x' as never }),
  'a misspelt width': () => hashedText(graph, { ...words, widht: 8 } as never),
  'a width of 0': () => hashWords(1, () => ['a'], { width: 0 }),
  'values of words': () => hashWords(1, () => ['a'], { values: 'counts' as never }),
  'a pattern that is text': () => hashWords(1, () => ['a'], { pattern: 'a' as never }),
  'a path that is text': () => metapathAdjacency(graph, { path: 'to' as never }),
  'a misspelt limit': () => metapathAdjacency(graph, { path: ['to'], maxPerRows: 2 } as never),
  'half a pair': () => metapathBound(graph, { path: ['to'], maxPerRow: 0.5 }),
  'no name': () => addMetapath(graph, { path: ['to'] } as never),
  'a misspelt column': () => toHomogeneous(graph, { typecolumn: 'x' } as never),
  'a misspelt list of types': () => subgraph(graph, { nodeType: ['n'] } as never),
  'types that are no list': () => subgraph(graph, { nodeTypes: 'n' as never }),
  'rows under another name': () => standardise(graph, { nodeType: 'n', rows: Int32Array.of(0) } as never),
};

describe('options of transforms are refused', () => {
  it.each(Object.keys(wrong))('%s', async (name) => {
    await expect((async () => wrong[name]!())()).rejects.toMatchObject({ code: 'INVALID_OPTION' });
  });
});

it('fitted values that are not finite are refused, wherever they were read from', () => {
  const features = featureMatrix(graph, { nodeType: 'n', columns: ['x'] });
  const fitted = { mean: Float64Array.of(Number.NaN), deviation: Float64Array.of(1) };
  expect(() => standardise(features, { nodeType: 'n', fitted })).toThrow(
    expect.objectContaining({ code: 'NON_FINITE' }),
  );
});
