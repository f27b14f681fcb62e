export { participate, spinUntilOut, workerLoop } from './pool';
