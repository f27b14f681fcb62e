/** Whether a process of this machine runs. */
export function isRunning(pid: number): boolean {
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // No permission to signal it means that it is there.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
