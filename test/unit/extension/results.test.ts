import assert from 'node:assert/strict';
import type { RunEvent } from '../../../src/protocol/run';
import { messageFields } from '../../../src/extension/pages/messageFields';
import { pageHtml } from '../../../src/extension/pages/pageHtml';
import { parseMessage } from '../../../src/extension/results/parseMessage';
import { curveOf } from '../../../src/extension/runs/curve';

const at = '2026-11-21T09:30:12.000Z';

const parse = (raw: unknown) => {
  const fields = messageFields(raw);
  return fields && parseMessage(fields);
};

describe('parseMessage', () => {
  it('passes the messages of the protocol, and nothing else in them', () => {
    assert.deepEqual(parse({ type: 'openExperiment', extra: 1 }), { type: 'openExperiment' });
    assert.deepEqual(parse({ type: 'run', variant: 'circle' }), { type: 'run', variant: 'circle' });
    assert.deepEqual(parse({ type: 'run', variant: 7 }), { type: 'run', variant: null });
    assert.deepEqual(parse({ type: 'stop', runId: 'a' }), { type: 'stop', runId: 'a' });
  });

  it('refuses everything else', () => {
    const long = { type: 'stop', runId: 'a'.repeat(3000) };
    for (const message of [null, 'run', 1, [], {}, { type: 'eval' }, { type: 'stop' }, long]) {
      assert.equal(parse(message), null);
    }
  });
});

describe('The page', () => {
  const html = pageHtml({
    cspSource: 'https://source',
    script: 'https://source/results.js',
    style: 'https://source/"><script>',
    nonce: 'bm9uY2U=',
    title: '<b>',
    workers: false,
  });

  it('allows its own script and styles alone', () => {
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1];
    assert.equal(
      policy,
      "default-src 'none'; img-src https://source data:; font-src https://source; " +
        "style-src https://source 'nonce-bm9uY2U='; script-src 'nonce-bm9uY2U='",
    );
    assert.match(html, /<meta property="csp-nonce" content="bm9uY2U=">/);
    assert.equal(html.match(/<script/g)?.length, 1);
  });
});

describe('curveOf', () => {
  it('has every validation score, and a loss curve with its last point however long the run', () => {
    const events: RunEvent[] = [];
    for (let step = 1; step <= 5001; step++)
      events.push({ type: 'step', at, step, loss: 1 / step, stepsPerSecond: 9 });
    events.push({
      type: 'evaluation',
      at,
      step: 10,
      split: 'validation',
      metrics: { 'R@1': 0.5, 'MAP@R': 0.2 },
    });
    events.push({ type: 'evaluation', at, step: 10, split: 'test', metrics: { 'R@1': 0.4 } });
    const { loss, validation } = curveOf('run', events);
    assert.ok(loss.length <= 1000);
    assert.equal(loss.at(-1)?.[0], 5001);
    assert.deepEqual(validation, { 'R@1': [[10, 0.5]], 'MAP@R': [[10, 0.2]] });
  });
});
