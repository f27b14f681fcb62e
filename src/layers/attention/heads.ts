import { HeteroGraphError } from '../../core/index.js';
import { matMul, multiply, type Tensor2D, tensor2d } from '../../tensor/index.js';
import { dropoutOptions } from '../dropout.js';
import type { ForwardMode } from '../layer.js';

/** @throws {HeteroGraphError} INVALID_OPTION where the heads do not divide the width */
export function checkHeads({ heads, outputWidth }: { readonly heads: number; readonly outputWidth: number }): void {
  if (outputWidth % heads === 0) return;
  throw new HeteroGraphError('INVALID_OPTION', `${heads} heads do not divide the width ${outputWidth}.`, {
    column: 'heads',
    hint: 'Choose a width that is a multiple of the heads.',
  });
}

/** [H, W], 1 where a column belongs to a head: a product with it repeats one number per head over the head's columns. */
export function spreadOver(heads: number, width: number): Tensor2D {
  const values = new Float32Array(heads * width);
  const perHead = width / heads;
  for (let h = 0; h < heads; h++) values.fill(1, h * width + h * perHead, h * width + (h + 1) * perHead);
  return tensor2d(values, [heads, width]);
}

/** Blocks below each other, [B a, b], as the block-diagonal matrix [B a, B b]. Differentiable by the blocks. */
export function blockDiagonal(blocks: Tensor2D, count: number): Tensor2D {
  const [rows, width] = blocks.shape;
  if (count === 1) return blocks;
  const spread = new Float32Array(width * width * count);
  for (let c = 0; c < width * count; c++) spread[(c % width) * width * count + c] = 1;
  const mask = new Float32Array(rows * width * count);
  const height = rows / count;
  for (let r = 0; r < rows; r++) {
    const block = Math.floor(r / height);
    mask.fill(1, r * width * count + block * width, r * width * count + (block + 1) * width);
  }
  const repeated = matMul(blocks, tensor2d(spread, [width, width * count]));
  return multiply(repeated, tensor2d(mask, [rows, width * count]));
}

/** A score per head of states that a map makes, <a_h, (x W)_h>: [N, H], by multiplying the small matrices first. */
export function headScores(x: Tensor2D, weight: Tensor2D, vectors: Tensor2D, heads: number): Tensor2D {
  return matMul(x, matMul(weight, blockDiagonal(vectors, heads)));
}

/** Dropout of attention weights as an option of `fusedAttention`; none outside training. */
export function attentionDropoutOf(rate: number, name: string, mode: ForwardMode) {
  const dropout = dropoutOptions(rate, name, mode);
  return dropout ? { dropout } : {};
}
