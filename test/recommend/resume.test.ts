import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import {
  type FitRecommenderOptions,
  fitRecommender,
  holdOutPerUser,
  interactionsFrom,
  type Recommender,
  type RecommendProblem,
} from '../../src/recommend/index.js';
import { readCheckpoint, type Snapshot, writeCheckpoint } from '../../src/training/index.js';
import { checkpointFiles } from './checkpoint-files.js';
import { shop, shopRows } from './contract/problems.js';

const root = mkdtempSync(join(tmpdir(), 'resume-recommender-'));
afterAll(() => rmSync(root, { recursive: true }));
let folders = 0;
const newFolder = () => join(root, String(folders++));

const { train: whole, side } = shop();
const { train, test: validation } = holdOutPerUser(whole, { share: 0.2, seed: 1 });
const settings = { width: 8, batchSize: 60, epochs: 7, negatives: 4 };
const looks = { ...settings, checkEvery: 3, patience: 2 };

/** Aborts where so many epochs of all fits are done: the loop stops in the epoch after those. */
async function aborted(
  name: string,
  data: RecommendProblem,
  options: FitRecommenderOptions,
  after: number,
): Promise<unknown> {
  const control = new AbortController();
  let epochs = 0;
  const onProgress = () => {
    if (++epochs >= after) control.abort('stop');
  };
  return fitRecommender(name, data, { ...options, signal: control.signal, onProgress }).then(
    () => undefined,
    (error: unknown) => error,
  );
}

function bitsOf({ scorer, report }: Recommender) {
  return { arrays: scorer.state(), report };
}

describe.each<[string, object, RecommendProblem]>([
  ['bpr', { ...settings, negatives: 1 }, { train }],
  ['bpr', { ...looks, negatives: 1 }, { train, validation }],
  ['lightgcn', { ...settings, decay: 'linear' }, { train }],
  ['lightgcn', { ...looks, patience: 1 }, { train, validation }],
  ['simgcl', looks, { train, validation }],
  ['two-tower', looks, { train, validation, side: side! }],
  ['hetero', { ...looks, relationWeights: [0.5] }, { train, validation, side: side! }],
  ['hetero', { ...looks, relationWeights: [0.5] }, { train, side: side! }],
  ['als', { factors: 8, iterations: 7 }, { train }],
])('%s with %j', (name, own, data) => {
  it('goes on after aborts to the bits of a fit that was never interrupted', async () => {
    const options = { settings: own, seed: 3 };
    const expected = bitsOf(await fitRecommender(name, data, options));
    const checkpoint = { dir: newFolder() };
    const error = await aborted(name, data, { ...options, checkpoint }, 2);
    expect(error).toMatchObject({ code: 'ABORTED', hint: 'Repeat the same call to continue.', cause: 'stop' });
    expect(await aborted(name, data, { ...options, checkpoint, resume: 'must' }, 2)).toMatchObject({ code: 'ABORTED' });
    const before = checkpointFiles(checkpoint.dir);
    const epochs: number[] = [];
    const again = await fitRecommender(name, data, {
      ...{ ...options, checkpoint },
      onProgress: ({ done }) => epochs.push(done),
    });
    // Of als an iteration is told when it begins.
    expect(epochs[0]).toBeGreaterThanOrEqual(name === 'als' ? 2 : 3);
    expect(bitsOf(again)).toEqual(expected);
    expect(before.length).toBeGreaterThan(0);
    // A fit that is done is not done again.
    let steps = 0;
    const third = await fitRecommender(name, data, {
      ...{ ...options, checkpoint },
      onProgress: ({ done, total }) => {
        if (done < total!) steps++;
      },
    });
    expect(steps).toBe(0);
    expect(bitsOf(third)).toEqual(expected);
  });
});

describe('a checkpoint', () => {
  const options = { settings: looks, seed: 3 };
  const data = { train, validation };

  it('is one of the epochs that were asked for, where the process is killed', async () => {
    const checkpoint = { dir: newFolder(), everyEpochs: 2 };
    const killed = fitRecommender('lightgcn', data, {
      ...{ ...options, checkpoint },
      onProgress: ({ done }) => {
        if (done === 5) throw new Error('killed');
      },
    });
    await expect(killed).rejects.toThrow('killed');
    expect(readdirSync(checkpoint.dir).sort()).toEqual(['epoch-000004', 'latest.json']);
    const again = await fitRecommender('lightgcn', data, { ...options, checkpoint, resume: 'must' });
    expect(bitsOf(again)).toEqual(bitsOf(await fitRecommender('lightgcn', data, options)));
  });

  it('is written within an epoch after so many seconds', async () => {
    const checkpoint = { dir: newFolder(), everySeconds: 0 };
    const killed = fitRecommender('lightgcn', data, {
      ...{ ...options, checkpoint },
      onProgress: () => {
        throw new Error('killed');
      },
    });
    await expect(killed).rejects.toThrow('killed');
    expect(checkpointFiles(checkpoint.dir)[0]).toMatch(/^epoch-000000-batch-/);
    const again = await fitRecommender('lightgcn', data, { ...options, checkpoint });
    expect(bitsOf(again)).toEqual(bitsOf(await fitRecommender('lightgcn', data, options)));
  });

  it.each<[string, string, RecommendProblem, FitRecommenderOptions]>([
    ['settings.width', 'lightgcn', data, { ...options, settings: { ...looks, width: 16 } }],
    ['settings.epochs', 'lightgcn', data, { ...options, settings: { ...looks, epochs: 9 } }],
    ['settings.similarity', 'lightgcn', data, { ...options, preset: 'gowalla' }],
    ['seed', 'lightgcn', data, { ...options, seed: 4 }],
    ['recommender', 'simgcl', data, options],
    ['train', 'lightgcn', { train: shop(shopRows().slice(1)).train, validation }, options],
    ['validation', 'lightgcn', { train }, options],
    ['side', 'lightgcn', { ...data, side: side! }, options],
  ])('of another fit is refused: %s', async (what, name, other, given) => {
    const checkpoint = { dir: newFolder() };
    await aborted('lightgcn', data, { ...options, checkpoint }, 2);
    const before = checkpointFiles(checkpoint.dir);
    const refused = fitRecommender(name, other, { ...given, checkpoint });
    await expect(refused).rejects.toMatchObject({
      code: 'CHECKPOINT_MISMATCH',
      message: expect.stringContaining(`another run: ${what} was`),
    });
    expect(checkpointFiles(checkpoint.dir)).toEqual(before);
    const anew = await fitRecommender(name, other, { ...given, checkpoint, resume: 'never' });
    expect(bitsOf(anew)).toEqual(bitsOf(await fitRecommender(name, other, given)));
  });

  it('of a fit of several trainings is no checkpoint of one, nor the other way round', async () => {
    const several = { settings: { ...looks, relationWeights: [0.5] }, seed: 3 };
    for (const [first, own, second, others] of [
      ['lightgcn', options, 'hetero', several],
      ['hetero', several, 'lightgcn', options],
    ] as const) {
      const checkpoint = { dir: newFolder() };
      await aborted(first, { ...data, side: side! }, { ...own, checkpoint }, 2);
      for (const resume of ['auto', 'must'] as const) {
        const refused = fitRecommender(second, { ...data, side: side! }, { ...others, checkpoint, resume });
        await expect(refused).rejects.toMatchObject({ code: 'CHECKPOINT_MISMATCH' });
      }
    }
  });

  it('of users by other names is refused where these decide what is held out', async () => {
    const take = (name: (user: number) => string) => {
      const rows = Array.from({ length: 400 }, (_, n) => [n % 20, (n * 7) % 41] as const);
      return {
        train: interactionsFrom({ users: rows.map(([user]) => name(user)), items: rows.map(([, item]) => item) }),
      };
    };
    const given = { settings: { ...looks, relationWeights: [0.5] }, seed: 3, checkpoint: { dir: newFolder() } };
    await aborted(
      'hetero',
      take((user) => String(100 + user)),
      given,
      2,
    );
    const renamed = fitRecommender(
      'hetero',
      take((user) => `u${100 + user}`),
      given,
    );
    await expect(renamed).rejects.toMatchObject({ code: 'CHECKPOINT_MISMATCH' });
  });

  it('that is damaged is refused', async () => {
    const checkpoint = { dir: newFolder() };
    await aborted('lightgcn', data, { ...options, checkpoint }, 2);
    const [folder] = checkpointFiles(checkpoint.dir);
    const file = join(checkpoint.dir, folder!, 'optimizer-m.f32');
    const bytes = readFileSync(file);
    bytes[5]! ^= 1;
    writeFileSync(file, bytes);
    const again = fitRecommender('lightgcn', data, { ...options, checkpoint });
    await expect(again).rejects.toMatchObject({ code: 'CORRUPT_FILE', location: { file } });
  });

  it.each<[string, (whole: Snapshot) => Partial<Snapshot>]>([
    ['epochs that the fit does not have', ({ progress }) => ({ progress: { ...progress, epoch: 1e9 }, history: {} })],
    ['steps that its epochs do not have', ({ progress }) => ({ progress: { ...progress, step: 1e6 } })],
    ['batches of a later epoch', ({ progress }) => ({ progress: { ...progress, batch: 1e6, step: 1e7 } })],
    ['moments of another optimiser', ({ weights }) => ({ weights: { ...weights, optimizer: {} } })],
  ])('with %s is refused', async (_, change) => {
    const checkpoint = { dir: newFolder() };
    await aborted('lightgcn', data, { ...options, checkpoint }, 2);
    const whole = await readCheckpoint(checkpoint.dir);
    await writeCheckpoint(checkpoint.dir, { ...whole, ...change(whole) });
    const again = fitRecommender('lightgcn', data, { ...options, checkpoint });
    await expect(again).rejects.toMatchObject({ code: 'CORRUPT_FILE', location: { file: checkpoint.dir } });
  });

  it('that cannot be written is a remark, and an error where the fit is aborted', async () => {
    const file = newFolder();
    writeFileSync(file, 'mine');
    const checkpoint = { dir: join(file, 'below') };
    const { report } = await fitRecommender('lightgcn', data, { ...options, checkpoint });
    expect(report.remarks).toEqual([expect.stringContaining('its last checkpoint is not')]);
    expect(await aborted('lightgcn', data, { ...options, checkpoint }, 2)).toMatchObject({ code: 'WRITE_FAILED' });
    const hetero = { settings: { ...looks, relationWeights: [0.5] }, checkpoint };
    const { report: ofMany } = await fitRecommender('hetero', { ...data, side: side! }, hetero);
    expect(ofMany.remarks!.at(-1)).toContain('its last checkpoint is not');
  });

  it('is asked for with options that make sense', async () => {
    const checkpoint = { dir: newFolder() };
    const ask = (name: string, given: object) => fitRecommender(name, data, given);
    await expect(ask('bpr', { checkpoint, resume: 'must' })).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' });
    await expect(ask('bpr', { resume: 'must' })).rejects.toMatchObject({ code: 'INVALID_OPTION' });
    await expect(ask('ease', { checkpoint, resume: 'must' })).rejects.toMatchObject({ code: 'INVALID_OPTION' });
    for (const wrong of [{}, { dir: '' }, { dir: 'x', everyEpochs: 0 }, { dir: 'x', tag: 'y' }]) {
      await expect(ask('bpr', { checkpoint: wrong })).rejects.toMatchObject({ code: 'INVALID_OPTION' });
    }
    mkdirSync(checkpoint.dir);
    writeFileSync(join(checkpoint.dir, 'latest.json'), '{"mine": true}');
    const never = ask('bpr', { checkpoint, resume: 'never', settings: looks });
    await expect(never).rejects.toMatchObject({ code: 'NOT_OURS' });
  });

  it('is not kept by fits that are short', async () => {
    const checkpoint = { dir: newFolder() };
    await fitRecommender('popularity', data, { checkpoint });
    expect(checkpointFiles(checkpoint.dir)).toEqual([]);
  });
});
