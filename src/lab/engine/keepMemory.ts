/** As much as counts: from 32 MiB on glibc gives memory back whatever happens. */
const bytes = 31 * 2 ** 20;

/**
 * Lets the process keep the memory of arrays that are gone for those to come. glibc gives the memory of large arrays back to
 * the system, and a step's outputs, which are fresh each time, then cost a page fault for every 4 KiB: 1,000 a step of a
 * network of 1 M weights, 2.5 ms of processor time. Once a larger block was freed, it keeps whatever is smaller (mallopt(3),
 * "dynamic mmap threshold"). Elsewhere this does nothing.
 */
export function keepMemory(): void {
  const block = new ArrayBuffer(bytes);
  // A block that is sent where nobody listens is freed at once, not when it is next swept up.
  const { port1, port2 } = new MessageChannel();
  port1.postMessage(block, [block]);
  port1.close();
  port2.close();
}
