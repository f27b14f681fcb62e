// Kernels from number 16 on; the numbers' twins are in ../../threads/kernel-ids.ts.

export function dispatchSparse(kernel: i32, args: usize, begin: i32, end: i32, worker: i32): void {
  switch (kernel) {
    default: unreachable();
  }
}
