/** What modules need of the editor that do no more than make sentences, for tests outside of it: the English as it is written. */
export const l10n = {
  t: (message: string, ...args: readonly (string | number | boolean)[]): string =>
    message.replace(/\{(\d+)\}/g, (place, index) => String(args[Number(index)] ?? place)),
};
