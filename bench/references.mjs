// The slow, obvious versions of the kernels in test/compute/references, for a benchmark: transpiled, with what they import from `dist`.
import { readdirSync } from 'node:fs';
import { build } from 'esbuild';

const folder = new URL('../test/compute/references/', import.meta.url);
const dist = new URL('../dist/', import.meta.url);

const fromDist = {
  name: 'from-dist',
  setup: ({ onResolve }) =>
    onResolve({ filter: /\/src\// }, ({ path }) => ({
      path: new URL(path.split('/src/')[1], dist).href,
      external: true,
    })),
};

export async function loadReferences() {
  const contents = readdirSync(folder)
    .map((file) => `export * from './${file.replace(/\.ts$/, '.js')}';`)
    .join('\n');
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: folder.pathname, loader: 'ts' },
    ...{ bundle: true, format: 'esm', platform: 'node', write: false, plugins: [fromDist] },
  });
  return import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);
}
