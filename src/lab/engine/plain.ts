import { tf } from '../core/tf';
import { setBackend } from './setBackend';

/** TensorFlow.js's plain JavaScript: it computes slowly, but keeps tensors as the arrays that they were made of. */
export async function loadPlain(): Promise<void> {
  tf.enableProdMode(); // No greeting on the terminal; checks stay on.
  await import('@tensorflow/tfjs-backend-cpu');
  await setBackend('cpu');
}
