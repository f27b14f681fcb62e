export { participate, runTask, spinUntilOut, workerLoop } from './pool';
