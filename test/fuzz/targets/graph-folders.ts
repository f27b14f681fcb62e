import { openEntry, writeEntry } from '../../../src/datasets/cache/entry.js';
import { identityOf } from '../../../src/datasets/cache/identity.js';
import {
  openGraph,
  randomGraph,
  readCsvFolder,
  readJsonLinesFolder,
  saveGraph,
  writeCsv,
  writeJsonLines,
} from '../../../src/graph/index.js';
import { pick } from '../mutate.js';
import type { FuzzTarget } from '../target.js';
import { useGraph } from './use-graph.js';

/** Every kind of column; the edges are many enough for stored offsets where `numEdges` is. */
const graphOf = (numEdges: number) =>
  randomGraph({
    schema: {
      nodes: [
        {
          name: 'person',
          columns: [
            { name: 'id', type: 'utf8', role: 'id' },
            { name: 'x', type: 'dense', role: 'feature', width: 3 },
            { name: 's', type: 'sparse', role: 'feature', width: 20 },
            { name: 'y', type: 'int32', role: 'label', classes: ['p', 'q', 'r'] },
            { name: 'm', type: 'bool', role: 'mask' },
            { name: 'n', type: 'float64', role: 'attribute' },
          ],
        },
        { name: 'group', columns: [] },
      ],
      edges: [
        { type: ['person', 'in', 'group'], columns: [{ name: 'w', type: 'float32', role: 'weight' }] },
        { type: ['person', 'knows', 'person'], columns: [{ name: 't', type: 'float64', role: 'time' }] },
      ],
    },
    numNodes: { person: 30, group: 5 },
    numEdges,
    seed: 2,
  });

const arrowFolder = (name: string, numEdges: number): FuzzTarget => ({
  name,
  isForged: true,
  seed: (folder) => saveGraph(graphOf(numEdges), folder),
  read: async (folder, random) => {
    useGraph(await openGraph(folder, { verify: pick(random, ['use', true, false]) }));
  },
});

const csvFolder: FuzzTarget = {
  name: 'csv-folder',
  isForged: true,
  seed: (folder) => writeCsv(graphOf(40), folder),
  read: async (folder, random) => {
    useGraph((await readCsvFolder(folder, { onBadRow: pick(random, ['fail', 'collect']) })).graph);
  },
};

const jsonLinesFolder: FuzzTarget = {
  name: 'json-lines-folder',
  isForged: true,
  seed: (folder) => writeJsonLines(graphOf(40), folder),
  read: async (folder, random) => {
    useGraph((await readJsonLinesFolder(folder, { onBadRow: pick(random, ['fail', 'collect']) })).graph);
  },
};

/** An entry of the cache of parsed data sets. Its identity does not change, since it names no file. */
const identity = () => identityOf({ dataset: 'toy', readerVersion: 1, verified: true }, new Map());
const cache: FuzzTarget = {
  name: 'cache',
  isForged: true,
  seed: async (folder) => writeEntry(folder, await identity(), graphOf(40), {}),
  read: async (folder) => {
    const found = await openEntry(folder, await identity(), {});
    if (found) useGraph(found);
  },
};

export const graphFolders: readonly FuzzTarget[] = [
  ...[arrowFolder('graph', 40), arrowFolder('graph-with-offsets', 2 ** 16 + 10), csvFolder, jsonLinesFolder, cache],
];
