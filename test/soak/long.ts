// `npm run soak -- long`: one run of very many iterations. Does it get slower, or hold more and more? On a
// software adapter the process's memory is the GPU's too.

import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { median } from '../../src/gpu/statistics'
import { COMMAND } from '../command'
import { tiny, writeImages } from './resume'

/** Unless `steps N` is said. */
const STEPS = 20_000

/** Milliseconds between looks at the process. */
const LOOK = 500

/** How much slower the last tenth may be than the first, and larger than the second: the first fills caches and heaps. */
const MOST = 0.05

interface Seen {
  step: number
  /** MiB that the process has in memory. */
  memory: number
  /** Files, pipes and sockets that it has open. */
  handles: number
}

/** Prints a table by tenths; the exit code is 1 where the last is worse than the first. */
export async function long(args: readonly string[]): Promise<void> {
  const at = args.indexOf('steps')
  const steps = at < 0 ? STEPS : Number(args[at + 1])
  const more = at < 0 ? args : args.toSpliced(at, 2)
  const folder = mkdtempSync(join(tmpdir(), 'ganvas-soak-'))
  try {
    const data = writeImages(join(folder, 'data'))
    const out = join(folder, 'run')
    const often = ['--log-every', '10', '--sample-every', '500', '--steps', String(steps)]
    const seen = await watch(['train', ...tiny(data), ...often, '--out', out, ...more])
    const speeds = speedsOf(join(out, 'log.jsonl'))
    console.log('steps            images/s   memory, MiB   handles')
    const rows = Array.from({ length: 10 }, (_, tenth) => {
      const within = ({ step }: { step: number }) => Math.ceil((10 * step) / steps) === tenth + 1
      const row = {
        speed: median(speeds.filter(within).map(({ speed }) => speed)),
        memory: median(seen.filter(within).map(({ memory }) => memory)),
        handles: Math.max(...seen.filter(within).map(({ handles }) => handles)),
      }
      const upTo = `to ${(((tenth + 1) * steps) / 10).toLocaleString('en')}`
      const cells = [row.speed, row.memory, row.handles].map((cell) => cell.toFixed(0).padStart(11))
      console.log(`${upTo.padEnd(14)}${cells.join('')}`)
      return row
    })
    const [first, second, last] = [rows[0], rows[1], rows[9]]
    if (!first || !second || !last) throw new Error('nothing was seen')
    const [slower, larger] = [first.speed / last.speed - 1, last.memory / second.memory - 1]
    const opened = last.handles - first.handles
    const per = (share: number) => `${(100 * share).toFixed(1)} %`
    console.log(
      `last tenth: ${per(slower)} slower than the first, ${opened} handles more; ${per(larger)} larger than the second`,
    )
    if (!(slower <= MOST && larger <= MOST && opened <= 0)) process.exitCode = 1
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Runs the command, and looks at its process (as Linux tells of it) again and again. */
function watch(args: readonly string[]): Promise<Seen[]> {
  return new Promise((resolve, reject) => {
    const run = spawn(process.execPath, [COMMAND, ...args])
    const seen: Seen[] = []
    let said = ''
    let step = 0
    for (const stream of [run.stdout, run.stderr]) {
      stream.on('data', (data: Buffer) => {
        said = (said + data.toString()).slice(-2000)
        step = Number(said.match(/^\d+(?=\/\d+ )/gm)?.at(-1) ?? step)
      })
    }
    const timer = setInterval(() => {
      if (step === 0) return
      try {
        const status = readFileSync(`/proc/${run.pid}/status`, 'utf8')
        const memory = Number(/VmRSS:\s*(\d+)/.exec(status)?.[1]) / 1024
        seen.push({ step, memory, handles: readdirSync(`/proc/${run.pid}/fd`).length })
      } catch {
        // It has just ended.
      }
    }, LOOK)
    run.on('error', reject)
    run.on('close', (code) => {
      clearInterval(timer)
      if (code === 0) resolve(seen)
      else reject(new Error(`ganvas ${args.join(' ')} ended with ${code}:\n${said}`))
    })
  })
}

function speedsOf(log: string): { step: number; speed: number }[] {
  const lines = readFileSync(log, 'utf8').trim().split('\n')
  return lines.map((line) => {
    const { step, imagesPerSecond: speed } = JSON.parse(line) as Record<string, number>
    return { step: step ?? 0, speed: speed ?? Number.NaN }
  })
}
