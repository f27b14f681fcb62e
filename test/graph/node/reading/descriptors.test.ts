import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { hgbLinkBatches, hgbNodeBatches } from '../../../../src/datasets/index.js';
import {
  csvBatches,
  edgeListBatches,
  jsonLinesBatches,
  nTriplesBatches,
  readCsvGraph,
  tripleBatches,
} from '../../../../src/graph/index.js';

const folder = mkdtempSync(join(tmpdir(), 'heterograph-open-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Names of open files below the folder. */
function openFiles(): string[] {
  return readdirSync('/proc/self/fd').flatMap((fd) => {
    try {
      const path = readlinkSync(join('/proc/self/fd', fd));
      return path.startsWith(folder) ? [path] : [];
    } catch {
      return [];
    }
  });
}

const many = (line: (i: number) => string) => Array.from({ length: 60_000 }, (_, i) => line(i)).join('');
const texts = {
  csv: `a,b\n${many((i) => `${i},x\n`)}`,
  jsonl: many((i) => `{"a":${i}}\n`),
  edges: many((i) => `${i} ${i + 1}\n`),
  nt: many((i) => `<a:${i}> <a:p> <a:b> .\n`),
  tsv: many((i) => `a${i}\tp\tb\n`),
};
const paths = new Map<string, string>();
for (const [name, text] of Object.entries(texts)) {
  for (const ending of ['', '.gz']) {
    const path = join(folder, `data.${name}${ending}`);
    writeFileSync(path, ending ? gzipSync(text) : text);
    paths.set(`${name}${ending}`, path);
  }
}
for (const [name, text] of Object.entries({
  'node.dat': many((i) => `${i}\tn\t0\t1,2\n`),
  'link.dat': many((i) => `${i}\t1\t0\t1\n`),
  'label.dat': '0\tn\t0\t0\n',
  'label.dat.test': '1\tn\t0\t0\n',
})) {
  writeFileSync(join(folder, name), text);
}
const hgb = { nodeTypes: ['n'], linkTypes: [{ type: ['n', 'r', 'n'] as const }], classes: ['c'], multiLabel: false };

type Batches = (path: string, options: { batchRows: number; signal?: AbortSignal }) => AsyncGenerator<unknown>;
const readers: Record<keyof typeof texts | 'node.dat' | 'link.dat', Batches> = {
  csv: csvBatches,
  jsonl: jsonLinesBatches,
  edges: (files, options) => edgeListBatches({ files }, options),
  nt: nTriplesBatches,
  tsv: tripleBatches,
  'node.dat': (_, options) => hgbNodeBatches(folder, hgb, 'n', options),
  'link.dat': (_, options) => hgbLinkBatches(folder, hgb, ['n', 'r', 'n'], options),
};

describe.skipIf(process.platform !== 'linux')('no file stays open', () => {
  const cases = Object.entries(readers).flatMap(([name, read]) =>
    name.endsWith('.dat') ? [[name, read] as const] : [[name, read] as const, [`${name}.gz`, read] as const],
  );

  it.each(cases)('where the caller of %s stops after a batch, or aborts', async (name, read) => {
    const path = paths.get(name) ?? name;
    for await (const _ of read(path, { batchRows: 10 })) break;
    expect(openFiles()).toEqual([]);
    const abort = new AbortController();
    const aborted = (async () => {
      for await (const _ of read(path, { batchRows: 10, signal: abort.signal })) abort.abort();
    })();
    await expect(aborted).rejects.toMatchObject({ code: 'ABORTED' });
    expect(openFiles()).toEqual([]);
  });

  it.each(['csv', 'csv.gz'])('where a row of %s is bad', async (name) => {
    const files = paths.get(name)!;
    const read = readCsvGraph({ nodes: { n: { files, columns: { b: 'int32' } } } });
    await expect(read).rejects.toMatchObject({ code: 'WRONG_DTYPE' });
    expect(openFiles()).toEqual([]);
  });
});

describe.skipIf(process.platform === 'win32')('named pipes', () => {
  const pipe = (name: string) => {
    const path = join(folder, name);
    execFileSync('mkfifo', [path]);
    return path;
  };

  it('are read once there is a writer', async () => {
    const path = pipe('data.fifo');
    const read = readCsvGraph({ nodes: { n: { files: path } } });
    await new Promise((resolve) => setTimeout(resolve, 50));
    const writer = await open(path, 'w');
    await writer.write('a,b\n1,2\n');
    await new Promise((resolve) => setTimeout(resolve, 20));
    await writer.write(texts.csv.slice(4));
    await writer.close();
    expect((await read).numRows).toBe(60_001);
    expect(openFiles()).toEqual([]);
  });

  it('without a writer are waited for until the read is aborted', async () => {
    const path = pipe('silent.fifo');
    for (const delay of [0, 20]) {
      const abort = new AbortController();
      const read = readCsvGraph({ nodes: { n: { files: path } }, signal: abort.signal });
      setTimeout(() => abort.abort(), delay);
      await expect(read).rejects.toMatchObject({ code: 'ABORTED' });
    }
    expect(openFiles()).toEqual([]);
  });

  it('devices without end are refused', async () => {
    await expect(readCsvGraph({ nodes: { n: { files: '/dev/zero' } } })).rejects.toMatchObject({ code: 'TOO_LARGE' });
    await expect(readCsvGraph({ nodes: { n: { files: '/dev/null' } } })).rejects.toMatchObject({ code: 'EMPTY_FILE' });
  });
});
