import { tf } from '../core/tf';

/**
 * Makes a registered backend the one that computes.
 * @throws Error that says why it does not start; TensorFlow.js itself keeps the reason, but its factory tells when asked again
 */
export async function setBackend(name: string): Promise<void> {
  if (await tf.setBackend(name)) return;
  await tf.findBackendFactory(name)?.();
  throw new Error(`TensorFlow.js refuses its backend '${name}'`);
}
