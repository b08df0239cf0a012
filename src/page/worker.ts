// The thread that trains. It runs one command after the other; jobs that the page asks for run between two
// iterations.

import { type Jobs, perform } from '../ask'
import { toyNames } from '../data/toys'
import {
  type Answer,
  type Ask,
  type Command,
  type LoadedRun,
  type Message,
  packError,
  type Report,
  type Settings,
} from './core/protocol'
import { remembered } from './core/remembered'
import { messageOf } from './core/words'
import { homeJobs } from './home/jobs'
import type { ImageRunOptions } from './lab/imageRun'
import { Lab } from './lab/lab'
import { faultOfLoss, type Stranded, stranded } from './lab/lost'
import type { Reopening } from './lab/reopen'
import type { Run } from './lab/run'
import { runOf, savedRuns, setRun } from './lab/runs'

const lab = new Lab(tell)

/** All jobs but those of the landing view, whose drawing would wait for them. */
const jobs = remembered(async (): Promise<Jobs<Lab>> => {
  const rooms = Object.values(await import('./jobs'))
  return Object.fromEntries(rooms.flatMap((room: Jobs<Lab>) => Object.entries(room)))
})

/** Settings of a run, and the rest of a saved one. */
type Origin = Pick<ImageRunOptions, 'settings' | 'saved' | 'keeper'>

type Waiting = Exclude<Command, { type: 'set' | 'keep' }> | { type: 'rest' }

/** Milliseconds without work after which single steps are kept. */
const REST_AFTER = 300

/** Milliseconds to wait for the browser's storage, which another tab may hold. */
const WRITES = 2000

const commands: Waiting[] = []
const asks: Ask[] = []
let busy = false
/** Origin of the present run, for opening it again after a loss. */
let origin: Origin | undefined
/** State that the run last continued from after a loss; `from` is undefined for a run just begun. */
let recovered: { from: Run['kept'] } | undefined

let resting: ReturnType<typeof setTimeout> | undefined

addEventListener('message', ({ data: message }: MessageEvent<Message>) => {
  if (message.type === 'set') return runOf(lab)?.set(message.changes)
  if (message.type === 'keep') return runOf(lab)?.keepSoon()
  if (message.type === 'ask') asks.push(message)
  else commands.push(message)
  if (!busy) void work()
})

async function work(): Promise<void> {
  clearTimeout(resting)
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
  if (runOf(lab)?.unkept) resting = setTimeout(rest, REST_AFTER)
}

const sleep = (milliseconds: number) =>
  new Promise<void>((resolve) => setTimeout(resolve, milliseconds))

function rest(): void {
  commands.push({ type: 'rest' })
  void work()
}

async function obey(command: Waiting): Promise<void> {
  if (stranded.has(lab) && ['start', 'step', 'substep'].includes(command.type)) await goOn()
  const run = runOf(lab)
  switch (command.type) {
    case 'reset':
      await leave(run)
      setRun(lab, undefined)
      origin = await originOf(command.settings)
      begin(await open(origin), origin)
      break
    case 'load':
      if ((await reopen()) && command.train) commands.unshift({ type: 'start' })
      break
    case 'rest':
      await run?.keep()
      break
    case 'start':
      // A waiting command ends training at the next step.
      await run?.train({
        wanted: () => commands.length === 0,
        // A waiting command ends training before the next job.
        between: async () => void (commands.length === 0 && (await serve())),
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

async function originOf(settings: Settings, reopening?: Reopening): Promise<Origin> {
  const { Keeper } = await import('./lab/keeper')
  const keeper = new Keeper(tell, reopening?.continued)
  return { settings, saved: reopening?.saved, keeper }
}

/** Reports that the run is ready. Its first picture was sent before. */
function begin(run: Run, { keeper }: Origin, past?: LoadedRun): void {
  setRun(lab, run)
  const { opened, step } = run
  tell({ type: 'ready', opened, step, id: keeper.id, ...past })
}

/** Ends a run. Its last state is kept, where there is a device to read it from. */
async function leave(run: Run | undefined): Promise<void> {
  if (run?.unkept) await run.keep().catch(() => undefined)
  await Promise.race([run?.written(), sleep(WRITES)])
  run?.destroy()
  stranded.delete(lab)
  recovered = undefined
}

/** @param left  state and settings of an earlier run with the same origin */
async function open({ settings, saved, keeper }: Origin, left: Stranded = {}): Promise<Run> {
  const toy = toyNames.find((name) => name === settings.data)
  if (toy) {
    const { ToyRun } = await import('./lab/toyRun')
    return ToyRun.open({ lab, settings: { ...settings, data: toy } })
  }
  const { ImageRun } = await import('./lab/imageRun')
  return ImageRun.open({ lab, settings, saved, keeper, ...left })
}

/** Continues a saved run. The present run ends once the other is open; where that fails, it stays. */
async function reopen(): Promise<boolean> {
  const [saved, run] = [savedRuns.get(lab), runOf(lab)]
  if (!saved) return false
  savedRuns.delete(lab)
  const { settings, said, kept } = saved
  const next = await originOf(settings, saved)
  let loaded: Run
  try {
    loaded = await open(next, { kept })
  } catch (error) {
    await lab.checkGpu()
    if (!run) throw error
    await run.pause()
    tell({ type: 'unloaded', message: messageOf(error) })
    return false
  }
  await leave(run)
  origin = next
  begin(loaded, next, { said, seconds: kept.seconds, curves: kept.curves })
  return true
}

/** Opens the run that a lost device left behind. */
async function goOn(): Promise<void> {
  const left = stranded.get(lab)
  if (!left || !origin) return
  recovered = { from: left.kept }
  const run = await open(origin, left)
  stranded.delete(lab)
  setRun(lab, run)
  tell({ type: 'recovered', step: run.step, why: '' })
}

/** Runs the jobs that were asked for, in order. Returns whether all succeeded. */
async function serve(): Promise<boolean> {
  let done = true
  for (let ask = asks.shift(); ask; ask = asks.shift()) {
    const { id, name, args } = ask
    try {
      const known = Object.hasOwn(homeJobs, name) ? homeJobs : await jobs.get()
      tell({ type: 'answer', id, value: await perform(known, lab, name, args) })
    } catch (error) {
      tell({ type: 'refused', id, ...packError(error) })
      done = false
    }
  }
  return done
}

/**
 * Replaces a lost device: the run continues from its kept state, with its present settings. Any other fault ends
 * the run. A second loss before a newer state was kept leaves that state for Save, and for another start.
 */
async function fail(error: unknown, training: boolean): Promise<void> {
  const run = runOf(lab)
  setRun(lab, undefined)
  await lab.lossIsTold()
  const lost = lab.giveUp()
  const { kept, live } = run ?? stranded.get(lab) ?? {}
  run?.destroy()
  if ((lost === undefined && !stranded.has(lab)) || !origin)
    return tell({ type: 'fault', ...packError(error) })
  try {
    if (recovered && recovered.from === kept) throw lost ?? error
    recovered = { from: kept }
    const again = await open(origin, { kept, live })
    setRun(lab, again)
    tell({ type: 'recovered', step: again.step, why: messageOf(lost) })
    if (training) commands.unshift({ type: 'start' })
  } catch (cause) {
    lab.giveUp()
    if (kept) stranded.set(lab, { kept, live })
    tell({ type: 'fault', ...faultOfLoss(lost ?? error, { cause, step: kept?.step }) })
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
