// `npm run fuzz`: many inputs for every parser; prints a table of counts.

import { parseArgs } from 'node:util'
import { Worker } from 'node:worker_threads'
import { fuzz, type Tally } from './fuzz'
import { parsers } from './parsers'

const USAGE = `npm run fuzz -- [parsers] [--runs N | --minutes N] [--seed N] [--only NAME]
  --runs     inputs for each parser (default: 20,000)
  --minutes  instead: so long in all
  --seed     (default: 1)
  --only     parsers whose name contains this
Exit code 1 where something was found.`

/** Milliseconds without a message from the thread, after which its parser counts as hanging. */
const HANGS = 60_000

const WATCH = `
const { workerData: beats } = require('node:worker_threads')
let last = -1
setInterval(() => {
  const now = Atomics.load(beats, 0)
  if (now === last) {
    console.error('a parser hangs: number ' + Atomics.load(beats, 1) + ' of the table')
    process.kill(process.pid, 'SIGKILL')
  }
  last = now
}, ${HANGS})`

export async function main(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      runs: { type: 'string', default: '20000' },
      minutes: { type: 'string' },
      seed: { type: 'string', default: '1' },
      only: { type: 'string', default: '' },
      help: { type: 'boolean' },
    },
  })
  if (values.help) {
    console.log(USAGE)
    return 0
  }
  const chosen = parsers.filter(({ name }) => name.includes(values.only))
  const minutes = values.minutes === undefined ? undefined : Number(values.minutes)
  const limit =
    minutes === undefined
      ? { runs: Number(values.runs) }
      : { time: (minutes * 60_000) / chosen.length }
  const beats = new Int32Array(new SharedArrayBuffer(8))
  const watch = new Worker(WATCH, { eval: true, workerData: beats })
  console.log(line('parser', 'inputs', 'taken', 'refused', 'slowest', 'largest array'))
  const tallies: Tally[] = []
  for (const parser of chosen) {
    Atomics.store(beats, 1, parsers.indexOf(parser))
    const heed = () => void Atomics.add(beats, 0, 1)
    const tally = await fuzz(parser, { seed: Number(values.seed), ...limit, heed })
    tallies.push(tally)
    console.log(shown(tally))
    if (tally.bug) console.log(tally.bug)
  }
  await watch.terminate()
  const all = tallies.reduce((sum, { inputs }) => sum + inputs, 0)
  const bugs = tallies.filter(({ bug }) => bug !== undefined).length
  const peak = process.resourceUsage().maxRSS / 1024
  console.log(
    `${all.toLocaleString('en')} inputs, ${bugs} bugs; at most ${peak.toFixed(0)} MB of memory`,
  )
  return bugs === 0 ? 0 : 1
}

function shown({ name, inputs, taken, slowest, largest }: Tally): string {
  const count = (value: number) => value.toLocaleString('en')
  const refused = count(inputs - taken)
  const kilobytes = `${count(Math.round(largest / 1024))} kB`
  return line(name, count(inputs), count(taken), refused, `${slowest.toFixed(0)} ms`, kilobytes)
}

const line = (name: string, ...cells: string[]): string =>
  name.padEnd(22) + cells.map((cell) => cell.padStart(14)).join('')
