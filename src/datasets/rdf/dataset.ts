import type { RunOptions } from '../../core/index.js';
import { addInverseRelations, type HeteroGraph, readNTriples } from '../../graph/index.js';
import type { DatasetDefinition, OpenFile } from '../base/definition.js';
import { givenSplit } from '../base/given-split.js';
import { locateBelowRoot } from '../base/locate.js';
import { withNodeColumns } from '../base/with-columns.js';
import { rdfLabels } from './labels.js';
import { type RdfSet, rdfSets, testTable, trainTable } from './sets.js';

export const rdfDatasets: readonly DatasetDefinition[] = rdfSets.map((set) => ({
  info: set.info,
  readerVersion: 1,
  locate: (options) => locateBelowRoot(set.info, options),
  read: (open, options) => readRdfSet(set, open, options),
  task: (graph) => ({
    kind: 'node-classification',
    nodeType: 'entity',
    labelColumn: 'label',
    classes: set.labels.map(([, name]) => name),
    multiLabel: false,
    split: (seed) => givenSplit(graph, 'entity', seed),
  }),
}));

/** Entities and literals as nodes, predicates that give the label away left out, an inverse for every relation. */
export async function readRdfSet(set: Omit<RdfSet, 'info'>, open: OpenFile, options: RunOptions): Promise<HeteroGraph> {
  const { signal, onProgress } = options;
  const run = { ...(signal ? { signal } : {}), ...(onProgress ? { onProgress } : {}) };
  const { graph } = await readNTriples(open(set.triples), { ...run, literals: 'nodes', exclude: set.leaks });
  const labels = await rdfLabels(graph, { trainValid: open(trainTable), test: open(testTable) }, set, run);
  return addInverseRelations(withNodeColumns(graph, 'entity', labels));
}
