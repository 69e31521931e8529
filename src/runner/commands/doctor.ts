import os from 'node:os';
import { defineCommand } from 'citty';
import { version } from '../../../package.json';
import { examine, type Finding } from '../examine';

export const doctor = defineCommand({
  meta: { name: 'doctor', description: 'Explain what an experiment would run on here, and what is missing' },
  args: {
    data: { type: 'string', valueHint: 'DIR', description: 'Look for data sets here first' },
    json: { type: 'boolean', description: 'Print it as JSON' },
  },
  async run({ args }) {
    const findings = await examine({ programFolder: __dirname, data: args.data });
    if (args.json) console.log(JSON.stringify({ version, platform: os.platform(), findings }, null, 2));
    else console.log(findings.map(inWords).join('\n'));
    if (findings.some(({ state }) => state === 'broken')) process.exitCode = 1;
  },
});

const marks = { well: '✓', missing: '-', broken: '✗' };

const inWords = ({ state, subject, says }: Finding) =>
  `${marks[state]} ${subject}: ${says.replaceAll('\n', '\n    ')}`;
