// Builds the optional backend `tensorflow`; the same as `heterograph doctor --fix tensorflow`. Wants `npm run build` first.
import { setUpTensorFlow } from '../dist/cli/setup/tensorflow.js';

try {
  await setUpTensorFlow((line) => console.log(line));
} catch (error) {
  console.error(`${error.code ?? 'DEFECT'}: ${error.message}`);
  process.exitCode = 1;
}
