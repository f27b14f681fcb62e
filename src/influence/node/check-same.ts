import { HeteroGraphError } from '../../core/index.js';
import { encodeWords, sha256Hex } from '../../files/index.js';
import type { SeedProblem } from '../algorithms/seed-problem.js';
import type { DiffusionNetwork } from '../network/network.js';
import { networkFingerprint } from './fingerprint.js';
import type { RunManifest } from './manifest.js';
import { questionWords } from './question-words.js';

/**
 * Refuses to continue the run of another network or, where one is given, of another question.
 *
 * @throws {HeteroGraphError} CHECKPOINT_MISMATCH naming what differs
 */
export function checkSameQuestion(
  folder: string,
  { network: saved, question }: RunManifest,
  network: DiffusionNetwork,
  problem: SeedProblem | undefined,
): void {
  const fail = (what: string, stored: unknown, now: unknown): never => {
    throw new HeteroGraphError(
      'CHECKPOINT_MISMATCH',
      `The saved run is of another question: ${what} was ${stored} and is ${now}.`,
      { file: folder, column: what, hint: 'Use the same graph and options, or another folder.' },
    );
  };
  const fingerprint = networkFingerprint(network);
  if (fingerprint !== saved) fail('network', saved.slice(0, 12), fingerprint.slice(0, 12));
  if (!problem) return;
  for (const name of ['k', 'delta', 'seed'] as const) {
    if (question[name] !== problem[name]) fail(name, question[name], problem[name]);
  }
  const { weight, inTurn = false } = problem.roots;
  if (question.weight !== weight) fail('roots', question.weight, weight);
  if (question.inTurn !== inTurn) fail('roots', question.inTurn, inTurn);
  const { arrays, words } = questionWords(problem);
  const describe = (list: RunManifest['question']['arrays']) =>
    list.map(({ name, length }) => `${name}[${length}]`).join(' ');
  if (describe(question.arrays) !== describe(arrays))
    fail('candidates, given or roots', describe(question.arrays), describe(arrays));
  const sha256 = sha256Hex(encodeWords([words]));
  if (sha256 !== question.file.sha256)
    fail('candidates, given or roots', question.file.sha256.slice(0, 12), sha256.slice(0, 12));
}
