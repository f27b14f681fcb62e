export { closeJob, openJob, participate, spinUntilOut, useControl, workerLoop } from './pool';
