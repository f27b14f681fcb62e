// Compiles the AssemblyScript kernels to WebAssembly (SIMD, shared memory) and embeds them as base64, so that neither
// bundlers nor workers need to find a file.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const folder = join(root, 'src/compute/assembly');
const binary = join(folder, 'generated/kernels.wasm');
mkdirSync(dirname(binary), { recursive: true });
const { error, stderr } = await asc.main([
  join(folder, 'index.ts'),
  ...['--outFile', binary],
  ...['--enable', 'simd', '--enable', 'threads'],
  ...['--importMemory', '--sharedMemory', '--initialMemory', '16', '--maximumMemory', '65536'],
  ...['--memoryBase', '65536', '--runtime', 'stub', '--noAssert', '-O3', '--use', 'abort='],
]);
if (error) {
  console.error(stderr.toString());
  process.exit(1);
}
const bytes = readFileSync(binary);
rmSync(binary);
const flagsAt = memoryFlagsAt(bytes);
writeFileSync(
  join(folder, 'generated/kernels.ts'),
  `/** Made by scripts/build-wasm.mjs from src/compute/assembly; ${bytes.length} bytes. */
export const wasmBase64 =
  '${bytes.toString('base64')}';
/** Byte of the module that says what memory it imports: 3 where shared with a maximum, 1 where not shared. */
export const memoryFlagsAt = ${flagsAt};
`,
);

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
