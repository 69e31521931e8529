/** Control characters but tabs and line ends, and those that turn the direction of the text around them. */
const hiddenForm = /[^\P{Cc}\t\n\r]|[\u2028\u2029\u202A-\u202E\u2066-\u2069]/gu;

/** A text with a space for each character that would show as something else than it is, or not at all. */
export function visible(text: string): string {
  return text.replace(hiddenForm, ' ');
}
