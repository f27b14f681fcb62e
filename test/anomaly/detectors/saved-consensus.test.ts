import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  type ConsensusDetector,
  fitApe,
  fitDetector,
  loadConsensus,
  saveApe,
  saveConsensus,
} from '../../../src/anomaly/index.js';
import { blockEvents } from '../planted.js';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heterograph-consensus-'));
});
afterAll(() => rm(folder, { recursive: true }));

const amounts = (length: number) => Array.from({ length }, (_, row) => (row % 11 === 0 ? null : (row * 37) % 101));
const grades = (length: number) => Array.from({ length }, (_, row) => `${1 + (row % 6)}`);
const settings = { epochs: 2, dimension: 4 };

it.each([
  ['columns with an order', (n: number) => ({ amount: amounts(n), grade: grades(n) })],
  ['none', () => ({})],
])('with %s, a saved consensus scores, explains and goes on to the same bits', async (what, more) => {
  const train = { ...blockEvents(400, 1).table, ...more(400) };
  const consensus = (await fitDetector('consensus', train, { settings })) as ConsensusDetector;
  expect(consensus.state.ordered).toHaveLength(what === 'none' ? 0 : 2);
  const place = join(folder, what);
  await saveConsensus(consensus, place);
  const loaded = await loadConsensus(place);
  expect(loaded.state).toEqual(consensus.state);
  expect(loaded.score(train)).toEqual(consensus.score(train));
  expect(loaded.explain(train, 3)).toEqual(consensus.explain(train, 3));
  const later = {
    ...blockEvents(200, 2).table,
    ...more(200),
    user: blockEvents(200, 2).table.user.map((each) => `${each}'`),
  };
  const [a, b] = [await consensus.partialFit(later), await loaded.partialFit(later)];
  expect(b.score(train)).toEqual(a.score(train));
  await saveConsensus(b, place);
  const again = await loadConsensus(place);
  expect(again.ape.state.numEvents).toBe(600);
  expect(again.score(later)).toEqual(b.score(later));
});

it('what is damaged, of another kind or not there is refused', async () => {
  await expect(loadConsensus(join(folder, 'nothing'))).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' });
  const table = { a: ['x', 'y', 'z'], b: ['1', '2', '3'] };
  const ape = await fitApe(table, { settings });
  await saveApe(ape, join(folder, 'ape'));
  await expect(loadConsensus(join(folder, 'ape'))).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' });
  await expect(saveConsensus(ape as never, join(folder, 'x'))).rejects.toMatchObject({ code: 'INVALID_OPTION' });
  const place = join(folder, 'damaged');
  const consensus = (await fitDetector('consensus', table, { settings })) as ConsensusDetector;
  await expect(saveConsensus(consensus, join(folder, 'ape'))).rejects.toMatchObject({ code: 'NOT_OURS' });
  await saveConsensus(consensus, place);
  const file = join(place, 'consensus-together.f64');
  const bytes = await readFile(file);
  bytes[6]! ^= 1;
  await writeFile(file, bytes);
  await expect(loadConsensus(place)).rejects.toMatchObject({ code: 'CORRUPT_FILE' });
});
