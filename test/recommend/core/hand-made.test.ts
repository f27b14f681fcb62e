import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  fitRecommender,
  type Interactions,
  interactionsFrom,
  loadRecommender,
  recommenderNames,
  saveRecommender,
} from '../../../src/recommend/index.js';
import { repairFolder } from '../../fuzz/repair.js';

const sound = interactionsFrom({ users: ['a', 'a', 'b', 'c', 'c'], items: ['x', 'y', 'x', 'y', 'z'] });
const withParts = (parts: object): Interactions => ({ ...sound, matrix: { ...sound.matrix, ...parts } });

test.each(recommenderNames())('%s refuses a matrix that is none, and a signal that was given before', async (name) => {
  const codes = async (parts: object, options: object = {}) =>
    fitRecommender(name, withParts(parts), options).catch((error: { code?: string }) => error.code ?? error);
  const indices = (...all: number[]) => ({ indices: Int32Array.from(all) });
  expect(await codes(indices(0, 1, 0, 1, 99))).toBe('INDEX_OUT_OF_RANGE');
  expect(await codes(indices(0, 1, -5, 1, 2))).toBe('INDEX_OUT_OF_RANGE');
  expect(await codes(indices(1, 0, 0, 1, 2))).toBe('SHAPE_MISMATCH');
  expect(await codes(indices(1, 1, 0, 1, 2))).toBe('SHAPE_MISMATCH');
  expect(await codes({ indptr: Int32Array.of(0, 9, 3, 5) })).toBe('SHAPE_MISMATCH');
  expect(await codes({ indptr: Int32Array.of(0, 5) })).toBe('SHAPE_MISMATCH');
  expect(await codes({ values: Float32Array.of(1) })).toBe('SHAPE_MISMATCH');
  expect(await codes({ indices: [0, 1, 0, 1, 2] })).toBe('INVALID_OPTION');
  for (const strength of [Number.NaN, Number.POSITIVE_INFINITY, 0, -1]) {
    expect(await codes({ values: Float32Array.of(1, strength, 1, 1, 1) })).toBe('INVALID_WEIGHT');
  }
  expect(await codes({}, { signal: AbortSignal.abort() })).toBe('ABORTED');
});

test('a saved recommender with strengths beyond float32 is refused', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'heterograph-hand-made-'));
  try {
    const fitted = await fitRecommender('item-knn', sound);
    await saveRecommender(fitted.withHistory('new', ['x'], [2]), folder);
    const file = join(folder, 'later.data');
    const later = JSON.parse(readFileSync(file, 'utf8'));
    for (const strength of [1e300, 1e-300]) {
      later.updates[0].strengths = [strength];
      writeFileSync(file, JSON.stringify(later));
      repairFolder(folder);
      await expect(loadRecommender(folder)).rejects.toMatchObject({ code: 'CORRUPT_FILE' });
    }
    later.updates[0].strengths = [2];
    writeFileSync(file, JSON.stringify(later));
    repairFolder(folder);
    expect((await loadRecommender(folder)).historyOf('new')!.strengths[0]).toBe(2);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
