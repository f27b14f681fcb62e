import { expectArgument, expectMembers, HeteroGraphError } from '../../core/index.js';
import type { MultiLabelTargets, Prediction, SingleLabelTargets, Targets } from './types.js';

/**
 * Refuses a prediction that no metric can score.
 *
 * @throws {HeteroGraphError} SHAPE_MISMATCH where logits, rows and classes do not match; NON_FINITE where a score is NaN or
 * infinite; UNLABELLED_ROW where a row has no label or lies outside the targets. O(B C).
 */
export function checkPrediction(prediction: Prediction, targets: Targets): void {
  expectPrediction(prediction);
  expectTargets(targets);
  const { logits, rows, numClasses } = prediction;
  if (numClasses !== targets.numClasses || logits.length !== rows.length * numClasses) {
    throw new HeteroGraphError(
      'SHAPE_MISMATCH',
      `${logits.length} scores for ${rows.length} rows of ${numClasses} classes, against targets of ${targets.numClasses}.`,
      { hint: 'Scores are [rows, classes], row-major.' },
    );
  }
  for (let i = 0; i < logits.length; i++) {
    if (!Number.isFinite(logits[i]!)) {
      throw new HeteroGraphError('NON_FINITE', `A score is ${logits[i]}.`, {
        row: rows[Math.floor(i / numClasses)],
        column: `class ${i % numClasses}`,
        hint: 'Lower the learning rate, or look for non-finite features with validateGraph(graph).',
      });
    }
  }
  checkLabelled(rows, targets);
}

/** @throws {HeteroGraphError} UNLABELLED_ROW where a row has no label or lies outside the targets. O(B). */
export function checkLabelled(rows: Int32Array, targets: Targets): void {
  const { labels, numClasses } = targets;
  const numNodes = targets.kind === 'single' ? labels.length : labels.length / numClasses;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    const isInside = row >= 0 && row < numNodes;
    if (isInside && (targets.kind === 'multi' || (labels[row]! >= 0 && labels[row]! < numClasses))) continue;
    throw new HeteroGraphError(
      'UNLABELLED_ROW',
      isInside
        ? `The label is ${labels[row]}; classes go from 0 to ${numClasses - 1}.`
        : `There is no row ${row}: there are ${numNodes} nodes.`,
      { row, hint: 'Split rows of this graph, and only those with a label.' },
    );
  }
}

/** Arg-max class of every row [B], offsets included; ties go to the lowest class. */
export function predictedClasses(prediction: Prediction): Int32Array {
  expectPrediction(prediction);
  const { rows, numClasses } = prediction;
  const logits = decidingScores(prediction);
  const classes = new Int32Array(rows.length);
  for (let i = 0; i < rows.length; i++) {
    const start = i * numClasses;
    let best = 0;
    for (let c = 1; c < numClasses; c++) if (logits[start + c]! > logits[start + best]!) best = c;
    classes[i] = best;
  }
  return classes;
}

/** True class of every row [B]. */
export function trueClasses(rows: Int32Array, targets: SingleLabelTargets): Int32Array {
  expectArgument(rows, 'numbers', 'rows');
  expectTargets(targets);
  const { labels } = targets;
  const classes = new Int32Array(rows.length);
  for (let i = 0; i < rows.length; i++) classes[i] = labels[rows[i]!]!;
  return classes;
}

/** 0/1 per row and class [B, C]: the score with its offset is above 0, which without one is the sigmoid above one half. */
export function predictedFlags(prediction: Prediction): Uint8Array {
  expectPrediction(prediction);
  const logits = decidingScores(prediction);
  const flags = new Uint8Array(logits.length);
  for (let i = 0; i < logits.length; i++) flags[i] = logits[i]! > 0 ? 1 : 0;
  return flags;
}

/** Scores [B, C] by which classes are decided. */
function decidingScores({ logits, numClasses, offsets }: Prediction): Float32Array {
  return offsets === undefined ? logits : logits.map((z, i) => z + offsets[i % numClasses]!);
}

/** True 0/1 per row and class [B, C]. */
export function trueFlags(rows: Int32Array, targets: MultiLabelTargets): Uint8Array {
  expectArgument(rows, 'numbers', 'rows');
  expectTargets(targets);
  const { labels, numClasses } = targets;
  const flags = new Uint8Array(rows.length * numClasses);
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    flags.set(labels.subarray(row * numClasses, (row + 1) * numClasses), i * numClasses);
  }
  return flags;
}

/** 0/1 per row [B]: the row carries class `c`, whatever the kind of the targets. */
export function carriesClass(rows: Int32Array, targets: Targets, c: number): Uint8Array {
  const { labels, numClasses } = targets;
  const flags = new Uint8Array(rows.length);
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    flags[i] = targets.kind === 'single' ? (labels[row] === c ? 1 : 0) : labels[row * numClasses + c]!;
  }
  return flags;
}

/** @throws {HeteroGraphError} INVALID_OPTION */
export function expectPrediction(prediction: Prediction): void {
  expectMembers(prediction, 'prediction', { logits: 'numbers', rows: 'numbers', numClasses: 'number' });
}

/** @throws {HeteroGraphError} INVALID_OPTION */
export function expectTargets(targets: Targets): void {
  expectMembers(targets, 'targets', { kind: 'text', labels: 'numbers', numClasses: 'number' });
}
