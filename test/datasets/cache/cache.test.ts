import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultCacheFolder } from '../../../src/datasets/cache/folder.js';
import { loadDataset } from '../../../src/datasets/index.js';
import { hashGraph, randomGraph, saveGraph } from '../../../src/graph/index.js';
import { toyDataset, writeToy } from './toy.js';

const folder = mkdtempSync(join(tmpdir(), 'heterograph-cache-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const root = join(folder, 'root');
let made = 0;
const fresh = () => join(folder, `cache${made++}`);
const entries = (cache: string) => readdirSync(join(cache, 'datasets'));

let hash: string;
beforeAll(async () => {
  writeToy(root);
  hash = hashGraph((await toyDataset().load(root, fresh())).graph);
});

describe('the cache of parsed graphs', () => {
  it('is filled by the first load and used by the next ones', async () => {
    const cache = fresh();
    const { load, counted } = toyDataset();
    const first = await load(root, cache);
    const second = await load(root, cache);
    expect([first.source, second.source, counted.parses]).toEqual(['files', 'cache', 1]);
    expect([hashGraph(first.graph), hashGraph(second.graph)]).toEqual([hash, hash]);
    expect([first.cacheProblem, second.cacheProblem]).toEqual([undefined, undefined]);
    expect(entries(cache)).toHaveLength(1);
  });

  it('forgets a graph when a file or the reader is another one, and keeps four of a data set', async () => {
    const cache = fresh();
    const own = join(folder, 'own');
    writeToy(own);
    const file = join(own, 'toy', 'link.dat');
    await toyDataset().load(own, cache);
    appendFileSync(file, '0\t400\t0\t1.0\n');
    const longer = await toyDataset().load(own, cache);
    expect([longer.source, longer.graph.numEdges()]).toEqual(['files', 2001]);
    // As long as before, and the time set back.
    const { atime, mtime } = statSync(file);
    await writeFile(file, readFileSync(file, 'utf8').replace(/0\t400\t0\t1\.0\n$/, '1\t400\t0\t1.0\n'));
    utimesSync(file, atime, mtime);
    const changed = await toyDataset().load(own, cache);
    expect([changed.source, changed.graph.edgeIndex('stars').source[2000]]).toEqual(['files', 1]);
    for (const version of [2, 3, 4]) expect((await toyDataset(version).load(own, cache)).source).toBe('files');
    expect((await toyDataset(4).load(own, cache)).source).toBe('cache');
    expect(entries(cache)).toHaveLength(4);
  });

  it('never trusts a damaged or foreign entry: it parses, says so, and mends the entry', async () => {
    const cache = fresh();
    await toyDataset().load(root, cache);
    const entry = join(cache, 'datasets', entries(cache)[0]!);
    const files = readdirSync(entry, { recursive: true, withFileTypes: true })
      .filter((each) => each.isFile())
      .map((each) => join(each.parentPath, each.name));
    expect(files.length).toBeGreaterThan(4);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...files),
        fc.constantFrom('cut', 'flip', 'remove', 'empty', 'foreign' as const),
        fc.nat(),
        async (file, damage, place) => {
          const bytes = readFileSync(file);
          const at = place % bytes.length;
          if (damage === 'remove') rmSync(file);
          else if (damage === 'flip') {
            bytes[at]! ^= 0x20;
            await writeFile(file, bytes);
          } else if (damage === 'foreign') await placeForeign(entry);
          else await writeFile(file, damage === 'cut' ? bytes.subarray(0, at) : '');
          const { load, counted } = toyDataset();
          const mended = await load(root, cache);
          // A flipped letter of the entry file may be one that does not count.
          if (mended.source === 'cache') expect([damage, file]).toEqual(['flip', join(entry, 'entry.json')]);
          else expect([mended.cacheProblem?.code, counted.parses]).toEqual(['CORRUPT_FILE', 1]);
          expect(hashGraph(mended.graph)).toBe(hash);
          const next = await load(root, cache);
          expect([next.source, next.cacheProblem, hashGraph(next.graph)]).toEqual(['cache', undefined, hash]);
        },
      ),
      { numRuns: 60 },
    );
  });

  async function placeForeign(entry: string): Promise<void> {
    const schema = { nodes: [{ name: 'other', columns: [] }], edges: [] };
    await saveGraph(randomGraph({ schema, numNodes: 3, numEdges: 0, seed: 1 }), join(entry, 'graph'), {
      overwrite: true,
    });
  }

  it('a folder that cannot be written does not fail the load', async () => {
    const cache = fresh();
    await writeFile(cache, 'a file where the folder should be');
    const { graph, source, cacheProblem } = await toyDataset().load(root, cache);
    expect([hashGraph(graph), source, cacheProblem?.code]).toEqual([hash, 'files', 'WRITE_FAILED']);
    expect(cacheProblem?.hint).toContain('HETEROGRAPH_CACHE');
  });

  it('keeps no graph of files that changed while they were read', async () => {
    const own = join(folder, 'moving');
    writeToy(own);
    const cache = fresh();
    const toy = toyDataset();
    const onProgress = () => appendFileSync(join(own, 'toy', 'label.dat'), '\n');
    const { source, cacheProblem } = await toy.load(own, cache, { onProgress });
    expect([source, cacheProblem?.code]).toEqual(['files', 'CACHE_SKIPPED']);
    expect((await toyDataset().load(own, cache)).source).toBe('files');
  });

  it('an abort while the entry is written leaves nothing', async () => {
    const cache = fresh();
    const abort = new AbortController();
    const onProgress = ({ stage }: { stage: string }) => stage === 'save' && abort.abort();
    const load = toyDataset().load(root, cache, { signal: abort.signal, onProgress });
    await expect(load).rejects.toMatchObject({ code: 'ABORTED' });
    expect(entries(cache)).toEqual([]);
  });

  it('lies where the environment or the platform says', () => {
    const place = (platform: string, env = {}) => defaultCacheFolder({ platform, env, home: () => 'HOME' });
    expect(place('linux')).toBe(join('HOME', '.cache', 'heterograph'));
    expect(place('linux', { XDG_CACHE_HOME: 'xdg' })).toBe(join('xdg', 'heterograph'));
    expect(place('darwin')).toBe(join('HOME', 'Library', 'Caches', 'heterograph'));
    expect(place('win32', { LOCALAPPDATA: 'local' })).toBe(join('local', 'heterograph', 'Cache'));
    expect(place('win32', { HETEROGRAPH_CACHE: 'own' })).toBe('own');
  });

  it('a data set by name says whether it came from its files or the cache', async () => {
    const cache = fresh();
    const first = await loadDataset('wordnet', { cache });
    const second = await loadDataset('wordnet', { cache });
    expect([first.source, second.source]).toEqual(['files', 'cache']);
    expect(hashGraph(second.graph)).toBe(hashGraph(first.graph));
    const splitOf = ({ task }: typeof first) => (task.kind === 'node-classification' ? task.split(1) : undefined);
    expect(splitOf(first)).toBeDefined();
    expect(splitOf(second)).toEqual(splitOf(first));
  });
});
