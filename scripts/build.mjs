// Builds the WebAssembly kernels and the script of pages with graphs, then `dist`; each only where its sources have changed since (`npm run build`, and before tests).
import { execFileSync } from 'node:child_process';
import { readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { keepPublicDeclarations } from './declarations.mjs';
import { hashOf, isFresh, writeStamp } from './stamp.mjs';

const project = join(dirname(fileURLToPath(import.meta.url)), '..');

export const kernels = {
  name: 'kernels',
  inputs: [
    'src/compute/assembly',
    'src/compute/layout.json',
    'scripts/build-wasm.mjs',
    'scripts/kernel-layout.mjs',
    'node_modules/assemblyscript/package.json',
  ],
  output: 'src/compute/assembly/generated',
};

export const viewer = {
  name: 'viewer',
  inputs: [
    ...[
      'src/viz/network/viewer',
      'src/viz/network/drawing/shapes.ts',
      'src/viz/geometry.ts',
      'src/viz/network/page/page-data.ts',
    ],
    ...['scripts/build-viewer.mjs', 'node_modules/esbuild/package.json'],
  ],
  output: 'src/viz/network/generated',
};

export const dist = {
  name: 'dist',
  inputs: [
    ...['src', kernels.output, viewer.output, 'tsconfig.json', 'tsconfig.build.json'],
    ...['package.json', 'scripts/declarations.mjs', 'node_modules/typescript/package.json'],
  ],
  output: 'dist',
};

export function buildKernels(root = project) {
  ifChanged(root, kernels, () => node(root, 'scripts/build-wasm.mjs'));
}

export function buildViewer(root = project) {
  ifChanged(root, viewer, () => node(root, 'scripts/build-viewer.mjs'));
}

export function buildDist(root = project) {
  buildKernels(root);
  buildViewer(root);
  ifChanged(root, dist, () => {
    const folder = join(root, `node_modules/.cache/heterograph/dist-${process.pid}`);
    try {
      node(root, 'node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json', '--outDir', folder);
      keepPublicDeclarations(folder, JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
      // The whole folder is replaced: what belonged to a source that is gone must not remain.
      rmSync(join(root, dist.output), { recursive: true, force: true });
      renameSync(folder, join(root, dist.output));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
}

function ifChanged(root, { name, inputs, output }, build) {
  if (isFresh(root, name, inputs, output)) return;
  const before = hashOf(root, inputs);
  build();
  writeStamp(root, name, inputs, output, before);
}

function node(root, ...args) {
  execFileSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) buildDist();
