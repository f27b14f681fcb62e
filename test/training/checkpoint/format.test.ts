import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import {
  checkSameRun,
  hasCheckpoint,
  readCheckpoint,
  type Snapshot,
  type TrainingProgress,
  writeCheckpoint,
} from '../../../src/training/index.js';

const root = mkdtempSync(join(tmpdir(), 'checkpoint-'));
afterAll(() => rmSync(root, { recursive: true }));
let folders = 0;
const newFolder = () => join(root, String(folders++));

function snapshot(progress: Partial<TrainingProgress> = {}): Snapshot {
  const values = (from: number) => [
    Float32Array.of(from, -0.1, 1e-40, 3, 4, 5),
    new Float32Array(0),
    Float32Array.of(-from),
  ];
  return {
    config: { loss: 'x', learningRate: 0.003, batchSize: null, flag: true },
    seed: 2 ** 40,
    progress: {
      epoch: 12,
      batch: 0,
      step: 48,
      epochLossSum: 0.1 + 0.2,
      epochExamples: 7,
      bestEpoch: 3,
      bestCriterion: 1 / 3,
      failedEpochs: 9,
      ...progress,
    },
    history: { epoch: [1, 2], loss: [0.5, null] },
    parameters: [
      { name: 'a/weight', shape: [2, 3] },
      { name: 'empty', shape: [0, 4] },
      { name: 'slope', shape: [] },
    ],
    weights: { current: values(1), best: values(2), optimizer: { m: values(3), v: values(4) } },
  };
}

const code = (value: string) => expect.objectContaining({ code: value });

describe('checkpoint folder', () => {
  it('comes back as it was written', async () => {
    const dir = newFolder();
    const path = await writeCheckpoint(dir, snapshot());
    expect(path).toBe(join(dir, 'epoch-000012'));
    expect(await readCheckpoint(dir)).toEqual(snapshot());
    expect(readdirSync(path).sort()).toEqual([
      'best.f32',
      'manifest.json',
      'optimizer-m.f32',
      'optimizer-v.f32',
      'weights.f32',
    ]);
    // 1 as little-endian float32.
    expect([...readFileSync(join(path, 'weights.f32')).subarray(0, 4)]).toEqual([0, 0, 0x80, 0x3f]);
  });

  it('keeps every bit of any weights', async () => {
    const dir = newFolder();
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(fc.float()), { maxLength: 4 }), async (arrays) => {
        const floats = arrays.map((values) => Float32Array.from(values));
        const before: Snapshot = {
          ...snapshot(),
          parameters: floats.map(({ length }, i) => ({ name: String(i), shape: [length] })),
          weights: { current: floats, best: floats, optimizer: { m: floats } },
        };
        await writeCheckpoint(dir, before);
        expect((await readCheckpoint(dir)).weights).toEqual(before.weights);
      }),
      { numRuns: 25 },
    );
  });

  it('has no best weights before the first check', async () => {
    const dir = newFolder();
    const { weights, ...rest } = snapshot({ bestEpoch: 0, bestCriterion: null });
    await writeCheckpoint(dir, { ...rest, weights: { ...weights, best: undefined } });
    const read = await readCheckpoint(dir);
    expect(read.weights.best).toBeUndefined();
    expect(read.progress.bestCriterion).toBeNull();
  });

  it('keeps the newest only, whatever a killed writer left', async () => {
    const dir = newFolder();
    await writeCheckpoint(dir, snapshot({ epoch: 1 }));
    mkdirSync(join(dir, 'epoch-000002.partial'));
    mkdirSync(join(dir, 'epoch-000002'));
    writeFileSync(join(dir, 'latest.json.partial'), '{');
    expect((await readCheckpoint(dir)).progress.epoch).toBe(1);
    expect(await writeCheckpoint(dir, snapshot({ epoch: 2 }))).toBe(join(dir, 'epoch-000002-again-2'));
    expect(readdirSync(dir).sort()).toEqual(['epoch-000002-again-2', 'latest.json']);
    expect(await writeCheckpoint(dir, snapshot({ epoch: 2, batch: 34 }))).toBe(join(dir, 'epoch-000002-batch-000034'));
    expect((await readCheckpoint(dir)).progress).toMatchObject({ epoch: 2, batch: 34 });
  });

  it('leaves other files of the folder alone', async () => {
    const dir = newFolder();
    mkdirSync(dir);
    writeFileSync(join(dir, 'config.json'), '{}');
    await writeCheckpoint(dir, snapshot());
    expect(readdirSync(dir).sort()).toEqual(['config.json', 'epoch-000012', 'latest.json']);
  });
});

describe('what is wrong with a checkpoint is said', () => {
  it('not found', async () => {
    const dir = newFolder();
    expect(hasCheckpoint(dir)).toBe(false);
    await expect(readCheckpoint(dir)).rejects.toThrow(code('FILE_NOT_FOUND'));
  });

  it('every damaged file is named', async () => {
    const dir = newFolder();
    const folder = await writeCheckpoint(dir, snapshot());
    const files = [join(dir, 'latest.json'), ...readdirSync(folder).map((name) => join(folder, name))];
    for (const file of files) {
      const intact = readFileSync(file);
      const flipped = Buffer.from(intact);
      flipped[5]! ^= 0x10;
      for (const damaged of [flipped, intact.subarray(0, intact.length - 4), Buffer.alloc(0)]) {
        writeFileSync(file, damaged);
        await expect(readCheckpoint(dir)).rejects.toMatchObject({ code: 'CORRUPT_FILE', location: { file } });
      }
      renameSync(file, `${file}.away`);
      const missing = file.endsWith('latest.json') ? 'FILE_NOT_FOUND' : 'CORRUPT_FILE';
      await expect(readCheckpoint(dir)).rejects.toMatchObject({ code: missing, location: { file } });
      renameSync(`${file}.away`, file);
      writeFileSync(file, intact);
    }
    expect(await readCheckpoint(dir)).toEqual(snapshot());
  });

  it('a pointer does not lead out of the folder', async () => {
    const dir = newFolder();
    await writeCheckpoint(dir, snapshot());
    const pointer = JSON.parse(readFileSync(join(dir, 'latest.json'), 'utf8'));
    const content = { folder: 'epoch-1/../../x' };
    const sha256 = createHash('sha256').update(JSON.stringify(content)).digest('hex');
    writeFileSync(join(dir, 'latest.json'), JSON.stringify({ ...pointer, sha256, content }));
    await expect(readCheckpoint(dir)).rejects.toThrow(code('CORRUPT_FILE'));
  });

  it('another run is refused', () => {
    const { config, parameters } = snapshot();
    const check = (wanted: Pick<Snapshot, 'config' | 'parameters'>) => () => checkSameRun('dir', snapshot(), wanted);
    expect(check({ config, parameters })).not.toThrow();
    const others: Pick<Snapshot, 'config' | 'parameters'>[] = [
      { config: { ...config, learningRate: 0.004 }, parameters },
      { config: { ...config, more: 1 }, parameters },
      { config: { loss: 'x' }, parameters },
      { config, parameters: parameters.slice(1) },
      { config, parameters: [...parameters, { name: 'b', shape: [1] }] },
      { config, parameters: [{ name: 'a/weight', shape: [3, 2] }, ...parameters.slice(1)] },
    ];
    for (const other of others) expect(check(other)).toThrow(code('CHECKPOINT_MISMATCH'));
  });

  it('a folder that cannot be written', async () => {
    const file = newFolder();
    writeFileSync(file, '');
    await expect(writeCheckpoint(join(file, 'below'), snapshot())).rejects.toThrow(code('WRITE_FAILED'));
  });
});
