import { readFileSync } from 'node:fs';
import type { IdeaEntry } from '../../../../src/protocol/idea';
import { promisesToCompile, sameCompiledIdea } from '../../../support/compiledIdea';

const entries = JSON.parse(readFileSync('snippets/catalogue.json', 'utf8')) as readonly IdeaEntry[];

describe('every idea that does not say why not', () => {
  for (const entry of entries.filter(promisesToCompile)) {
    it(`compiles: ${entry.id}`, () => sameCompiledIdea(entry));
  }
});
