// `ganvas toy`: trains GANs on points in the plane, counts the modes that they find, and draws a picture.

import { Argument, type Command, Option } from 'commander'
import {
  countModes,
  type ModeCount,
  reachOf,
  type ToyName,
  toyNames,
  toys,
} from '../../../data/toys'
import { nonFinite } from '../../../gan/model/clock'
import { type ObjectiveName, objectiveNames } from '../../../gan/model/recipes'
import { toyRecipes } from '../../../gan/toy/toy'
import { checkPlace, writeOutput } from '../../folder/outputs'
import { openRuntime, type Runtime, type RuntimeOptions, runtimes } from '../../runtime/runtime'
import { columns } from '../../terminal/columns'
import { Failure } from '../../terminal/failure'
import { report } from '../../terminal/json'
import { path, png, whole } from '../../terminal/options'
import { type Panel, scatter } from './scatter'

interface ToyCommandOptions extends RuntimeOptions {
  objective: (ObjectiveName | 'all')[]
  seed?: number[]
  steps?: number
  out?: string
}

/** Result of one seed, as in --json. */
interface Found extends ModeCount {
  objective: ObjectiveName
  seed: number
  steps: number
  seconds: number
}

/** Iterations between two readings of the figures. */
const PART = 100

export function register(program: Command): void {
  program
    .command('toy')
    .description('train GANs on points in the plane, and count the modes that they find')
    .addArgument(new Argument('<name>', 'points to learn').choices(toyNames))
    .addOption(
      new Option('--objective <names...>', 'one or more, or all')
        .choices([...objectiveNames, 'all'])
        .default(['wgan-gp']),
    )
    .option('--seed <numbers...>', 'one or more (default: 1)', collect)
    .option('--steps <n>', 'iterations (default: by the objective)', whole(1))
    .option('--out <file>', 'PNG to write: a row for each objective, a column for each seed', png)
    .addOption(new Option('--runtime <name>', 'where to train').choices(runtimes).default('auto'))
    .option('--adapter <name>', 'part of the name of the adapter to use in Node', path)
    .addHelpText(
      'after',
      '\nA point is good within 3 standard deviations of a centre; a mode is found with 20 good points' +
        '\nof 10,000. Of real points 98.9 % are good.' +
        '\n\nExample:\n  $ ganvas toy ring --objective lsgan wgan-gp --seed 1 2 3 --out ring.png',
    )
    .action(async (name: ToyName, options: ToyCommandOptions) => toy(name, options))
}

const collect = (text: string, before: number[] = []) => [...before, whole(0)(text)]

async function toy(name: ToyName, options: ToyCommandOptions): Promise<void> {
  const { seed: seeds = [1], out, runtime, adapter } = options
  const all = options.objective.includes('all')
  const chosen = objectiveNames.filter((each) => all || options.objective.includes(each))
  if (out) checkPlace(out)
  const { centres, std } = toys[name]
  const opened = await openRuntime({ runtime, adapter })
  try {
    console.log(`adapter    ${opened.name}`)
    console.log(`toy        ${name}: ${centres.length} Gaussians of standard deviation ${std}`)
    console.log(`seeds      ${seeds.join(', ')}\n`)
    console.log(row('objective', 'steps', 'modes found', 'good points, %', 'seconds'))
    const panels: Panel[] = []
    const found: Found[] = []
    for (const objective of chosen) {
      const { steps = toyRecipes[objective].steps } = options
      await opened.ask('openToy', { toy: name, objective, steps })
      const runs: Found[] = []
      for (const seed of seeds) {
        const begun = performance.now()
        await learn(opened, { objective, seed, steps })
        const panel = await opened.ask('toyPoints')
        panels.push(panel)
        const seconds = (performance.now() - begun) / 1000
        const counts = countModes(toys[name], panel.fake)
        runs.push({ objective, seed, steps, ...counts, seconds })
      }
      found.push(...runs)
      const list = (each: (run: Found) => number | string) => runs.map(each).join(' ')
      console.log(
        row(
          objective,
          `${steps}`,
          `${list(({ modes }) => modes)} of ${centres.length}`,
          list(({ good }) => (100 * good).toFixed(1)),
          list(({ seconds }) => seconds.toFixed(0)),
        ),
      )
    }
    report({ adapter: opened.name, toy: name, centres: centres.length, std, runs: found })
    if (!out) return
    writeOutput(out, scatter(panels, { columns: seeds.length, reach: reachOf(toys[name]) }))
    console.log(`\npicture    ${out}: real points grey, generated ones blue`)
  } finally {
    await opened.close()
  }
}

interface Lesson {
  objective: ObjectiveName
  seed: number
  steps: number
}

/** Trains in parts, to show progress. */
async function learn({ ask }: Runtime, { objective, seed, steps }: Lesson): Promise<void> {
  await ask('startToy', seed)
  for (let step = 0; step < steps; step += PART) {
    const part = Math.min(PART, steps - step)
    const bad = nonFinite(await ask('advanceToy', part))
    if (bad) throw new Failure(`${objective}, seed ${seed}: ${bad} by step ${step + part}`)
    const { isTTY } = process.stderr
    if (isTTY) process.stderr.write(`\r\x1b[K${objective}, seed ${seed}: ${step + part}/${steps}`)
  }
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K')
}

const row = columns([16, 8, 20, 24])
