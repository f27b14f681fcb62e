// Bundles the script of pages with graphs and embeds it as a text, so that a page is one file.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const folder = join(dirname(fileURLToPath(import.meta.url)), '../src/viz/network');
const { outputFiles } = await build({
  entryPoints: [join(folder, 'viewer/main.ts')],
  ...{
    bundle: true,
    minify: true,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    charset: 'ascii',
    write: false,
  },
});
const script = outputFiles[0].text.trim();
if (/<\/script|<!--/i.test(script)) throw new Error('The script would end before its end.');
mkdirSync(join(folder, 'generated'), { recursive: true });
writeFileSync(
  join(folder, 'generated/viewer.ts'),
  `/** Made by scripts/build-viewer.mjs from src/viz/network/viewer; ${script.length} bytes. */
export const viewer = ${JSON.stringify(script)};
`,
);
