/**
 * How fast the lab is, beside PyTorch and FAISS on the same machine in the same minutes:
 * `npm run bench -- [train|losses|recall|compile|parity|runs|host|page|parse] [--json]`. README.md in this folder says what the columns mean.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { run, temporaryFolder } from '../scripts/processes.mjs';
import { root, setUpPackages } from '../scripts/setup.mjs';
import { main, ScriptError } from '../scripts/steps.mjs';
import { compare } from './parts/compare.mjs';
import { compile, compileTable } from './parts/compile.mjs';
import { host, hostTable } from './parts/host.mjs';
import { losses128And1024 } from './parts/losses.mjs';
import { copyBandwidth } from './parts/machine.mjs';
import { parity, parityTable } from './parts/parity.mjs';
import { page, pageTable } from './parts/page.mjs';
import { parse, parseTable } from './parts/parse.mjs';
import { figures, table } from './parts/report.mjs';
import { recall } from './parts/recall.mjs';
import { runs, runsTable } from './parts/runs.mjs';
import { train } from './parts/train.mjs';
import { Worker } from './parts/worker.mjs';

const python = '/usr/bin/python3';

/**
 * @typedef {object} Bench
 * @property {(options: { items: number, root: string }) => import('./parts/compare.mjs').Case[]} cases
 * @property {string} peer what it is called, and the module of `peer/` that drives it; '' for none
 * @property {string} packages
 * @property {true} [once] it is about what is done once
 * @property {true} [long] its cases take minutes: each once, against the peer with the most threads, and only when asked for
 * @property {(results: readonly import('./parts/compare.mjs').Result[]) => string} [summary]
 */

/** @type {Readonly<Record<string, Bench>>} */
const benches = {
  train: { cases: train, peer: 'torch', packages: 'python3-torch libopenblas0-pthread' },
  losses: { cases: losses128And1024, peer: 'torch', packages: 'python3-torch libopenblas0-pthread' },
  recall: { cases: recall, peer: 'faiss', packages: 'python3-faiss libopenblas0-pthread' },
  compile: { cases: compile, peer: '', packages: '', once: true, summary: compileTable },
  parity: {
    cases: parity,
    peer: 'torch',
    packages: 'python3-torch libopenblas0-pthread',
    long: true,
    summary: parityTable,
  },
};

/** What has no peer. @type {Readonly<Record<string, () => Promise<object>>>} */
const ourOwn = { runs: measureRuns, host: measureHost, page: measurePage, parse: measureParse };

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    backend: { type: 'string', default: 'auto' },
    only: { type: 'string', default: '' },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '0.5' },
    items: { type: 'string', default: '60502' },
    runs: { type: 'string', default: '10000' },
    papers: { type: 'string', default: '10000' },
    threads: { type: 'string' },
    cores: { type: 'string', default: '0,1' },
  },
});

await main(async () => {
  const names =
    positionals.length > 0 ? positionals : Object.keys(benches).filter((name) => !benches[name]?.long);
  const known = [...Object.keys(benches), ...Object.keys(ourOwn)];
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new ScriptError(`No bench '${unknown}'; there is ${known.join(', ')}.`);
  await setUpPackages();
  await run(process.execPath, ['esbuild.mjs', '--bench'], { cwd: root, quiet: true });
  const reports = [];
  for (const name of names) {
    const own = ourOwn[name];
    reports.push(await (own ? own() : measure(name, /** @type {Bench} */ (benches[name]))));
  }
  if (flags.json) console.log(JSON.stringify(reports, null, 2));
});

/** No peer: nobody else reads our records. */
async function measureRuns() {
  const count = atLeast('--runs', flags.runs, 1);
  say(`\nruns: ${count} records`);
  const looks = await runs(path.join(root, 'dist/bench/runs.js'), await temporaryFolder(), count);
  say(runsTable(looks));
  return { bench: 'runs', looks };
}

/** No peer, either: the same records in the editor's own process. */
async function measureHost() {
  const count = atLeast('--runs', flags.runs, 1);
  const found = await host(path.join(root, 'dist/bench/runs.js'), count);
  say(hostTable(found));
  return { bench: 'host', ...found };
}

/** No peer: it is held against what a reader does not notice. */
async function measurePage() {
  const [runs, rounds] = [atLeast('--runs', flags.runs, 10), atLeast('--rounds', flags.rounds, 1)];
  const found = await page({ runs, rounds });
  say(pageTable(found));
  return { bench: 'page', rounds, ...found };
}

/** No peer: nobody else reads such documents. */
async function measureParse() {
  const [papers, rounds] = [atLeast('--papers', flags.papers, 1), atLeast('--rounds', flags.rounds, 1)];
  const program = path.join(root, 'dist/bench/parse.js');
  const shapes = await parse({ program, papers, rounds, pinned });
  say(
    `\nparse: ${papers} papers; cores ${flags.cores}; medians of ${rounds} processes\n${parseTable(shapes)}`,
  );
  return { bench: 'parse', cores: flags.cores, rounds, shapes };
}

/** @type {(name: string, bench: Bench) => Promise<object>} */
async function measure(name, bench) {
  const { cases, peer, packages, summary } = bench;
  const { once, rounds, seconds, threads } = effortOf(bench);
  const workers = await start(name, { peer, packages, threads });
  try {
    const [ours, ...peers] = /** @type {[Worker, ...Worker[]]} */ (workers.map(({ worker }) => worker));
    const chosen = cases({ items: atLeast('--items', flags.items, 2000), root }).filter((item) =>
      item.name.includes(flags.only),
    );
    if (chosen.length === 0) throw new ScriptError(`No case of ${name} has '${flags.only}' in its name.`);
    // A product before the first step would make part of it ready.
    const machine = {
      operationsPerSecond: once ? null : await matmulPeak(workers),
      bytesPerSecond: copyBandwidth(),
    };
    say(`\n${name}: ${workers.map(({ worker, about }) => `${worker.name}: ${about}`).join('; ')}`);
    say(`cores ${flags.cores}; ${inWords(machine)}; medians of ${rounds}`);
    const compared = [];
    for (const item of chosen) {
      compared.push(await compare(item, ours, peers, { rounds, seconds }));
      say(`  ${item.name}: done`, process.stderr);
    }
    const results = compared.map((result) => figures(result, machine));
    if (peer !== '') say(table(results));
    if (summary) say(summary(compared));
    return {
      bench: name,
      cores: flags.cores,
      rounds,
      machine,
      workers: workers.map(({ worker, about }) => ({ name: worker.name, about })),
      results,
    };
  } finally {
    await Promise.all(workers.map(({ worker }) => worker.end()));
  }
}

/** @type {(bench: Bench) => { once: boolean, rounds: number, seconds: number, threads: number[] }} */
function effortOf({ long = false, once = long }) {
  const threads = flags.threads?.split(',') ?? (long ? ['2'] : ['1', '2']);
  return {
    once,
    rounds: once ? 1 : atLeast('--rounds', flags.rounds, 5),
    seconds: once ? 0 : atLeast('--seconds', flags.seconds, 0),
    threads: threads.map((text) => atLeast('--threads', text, 1)),
  };
}

/**
 * Ours, then a peer for each number of threads; without peers where they are not installed.
 *
 * @type {(name: string, peers: { peer: string, packages: string, threads: number[] }) => Promise<{ worker: Worker, about: string }[]>}
 */
async function start(name, { peer, packages, threads }) {
  const folder = await temporaryFolder();
  const ours = new Worker(
    'ours',
    pinned([process.execPath, path.join(root, 'dist/bench/worker.js'), name, flags.backend, folder]),
    process.env,
  );
  const peers =
    existsSync(python) && peer !== '' ? threads.map((count) => peerOf(name, peer, count, folder)) : [];
  if (peers.length === 0 && peer !== '') say(`no peer: there is no ${python}`, process.stderr);
  const started = [];
  for (const worker of [ours, ...peers]) {
    const { about, absent } = await worker.hello();
    if (about !== undefined) started.push({ worker, about });
    else if (worker === ours) throw new ScriptError(`${absent}`);
    else {
      say(`no peer ${worker.name}: ${absent}; install it with: apt-get install ${packages}`, process.stderr);
      await worker.end();
    }
  }
  return started;
}

/** @type {(name: string, peer: string, threads: number, folder: string) => Worker} */
function peerOf(name, peer, threads, folder) {
  const script = path.join(root, 'bench/peer/worker.py');
  const count = String(threads);
  return new Worker(`${peer} x${count}`, pinned([python, '-u', script, name, count, folder]), {
    ...process.env,
    OPENBLAS_NUM_THREADS: count,
    OMP_NUM_THREADS: count,
    PYTHONDONTWRITEBYTECODE: '1',
  });
}

/** On the same few cores, where the system can hold a process to them. @type {(command: string[]) => string[]} */
function pinned(command) {
  return existsSync('/usr/bin/taskset') ? ['/usr/bin/taskset', '-c', flags.cores, ...command] : command;
}

/** The fastest that anybody multiplies large matrices here. @type {(workers: { worker: Worker }[]) => Promise<number | null>} */
async function matmulPeak(workers) {
  const size = 2048;
  const rates = [];
  for (let round = 0; round < 3; round++) {
    for (const { worker } of workers) {
      const { ms, skipped } = await worker.ask({ case: 'matmul', size, seconds: 0.3 });
      if (skipped === undefined) rates.push((2 * size ** 3) / (ms / 1000));
    }
  }
  return rates.length > 0 ? Math.max(...rates) : null;
}

/** @type {(machine: import('./parts/report.mjs').Machine) => string} */
function inWords({ operationsPerSecond, bytesPerSecond }) {
  const peak =
    operationsPerSecond === null ? 'not measured' : `${(operationsPerSecond / 1e9).toFixed(0)} GFLOP/s`;
  return `matmul peak ${peak}; copying ${(bytesPerSecond / 1e9).toFixed(1)} GB/s`;
}

/** @type {(option: string, text: string, least: number) => number} */
function atLeast(option, text, least) {
  const value = Number(text);
  if (Number.isFinite(value) && value >= least) return value;
  throw new ScriptError(`${option} takes a number of at least ${least}; got '${text}'.`);
}

/** With --json standard output holds nothing else. */
function say(/** @type {string} */ text, /** @type {NodeJS.WriteStream} */ to = process.stdout) {
  (flags.json ? process.stderr : to).write(`${text}\n`);
}
