// The thread that trains. It obeys one command after the other; what the page asks beside them is done
// between two iterations.

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
import { type Job, jobs } from './jobs'
import { ImageRun, type ImageRunOptions } from './lab/imageRun'
import { Lab } from './lab/lab'
import type { Run } from './lab/run'
import { ToyRun } from './lab/toyRun'

const lab = new Lab(tell)

/** What somebody chose, and more of a run that was saved. */
type Origin = Pick<ImageRunOptions, 'settings' | 'saved'>

const commands: Exclude<Command, { type: 'set' }>[] = []
const asks: Ask[] = []
let busy = false
/** What the run was opened with, for when it must be opened again. */
let origin: Origin | undefined
/** What the run was last continued from after a loss; nothing was kept of one that was just begun. */
let recovered: { from: Run['kept'] } | undefined

addEventListener('message', ({ data: message }: MessageEvent<Message>) => {
  if (message.type === 'set') return lab.run?.set(message.changes)
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
      // What was asked for may have failed because the device is lost: then the run needs another.
      else if (!served) await lab.checkGpu()
    } catch (error) {
      await fail(error, command?.type === 'start')
    }
  }
  busy = false
}

async function obey(command: Exclude<Command, { type: 'set' }>): Promise<void> {
  const { run } = lab
  switch (command.type) {
    case 'reset':
      origin = { settings: command.settings }
      recovered = undefined
      run?.destroy()
      lab.run = undefined
      // It has drawn already: who reads "ready" sees the run that is ready.
      lab.run = await open(origin)
      tell({ type: 'ready', opened: lab.run.opened, step: lab.run.step })
      break
    case 'load':
      await reopen()
      break
    case 'start':
      // A command that waits ends the training at its next step.
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

/** @param left  what an earlier run of the same left */
async function open(
  { settings, saved }: Origin,
  left: Pick<Run, 'kept' | 'live'> = {},
): Promise<Run> {
  const toy = toyNames.find((name) => name === settings.data)
  if (toy) return ToyRun.open({ lab, settings: { ...settings, data: toy } })
  return ImageRun.open({ lab, settings, saved, ...left })
}

/** Goes on with a run that was read. The one that is there makes room when the other stands, or stays. */
async function reopen(): Promise<void> {
  const { saved, run } = lab
  if (!saved) return
  lab.saved = undefined
  try {
    lab.run = await open(saved, { kept: saved.kept })
  } catch (error) {
    await lab.checkGpu()
    if (!run) throw error
    await run.pause()
    return tell({ type: 'unloaded', message: messageOf(error) })
  }
  run?.destroy()
  origin = saved
  recovered = undefined
  tell({ type: 'ready', opened: lab.run.opened, step: lab.run.step, said: saved.said })
}

/** Does what was asked for, in order. Could all of it be done? */
async function serve(): Promise<boolean> {
  let done = true
  for (let ask = asks.shift(); ask; ask = asks.shift()) {
    const { id, name, args } = ask
    try {
      const job = (jobs as Record<string, Job>)[name]
      if (!job) throw new Error(`the worker knows no ${name}`)
      tell({ type: 'answer', id, value: await job(lab, ...args) })
    } catch (error) {
      tell({ type: 'refused', id, ...packError(error) })
      done = false
    }
  }
  return done
}

/**
 * A lost device is replaced, and the run goes on from what was kept of it, with the settings that it has by
 * now. Any other fault ends the run, and so does a second loss before anything new was kept.
 */
async function fail(error: unknown, training: boolean): Promise<void> {
  const { run } = lab
  lab.run = undefined
  await lab.lossIsTold()
  const lost = lab.giveUp()
  const { kept, live } = run ?? {}
  run?.destroy()
  if (lost === undefined || !origin) return tell({ type: 'fault', ...packError(error) })
  try {
    if (recovered && recovered.from === kept) throw lost
    recovered = { from: kept }
    lab.run = await open(origin, { kept, live })
    tell({ type: 'recovered', step: lab.run.step, why: messageOf(lost) })
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

/** Large answers change hands, too: every array of bytes that the answer is, or holds. */
function buffersOf({ value }: Extract<Answer, { type: 'answer' }>): ArrayBuffer[] {
  const values =
    value instanceof Object && !ArrayBuffer.isView(value) ? Object.values(value) : [value]
  const buffers = values.flatMap((each) =>
    ArrayBuffer.isView(each) && each.buffer instanceof ArrayBuffer ? [each.buffer] : [],
  )
  return [...new Set(buffers)]
}
