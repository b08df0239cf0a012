// `npm run fuzz -- shapes`: kernels on random shapes, in Node's adapter; prints the largest errors.

import { parseArgs } from 'node:util'
import { openNodeGpu } from '../../src/cli/runtime/nodeRuntime'
import { columns } from '../../src/cli/terminal/columns'
import { tryShapes } from './trial'

const USAGE = `npm run fuzz -- shapes [--runs N | --minutes N] [--seed N]
  --runs     shapes (default: 200)
  --minutes  instead: for so long
  --seed     (default: 1)
Exit code 1 where an error is larger than its bound.`

export async function main(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      runs: { type: 'string', default: '200' },
      minutes: { type: 'string' },
      seed: { type: 'string', default: '1' },
      help: { type: 'boolean' },
    },
  })
  if (values.help) {
    console.log(USAGE)
    return 0
  }
  const { minutes } = values
  const limit =
    minutes === undefined
      ? { runs: Number(values.runs) }
      : { runs: 1e6, time: Number(minutes) * 60_000 }
  const gpu = await openNodeGpu()
  const { shapes, kernels, bug } = await tryShapes(gpu, { seed: Number(values.seed), ...limit })
  const row = columns([30, -8, -16])
  console.log(row('kernel', 'tried', 'largest error'))
  for (const [name, { tried, worst }] of [...kernels].sort()) {
    console.log(row(name, `${tried}`, `${(100 * worst).toFixed(0)} % of bound`))
  }
  console.log(`${shapes} shapes on ${gpu.name}, ${bug ? 1 : 0} bugs`)
  if (bug) console.log(bug)
  gpu.close()
  return bug ? 1 : 0
}
