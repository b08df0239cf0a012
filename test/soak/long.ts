// `npm run soak -- long`: one run of very many iterations. Does it get slower, or leak memory? On a
// software adapter the process's memory is the GPU's too.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { tiny, writeImages } from './resume'
import { driftOf, tenthsOf } from './tenths'
import { watch } from './watch'

/** Default for `steps N`. */
const STEPS = 20_000

/** Largest allowed slowdown or growth of the last tenth. */
const MOST = 0.05

/** Prints a table by tenths; the exit code is 1 if the last is worse than the first. */
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
    const tenths = tenthsOf(steps, seen, speedsOf(join(out, 'log.jsonl')))
    console.log('                  images/s    memory of the process, MiB    after a full')
    console.log(
      'steps       median   fastest        mean        most          collection   handles',
    )
    for (const { to, speed, fastest, mean, most, held, handles } of tenths) {
      const whole = (value: number) => value.toFixed(0)
      const cells = [whole(speed), whole(fastest), whole(mean), whole(most), held.toFixed(1)]
      const widths = [7, 10, 12, 12, 20]
      const row = cells.map((cell, i) => cell.padStart(widths[i] ?? 0)).join('')
      console.log(
        `${`to ${to.toLocaleString('en')}`.padEnd(11)}${row}${String(handles).padStart(10)}`,
      )
    }
    const { slower, opened, mean, most, held } = driftOf(tenths)
    const per = (share: number) => `${(100 * share).toFixed(1)} %`
    console.log(
      `last tenth: its fastest iterations ${per(slower)} slower than the first's, ${opened} handles more`,
    )
    console.log(
      `beside the second, since the first fills caches and heaps: ${per(mean)} more memory in the mean, ` +
        `${per(most)} at most, ${per(held)} after a full collection`,
    )
    const flat = [slower, mean, most, held].every((share) => share <= MOST)
    if (!flat || opened > 0) process.exitCode = 1
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function speedsOf(log: string): { step: number; speed: number }[] {
  const lines = readFileSync(log, 'utf8').trim().split('\n')
  return lines.map((line) => {
    const { step, imagesPerSecond: speed } = JSON.parse(line) as Record<string, number>
    return { step: step ?? 0, speed: speed ?? Number.NaN }
  })
}
