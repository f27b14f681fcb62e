import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fitApe, loadApe, saveApe } from '../../../src/anomaly/index.js';
import { blockEvents } from '../planted.js';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heterograph-ape-'));
});
afterAll(() => rm(folder, { recursive: true }));

const amounts = (length: number) => Float64Array.from({ length }, (_, row) => (row * 37) % 101);

it('a saved APE scores, explains and goes on to the same bits', async () => {
  const { table } = blockEvents(500, 1);
  const train = { ...table, amount: amounts(500) };
  const ape = await fitApe(train, { settings: { epochs: 2 } });
  const place = join(folder, 'ape');
  await saveApe(ape, place);
  const loaded = await loadApe(place);
  expect(loaded.state).toEqual(ape.state);
  expect(loaded.score(train)).toEqual(ape.score(train));
  expect(loaded.explain(train, 3)).toEqual(ape.explain(train, 3));
  const more = { ...blockEvents(300, 2).table, amount: amounts(300) };
  const [a, b] = [await ape.partialFit(more), await loaded.partialFit(more)];
  expect(b.score(train)).toEqual(a.score(train));
  await saveApe(b, place);
  expect((await loadApe(place)).state.numEvents).toBe(800);
});

it('what is damaged or not there is refused', async () => {
  await expect(loadApe(join(folder, 'nothing'))).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' });
  const place = join(folder, 'damaged');
  await saveApe(await fitApe({ a: ['x', 'y'], b: ['1', '2'] }), place);
  const file = join(place, 'ape-vectors.f32');
  const bytes = await readFile(file);
  bytes[3]! ^= 1;
  await writeFile(file, bytes);
  await expect(loadApe(place)).rejects.toMatchObject({ code: 'CORRUPT_FILE' });
});
