import assert from 'node:assert/strict';
import { lensPlaces } from '../../../src/extension/lens/lensPlaces';

describe('lensPlaces', () => {
  it('finds the experiment and the paper it names', () => {
    const text = "import x;\n\nexport default defineExperiment({\n  paper: 'circle-loss',\n});\n";
    assert.deepEqual(lensPlaces(text), [{ kind: 'experiment', line: 2, paper: 'circle-loss' }]);
  });

  it('finds the idea of each paper, by its heading or by its comment', () => {
    const text = [
      '// see softtriple: SoftTriple Loss (ICCV 2019), equation 8',
      'const softTripleDefaults = {};',
      '/**',
      ' * SoftTriple.',
      ' * @paper softtriple, equation 8',
      ' */',
      'function softTriple(a) {}',
      '/**',
      ' * @paper circle-loss, equation 6',
      ' */',
      'function circle(a) {}',
    ].join('\n');
    assert.deepEqual(lensPlaces(text), [
      { kind: 'idea', line: 0, paper: 'softtriple' },
      { kind: 'idea', line: 7, paper: 'circle-loss' },
    ]);
  });

  it('leaves other comments alone', () => {
    assert.deepEqual(lensPlaces('// see below\nconst a = 1; // see circle-loss: x\n/** see b: c */\n'), []);
  });

  it('reads a large file in no time', () => {
    const text = `${'// see nothing at all\n/* x */ const a = 1;\n'.repeat(20_000)}export default defineExperiment({});`;
    assert.equal(lensPlaces(text).length, 1);
  });
});
