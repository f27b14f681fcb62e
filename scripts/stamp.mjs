// Tells whether something that was built still belongs to its sources: a stamp holds one hash over the contents of both, so that
// neither a changed source nor a changed result goes unnoticed, whatever the files' dates say.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/**
 * @param {string} root the project
 * @param {string} name of the stamp
 * @param {readonly string[]} inputs files and folders that the result is made of
 * @param {string} output file or folder with the result
 */
export function isFresh(root, name, inputs, output) {
  const path = stampPath(root, name);
  return existsSync(path) && readFileSync(path, 'utf8') === hashOf(root, [...inputs, output]);
}

/**
 * Notes that `output` was made from the `inputs`.
 * @param {string} [before] hash of the inputs when the making began: had they changed since, nothing is noted
 */
export function writeStamp(root, name, inputs, output, before) {
  if (before !== undefined && hashOf(root, inputs) !== before) return;
  const path = stampPath(root, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, hashOf(root, [...inputs, output]));
}

/** One hash over names and contents of files, and of all files in folders but those `generated` there. Absent ones count as such. */
export function hashOf(root, paths) {
  const hash = createHash('sha256');
  for (const file of paths.flatMap((path) => filesIn(join(root, path)))) {
    const bytes = existsSync(file) ? readFileSync(file) : undefined;
    hash.update(`${relative(root, file)}\0${bytes ? bytes.length : 'absent'}\0`);
    if (bytes) hash.update(bytes);
  }
  return hash.digest('hex');
}

function filesIn(path) {
  if (!existsSync(path) || !statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .filter((name) => name !== 'generated')
    .sort()
    .flatMap((name) => filesIn(join(path, name)));
}

function stampPath(root, name) {
  return join(root, 'node_modules/.cache/heterograph', `${name}.sha256`);
}
