import { memoryJournal } from '@crossdock/core';
import { sqliteJournal } from '@crossdock/core/sqlite';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { z } from 'zod';
import { booked, concurrency, referenceOf, runFlows, stepNames } from './four-steps.ts';
import { compared, median, perSecond, type Row, runScript, withFiles } from './measure.ts';

/** The part of `@medusajs/workflows-sdk` that a workflow of plain steps needs. It is no dependency of this package. */
interface WorkflowsSdk {
  createStep(name: string, invoke: (input: unknown) => Promise<unknown>): (input: unknown) => unknown;
  createWorkflow(name: string, compose: (input: unknown) => unknown): () => Workflow;
  readonly StepResponse: new (output: unknown) => unknown;
  readonly WorkflowResponse: new (output: unknown) => unknown;
}

interface Workflow {
  run(options: { readonly input: unknown }): Promise<unknown>;
}

const flows = 10_000;
const rounds = 3;
const installed = join(import.meta.dirname, 'medusa', 'node_modules', '@medusajs', 'workflows-sdk');

/**
 * A durable flow of four steps against the same four steps in `@medusajs/workflows-sdk`, which runs them in memory and
 * stores nothing, 50 at a time. `npm run bench:medusa` installs it; without it there is nothing to compare with.
 */
export default async function medusaBench(): Promise<readonly Row[]> {
  if (!existsSync(installed)) {
    console.log('  @medusajs/workflows-sdk is not installed: npm run bench:medusa does it');
    return [];
  }
  return withFiles(async (file) => {
    const measured = { medusa: [] as number[], durable: [] as number[], memory: [] as number[] };
    for (let round = 0; round < rounds; round += 1) {
      // In a process of its own: what it loads must not slow us down.
      measured.medusa.push(z.number().parse(runScript(import.meta.filename)));
      measured.durable.push(await runFlows(sqliteJournal(file(`${round}.db`)), flows));
      measured.memory.push(await runFlows(memoryJournal(), flows));
    }
    const medusa = median(measured.medusa);
    return [
      { name: '@medusajs/workflows-sdk, in memory', value: medusa, unit: 'flows/s' },
      compared('durable flow', median(measured.durable), 'flows/s', medusa),
      compared('the same flow in memory', median(measured.memory), 'flows/s', medusa),
    ];
  });
}

async function runWorkflows(): Promise<number> {
  const sdk = createRequire(import.meta.url)(installed) as WorkflowsSdk;
  const { createStep, createWorkflow, StepResponse, WorkflowResponse } = sdk;
  const steps = stepNames.map((name) => createStep(name, async () => new StepResponse(booked)));
  const workflow = createWorkflow('order-to-cash', (input) => {
    let last = input;
    for (const step of steps) last = step(input);
    return new WorkflowResponse(last);
  });
  return perSecond(flows, concurrency, (flow) => workflow().run({ input: { ref: referenceOf(flow) } }));
}

if (import.meta.main) console.log(JSON.stringify(await runWorkflows()));
