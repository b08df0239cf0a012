// The thread that trains. It runs one command after the other; jobs that the page asks for run between two
// iterations.

import { type Jobs, perform } from '../ask'
import { toyNames } from '../data/toys'
import {
  type Answer,
  type Ask,
  type Command,
  type Message,
  packError,
  type Report,
} from './core/protocol'
import { messageOf } from './core/words'
import * as rooms from './jobs'
import { ImageRun, type ImageRunOptions } from './lab/imageRun'
import { Lab } from './lab/lab'
import { savedRuns } from './lab/reopen'
import type { Run } from './lab/run'
import { runOf, setRun } from './lab/runs'
import { ToyRun } from './lab/toyRun'

const lab = new Lab(tell)

const jobs: Jobs<Lab> = Object.fromEntries(
  Object.values(rooms).flatMap((room: Jobs<Lab>) => Object.entries(room)),
)

/** Settings of a run, and the rest of a saved one. */
type Origin = Pick<ImageRunOptions, 'settings' | 'saved'>

const commands: Exclude<Command, { type: 'set' }>[] = []
const asks: Ask[] = []
let busy = false
/** Origin of the present run, for opening it again after a loss. */
let origin: Origin | undefined
/** State that the run last continued from after a loss; `from` is undefined for a run just begun. */
let recovered: { from: Run['kept'] } | undefined

addEventListener('message', ({ data: message }: MessageEvent<Message>) => {
  if (message.type === 'set') return runOf(lab)?.set(message.changes)
  if (message.type === 'ask') asks.push(message)
  else commands.push(message)
  if (!busy) void work()
})

async function work(): Promise<void> {
  busy = true
  while (asks.length + commands.length > 0) {
    const served = await serve()
    const command = commands.shift()
    try {
      if (command) await obey(command)
      // A job may have failed because the device is lost: then the run needs another.
      else if (!served) await lab.checkGpu()
    } catch (error) {
      await fail(error, command?.type === 'start')
    }
  }
  busy = false
}

async function obey(command: Exclude<Command, { type: 'set' }>): Promise<void> {
  const run = runOf(lab)
  switch (command.type) {
    case 'reset':
      origin = { settings: command.settings }
      recovered = undefined
      run?.destroy()
      setRun(lab, undefined)
      begin(await open(origin))
      break
    case 'load':
      await reopen()
      break
    case 'start':
      // A waiting command ends training at the next step.
      await run?.train({
        wanted: () => commands.length === 0,
        between: async () => void (await serve()),
      })
      break
    case 'pause':
      await run?.pause()
      break
    case 'step':
      await run?.iterate()
      break
    case 'substep':
      await run?.substep()
  }
}

/** Reports that the run is ready. Its first picture was sent before. */
function begin(run: Run, said?: string): void {
  setRun(lab, run)
  const { opened, step } = run
  tell({ type: 'ready', opened, step, ...(said === undefined ? {} : { said }) })
}

/** @param left  state and settings of an earlier run with the same origin */
async function open(
  { settings, saved }: Origin,
  left: Pick<Run, 'kept' | 'live'> = {},
): Promise<Run> {
  const toy = toyNames.find((name) => name === settings.data)
  if (toy) return ToyRun.open({ lab, settings: { ...settings, data: toy } })
  return ImageRun.open({ lab, settings, saved, ...left })
}

/** Continues a saved run. The present run ends once the other is open; where that fails, it stays. */
async function reopen(): Promise<void> {
  const [saved, run] = [savedRuns.get(lab), runOf(lab)]
  if (!saved) return
  savedRuns.delete(lab)
  let loaded: Run
  try {
    loaded = await open(saved, { kept: saved.kept })
  } catch (error) {
    await lab.checkGpu()
    if (!run) throw error
    await run.pause()
    return tell({ type: 'unloaded', message: messageOf(error) })
  }
  run?.destroy()
  origin = saved
  recovered = undefined
  begin(loaded, saved.said)
}

/** Runs the jobs that were asked for, in order. Returns whether all succeeded. */
async function serve(): Promise<boolean> {
  let done = true
  for (let ask = asks.shift(); ask; ask = asks.shift()) {
    const { id, name, args } = ask
    try {
      tell({ type: 'answer', id, value: await perform(jobs, lab, name, args) })
    } catch (error) {
      tell({ type: 'refused', id, ...packError(error) })
      done = false
    }
  }
  return done
}

/**
 * Replaces a lost device: the run continues from its kept state, with its present settings. Any other fault ends
 * the run, and so does a second loss before a newer state was kept.
 */
async function fail(error: unknown, training: boolean): Promise<void> {
  const run = runOf(lab)
  setRun(lab, undefined)
  await lab.lossIsTold()
  const lost = lab.giveUp()
  const { kept, live } = run ?? {}
  run?.destroy()
  if (lost === undefined || !origin) return tell({ type: 'fault', ...packError(error) })
  try {
    if (recovered && recovered.from === kept) throw lost
    recovered = { from: kept }
    const again = await open(origin, { kept, live })
    setRun(lab, again)
    tell({ type: 'recovered', step: again.step, why: messageOf(lost) })
    if (training) commands.unshift({ type: 'start' })
  } catch {
    lab.giveUp()
    const message = `${messageOf(lost).replace(/\.$/, '')}. Start opens it again`
    tell({ type: 'fault', message })
  }
}

function tell(report: Report): void {
  const pixels = 'picture' in report ? report.picture.pixels : undefined
  const transfer = pixels ? [pixels.buffer] : report.type === 'answer' ? buffersOf(report) : []
  postMessage(report, { transfer })
}

/** Buffers of an answer, to transfer: the answer itself if it is an array, or the arrays in it. */
function buffersOf({ value }: Extract<Answer, { type: 'answer' }>): ArrayBuffer[] {
  const values =
    value instanceof Object && !ArrayBuffer.isView(value) ? Object.values(value) : [value]
  const buffers = values.flatMap((each) =>
    ArrayBuffer.isView(each) && each.buffer instanceof ArrayBuffer ? [each.buffer] : [],
  )
  return [...new Set(buffers)]
}
