import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isHeteroGraphError } from '../../../../src/core/index.js';
import { arrowBatches, readArrowGraph } from '../../../../src/graph/index.js';

const folder = fileURLToPath(new URL('fixtures/', import.meta.url));
const files = readdirSync(folder)
  .filter((name) => name.endsWith('.arrow'))
  .map((name) => readFileSync(folder + name));

/** Inputs tried; `ARROW_MUTATIONS=20000` for a run by hand. */
const numRuns = Number(process.env.ARROW_MUTATIONS ?? 600);

it('damaged files of every writer give rows or a coded error', async () => {
  let refused = 0;
  const change = fc.record({ at: fc.nat(), byte: fc.nat(255), run: fc.constantFrom(1, 1, 1, 4, 8) });
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...files),
      fc.array(change, { minLength: 1, maxLength: 3 }),
      fc.option(fc.nat(), { freq: 8 }),
      async (file, changes, cut) => {
        const bytes = Uint8Array.from(file);
        for (const { at, byte, run } of changes) bytes.fill(byte, at % bytes.length, (at % bytes.length) + run);
        const part = cut === null ? bytes : bytes.subarray(0, cut % bytes.length);
        try {
          await readArrowGraph({ nodes: { n: { files: part, id: 'id' } }, onBadRow: 'skip' });
          for await (const batch of arrowBatches(part))
            for (const row of batch) JSON.stringify(row.toArray().map(String));
        } catch (error) {
          if (!isHeteroGraphError(error)) throw error;
          refused++;
        }
      },
    ),
    { numRuns },
  );
  expect(refused).toBeGreaterThan(numRuns / 10);
}, 600_000);
