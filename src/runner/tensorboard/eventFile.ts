import { PbfWriter } from 'pbf';
import type { RunEvent, RunRecord } from '../../protocol/run';
import { tfRecord } from './tfRecord';

/**
 * A run as an event file of TensorBoard: loss and speed of its steps, each score by split, and its settings as text. The numbers of
 * fields are those of TensorFlow's event.proto, summary.proto and tensor.proto.
 * @param events those that count, in their order
 */
export function eventFile(record: RunRecord, events: readonly RunEvent[]): Uint8Array {
  const begun = seconds(record.createdAt);
  return Buffer.concat([
    eventRecord(begun, 0, (pbf) => pbf.writeStringField(field.fileVersion, 'brain.Event:2')),
    eventRecord(begun, 0, (pbf) =>
      pbf.writeMessage(field.summary, writeText, { tag: 'run', text: settingsOf(record) }),
    ),
    ...events.flatMap((event) => {
      const scalars = scalarsOf(event);
      if (scalars.length === 0) return [];
      return [
        eventRecord(seconds(event.at), event.step, (pbf) =>
          pbf.writeMessage(field.summary, writeScalars, scalars),
        ),
      ];
    }),
  ]);
}

/** Of the message Event. */
const field = { wallTime: 1, step: 2, fileVersion: 3, summary: 5 };

/** TensorFlow's number for tensors of texts. */
const stringType = 7;

interface Scalar {
  readonly tag: string;
  readonly value: number;
}

function scalarsOf(event: RunEvent): Scalar[] {
  if (event.type === 'step') {
    return [
      { tag: 'train/loss', value: event.loss },
      { tag: 'train/steps per second', value: event.stepsPerSecond },
    ];
  }
  if (event.type !== 'evaluation') return [];
  return Object.entries(event.metrics).map(([name, value]) => ({ tag: `${event.split}/${name}`, value }));
}

const seconds = (at: string) => Date.parse(at) / 1000;

/** Markdown, as TensorBoard shows texts. */
function settingsOf(record: RunRecord): string {
  const {
    id,
    experiment,
    variant,
    seed,
    split,
    trial,
    select = 'validation',
    backend,
    versions,
    config,
  } = record;
  const facts = {
    ...{ id, experiment: experiment.file, code: experiment.codeHash, variant, seed },
    ...(split?.fold && { fold: `${split.fold.index} of ${split.fold.of}, ${split.fold.cut}` }),
    ...(split && { classes: split.hash }),
    ...(trial !== undefined && { trial }),
    ...{ 'step chosen by': select === 'oracle' ? 'test (oracle: no fair result)' : select },
    ...{ backend, versions, ...config },
  };
  const lines = Object.entries(facts).map(([name, value]) => {
    const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
    return `| ${name} | ${text.replace(/\|/g, '\\|')} |`;
  });
  return [
    '| setting | value |',
    '| --- | --- |',
    ...lines,
    '',
    `    metric-lab ${record.command.join(' ')}`,
  ].join('\n');
}

function eventRecord(wallTime: number, step: number, write: (pbf: PbfWriter) => void): Uint8Array {
  const pbf = new PbfWriter();
  pbf.writeDoubleField(field.wallTime, wallTime);
  pbf.writeVarintField(field.step, step);
  write(pbf);
  return tfRecord(pbf.finish());
}

function writeScalars(scalars: readonly Scalar[], pbf: PbfWriter): void {
  for (const scalar of scalars) pbf.writeMessage(1, writeScalar, scalar);
}

function writeScalar({ tag, value }: Scalar, pbf: PbfWriter): void {
  pbf.writeStringField(1, tag);
  pbf.writeFloatField(2, value);
}

interface Text {
  readonly tag: string;
  readonly text: string;
}

function writeText(text: Text, pbf: PbfWriter): void {
  pbf.writeMessage(1, writeTextValue, text);
}

function writeTextValue({ tag, text }: Text, pbf: PbfWriter): void {
  pbf.writeStringField(1, tag);
  pbf.writeMessage(8, writeTensor, text);
  pbf.writeMessage(9, writeMetadata, 'text');
}

/** A single text. */
function writeTensor(text: string, pbf: PbfWriter): void {
  pbf.writeVarintField(1, stringType);
  pbf.writeMessage(2, () => undefined, null);
  pbf.writeStringField(8, text);
}

function writeMetadata(plugin: string, pbf: PbfWriter): void {
  pbf.writeMessage(1, (name: string, inner: PbfWriter) => inner.writeStringField(1, name), plugin);
}
