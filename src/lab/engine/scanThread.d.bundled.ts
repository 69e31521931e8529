/** `scanThread.ts` and what it imports, as one script. */
export const code: string;
