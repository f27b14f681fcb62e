import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { mustRun } from './command.js';
import { libraryFiles, type TensorFlowFolder } from './libraries.js';

export const packageVersion = '4.22.0';
const packageName = `@tensorflow/tfjs-node@${packageVersion}`;

/** The folder of @tensorflow packages that this library loads: tfjs-node must find the same core there. */
export function scopeFolder(): string {
  return dirname(dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-core/package.json')));
}

/**
 * Puts tfjs-node, without its native part, next to the core that this library uses; its other dependencies lie below it, so that
 * nothing else in node_modules changes. npm would drop it at once: it is an optional peer there.
 */
export async function placePackage(scope: string): Promise<string> {
  const target = join(scope, 'tfjs-node');
  const stage = await mkdtemp(join(tmpdir(), 'heterograph-setup-'));
  try {
    await writeFile(join(stage, 'package.json'), '{"private":true}\n');
    const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock'];
    await mustRun('npm', ['install', ...quiet, '--prefix', stage, packageName], {
      folder: stage,
      hint: 'npm must be able to reach its registry, or a mirror of it.',
    });
    const packages = join(stage, 'node_modules');
    const fresh = `${target}-${process.pid}`;
    await rm(fresh, { recursive: true, force: true });
    await cp(join(packages, '@tensorflow', 'tfjs-node'), fresh, { recursive: true });
    const shared = new Set([...(await readdir(scope)), 'tfjs-node']);
    for (const name of await readdir(join(packages, '@tensorflow'))) {
      if (shared.has(name)) await rm(join(packages, '@tensorflow', name), { recursive: true });
    }
    await cp(packages, join(fresh, 'node_modules'), { recursive: true, verbatimSymlinks: true });
    await rm(target, { recursive: true, force: true });
    await rename(fresh, target);
  } finally {
    await rm(stage, { recursive: true, force: true });
  }
  return target;
}

/** Lays TensorFlow's files where the package's build looks for them, as links. */
export async function linkLibraries(target: string, { path }: TensorFlowFolder): Promise<void> {
  const deps = join(target, 'deps');
  await rm(deps, { recursive: true, force: true });
  await mkdir(join(deps, 'lib'), { recursive: true });
  await symlink(join(path, 'include'), join(deps, 'include'));
  for (const name of libraryFiles) await symlink(join(path, name), join(deps, 'lib', name));
  await symlink(libraryFiles[0], join(deps, 'lib', 'libtensorflow.so'));
  await symlink(libraryFiles[1], join(deps, 'lib', 'libtensorflow_framework.so'));
}

/** Compiles the native part: a C++ compiler, make and Python are needed. */
export async function buildAddon(target: string): Promise<void> {
  await mustRun('npm', ['run', 'build-addon-from-source'], {
    folder: target,
    hint: 'A C++ compiler, make, Python 3 and the headers of Node.js are needed (Debian: build-essential; see node-gyp).',
  });
}

export function isPlaced(scope: string): boolean {
  return existsSync(join(scope, 'tfjs-node', 'package.json'));
}
