import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadModel, RpHgnnClassifier, rphgnnPresets, saveModel } from '../../../src/models/index.js';
import { plantedProblem } from '../planted.js';

const problem = plantedProblem();
let dir = '';
beforeAll(async () => {
  dir = join(await mkdtemp(join(tmpdir(), 'heterograph-rows-')), 'model');
  const settings = { ...rphgnnPresets['hgb-dblp'], embeddingWidth: 8, hidden: 8, epochs: 2, validateEvery: 1 };
  const classifier = new RpHgnnClassifier({ settings: { ...settings, labels: { hops: 2, partitions: 3 } } });
  await classifier.fit(problem);
  await saveModel(classifier, dir);
  classifier.dispose();
});
afterAll(() => rm(join(dir, '..'), { recursive: true, force: true }));

it('a saved model is refused by name where one bit of any of its numbers is another', async () => {
  const binaries = (await readdir(dir)).filter((name) => !name.endsWith('.json'));
  const sizes: number[] = [];
  for (const name of binaries) {
    const file = join(dir, name);
    const bytes = await readFile(file);
    sizes.push(bytes.length);
    for (const at of [0, bytes.length >> 1, bytes.length - 1]) {
      const damaged = Buffer.from(bytes);
      damaged[at]! ^= 1;
      await writeFile(file, damaged);
      await expect(loadModel(dir), `${name}, byte ${at}`).rejects.toMatchObject({
        code: 'CORRUPT_FILE',
        location: { file },
      });
    }
    await writeFile(file, bytes);
  }
  // The training rows, whose labels the model sees, are among them.
  expect(sizes).toContain(4 * problem.split.train.length);
  (await loadModel(dir)).dispose();
});
