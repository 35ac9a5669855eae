import { capabilities, type CapabilityName } from '@crossdock/core';
import { describe, expect, test } from 'vitest';
import { type LiveArrange, planConnectorContract, planLiveContract } from '@crossdock/testing/contracts';
import { arrangeAcme, type AcmeOptions } from './acme-arrangements.ts';

const manifest = { name: 'acme', capabilities: Object.keys(capabilities) as CapabilityName[], events: [] };
const live = <N extends CapabilityName>(name: N, options: AcmeOptions = {}): LiveArrange<N> =>
  arrangeAcme(name, options) as never;

describe('a live contract', () => {
  test('has every promise and all traits that need no simulator', async () => {
    const { suites, unseen } = planLiveContract({ manifest, arrange: { createOrder: live('createOrder') } });
    const arrange = { createOrder: arrangeAcme('createOrder') };
    const [whole] = planConnectorContract({ manifest: { ...manifest, capabilities: ['createOrder'] }, arrange });
    const facts = suites[0]?.facts.map((it) => it.says) ?? [];
    const left = whole?.facts.map((it) => it.says).filter((says) => !facts.includes(says));
    expect(left).toEqual([
      expect.stringContaining('asked to slow down'),
      expect.stringContaining('cancelled under way'),
      expect.stringContaining('credentials that are not accepted'),
    ]);
    for (const { check } of suites[0]?.facts ?? []) await check();
    expect(unseen).toHaveLength(manifest.capabilities.length - 1);
  });

  test('finds what is wrong', async () => {
    const arrange = { createOrder: live('createOrder', { flaw: 'drops a line' }) };
    const broken: string[] = [];
    for (const { facts } of planLiveContract({ manifest, arrange }).suites) {
      for (const { says, check } of facts) await check().catch(() => broken.push(says));
    }
    expect(broken).toContain('no line is dropped');
  });
});
