import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cruise, type ICruiseOptions, type ICruiseResult } from 'dependency-cruiser';
import extractDepcruiseOptions from 'dependency-cruiser/config-utl/extract-depcruise-options';
import extractTypeScriptConfig from 'dependency-cruiser/config-utl/extract-ts-config';
import { describe, expect, it } from 'vitest';
import { circles, fileImports, folderImports, isEntry, readFrom, sourceFiles } from './import-graph.js';

const root = join(import.meta.dirname, '../..');

function sources(folder: string): { path: string; lines: number }[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.parentPath.includes('generated'))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path: path.slice(root.length + 1), lines: readFileSync(path, 'utf8').split('\n').length - 1 }));
}

/** AssemblyScript imports as it likes; what is made from it is TypeScript. */
function isAssembly(file: string): boolean {
  return file.startsWith('src/compute/assembly/') && !file.includes('/generated/');
}

describe('the house', () => {
  it('imports go down only, in no circle', async () => {
    const options = (await extractDepcruiseOptions(join(root, '.dependency-cruiser.cjs'))) as ICruiseOptions;
    const typescript = extractTypeScriptConfig(join(root, 'tsconfig.json'));
    const { output } = await cruise(['src'], { ...options, baseDir: root }, undefined, { tsConfig: typescript });
    const { summary } = output as ICruiseResult;
    expect(summary.totalCruised).toBeGreaterThan(100);
    expect(summary.violations.map((v) => `${v.rule.name}: ${v.from} -> ${v.to}`)).toEqual([]);
  });

  it('files import each other in no circle, imports of types included, and neither do folders', () => {
    const rooms = [
      'core',
      'files',
      'compute',
      'tensor',
      'layers',
      'schedule',
      'graph',
      'propagation',
      'influence',
      'analytics',
      'sampling',
      'training',
    ];
    rooms.push(
      'datasets',
      'data',
      'models',
      'anomaly',
      'ranking',
      'viz',
      'recommend',
      'relational',
      'experiments',
      'serve',
      'cli',
    );
    const files = rooms
      .flatMap((room) => sourceFiles(root, `src/${room}`))
      .filter((file) => !isEntry(file) && !isAssembly(file));
    const graph = fileImports(files, readFrom(root));
    expect([...graph.values()].reduce((sum, targets) => sum + targets.size, 0)).toBeGreaterThan(300);
    expect(circles(graph)).toEqual([]);
    expect(circles(folderImports(graph))).toEqual([]);
  });

  it('no file exceeds 500 lines and the median stays below 120', () => {
    const files = [...sources('src'), ...sources('test')];
    expect(files.filter((file) => file.lines > 500)).toEqual([]);
    const lengths = sources('src')
      .map((file) => file.lines)
      .sort((a, b) => a - b);
    expect(lengths[lengths.length >> 1]).toBeLessThan(120);
  });

  it('the library never prints', () => {
    const printing = sources('src')
      .filter(({ path }) => !path.startsWith('src/cli/'))
      .filter(({ path }) => /\bconsole\.|process\.std(out|err)\b/.test(readFileSync(join(root, path), 'utf8')));
    expect(printing.map((file) => file.path)).toEqual([]);
  });

  it('the lock file names no registry', () => {
    expect(readFileSync(join(root, 'package-lock.json'), 'utf8')).not.toMatch(/"resolved": "https?:/);
  });

  it('nothing fetched or large is tracked', () => {
    const tracked = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' })
      .split('\0')
      .filter(Boolean);
    const large = tracked.filter(
      (path) => path !== 'package-lock.json' && readFileSync(join(root, path)).length > 512 * 1024,
    );
    expect(large).toEqual([]);
  });
});
