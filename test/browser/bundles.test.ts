import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build as esbuild } from 'esbuild';
import { type Rollup, build as viteBuild } from 'vite';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  exports: Record<string, string | { default: string }>;
};
/** All entries that are modules, but for those that read data sets from disk, run experiments on it or serve them. */
const entries = Object.entries(exports).flatMap(([name, target]) =>
  typeof target === 'object' && !['./datasets', './experiments', './serve'].includes(name)
    ? [{ name, file: join(root, target.default) }]
    : [],
);

describe.each(entries)('the entry $name for browsers', ({ file }) => {
  it('is bundled by esbuild without error or warning', async () => {
    const { errors, warnings, outputFiles } = await esbuild({
      stdin: { contents: `export * from ${JSON.stringify(file)};`, resolveDir: root },
      ...{ bundle: true, format: 'esm', platform: 'browser', target: 'es2022', write: false, logLevel: 'silent' },
    });
    expect({ errors, warnings }).toEqual({ errors: [], warnings: [] });
    expect(outputFiles![0]!.text.match(/^import\b.*$/gm) ?? []).toEqual([]);
  });

  it('is bundled by vite without error or warning', async () => {
    const messages: string[] = [];
    const result = await viteBuild({
      root,
      configFile: false,
      logLevel: 'silent',
      build: {
        write: false,
        minify: false,
        target: 'es2022',
        chunkSizeWarningLimit: 1e6,
        lib: { entry: file, formats: ['es'], fileName: 'bundle' },
        rollupOptions: { onwarn: ({ message }: { message?: string }) => void messages.push(String(message)) },
      },
    });
    expect(messages).toEqual([]);
    const [{ output }] = result as [Rollup.RollupOutput];
    expect(output.flatMap((chunk) => (chunk.type === 'chunk' ? chunk.imports : []))).not.toContainEqual(
      expect.stringMatching(/^node:|browser-external/),
    );
  });
});
