/** A function that remembers its last answer, and gives it again for the very same arguments. */
export function lastOf<Arguments extends readonly unknown[], Result>(
  compute: (...args: Arguments) => Result,
): (...args: Arguments) => Result {
  let known: { readonly args: Arguments; readonly result: Result } | null = null;
  return (...args) => {
    if (!known?.args.every((value, index) => Object.is(value, args[index]))) {
      known = { args, result: compute(...args) };
    }
    return known.result;
  };
}
