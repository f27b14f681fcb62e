import { HeteroGraphError } from '../../core/index.js';
import { type Tensor2D, tensor2d } from '../../tensor/index.js';

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
