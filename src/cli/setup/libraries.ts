import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { HeteroGraphError } from '../../core/index.js';
import { mustRun, runCommand } from './command.js';

/** The two files of TensorFlow's C library as Python's packages carry them. */
export const libraryFiles = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'] as const;

/** A folder with TensorFlow's libraries and its `include`. */
export interface TensorFlowFolder {
  readonly path: string;
  /** Where it came from, for people. */
  readonly from: string;
}

const python = 'python3';

/** Prints the folder of an installed package without importing it. */
const locate = `import importlib.util as u
s = u.find_spec('tensorflow')
print(s.submodule_search_locations[0] if s and s.submodule_search_locations else '')`;

/** Unzips what is needed of the wheel argv[1] into argv[2]. */
const unpack = `import sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as wheel:
    names = [n for n in wheel.namelist() if n.startswith('tensorflow/include/') or n.startswith('tensorflow/libtensorflow')]
    wheel.extractall(sys.argv[2], names)`;

/**
 * TensorFlow's library: that of a Python installation, else that of the wheel `tensorflow-cpu`, downloaded once into `cache`.
 *
 * @throws {HeteroGraphError} SETUP_FAILED saying what to do instead
 */
export async function findLibraries(cache: string, say: (line: string) => void): Promise<TensorFlowFolder> {
  const { code, output } = await runCommand(python, ['-c', locate]);
  const installed = code === 0 ? (output.split('\n').at(-1) ?? '') : '';
  if (installed !== '' && isComplete(installed)) return { path: installed, from: 'the Python installation' };
  const kept = join(cache, 'tensorflow');
  if (isComplete(join(kept, 'tensorflow'))) return { path: join(kept, 'tensorflow'), from: 'the cache' };
  if (code === 127) {
    throw new HeteroGraphError('SETUP_FAILED', 'There is no python3, which fetches and unpacks TensorFlow.', {
      hint: 'Install Python 3.10 or later with pip.',
    });
  }
  say(`Downloading the Python package tensorflow-cpu into ${cache} (about 270 MB; 1.1 GB unpacked) ...`);
  const fresh = `${kept}-${process.pid}`;
  await mkdir(fresh, { recursive: true });
  try {
    await mustRun(python, ['-m', 'pip', 'download', '--no-deps', '--dest', fresh, 'tensorflow-cpu'], {
      hint: 'Where pip cannot reach an index, or has no wheel for this Python or system, install the package tensorflow yourself and run this again.',
    });
    const wheel = (await readdir(fresh)).find((name) => name.endsWith('.whl'));
    await mustRun(python, ['-c', unpack, join(fresh, String(wheel)), fresh], { hint: 'Is there room for 1.1 GB?' });
    await rm(join(fresh, String(wheel)));
    await rm(kept, { recursive: true, force: true });
    await rename(fresh, kept);
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
  if (isComplete(join(kept, 'tensorflow'))) return { path: join(kept, 'tensorflow'), from: 'the wheel tensorflow-cpu' };
  throw new HeteroGraphError(
    'SETUP_FAILED',
    `The Python package of TensorFlow does not hold ${libraryFiles.join(' and ')}.`,
    {
      hint: 'The wheels for Linux hold them; on other systems try `npm install @tensorflow/tfjs-node`.',
    },
  );
}

function isComplete(folder: string): boolean {
  return [...libraryFiles, 'include/tensorflow/c/c_api.h'].every((name) => existsSync(join(folder, name)));
}
