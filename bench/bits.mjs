// Are the bits of every seeded result the same? node bench/bits.mjs [DIST] [--json] [--only SECTION] prints one hash a result, computed
// through the public entries of a dist folder; node bench/bits.mjs --compare A.json B.json lists the differences between two such outputs.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { digest } from './bits/digest.mjs';
import { entriesOf } from './bits/entries.mjs';
import { graphBits } from './bits/graphs.mjs';
import { influenceBits } from './bits/influence.mjs';
import { kernelBits } from './bits/kernels.mjs';
import { modelBits } from './bits/models.mjs';
import { propagationBits } from './bits/propagation.mjs';
import { scheduleBits } from './bits/schedule.mjs';
import { tensorBits } from './bits/tensors.mjs';

const sections = {
  graphs: graphBits,
  kernels: kernelBits,
  schedule: scheduleBits,
  propagation: propagationBits,
  tensors: tensorBits,
  influence: influenceBits,
  models: modelBits,
};
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean' },
    compare: { type: 'boolean' },
    only: { type: 'string' },
    data: { type: 'string' },
  },
});

if (values.compare) process.exitCode = compare(...positionals);
else await print(positionals[0] ?? fileURLToPath(new URL('../dist', import.meta.url)));

async function print(dist) {
  const api = await entriesOf(dist);
  const data =
    values.data ?? process.env.HETEROGRAPH_DATA ?? fileURLToPath(new URL('../../shared/data', import.meta.url));
  const bits = {};
  for (const [section, run] of Object.entries(sections)) {
    if (values.only && values.only !== section) continue;
    const record = async (name, compute) => {
      const hash = await hashOf(compute);
      bits[`${section}: ${name}`] = hash;
      if (!values.json) console.log(`${hash}  ${section}: ${name}`);
    };
    await run(api, record, data);
  }
  if (values.json) console.log(JSON.stringify(bits, null, 1));
  process.exit(); // The pool's threads are left to the process.
}

/** What cannot be computed is an answer too: an entry that lost a name shows as a difference. */
async function hashOf(compute) {
  try {
    return digest(await compute());
  } catch (error) {
    return `failed: ${error.code ?? error.message}`;
  }
}

function compare(a, b) {
  const [before, after] = [a, b].map((file) => JSON.parse(readFileSync(file, 'utf8')));
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const differing = names.filter((name) => before[name] !== after[name]);
  for (const name of differing) console.log(`${name}: ${before[name] ?? 'none'} -> ${after[name] ?? 'none'}`);
  console.log(`${names.length - differing.length} of ${names.length} results have the same bits.`);
  return differing.length === 0 ? 0 : 1;
}
