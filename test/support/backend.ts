/** The plain JavaScript backend of TensorFlow.js: slow, exact in float32, everywhere the same. */
import '@tensorflow/tfjs-backend-cpu';
import { tf } from '../../src/lab/core/tf';

before(async () => {
  tf.enableProdMode(); // no greeting on the console; checks stay on
  await tf.setBackend('cpu');
});
