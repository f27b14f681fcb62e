// The kernels of src/tensor by number; the numbers' twins are in ../../threads/kernel-ids.ts.
import { adam } from './adam';
import { binary, unary } from './elementwise';
import { gemm } from './gemm';
import { packRight } from './gemm-pack';
import { columnMagnitudes, rowMagnitudes } from './magnitudes';
import { hopMixBackward, hopMixForward } from './hop-mix';
import { copyBlock, fillWords, gatherRows, transpose } from './layout';
import { sigmoidCrossEntropy, softmaxCrossEntropy } from './losses';
import { preluBackward, preluForward } from './prelu';
import { columnSums, rowReduce, softmaxRows } from './reduce';

export function dispatchTensor(kernel: i32, args: usize, begin: i32, end: i32, worker: i32): void {
  switch (kernel) {
    case 64: packRight(args, begin, end, worker); break;
    case 65: gemm(args, begin, end, worker); break;
    case 66: hopMixForward(args, begin, end, worker); break;
    case 67: hopMixBackward(args, begin, end, worker); break;
    case 68: preluForward(args, begin, end, worker); break;
    case 69: preluBackward(args, begin, end, worker); break;
    case 70: binary(args, begin, end, worker); break;
    case 71: unary(args, begin, end, worker); break;
    case 72: columnSums(args, begin, end, worker); break;
    case 73: rowReduce(args, begin, end, worker); break;
    case 74: softmaxRows(args, begin, end, worker); break;
    case 75: transpose(args, begin, end, worker); break;
    case 76: copyBlock(args, begin, end, worker); break;
    case 77: gatherRows(args, begin, end, worker); break;
    case 78: fillWords(args, begin, end, worker); break;
    case 79: softmaxCrossEntropy(args, begin, end, worker); break;
    case 80: sigmoidCrossEntropy(args, begin, end, worker); break;
    case 81: adam(args, begin, end, worker); break;
    case 82: rowMagnitudes(args, begin, end, worker); break;
    case 83: columnMagnitudes(args, begin, end, worker); break;
    default: unreachable();
  }
}
