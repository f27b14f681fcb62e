import type { RunOptions } from '../../core/index.js';
import { type ColumnData, type ColumnSchema, GraphBuilder, type HeteroGraph } from '../../graph/index.js';
import type { OpenFile } from '../base/definition.js';
import { filesIn } from '../base/locate.js';
import { readHgbLabels } from './labels.js';
import { readHgbLinks } from './links.js';
import { type HgbNames, hgbFiles } from './names.js';
import { hgbFeatures, readHgbNodes } from './nodes.js';

/**
 * Reads a folder in the format of the Heterogeneous Graph Benchmark: `node.dat`, `link.dat`, `label.dat`, `label.dat.test`,
 * plain or gzipped. Bytes are scanned as they stream; features go straight to sparse rows. Link types with weights other than 1
 * have a column `weight`; the first node type has the masks `trainValid` (rows of `label.dat`) and `test` (of `label.dat.test`).
 *
 * @throws {HeteroGraphError} DATASET_FILES_MISSING; MALFORMED_ROW naming file and row; TOO_LARGE, CORRUPT_FILE,
 * FILE_UNREADABLE, ABORTED
 */
export async function readHgbFolder(folder: string, names: HgbNames, options: RunOptions = {}): Promise<HeteroGraph> {
  const paths = filesIn(folder, hgbFiles);
  return readHgbFiles((file) => paths.get(file)!, names, options);
}

/** Like {@link readHgbFolder}, for files that lie anywhere. */
export async function readHgbFiles(open: OpenFile, names: HgbNames, options: RunOptions): Promise<HeteroGraph> {
  const types = await readHgbNodes(open('node.dat'), names, options);
  const links = await readHgbLinks(open('link.dat'), names, types, options);
  const files = { trainValid: open('label.dat'), test: open('label.dat.test') };
  const labels = await readHgbLabels(files, names, types[0]!.count, options);

  const columns = types.map((type, t): [ColumnSchema, ColumnData][] => {
    const features = hgbFeatures(type);
    const x: [ColumnSchema, ColumnData][] = features
      ? [[{ name: 'x', type: features.kind, role: 'feature', width: features.width }, features]]
      : [];
    return t === 0 ? [...x, ...labels] : x;
  });
  const weights = links.map(({ weight }) => (weight.length > 0 ? weight.done() : undefined));
  const builder = new GraphBuilder({
    nodes: names.nodeTypes.map((name, t) => ({ name, columns: columns[t]!.map(([schema]) => schema) })),
    edges: names.linkTypes.map(({ type, inverse }, i) => ({
      type,
      columns: weights[i] ? [{ name: 'weight', type: 'float32', role: 'weight' }] : [],
      ...(inverse === undefined ? {} : { inverse: names.linkTypes[inverse]!.type }),
    })),
  });
  for (const [t, name] of names.nodeTypes.entries()) {
    const data = Object.fromEntries(columns[t]!.map(([schema, values]) => [schema.name, values]));
    builder.addNodes(name, data, { count: types[t]!.count, adopt: true });
  }
  for (const [i, { type }] of names.linkTypes.entries()) {
    const [source, target] = [links[i]!.source.done(), links[i]!.target.done()];
    const weight = weights[i];
    builder.addEdges(type, { source, target, ...(weight ? { weight } : {}) }, { adopt: true });
  }
  return builder.build();
}
