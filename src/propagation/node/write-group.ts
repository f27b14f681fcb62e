import { nodeModule, throwIfAborted, yieldToEventLoop } from '../../core/index.js';
import type { Operator } from '../../schedule/index.js';
import { diskWork } from '../../schedule/internal.js';
import type { GroupFile } from './group-file.js';

const { createHash } = nodeModule<typeof import('node:crypto')>('node:crypto');

/** A group [rows, hops, width] in the making. */
export interface GroupShape {
  readonly name: string;
  readonly hops: number;
  readonly width: number;
  /** In memory: one tensor [rows, hops, width]. To be written: a tensor [rows, width] for every hop. */
  readonly tensors: readonly string[];
}

/** Of the two buffers together. */
const BUFFER_BYTES = 1 << 23;

/** Bytes of a row from which on rows are written one by one. */
const WIDE_BYTES = 2048;

/**
 * The operator that writes what can be written of a group [rows, hops, width] when a hop, a tensor [rows, width], has been made: where
 * rows are wide, that hop, each row to its place; else nothing before the last hop is there, then the whole.
 *
 * @param open gives the group's file, the same every time; @param onWritten gets the SHA-256, in hex, of a group that is written as a
 * whole; default: none is taken
 */
export function writeGroupOperator(
  group: GroupShape,
  { slot, isLast }: { readonly slot: number; readonly isLast: boolean },
  numRows: number,
  open: () => GroupFile,
  onWritten?: (sha256: string) => void,
): Operator | undefined {
  if (group.width * 4 >= WIDE_BYTES) return writeHop(group, slot, numRows, open);
  return isLast ? writeWhole(group, numRows, open, onWritten) : undefined;
}

function writeHop(
  { name, tensors, hops, width }: GroupShape,
  slot: number,
  numRows: number,
  open: () => GroupFile,
): Operator {
  const tensor = tensors[slot]!;
  return {
    ...{ name: `write ${name} ${slot}`, ...diskWork(numRows * width), reads: [tensor] },
    run: ({ values }) => {
      const file = open();
      file.reserve(numRows * hops * width);
      file.writeStrided(values(tensor), width, hops * width, slot * width);
    },
  };
}

/** Front to back, a chunk of rows at a time; the hops may be in memory or on disk. */
function writeWhole(
  { name, tensors, hops, width }: GroupShape,
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
          await yieldToEventLoop();
        }
        if (hash) onWritten?.(hash.digest('hex'));
      } catch (error) {
        file.dispose();
        throw error;
      }
    },
  };
}
