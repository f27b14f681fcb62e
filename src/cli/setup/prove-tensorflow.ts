/** Run by setUpTensorFlow in a child process: exits with 0 and says so where the native library computes. */
import { linear, makeTensor, setBackend } from '../../tensor/index.js';

const size = 64;
await setBackend('tensorflow');
const ones = makeTensor([size, size], (values) => values.fill(1));
const zeros = makeTensor([size], (values) => values.fill(0));
const values = await linear(ones, ones, zeros).data();
if (!values.every((value) => value === size)) throw new Error(`A product is wrong: ${values[0]} instead of ${size}.`);
process.stdout.write(`a product of ${size} x ${size} matrices is right.\n`);
