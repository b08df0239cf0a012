// `ganvas claims`: measures common claims about GANs, as tables and figures.

import { join } from 'node:path'
import { type Command, Option } from 'commander'
import type { ObjectiveName } from '../../../gan/model/recipes'
import { checkPlace, writeOutput } from '../../folder/outputs'
import { openRuntime, type Runtime, type RuntimeOptions, runtimes } from '../../runtime/runtime'
import { columns } from '../../terminal/columns'
import { report } from '../../terminal/json'
import { path, whole } from '../../terminal/options'
import { chart } from './chart'

interface ClaimsOptions extends RuntimeOptions {
  steps: number
  seed: number
  out?: string
}

/** Claims: the job that measures each, its objectives, distances, and words. */
const claims = [
  {
    file: 'vanishing.svg',
    job: 'gradientsAtDistances',
    objectives: ['minimax', 'non-saturating', 'lsgan', 'wgan-gp'],
    distances: [0, 2, 4, 8, 12, 16],
    title: "The gradient of G's parameters, after D was trained",
    x: 'distance between real and generated, in standard deviations',
    y: '‖∂ loss of G / ∂ parameters‖',
  },
  {
    file: 'pull.svg',
    job: 'pullsBeyondBoundary',
    objectives: ['minimax', 'non-saturating', 'lsgan'],
    distances: [0, 2, 4, 6, 8, 10, 12],
    title: 'The pull at a sample that D takes for real',
    x: "distance beyond D's boundary, in standard deviations",
    y: '‖∂ loss of G / ∂ sample‖',
  },
] as const satisfies { objectives: readonly ObjectiveName[]; [key: string]: unknown }[]

export function register(program: Command): void {
  program
    .command('claims')
    .description('measure common claims about the gradients of GANs')
    .option('--steps <n>', 'training steps of D while G is fixed', whole(1), 300)
    .option('--seed <n>', 'seed for weights and noise', whole(0), 1)
    .option('--out <dir>', 'folder to write the figures to, as SVG', path)
    .addOption(new Option('--runtime <name>', 'where to run').choices(runtimes).default('auto'))
    .option('--adapter <name>', 'part of the name of the adapter to use in Node', path)
    .addHelpText('after', '\nExample:\n  $ ganvas claims --out figures')
    .action(async (options: ClaimsOptions) => measure(options))
}

async function measure(options: ClaimsOptions): Promise<void> {
  const { out, runtime, adapter } = options
  if (out) for (const { file } of claims) checkPlace(join(out, file))
  const opened = await openRuntime({ runtime, adapter })
  try {
    console.log(`adapter    ${opened.name}`)
    const found = []
    for (const claim of claims) found.push(await show(opened, claim, options))
    report({ adapter: opened.name, claims: found })
  } finally {
    await opened.close()
  }
}

async function show(
  { ask }: Runtime,
  claim: (typeof claims)[number],
  { steps, seed, out }: ClaimsOptions,
): Promise<{ title: string; distances: readonly number[]; values: Record<string, number[]> }> {
  const { file, job, distances, ...words } = claim
  console.log(`\n${words.title}: ${words.y}, by ${words.x}`)
  const row = columns([16, ...distances.map(() => -10)])
  console.log(row('', ...distances.map(String)))
  const lines: Record<string, number[]> = {}
  for (const objective of claim.objectives) {
    const values = await ask(job, { objective, steps, seed, distances })
    lines[objective] = values
    console.log(row(objective, ...values.map((value) => value.toPrecision(2))))
  }
  if (out) {
    writeOutput(join(out, file), chart({ ...words, at: distances, lines }))
    console.log(`figure: ${join(out, file)}`)
  }
  return { title: words.title, distances, values: lines }
}
