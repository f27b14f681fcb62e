import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
// Inside the project, so that packages are found.
const folder = mkdtempSync(join(root, 'node_modules/.contributing-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The operation of CONTRIBUTING.md, compiled as if it lay in `src/tensor/ops`, with the room around it. */
async function exampleOp() {
  const section = readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8').split('## Adding a tensor operation')[1]!;
  const [, code] = /```ts\n(.*?)```/s.exec(section)!;
  const outfile = join(folder, 'softsign.mjs');
  await build({
    stdin: {
      contents: `${code}\nexport { Parameter, setBackend, sum, valueAndGradients, multiply } from '../index.js';`,
      resolveDir: join(root, 'src/tensor/ops'),
      loader: 'ts',
    },
    outfile,
    bundle: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    logLevel: 'silent',
  });
  return import(outfile);
}

it('the worked example of CONTRIBUTING.md computes softsign and its gradient', async () => {
  const { softsign, Parameter, setBackend, sum, valueAndGradients, multiply } = await exampleOp();
  for (const backend of ['threads', 'cpu']) {
    await setBackend(backend);
    const p = new Parameter('p', [3], (values: Float32Array) => values.set([-3, 0, 1]));
    const { value, gradients } = valueAndGradients(() => sum(multiply(softsign(p.value), 2)), [p]);
    // -3 / 4 + 0 + 1 / 2, twice; the slope is 1 / (1 + |x|)^2, twice.
    expect((await value.data())[0]).toBeCloseTo(-0.5, 6);
    expect([...(await gradients[0].data())]).toEqual([2 / 16, 2, 2 / 4]);
    for (const tensor of [value, ...gradients, p]) tensor.dispose();
  }
});
