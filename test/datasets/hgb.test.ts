import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { isHeteroGraphError } from '../../src/core/index.js';
import { readHgbFiles } from '../../src/datasets/hgb/read.js';
import { type HgbNames, readHgbFolder } from '../../src/datasets/index.js';
import { hashGraph } from '../../src/graph/index.js';
import { fuzzRuns } from '../support/fuzz-runs.js';

const folder = mkdtempSync(join(tmpdir(), 'heterograph-hgb-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const names: HgbNames = {
  nodeTypes: ['movie', 'person'],
  linkTypes: [
    { type: ['movie', 'stars', 'person'], inverse: 1 },
    { type: ['person', 'acts_in', 'movie'], inverse: 0 },
  ],
  classes: ['comedy', 'drama'],
  multiLabel: false,
};
const files: Record<string, string> = {
  'node.dat': '0\ta\t0\t0,1.5,0,0\n1\tb\t0\t0,0,-2e-1,0\r\n2\tc\t1\n3\td\t1',
  'link.dat': '0\t2\t0\t1.0\n1\t3\t0\t1.0\n2\t0\t1\t1.0\n3\t1\t1\t1.0\n',
  'label.dat': '0\ta\t0\t1\n',
  'label.dat.test': '1\tb\t0\t0\n',
};
let made = 0;
function write(contents: Record<string, string | Uint8Array>): string {
  const path = join(folder, String(made++));
  mkdirSync(path);
  for (const [name, text] of Object.entries(contents)) writeFileSync(join(path, name), text);
  return path;
}

describe('the HGB format', () => {
  it('reads a folder worked out by hand', async () => {
    const graph = await readHgbFolder(write(files), names);
    expect([graph.numNodes('movie'), graph.numNodes('person'), graph.numEdges('stars')]).toEqual([2, 2, 2]);
    expect(graph.features('movie')).toMatchObject({ kind: 'sparse', width: 4, indices: Int32Array.of(1, 2) });
    expect([...graph.features('movie')!.values]).toEqual([1.5, Math.fround(-0.2)]);
    expect(graph.features('person')).toBeUndefined();
    expect(graph.labels('movie')).toMatchObject({ kind: 'single', values: Int32Array.of(1, 0) });
    expect([...graph.mask('movie', 'test')]).toEqual([0, 1]);
  });

  it('keeps weights of links where one is not 1, as floats', async () => {
    const link = '0\t2\t0\t1.0\n1\t3\t0\t0.25\n2\t0\t1\t1.0\n3\t1\t1\n';
    const graph = await readHgbFolder(write({ ...files, 'link.dat': link }), names);
    expect(graph.weights('stars')).toEqual(Float32Array.of(1, 0.25));
    expect(graph.schema.edges[1]!.columns).toEqual([]);
    await expect(
      readHgbFolder(write({ ...files, 'link.dat': link.replace('0.25', 'x') }), names),
    ).rejects.toMatchObject({ code: 'MALFORMED_ROW', location: { file: 'link.dat', row: 2 } });
  });

  it.each(['label.dat', 'label.dat.test'])(
    'refuses a node that is labelled twice, the second time in %s',
    async (file) => {
      const label = { ...files, [file]: `${files[file]}${file === 'label.dat' ? '0\ta\t0\t0' : '0\ta\t0\t1'}\n` };
      await expect(readHgbFolder(write(label), names)).rejects.toMatchObject({
        code: 'MALFORMED_ROW',
        location: { file, row: 2 },
      });
    },
  );

  it('gives the same graph however its files are cut into chunks', async () => {
    const whole = hashGraph(await readHgbFiles((name) => ({ name, text: files[name]! }), names, {}));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(80), { maxLength: 8 }), async (cuts) => {
        const open = (name: string) => {
          const bytes = Buffer.from(files[name]!);
          const ends = [...cuts, ...cuts, bytes.length].map((end) => Math.min(end, bytes.length)).sort((a, b) => a - b);
          return { name, bytes: ends.map((end, i) => bytes.subarray(i === 0 ? 0 : ends[i - 1], end)) };
        };
        expect(hashGraph(await readHgbFiles(open, names, {}))).toBe(whole);
      }),
      fuzzRuns(100),
    );
  });

  it('names file and row of what it cannot use, for 300 damaged folders', async () => {
    const damage = fc.record({
      file: fc.constantFrom(...Object.keys(files)),
      at: fc.nat(60),
      how: fc.oneof(
        fc.constant('cut' as const),
        fc.constant('drop' as const),
        fc.uint8Array({ minLength: 1, maxLength: 4 }),
      ),
    });
    await fc.assert(
      fc.asyncProperty(damage, async ({ file, at, how }) => {
        const bytes = Buffer.from(files[file]!);
        const place = at % bytes.length;
        const changed =
          how === 'cut'
            ? bytes.subarray(0, place)
            : how === 'drop'
              ? Buffer.concat([bytes.subarray(0, place), bytes.subarray(place + 1)])
              : Buffer.concat([bytes.subarray(0, place), how, bytes.subarray(place)]);
        const path = write({ ...files, [file]: changed });
        try {
          await readHgbFolder(path, names);
        } catch (error) {
          if (!isHeteroGraphError(error)) throw error;
          expect(['MALFORMED_ROW', 'INVERSE_MISMATCH']).toContain(error.code);
          if (error.code === 'MALFORMED_ROW')
            expect(error.location).toMatchObject({
              file: expect.stringMatching(/^(node|link|label)\.dat/),
              row: expect.any(Number),
            });
        }
        expect(readdirSync(path).length).toBe(4);
        rmSync(path, { recursive: true });
      }),
      { numRuns: 300 },
    );
  });

  it('names the file that is missing', async () => {
    const { 'link.dat': _, ...rest } = files;
    const path = write(rest);
    await expect(readHgbFolder(path, names)).rejects.toMatchObject({
      code: 'DATASET_FILES_MISSING',
      location: { file: join(path, 'link.dat') },
    });
  });
});
