import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DatasetDefinition } from '../../../src/datasets/base/definition.js';
import { locateBelowRoot } from '../../../src/datasets/base/locate.js';
import type { LoadOptions } from '../../../src/datasets/base/types.js';
import { loadThroughCache } from '../../../src/datasets/cache/load.js';
import { type HgbNames, readHgbFolder } from '../../../src/datasets/index.js';

const names: HgbNames = {
  nodeTypes: ['movie', 'person'],
  linkTypes: [{ type: ['movie', 'stars', 'person'] }],
  classes: ['comedy', 'drama'],
  multiLabel: false,
};

/** A data set of 400 movies and 100 people in the HGB format, whose reader counts how often it ran. */
export function toyDataset(readerVersion = 1) {
  const info = {
    name: 'toy',
    title: 'Toy',
    licence: 'none',
    citation: 'none',
    source: 'the test',
    task: 'node-classification' as const,
    splitRule: 'none',
    files: ['node.dat', 'link.dat', 'label.dat', 'label.dat.test'],
    checksums: {},
    counts: { nodes: {}, edges: {} },
  };
  const counted = { parses: 0 };
  const definition: DatasetDefinition = {
    info,
    readerVersion,
    locate: (options) => locateBelowRoot(info, options),
    read: (open, options) => {
      counted.parses++;
      return readHgbFolder(join(open('node.dat') as string, '..'), names, options);
    },
    task: () => {
      throw new Error('not used');
    },
  };
  const load = (root: string, cache: string, options: LoadOptions = {}) => {
    const paths = definition.locate({ root });
    const parse = () => definition.read((file) => paths.get(file)!, options);
    return loadThroughCache(definition, paths, parse, { ...options, cache });
  };
  return { load, counted, definition };
}

export function writeToy(root: string): void {
  const folder = join(root, 'toy');
  mkdirSync(folder, { recursive: true });
  const nodes = Array.from({ length: 500 }, (_, i) => (i < 400 ? `${i}\tm\t0\t${i % 7},0,${i / 8}` : `${i}\tp\t1`));
  const links = Array.from({ length: 2000 }, (_, i) => `${(i * 37) % 400}\t${400 + ((i * 11) % 100)}\t0\t1.0`);
  writeFileSync(join(folder, 'node.dat'), `${nodes.join('\n')}\n`);
  writeFileSync(join(folder, 'link.dat'), `${links.join('\n')}\n`);
  writeFileSync(join(folder, 'label.dat'), '0\tm\t0\t1\n');
  writeFileSync(join(folder, 'label.dat.test'), '1\tm\t0\t0\n');
}
