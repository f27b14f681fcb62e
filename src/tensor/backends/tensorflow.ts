import * as tf from '@tensorflow/tfjs-core';
import { nodeModule } from '../../core/index.js';
import { unavailable } from './names.js';
import { nativeVersion } from './tensorflow-native.js';

const { createRequire } = nodeModule<typeof import('node:module')>('node:module');

/** `require` as in a CommonJS file of this folder; created at the first use, since a browser has none. */
const require = (): NodeJS.Require => createRequire(import.meta.url);
const packageName = '@tensorflow/tfjs-node';
const remedy = 'Run `npx heterograph doctor --fix tensorflow`.';

/**
 * Loads TensorFlow's native library through tfjs-node and registers it with the engine, once. The selected backend stays
 * selected: the package selects itself when it is imported.
 *
 * @returns the library's version
 * @throws {HeteroGraphError} BACKEND_UNAVAILABLE saying what is missing
 */
export async function openTensorFlow(): Promise<string> {
  if (tf.findBackend('tensorflow') === null) await load();
  return nativeVersion();
}

async function load(): Promise<void> {
  const selected = tf.findBackend(tf.getBackend()) === null ? undefined : tf.getBackend();
  checkOneCore();
  restoreRemovedFunction();
  // The native library announces itself on standard error; this leaves two lines of it.
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';
  try {
    await import(packageName);
  } catch (cause) {
    throw unavailable('tensorflow', reasonOf(cause), remedy, cause);
  }
  if (selected !== undefined) await tf.setBackend(selected);
}

/** The package must find the core that this library uses: a second copy registers everything again and has tensors of its own. */
function checkOneCore(): void {
  const core = '@tensorflow/tfjs-core';
  let theirs: string;
  try {
    const tfjs = createRequire(require().resolve(`${packageName}/package.json`)).resolve('@tensorflow/tfjs');
    theirs = createRequire(tfjs).resolve(core);
  } catch (cause) {
    throw unavailable('tensorflow', reasonOf(cause), remedy, cause);
  }
  if (theirs === require().resolve(core)) return;
  throw unavailable('tensorflow', `${packageName} finds another copy of ${core} (${theirs})`, remedy);
}

/** tfjs-node 4.22.0 calls util.isNullOrUndefined, which Node 23 dropped. */
function restoreRemovedFunction(): void {
  const util = require()('node:util') as { isNullOrUndefined?: (value: unknown) => boolean };
  util.isNullOrUndefined = (value) => value === null || value === undefined;
}

function reasonOf(cause: unknown): string {
  const { code, message } = cause as { code?: string; message?: string };
  if (code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND')
    return `the package ${packageName} is not installed`;
  return `${packageName} does not load (${String(message).split('\n')[0]})`;
}
