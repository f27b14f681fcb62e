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
writeFileSync(
  join(folder, 'generated/kernels.ts'),
  `/** Made by scripts/build-wasm.mjs from src/compute/assembly; ${bytes.length} bytes. */\nexport const wasmBase64 =\n  '${bytes.toString('base64')}';\n`,
);
