import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { HeteroGraphError } from '../../core/index.js';
import { defaultCacheFolder } from '../../datasets/index.js';
import { type CommandResult, lastLines, runCommand } from './command.js';
import { findLibraries } from './libraries.js';
import { buildAddon, linkLibraries, packageVersion, placePackage, scopeFolder } from './tfjs-node.js';

/** Loads the backend in a process of its own and multiplies: ones of 64 x 64 twice give 64 everywhere. */
const proof = fileURLToPath(new URL('./prove-tensorflow.js', import.meta.url));

export function proveTensorFlow(): Promise<CommandResult> {
  return runCommand(process.execPath, [proof]);
}

/**
 * Makes the backend `tensorflow` work: tfjs-node next to the core that this library uses, built on TensorFlow's own library from
 * Python's package. Does nothing where it works already. Linux only.
 *
 * @param say takes one line per step
 * @throws {HeteroGraphError} SETUP_FAILED with the way out
 */
export async function setUpTensorFlow(say: (line: string) => void): Promise<void> {
  const before = await proveTensorFlow();
  if (before.code === 0) {
    say(`The backend tensorflow works already: ${before.output.split('\n').at(-1)}`);
    return;
  }
  if (process.platform !== 'linux') {
    throw new HeteroGraphError('SETUP_FAILED', `The recipe is for Linux, this is ${process.platform}.`, {
      hint: `Try \`npm install @tensorflow/tfjs-node@${packageVersion}\`, which downloads a library of its own.`,
    });
  }
  const cache = join(defaultCacheFolder(), 'setup');
  const libraries = await findLibraries(cache, say);
  say(`TensorFlow's library: ${libraries.path} (${libraries.from}).`);
  const scope = scopeFolder();
  say(`Fetching @tensorflow/tfjs-node ${packageVersion} into ${scope} (no script of it is run) ...`);
  const target = await placePackage(scope);
  await linkLibraries(target, libraries);
  say('Compiling its native part on that library (about 15 s) ...');
  await buildAddon(target);
  const after = await proveTensorFlow();
  if (after.code !== 0) {
    throw new HeteroGraphError('SETUP_FAILED', `What was built does not work:\n${lastLines(after.output)}\n`, {
      hint: 'Install TensorFlow 2.21 for Python, with which this was tried, and repeat.',
    });
  }
  say(`The backend tensorflow works: ${after.output.split('\n').at(-1)}`);
  say('It stays until node_modules is made anew (npm install, npm ci); then run this again.');
}
