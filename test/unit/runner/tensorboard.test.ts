import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { PbfReader } from 'pbf';
import type { RunEvent } from '../../../src/protocol/run';
import { exportRuns } from '../../../src/runner/tensorboard/exportRuns';
import { crc32c } from '../../../src/runner/tensorboard/tfRecord';
import { RunWriter } from '../../../src/runs/writer';
import { evaluation, sampleRecord, start, step } from '../runs/samples';
import { temporaryFolder } from './temporary';

/** CRC-32C once more, bit by bit and without a table. */
function checksum(bytes: Uint8Array): number {
  let crc = 0xffffffffn;
  for (const byte of bytes) {
    crc ^= BigInt(byte);
    for (let bit = 0; bit < 8; bit++) crc = (crc >> 1n) ^ (crc & 1n ? 0x82f63b78n : 0n);
  }
  const plain = crc ^ 0xffffffffn;
  return Number((((plain >> 15n) | (plain << 17n)) + 0xa282ead8n) & 0xffffffffn);
}

/** The data of each record; both checksums are looked at. */
function recordsOf(file: Buffer): Buffer[] {
  const records: Buffer[] = [];
  for (let at = 0; at < file.length;) {
    const length = Number(file.readBigUInt64LE(at));
    assert.equal(file.readUInt32LE(at + 8), checksum(file.subarray(at, at + 8)));
    const data = file.subarray(at + 12, at + 12 + length);
    assert.equal(file.readUInt32LE(at + 12 + length), checksum(data));
    records.push(data);
    at += 16 + length;
  }
  return records;
}

type Fields = Readonly<Record<number, readonly unknown[]>>;

/** How each field of a message is read: as a value, or as a message in it. */
interface Known {
  readonly [field: number]: ((pbf: PbfReader) => unknown) | Known;
}

/** A message as the values of its fields. */
function read(bytes: Uint8Array, known: Known): Fields {
  const pbf = new PbfReader(bytes);
  const found: Record<number, unknown[]> = {};
  pbf.readFields((field) => {
    const kind = known[field];
    assert.ok(kind !== undefined, `field ${field}`);
    (found[field] ??= []).push(typeof kind === 'function' ? kind(pbf) : read(pbf.readBytes(), kind));
  }, null);
  return found;
}

const double = (pbf: PbfReader) => pbf.readDouble();
const varint = (pbf: PbfReader) => pbf.readVarint();
const string = (pbf: PbfReader) => pbf.readString();
const float = (pbf: PbfReader) => pbf.readFloat();
const value = { 1: string, 2: float, 8: { 1: varint, 2: {}, 8: string }, 9: { 1: { 1: string } } };
const event = { 1: double, 2: varint, 3: string, 5: { 1: value } };

describe('export for TensorBoard', () => {
  const folder = temporaryFolder();

  async function exported(...events: RunEvent[]): Promise<Fields[]> {
    const runs = path.join(folder.path, 'runs');
    const writer = await RunWriter.create(runs, sampleRecord(), start(0));
    for (const line of events) await writer.append(line);
    await writer.close();
    const [file] = await exportRuns(runs, undefined, path.join(folder.path, 'tb'));
    assert.match(path.basename(file!), /^events\.out\.tfevents\.1767323045\.metric-lab$/);
    return recordsOf(await readFile(file!)).map((bytes) => read(bytes, event));
  }

  it('has the checksums of RFC 3720', () => {
    assert.equal(crc32c(new Uint8Array(32)), 0x8a9136aa);
    assert.equal(crc32c(new Uint8Array(32).fill(255)), 0x62a8ab43);
    assert.equal(crc32c(Uint8Array.from({ length: 32 }, (_, at) => at)), 0x46dd794e);
  });

  it('is read by an independent parser: version, settings, scalars by tag and step, lost attempts left out', async () => {
    const [version, settings, ...scalars] = await exported(
      step(1, 1, 0.5),
      step(2, 2, 99),
      start(1, 3),
      step(2, 4, 0.25),
      evaluation(2, 0.75),
      evaluation(2, 0.125, { split: 'test' }),
    );
    assert.deepEqual(version, { 1: [1767323045], 2: [0], 3: ['brain.Event:2'] });
    const [summary] = settings![5] as [Record<1, [Record<1 | 8 | 9, unknown[]>]>];
    const [text] = summary[1];
    assert.deepEqual([text[1], text[9]], [['run'], [{ 1: [{ 1: ['text'] }] }]]);
    const [tensor] = text[8] as [Record<1 | 2 | 8, unknown[]>];
    assert.deepEqual([tensor[1], tensor[2]], [[7], [{}]]);
    assert.match(String(tensor[8]), /\| variant \| circle \|/);
    assert.match(String(tensor[8]), /\| step chosen by \| validation \|\n\| backend \| wasm \|/);
    assert.deepEqual(
      scalars.map(({ 2: at, 5: summaries }) => [at![0], (summaries![0] as Record<1, unknown>)[1]]),
      [
        [
          1,
          [
            { 1: ['train/loss'], 2: [0.5] },
            { 1: ['train/steps per second'], 2: [2] },
          ],
        ],
        [
          2,
          [
            { 1: ['train/loss'], 2: [0.25] },
            { 1: ['train/steps per second'], 2: [2] },
          ],
        ],
        [2, [{ 1: ['validation/MAP@R'], 2: [0.75] }]],
        [2, [{ 1: ['test/MAP@R'], 2: [0.125] }]],
      ],
    );
  });

  it('refuses a run that is not there, and to write nothing without a word', async () => {
    await assert.rejects(exportRuns(folder.path, ['none'], folder.path), /no run 'none' in /);
    await assert.rejects(exportRuns(folder.path, undefined, folder.path), /no run in /);
  });
});
