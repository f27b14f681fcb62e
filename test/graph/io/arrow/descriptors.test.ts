import { readdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { arrowBatches } from '../../../../src/graph/index.js';

const file = fileURLToPath(new URL('fixtures/pyarrow-plain.arrow', import.meta.url));
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heterograph-descriptors-'));
});
afterAll(() => rm(folder, { recursive: true }));

const open = () => readdirSync('/proc/self/fd').length;

it.runIf(process.platform === 'linux')('leaves no file open, however reading ends', async () => {
  const damaged = join(folder, 'damaged.arrow');
  writeFileSync(damaged, Uint8Array.from([0x41, 0x52, 0x52, 0x4f, 0x57, 0x31, 0, 0, ...Buffer.alloc(400_000, 7)]));
  const before = open();
  for (let i = 0; i < 20; i++) {
    for await (const batch of arrowBatches(file)) {
      expect(batch.numRows).toBe(2);
      break;
    }
    const batches = arrowBatches(file);
    await batches.next();
    await batches.return(undefined);
    await expect(arrowBatches(damaged).next()).rejects.toMatchObject({ code: 'CORRUPT_FILE' });
    const failing = async () => {
      for await (const _ of arrowBatches(file)) throw new Error('mine');
    };
    await expect(failing()).rejects.toThrow('mine');
  }
  expect(open()).toBe(before);
});
