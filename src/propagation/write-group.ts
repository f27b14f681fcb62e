import { createHash } from 'node:crypto';
import { diskWork } from '../compute/schedule/kernel-work.js';
import type { Operator } from '../compute/schedule/operator.js';
import { breathe, throwIfAborted } from '../core/index.js';
import type { GroupFile } from './group-file.js';
import type { GroupPlan } from './pipeline.js';

/** Of the two buffers together. */
const BUFFER_BYTES = 1 << 23;

/**
 * The operator that writes a group [rows, hops, width] whose hops are tensors [rows, width]: front to back, a stretch of rows at a
 * time, wherever the hops lie.
 *
 * @param open gives the file to write to; @param onWritten gets its SHA-256, in hex; default: none is taken
 */
export function writeGroupOperator(
  { name, tensors, hops, width }: GroupPlan,
  numRows: number,
  open: () => GroupFile,
  onWritten?: (sha256: string) => void,
): Operator {
  const rowBytes = Math.max(1, hops * width * 4);
  const step = Math.max(1, Math.min(numRows, Math.floor(BUFFER_BYTES / 2 / rowBytes)));
  return {
    ...{ name: `write ${name}`, ...diskWork(numRows * hops * width), streams: tensors },
    scratchBytes: step * (rowBytes + width * 4),
    run: async ({ copyOut, signal }) => {
      const file = open();
      try {
        const hash = onWritten && createHash('sha256');
        const out = new Float32Array(step * hops * width);
        const slice = new Float32Array(step * width);
        for (let from = 0; from < numRows; from += step) {
          const count = Math.min(step, numRows - from);
          for (const [slot, tensor] of tensors.entries()) {
            const part = slice.subarray(0, count * width);
            await copyOut(tensor, from * width, part);
            for (let i = 0; i < count; i++) {
              out.set(part.subarray(i * width, (i + 1) * width), (i * hops + slot) * width);
            }
          }
          const written = file.append(out.subarray(0, count * hops * width));
          hash?.update(written);
          throwIfAborted(signal);
          await breathe();
        }
        if (hash) onWritten?.(hash.digest('hex'));
      } catch (error) {
        file.close();
        throw error;
      }
    },
  };
}
