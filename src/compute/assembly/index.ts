export { finish, participate, workerLoop } from './pool';
