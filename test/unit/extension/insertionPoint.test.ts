import assert from 'node:assert/strict';
import { insertionPoint } from '../../../src/extension/ideas/insertionPoint';

/** The document with `IDEA` where an idea goes when the cursor stands at `|`. */
function inserted(marked: string): string {
  const document = marked.replace('|', '');
  const { start, end, text, after } = insertionPoint(document, marked.indexOf('|'));
  return `${document.slice(0, start)}${text}IDEA${after}${document.slice(end)}`;
}

describe('insertionPoint', () => {
  it('is a blank line at the cursor', () => {
    assert.equal(inserted('const a = 1;\n|\nconst b = 2;\n'), 'const a = 1;\nIDEA\nconst b = 2;\n');
  });

  it('is the whole of an empty document', () => {
    assert.equal(inserted('|'), 'IDEA');
  });

  it('is above the experiment and its comment, when the cursor stands inside of it', () => {
    assert.equal(
      inserted('import x;\n\n// what it is about\nexport default defineExperiment({\n|\n});\n'),
      'import x;\n\nIDEA\n\n// what it is about\nexport default defineExperiment({\n\n});\n',
    );
  });

  it('is above the experiment, when the cursor stands in code', () => {
    assert.equal(
      inserted('const a| = 1;\nexport default {};\n'),
      'const a = 1;\nIDEA\n\nexport default {};\n',
    );
  });

  it('is the end of a file without an experiment', () => {
    assert.equal(inserted('const a| = 1;\n'), 'const a = 1;\n\nIDEA\n');
    assert.equal(inserted('const a| = 1;'), 'const a = 1;\n\nIDEA\n');
  });

  it('does not count brackets in strings and comments', () => {
    assert.equal(inserted("const a = '({['; // (\n|\n"), "const a = '({['; // (\nIDEA\n");
  });

  it('keeps Windows line ends', () => {
    assert.equal(inserted('a;\r\n|\r\nb;'), 'a;\r\nIDEA\r\nb;');
  });
});
