// `npm run fuzz -- faults`: harms small runs in every known way, once or several times each, at random
// moments, and prints the results.

import { spawnSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { columns } from '../../src/cli/terminal/columns'
import { Random } from '../../src/nn/philox'
import {
  below,
  type Ended,
  folder,
  ganvas,
  goesOn,
  harmed,
  losing,
  STEPS,
  sameBits,
  train,
} from './faultRun'

interface Fault {
  name: string
  /** Needs Chrome, which takes seconds to start. */
  chrome?: true
  times: number
  /** Returns the result, in capitals if it is a failure. */
  try(run: string, random: Random): Promise<string> | string
}

const out = (run: string) => ['--out', join(folder, run)]

const signal = (name: NodeJS.Signals, times: number): Fault => ({
  name: `${name} at any moment`,
  times,
  async try(run, random) {
    const wait = random.uniform(0, 1500)
    const { status } = await harmed(train('--runtime', 'node', ...out(run)), wait, (child) =>
      child.kill(name),
    )
    const gentle = name !== 'SIGKILL'
    if (gentle && status !== 0) return `NOT SAVED: exit code ${status}`
    return `${gentle ? 'saved; ' : ''}resumed to the ${goesOn(run, 'node')}`
  },
})

/** Milliseconds that a machine sleeps, or that a file system is late. */
const ASLEEP = 3000
const LATE = 300

const asleep: Fault = {
  name: 'put to sleep, and woken',
  times: 2,
  async try(run, random) {
    const wait = random.uniform(0, 500)
    let slept = false
    const { status, said } = await harmed(
      train('--runtime', 'node', ...out(run)),
      wait,
      (child) => {
        slept = child.kill('SIGSTOP')
        setTimeout(() => child.kill('SIGCONT'), ASLEEP)
      },
    )
    if (status !== 0) return `ENDED: ${said.split('\n').slice(-3).join(' ')}`
    return slept ? `went on to the ${sameBits(run, 'node')}` : 'over before it was put to sleep'
  },
}

/** All syncs and renames are late, and the run is killed during one. */
const slowDisk: Fault = {
  name: 'slow disk, and SIGKILL meanwhile',
  times: 3,
  async try(run, random) {
    const calls = 'fsync,rename,renameat2,link,linkat'
    const late = `inject=${calls}:delay_enter=${LATE}ms`
    const strace = ['-f', '-qq', '-o', '/dev/null', '-e', `trace=${calls}`, '-e', late]
    if (spawnSync('strace', ['-V']).status !== 0) return 'not tried: there is no strace'
    const wait = random.uniform(0, 4000)
    const under = { command: 'strace', args: strace }
    await harmed(
      train('--runtime', 'node', ...out(run)),
      wait,
      ({ pid = 0 }) => {
        for (const id of below(pid, 'ganvas.mjs')) process.kill(id, 'SIGKILL')
      },
      under,
    )
    return `resumed to the ${goesOn(run, 'node')}`
  },
}

/** Expects one line with the reason, exit code 1, and an unchanged run. */
function refused(
  run: string,
  before: Uint8Array,
  { status, faults }: Ended,
  ...more: string[]
): string {
  if (status !== 1 || faults.length !== 1) return `NOT ONE LINE: ${status} ${faults.join(' | ')}`
  const now = readFileSync(join(folder, run, 'checkpoint.safetensors'))
  if (!now.equals(before)) return 'CHECKPOINT CHANGED'
  return `stopped: "${(faults[0] ?? '').replaceAll(folder, '…')}"; resumed to the ${goesOn(run, 'node', ...more)}`
}

function begun(run: string): Uint8Array {
  ganvas(['train', ...train().slice(1), '--runtime', 'node', ...out(run), '--steps', '10'])
  return readFileSync(join(folder, run, 'checkpoint.safetensors'))
}

const faults: readonly Fault[] = [
  signal('SIGINT', 3),
  signal('SIGTERM', 3),
  signal('SIGKILL', 8),
  asleep,
  slowDisk,
  {
    name: 'device destroyed, in Node',
    times: 3,
    try(run, random) {
      const { status, said } = losing(train('--runtime', 'node', ...out(run)), [
        Math.floor(random.uniform(2, 120)),
      ])
      if (status !== 0) return `ENDED: ${said.split('\n').slice(-3).join(' ')}`
      if (!said.includes('lost    ')) return 'over before it was lost'
      return `went on from ${/goes on from ([^,\n]*)/.exec(said)?.[1]} to the ${sameBits(run, 'node')}`
    },
  },
  {
    name: 'device destroyed again and again',
    times: 1,
    try(run) {
      const { status, faults } = losing(train('--runtime', 'node', ...out(run)), [3, 3, 3, 3, 3, 3])
      if (status !== 1 || faults.length !== 1)
        return `NOT ONE LINE: ${status} ${faults.join(' | ')}`
      return `stopped: "${faults[0]}"; then trained to the ${goesOn(run, 'node')}`
    },
  },
  ...(['gpu-process', 'renderer'] as const).map(
    (kind): Fault => ({
      name: `Chrome's ${kind === 'renderer' ? 'page' : 'GPU process'} killed`,
      chrome: true,
      times: 2,
      async try(run, random) {
        const wait = random.uniform(0, 1000)
        const { status, said } = await harmed(
          train('--runtime', 'chrome', ...out(run)),
          wait,
          ({ pid = 0 }) => {
            for (const id of below(pid, `--type=${kind}`)) process.kill(id, 'SIGKILL')
          },
        )
        if (status !== 0) return `ENDED: ${said.split('\n').slice(-3).join(' ')}`
        if (!said.includes('lost    ')) return 'over before it was killed'
        return `went on from ${/goes on from ([^,\n]*)/.exec(said)?.[1]} to the ${sameBits(run, 'chrome')}`
      },
    }),
  ),
  {
    name: 'disk full',
    times: 1,
    try(run) {
      // A separate small disk, which only root can mount.
      const path = join(folder, run)
      mkdirSync(path)
      const size = ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', path]
      if (spawnSync('mount', size).status !== 0)
        return 'not tried: only root may mount a small disk'
      try {
        const before = begun(run)
        const { bavail, bsize } = statfsSync(path)
        // Leaves less space than a checkpoint needs.
        const filler = join(path, 'filler')
        writeFileSync(filler, new Uint8Array(Math.max(0, bavail * bsize - before.length / 2)))
        const full = ganvas(['train', '--resume', path, '--steps', `${STEPS}`])
        rmSync(filler)
        return refused(run, before, full)
      } finally {
        spawnSync('umount', [path])
      }
    },
  },
  {
    name: 'NaN',
    times: 1,
    try(run) {
      const before = begun(run)
      const wild = ['train', '--resume', join(folder, run), '--steps', `${STEPS}`, '--lr', '1e20']
      return refused(run, before, ganvas(wild), '--lr', '0.001')
    },
  },
  {
    name: 'half of a checkpoint on the disk',
    times: 1,
    try(run) {
      const before = begun(run)
      const file = join(folder, run, 'checkpoint.safetensors')
      writeFileSync(file, before.subarray(0, before.length / 2))
      const { status, faults: lines } = ganvas([
        'train',
        '--resume',
        join(folder, run),
        '--steps',
        `${STEPS}`,
      ])
      if (status === 0) return `resumed from an earlier one to the ${sameBits(run, 'node')}`
      if (lines.length !== 1) return `NOT ONE LINE: ${status} ${lines.join(' | ')}`
      return `refused: "${(lines[0] ?? '').replaceAll(folder, '…')}"`
    },
  },
  {
    name: 'a network that the GPU cannot hold',
    times: 1,
    try(run) {
      const wide = ['--width', '1024', '--image-size', '64', '--batch-size', '4096']
      const { status, faults: lines } = ganvas(['train', ...wide, '--runtime', 'node', ...out(run)])
      if (status !== 1 || lines.length !== 1) return `NOT ONE LINE: ${status} ${lines.join(' | ')}`
      return existsSync(join(folder, run))
        ? 'LEFT A FOLDER'
        : `refused: "${lines[0]}"; nothing left behind`
    },
  },
]

const USAGE = `npm run fuzz -- faults [--only NAME,…] [--no-chrome] [--seed N]
  --only       those whose name contains one of these
  --no-chrome  leave out what needs Chrome
A few minutes; exit code 1 where something was not survived.`

export async function main(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      only: { type: 'string', default: '' },
      seed: { type: 'string', default: '1' },
      help: { type: 'boolean' },
      'no-chrome': { type: 'boolean', default: false },
    },
  })
  if (values.help) {
    console.log(USAGE)
    return 0
  }
  const chosen = faults.filter(
    ({ name, chrome }) =>
      values.only.split(',').some((part) => name.includes(part)) &&
      !(chrome && values['no-chrome']),
  )
  const random = new Random(Number(values.seed), 0)
  try {
    for (const runtime of ['node', 'chrome'] as const) {
      if (runtime === 'chrome' && !chosen.some(({ chrome }) => chrome)) continue
      const { status, said } = ganvas(train('--runtime', runtime, ...out(runtime)))
      if (status !== 0) throw new Error(`the uninterrupted run ended: ${said}`)
    }
    const row = columns([36, 3])
    let bad = 0
    for (const [i, fault] of chosen.entries()) {
      const seen = new Map<string, number>()
      for (let n = 0; n < fault.times; n++) {
        const what = await fault.try(`${i}-${n}`, random)
        const kind = what.replace(/from (step \d+|the first step)/, 'from what was saved last')
        seen.set(kind, (seen.get(kind) ?? 0) + 1)
        if (/\b[A-Z]{3,} [A-Z]{2,}|ENDED/.test(what)) bad++
      }
      for (const [what, count] of seen) console.log(row(fault.name, `${count}`, what))
    }
    console.log(`${bad} of them not survived`)
    return bad === 0 ? 0 : 1
  } finally {
    if (statSync(folder).isDirectory()) rmSync(folder, { recursive: true, force: true })
  }
}
