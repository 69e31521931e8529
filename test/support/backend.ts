/** The plain JavaScript backend of TensorFlow.js: slow, exact in float32, everywhere the same. */
import '@tensorflow/tfjs-backend-cpu';
import { tf } from '../../src/lab/core/tf';

before(async () => {
  tf.env().set('PROD', true); // no greeting on the console
  await tf.setBackend('cpu');
});
