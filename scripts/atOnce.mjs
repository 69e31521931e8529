/**
 * Works on items, several at once. They are begun in their order, and each is told of in that order, as soon as those before
 * it have been: what is printed does not depend on which is done first.
 *
 * @template Item, Result
 * @param {readonly Item[]} items
 * @param {number} most how many at once
 * @param {(item: Item) => Promise<Result>} work
 * @param {(item: Item, result: Result) => void} tell
 */
export async function atOnce(items, most, work, tell) {
  /** @type {(() => void)[]} */
  const tellings = [];
  let begun = 0;
  let told = 0;
  const goOn = async () => {
    for (let at = begun++; at < items.length; at = begun++) {
      const item = /** @type {Item} */ (items[at]);
      const result = await work(item);
      tellings[at] = () => tell(item, result);
      for (; tellings[told]; told++) tellings[told]?.();
    }
  };
  await Promise.all(Array.from({ length: most }, goOn));
}
