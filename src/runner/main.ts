#!/usr/bin/env node
import { stripVTControlCharacters } from 'node:util';
import { defineCommand } from 'citty';
import { version } from '../../package.json';
import { LabError } from '../lab/core/labError';
import { LiteratureError } from '../literature/literatureError';
import { LockedError } from '../runs/processLock';
import { SafetensorsError } from '../runs/safetensors';
import { WriteError } from '../runs/writeError';
import { runCommandLine } from './commandLine';
import { giveWay } from './giveWay';
import { UsageError } from './usageError';

const metricLab = defineCommand({
  meta: { name: 'metric-lab', version, description: 'Experiments in deep metric learning' },
  subCommands: {
    train: async () => (await import('./commands/train')).train,
    sweep: async () => (await import('./commands/sweep')).sweep,
    claim: async () => (await import('./commands/claim')).claim,
    evaluate: async () => (await import('./commands/evaluate')).evaluate,
    export: async () => (await import('./commands/export')).exportCommand,
    ideas: async () => (await import('./commands/ideas')).ideas,
    papers: async () => (await import('./commands/papers')).papers,
    data: async () => (await import('./commands/data')).data,
    doctor: async () => (await import('./commands/doctor')).doctor,
  },
});

/** The only place that prints errors and decides how the process ends. */
async function main(): Promise<void> {
  giveWay();
  // A closed terminal or a reader such as `head` must not keep a run from its last checkpoint.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  // Between a line of the user's and the place that refuses it lie many calls of TensorFlow.js; ten would not do.
  Error.stackTraceLimit = 50;
  try {
    await runCommandLine(metricLab, process.argv.slice(2), print, helpWidth());
  } catch (error) {
    process.exitCode = report(error);
  }
}

const print = (text: string): void => console.log(text);

/** As wide as the terminal, but no wider than is easily read. */
const helpWidth = () => Math.min(process.stdout.columns ?? 100, 110);

/** Mistakes and mishaps that a message says all of. */
const expected = [LabError, LiteratureError, LockedError, SafetensorsError, WriteError];

/** @returns the exit code */
function report(error: unknown): number {
  if (isUsageError(error)) {
    console.error(
      `${stripVTControlCharacters(error.message)}\nHelp: metric-lab ${helpFor(process.argv[2])}--help`,
    );
    return 2;
  }
  // It may name a file of a downloaded data set, which may be called anything.
  if (expected.some((kind) => error instanceof kind) || isOfSystem(error)) {
    console.error(stripVTControlCharacters((error as Error).message));
  } else console.error('internal:', error);
  return 1;
}

/** A file that cannot be read, a pipe that broke: Node's message names it. */
const isOfSystem = (error: unknown) => error instanceof Error && 'syscall' in error;

/** citty's own class of error is not exported. */
function isUsageError(error: unknown): error is Error {
  return error instanceof UsageError || (error instanceof Error && error.name === 'CLIError');
}

const helpFor = (command: string | undefined) =>
  command && Object.hasOwn(metricLab.subCommands ?? {}, command) ? `${command} ` : '';

void main();
