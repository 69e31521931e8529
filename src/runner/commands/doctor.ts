import { defineCommand } from 'citty';
import { version } from '../../../package.json';
import { automatic, type EngineName } from '../../lab/engine/engine';
import { engineSources } from '../engineSources';
import { examineEngine, type EngineReport } from '../doctor/engineReport';
import { examine, type Examination, type Finding } from '../doctor/examine';
import { findWorkspace } from '../workspace';

export const doctor = defineCommand({
  meta: { name: 'doctor', description: 'Explain what an experiment would run on here, and what is missing' },
  args: {
    data: { type: 'string', valueHint: 'DIR', description: 'Look for data sets here first' },
    engine: {
      type: 'enum',
      options: [...automatic],
      description: 'Try this engine alone, in this process, to see all that its library prints',
    },
    json: { type: 'boolean', description: 'Print it as JSON' },
  },
  async run({ args }) {
    const { engine: name } = args;
    if (name !== undefined) {
      const sources = engineSources(__dirname, [findWorkspace(process.cwd())]);
      const report = await examineEngine(name as EngineName, sources);
      console.log(args.json ? JSON.stringify(report, null, 2) : inWords(engineFinding(report)));
      if (report.state !== 'well') process.exitCode = 1;
      return;
    }
    const examination = await examine({ runner: process.argv[1]!, data: args.data });
    const { engines, findings, ...rest } = examination;
    const node = { node: process.versions.node, platform: process.platform, arch: process.arch };
    const json = { version, ...node, ...rest, engines, findings };
    console.log(args.json ? JSON.stringify(json, null, 2) : allFindings(examination).map(inWords).join('\n'));
    const usable = engines.some(({ state }) => state === 'well');
    if (!usable || findings.some(({ state }) => state === 'broken')) process.exitCode = 1;
  },
});

/** In the order of print. */
function allFindings({
  processor,
  instructionSets,
  graphics,
  engines,
  chosen,
  findings,
}: Examination): Finding[] {
  const chosenDevice = engines.find(({ name }) => name === chosen)?.device;
  return [
    { subject: 'processor', state: 'well', says: [processor, ...(instructionSets ?? [])].join(', ') },
    graphics.length > 0
      ? { subject: 'graphics', state: 'well', says: graphics.join('\n') }
      : { subject: 'graphics', state: 'missing', says: 'no card found' },
    ...engines.map(engineFinding),
    chosen === null
      ? { subject: '--backend auto', state: 'broken', says: 'no engine can start here' }
      : { subject: '--backend auto', state: 'well', says: `takes ${chosen} on ${chosenDevice}` },
    ...findings,
  ];
}

function engineFinding({ name, state, says, remedy, selfTest }: EngineReport): Finding {
  const lines = [says];
  if (selfTest) {
    const { lossError, gradientError, stepMilliseconds } = selfTest;
    const errors = `loss off by ${inPart(lossError)}, gradient by ${inPart(gradientError)}`;
    const step = stepMilliseconds === null ? 'has no time' : `takes ${milliseconds(stepMilliseconds)}`;
    lines.push(`self-test: ${errors}; a step of conv4 on 32 images ${step}`);
  }
  if (remedy !== undefined) lines.push(`to do: ${remedy}`);
  return { subject: `engine ${name}`, state, says: lines.join('\n') };
}

const milliseconds = (time: number) =>
  time < 1000 ? `${time.toPrecision(3)} ms` : `${(time / 1000).toPrecision(3)} s`;

const inPart = (error: number | null) =>
  error === null ? 'no number' : error === 0 ? '0' : error.toExponential(0);

const marks = { well: '✓', missing: '-', broken: '✗' };

const inWords = ({ state, subject, says }: Finding) =>
  `${marks[state]} ${subject}: ${says.replaceAll('\n', '\n    ')}`;
