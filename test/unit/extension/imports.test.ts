import assert from 'node:assert/strict';
import { mergeImports, splitImports } from '../../../src/extension/ideas/imports';

function merged(document: string, names: readonly string[]): string {
  const change = mergeImports(document, names);
  return change ? document.slice(0, change.start) + change.text + document.slice(change.end) : document;
}

describe('splitImports', () => {
  it("takes a snippet's imports apart from its code", () => {
    const body = ['import {', '  tf,', '  type Scalar,', "} from 'metric-lab';", '', 'const a = ${1:1};'];
    assert.deepEqual(splitImports(body), { names: ['tf', 'type Scalar'], rest: 'const a = ${1:1};' });
  });

  it('leaves a snippet without imports as it is', () => {
    assert.deepEqual(splitImports(['const a = 1;', '$0']), { names: [], rest: 'const a = 1;\n$0' });
  });
});

describe('mergeImports', () => {
  it('adds what is missing to the import that is there', () => {
    assert.equal(
      merged("import { data, tf } from 'metric-lab';\nrest", ['tf', 'losses']),
      "import { data, tf, losses } from 'metric-lab';\nrest",
    );
  });

  it('reads an import over several lines', () => {
    assert.equal(
      merged('import {\n  data,\n  models,\n} from "metric-lab";\n', ['tf']),
      'import { data, models, tf } from "metric-lab";\n',
    );
  });

  it('goes over several lines where one would be too long', () => {
    const names = Array.from({ length: 10 }, (_, index) => `longName${index}`);
    assert.equal(
      merged("import { data } from 'metric-lab';", names),
      [
        'import {',
        `  data, ${names.slice(0, 7).join(', ')},`,
        `  ${names.slice(7).join(', ')},`,
        "} from 'metric-lab';",
      ].join('\n'),
    );
  });

  it('changes nothing where nothing is missing', () => {
    assert.equal(mergeImports("import { tf, Scalar } from 'metric-lab';", ['tf', 'type Scalar']), null);
    assert.equal(mergeImports('anything', []), null);
  });

  it('turns a type into a value where the value is needed', () => {
    assert.equal(
      merged("import { type Tensor } from 'metric-lab';\n", ['Tensor']),
      "import { Tensor } from 'metric-lab';\n",
    );
  });

  it('does not import what the document declares', () => {
    const document =
      "import { tf } from 'metric-lab';\nexport function batchHard() {}\ntype Pairs = number;\n";
    assert.equal(mergeImports(document, ['batchHard', 'type Pairs']), null);
    assert.equal(merged(document, ['batchHard', 'pairs']), document.replace('{ tf }', '{ tf, pairs }'));
  });

  it('no longer imports what the snippet declares', () => {
    const code = 'export function batchHard() {}\nexport const batchHardDefaults = {};';
    const change = mergeImports("import { batchHard, data } from 'metric-lab';", ['tf'], code);
    assert.equal(change?.text, ' data, tf ');
  });

  it('puts a new import above the others', () => {
    assert.equal(
      merged("// about\nimport fs from 'node:fs';\n", ['tf']),
      "// about\nimport { tf } from 'metric-lab';\nimport fs from 'node:fs';\n",
    );
  });

  it('puts a new import at the top of a file that has none, below a #! line', () => {
    assert.equal(merged('const a = 1;\n', ['tf']), "import { tf } from 'metric-lab';\n\nconst a = 1;\n");
    assert.equal(
      merged('#!/usr/bin/env node\na;\n', ['tf']),
      "#!/usr/bin/env node\nimport { tf } from 'metric-lab';\n\na;\n",
    );
  });
});
