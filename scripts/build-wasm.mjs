// Compiles the AssemblyScript kernels to WebAssembly (SIMD, shared memory), once with and once without relaxed SIMD, and embeds them
// as base64, so that neither bundlers nor workers need to find a file.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';
import { layoutFiles } from './kernel-layout.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const folder = join(root, 'src/compute/assembly');
mkdirSync(join(folder, 'generated'), { recursive: true });
const layout = JSON.parse(readFileSync(join(root, 'src/compute/layout.json'), 'utf8'));
for (const [name, text] of Object.entries(layoutFiles(layout))) writeFileSync(join(folder, 'generated', name), text);
const plain = await compile('kernels.wasm', []);
const relaxed = await compile('relaxed.wasm', ['relaxed-simd']);
writeFileSync(
  join(folder, 'generated/kernels.ts'),
  `/** Made by scripts/build-wasm.mjs from src/compute/assembly; ${plain.length} and ${relaxed.length} bytes. */
/** For every engine with SIMD. */
export const plainKernels = ${embedded(plain)};
/** For engines with relaxed SIMD: a product and a sum are one instruction. */
export const relaxedKernels = ${embedded(relaxed)};
`,
);

async function compile(name, features) {
  const binary = join(folder, 'generated', name);
  const { error, stderr } = await asc.main([
    join(folder, 'index.ts'),
    ...['--outFile', binary],
    ...['simd', 'threads', ...features].flatMap((feature) => ['--enable', feature]),
    ...['--importMemory', '--sharedMemory', '--initialMemory', '16', '--maximumMemory', '65536'],
    ...['--memoryBase', '65536', '--runtime', 'stub', '--noAssert', '-O3', '--use', 'abort='],
  ]);
  if (error) {
    console.error(stderr.toString());
    process.exit(1);
  }
  const bytes = readFileSync(binary);
  rmSync(binary);
  return bytes;
}

function embedded(bytes) {
  return `{ memoryFlagsAt: ${memoryFlagsAt(bytes)}, base64: '${bytes.toString('base64')}' }`;
}

/**
 * Where the limits of the imported memory start. A module that imports a shared memory cannot be given any other, and the one
 * byte is all that differs between the two: section 2 (imports) is a vector of module name, field name, kind, limits.
 */
function memoryFlagsAt(module) {
  let at = 8;
  const number = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = module[at++];
      value |= (byte & 127) << shift;
      if (byte < 128) return value;
    }
  };
  while (at < module.length) {
    const section = module[at++];
    const end = number() + at;
    if (section === 2) {
      const imports = number();
      for (let skip = number(); skip > 0; skip--) at++;
      for (let skip = number(); skip > 0; skip--) at++;
      const kind = module[at++];
      if (imports !== 1 || kind !== 2 || module[at] !== 3) break;
      return at;
    }
    at = end;
  }
  throw new Error('The module must import one thing only, a shared memory with a maximum.');
}
