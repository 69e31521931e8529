import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { LabError } from '../../../src/lab/core/labError';
import type { DatasetFiles } from '../../../src/lab/datasets/datasetFiles';
import { addDataset } from '../../../src/runner/addDataset';
import { WriteError } from '../../../src/runs/writeError';

const content = { 'one.zip': 'the first file', 'two.zip': 'the second' };
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

describe('addDataset', () => {
  let folder: string;
  let server: Server;
  let served: Record<string, string>;
  let dataset: DatasetFiles;
  let lines: string[];
  const report = (line: string) => lines.push(line);

  beforeEach(async () => {
    lines = [];
    served = { ...content };
    folder = await mkdtemp(path.join(os.tmpdir(), 'data-'));
    server = createServer((request, response) => {
      const body = served[request.url!.slice('/files/'.length)];
      response.writeHead(body === undefined ? 404 : 200).end(body);
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    dataset = {
      name: 'letters',
      summary: 'Letters',
      licence: 'MIT',
      home: 'https://letters.example',
      urlBase: `http://127.0.0.1:${(server.address() as AddressInfo).port}/files/`,
      files: Object.entries(content).map(([name, text]) => ({
        name,
        bytes: text.length,
        sha256: sha256(text),
      })),
    };
  });
  afterEach(async () => {
    server.closeAllConnections();
    server.close();
    await rm(folder, { recursive: true });
  });

  const files = async () => {
    const names = await readdir(path.join(folder, 'letters')).catch(() => []);
    return Object.fromEntries(
      await Promise.all(
        names.map(async (name) => [name, await readFile(path.join(folder, 'letters', name), 'utf8')]),
      ),
    );
  };
  const refused =
    (...parts: string[]) =>
    (error: unknown) => {
      assert.ok(error instanceof LabError, String(error));
      for (const part of parts) assert.ok(error.message.includes(part), `${part} in: ${error.message}`);
      return true;
    };

  it('downloads, checks and places the files; a second time finds them there', async () => {
    await addDataset(dataset, folder, undefined, report);
    assert.deepEqual(await files(), content);
    assert.match(
      lines.join('\n'),
      /one\.zip: 14 bytes, checksum right\n.*two\.zip: 10 bytes, checksum right/,
    );
    served = {};
    lines = [];
    await addDataset(dataset, folder, undefined, report);
    assert.match(lines.join('\n'), /one\.zip: already there\n.*two\.zip: already there/);
  });

  it('replaces a damaged file', async () => {
    await mkdir(path.join(folder, 'letters'));
    await writeFile(path.join(folder, 'letters', 'one.zip'), 'the first f');
    await addDataset(dataset, folder, undefined, report);
    assert.deepEqual(await files(), content);
  });

  it('writes nothing of a file with a wrong checksum', async () => {
    served['two.zip'] = 'the Second';
    await assert.rejects(
      addDataset(dataset, folder, undefined, report),
      refused('two.zip: not the published two.zip', sha256('the second'), sha256('the Second')),
    );
    assert.deepEqual(await files(), { 'one.zip': content['one.zip'] });
  });

  it('stops reading a file that does not end', async () => {
    served['one.zip'] = 'x'.repeat(1_000_000);
    await assert.rejects(
      addDataset(dataset, folder, undefined, report),
      refused('Could not download', 'more than the 14 bytes of the published file'),
    );
    assert.deepEqual(await files(), {});
  });

  it('says what failed and what to do by hand: no such file, no server', async () => {
    delete served['one.zip'];
    await assert.rejects(
      addDataset(dataset, folder, undefined, report),
      refused('one.zip: the server answered 404 Not Found', 'https://letters.example', '--from FOLDER'),
    );
    await new Promise((done) => server.close(done));
    await assert.rejects(
      addDataset(dataset, folder, undefined, report),
      refused(
        'Could not download http://127.0.0.1',
        'ECONNREFUSED',
        'metric-lab data add letters --from FOLDER',
      ),
    );
    assert.deepEqual(await files(), {});
  });

  it('takes the files from a folder, checked as well', async () => {
    await new Promise((done) => server.close(done));
    const from = path.join(folder, 'stick');
    await mkdir(from);
    await assert.rejects(addDataset(dataset, folder, from, report), refused('one.zip is neither in', from));
    await writeFile(path.join(from, 'one.zip'), content['one.zip']);
    await writeFile(path.join(from, 'two.zip'), 'damaged');
    await assert.rejects(addDataset(dataset, folder, from, report), refused('two.zip: not the published'));
    await writeFile(path.join(from, 'two.zip'), content['two.zip']);
    await addDataset(dataset, folder, from, report);
    assert.deepEqual(await files(), content);
  });

  it('names a place that cannot be written', async () => {
    const file = path.join(folder, 'file');
    await writeFile(file, '');
    await assert.rejects(addDataset(dataset, file, undefined, report), WriteError);
  });
});
