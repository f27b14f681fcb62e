import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { loadDataset, readWordNet } from '../../../src/datasets/index.js';
import { hashGraph } from '../../../src/graph/index.js';

const folder = mkdtempSync(join(tmpdir(), 'heterograph-wordnet-'));
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

describe('wordnet', () => {
  it('has the synsets of WordNet 3.1, sound inverses, and a split of 24/6/70 with fixed test rows', async () => {
    const unused = join(folder, 'cache');
    vi.stubEnv('HETEROGRAPH_CACHE', unused);
    const { graph, task, source } = await loadDataset('wordnet', { cache: false });
    expect([source, existsSync(unused)]).toEqual(['files', false]);
    expect(['noun', 'verb', 'adjective', 'adverb'].map((type) => graph.numNodes(type))).toEqual([
      82_192, 13_789, 18_185, 3625,
    ]);
    expect(graph.numEdges(['noun', 'hypernym', 'noun'])).toBe(75_916);
    expect(graph.numEdges(['verb', 'hypernym', 'verb'])).toBe(13_256);
    // As the first reader of this library made it, with objects and maps.
    expect(hashGraph(graph)).toBe('6c1cb970ea369c461698e5000f0649d6e2efaed431a89d87c3d78a11a429a936');
    if (task.kind !== 'node-classification') throw new Error('another task');
    const [one, two] = [task.split(1), task.split(2)];
    const n = graph.numNodes('noun');
    for (const [part, share] of [
      [one.train, 0.24],
      [one.valid, 0.06],
      [one.test, 0.7],
    ] as const) {
      expect(Math.abs(part.length / n - share)).toBeLessThan(0.001);
    }
    expect(two.test).toEqual(one.test);
    expect(two.valid).not.toEqual(one.valid);

    // "dog, domestic dog, Canis familiaris" is an animal and a canine.
    const lemmas = graph.nodeTable('noun').getChild('lemmas')!;
    const row = [...lemmas].indexOf('dog domestic_dog canis_familiaris');
    const labels = graph.labels('noun');
    expect(labels?.kind === 'single' && labels.classes[labels.values[row]!]).toBe('noun.animal');
    const { indptr, indices } = graph.adjacency(['noun', 'hypernym', 'noun'], 'out');
    const parents = [...indices.subarray(indptr[row]!, indptr[row + 1]!)].map((parent) => lemmas.get(parent));
    expect(parents).toContain('canine canid');
  });

  it('reads a folder, and says what is missing', async () => {
    for (const name of ['noun', 'verb', 'adj', 'adv']) writeFileSync(join(folder, `data.${name}`), '  licence\n');
    writeFileSync(join(folder, 'data.noun'), '  licence\n00000001 03 n 01 thing 0 000 | a thing\n');
    const graph = await readWordNet({ folder, glossBuckets: 8 });
    expect([graph.numNodes('noun'), graph.numNodes('word'), graph.features('noun')!.width]).toEqual([1, 1, 8]);
    await expect(readWordNet({ folder: join(folder, 'none') })).rejects.toMatchObject({
      code: 'DATASET_FILES_MISSING',
    });
    await expect(readWordNet({ folder, glossBuckets: 0 })).rejects.toMatchObject({ code: 'INVALID_OPTION' });
  });
});
