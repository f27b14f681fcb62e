// Kernels from number 96 on; the numbers' twins are in ../../threads/kernel-ids.ts.
import { attentionBackward, attentionQueries } from './backward';
import { attentionForward, attentionPack } from './forward';

export function dispatchAttention(kernel: i32, args: usize, begin: i32, end: i32, worker: i32): void {
  switch (kernel) {
    case 96: attentionForward(args, begin, end, worker); break;
    case 97: attentionPack(args, begin, end, worker); break;
    case 98: attentionBackward(args, begin, end, worker); break;
    case 99: attentionQueries(args, begin, end, worker); break;
    default: unreachable();
  }
}
