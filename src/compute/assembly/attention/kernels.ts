// Kernels from number 96 on; the numbers' twins are in ../../threads/kernel-ids.ts.

export function dispatchAttention(kernel: i32, args: usize, begin: i32, end: i32, worker: i32): void {
  switch (kernel) {
    default: unreachable();
  }
}
