// Opens an op's kernels, judges and races the user's text, and ends what never ends.

import { batch } from '@preact/signals'
import type { OpName } from '../../catalogue/index'
import { busyView, pauseGpuUsers, registerGpuUser } from '../core/gpuUsers'
import { text as core } from '../core/text'
import { clock, messageOf, sentence } from '../core/words'
import { ask, endWorker } from './ask'
import { exercises, startOf } from './exercises'
import type { Text } from './jobs'
import { faultsOf, notesOf } from './notes'
import * as state from './state'
import { keepText, keptText, solve } from './texts'

/** Op of an address that names none. */
const FIRST: OpName = 'leakyRelu'

/** Seconds until a kernel is taken for one that never ends. */
const PATIENCE = 120

const STOPPED = 'it was stopped'

registerGpuUser({ view: 'lab', isBusy: () => state.isBusy.value, pause: () => stop() })

/** Part of the address after `#lab/`: `conv2d`, `exercise/border`, or an op and a file. */
const placeOf = (): string => location.hash.split('/').slice(1).join('/') || FIRST

/** Opens what the address names. */
export async function openAddress(): Promise<void> {
  const place = placeOf()
  if (state.opened.value?.place === place) return
  if (state.isBusy.value) stop()
  say('Loading…')
  state.phase.value = 'opening'
  try {
    if (state.ops.value.length === 0) state.ops.value = await ask('kernelOps')
    const [first = '', second] = place.split('/')
    const opened = await (first === 'exercise' ? openExercise(second) : openKernel(first, second))
    // The address may have changed meanwhile.
    if (place !== placeOf()) return
    batch(() => {
      forget()
      state.opened.value = { ...opened, place }
      state.text.value = keptText(place) ?? opened.given
      state.row.value = 0
      say(state.isGiven.value ? 'Change the kernel, and check it.' : 'This is your text.')
    })
  } catch (error) {
    state.opened.value = undefined
    fail(error)
  }
  state.phase.value = 'idle'
}

type Opened = Omit<state.Opened, 'place'>

async function openKernel(op: string, file: string | undefined): Promise<Opened> {
  const found = state.ops.value.find((name) => name === op)
  if (!found) throw new Error(`no op is named ${op}. Choose one`)
  const kernels = await ask('kernelFiles', found)
  const chosen = kernels.files.find((each) => each.file === file) ?? kernels.files[0]
  if (!chosen) throw new Error(`${found} runs no kernel of its own. Choose another op`)
  return { ...kernels, op: found, file: chosen.file, given: chosen.text }
}

async function openExercise(name: string | undefined): Promise<Opened> {
  const of = exercises.find((each) => each.name === name)
  if (!of) throw new Error(`no exercise is named ${name}. Choose one`)
  const { op, file } = of
  const kernels = await ask('kernelFiles', op)
  const ours = kernels.files.find((each) => each.file === file)?.text ?? ''
  const exercise = { of, solution: of.solution(ours) }
  return { ...kernels, op, file, given: startOf(of, ours), exercise }
}

function forget(): void {
  state.judged.value = undefined
  state.raced.value = undefined
  state.notes.value = []
}

/** The user's change of the text. */
export function change(text: string): void {
  const { opened, isGiven } = state
  state.text.value = text
  if (opened.value) keepText(opened.value.place, isGiven.value ? undefined : text)
}

export function check(): Promise<void> {
  return work('checking', async (text) => {
    const value = await ask('kernelCheck', text)
    batch(() => {
      state.judged.value = { of: text.source, value }
      state.notes.value = notesOf(value)
    })
    const faults = faultsOf(value)
    const [first] = faults
    const exercise = state.opened.value?.exercise?.of
    if (!first) {
      if (exercise) solve(exercise.name)
      return `Right: values and gradients are those of the reference.${exercise ? ' The exercise is solved.' : ''}`
    }
    return faults.length === 1
      ? `One thing is wrong: ${first}.`
      : `${faults.length} things are wrong, the first: ${first}.`
  })
}

export function race(): Promise<void> {
  const row = state.opened.value?.rows[state.row.value]
  return work('racing', async (text) => {
    if (!row) throw new Error(`${text.op} has no size to race at`)
    const value = await ask('kernelRace', text, row)
    state.raced.value = { of: text.source, value }
    if (value.wrong.length > 0) return 'Not raced: its values are wrong. Check says where.'
    if (value.row) return 'Raced.'
    return `Not raced: ${row.what} of this size does not run ${text.file}. Choose another row.`
  })
}

/** Does what the worker is asked for, on the present text. Training rests. */
async function work(
  phase: 'checking' | 'racing',
  todo: (text: Text) => Promise<string>,
): Promise<void> {
  const { opened, text } = state
  if (!opened.value || state.phase.value !== 'idle') return
  const { op, file } = opened.value
  const start = performance.now()
  const tick = setInterval(() => wait(phase, (performance.now() - start) / 1000), 1000)
  pauseGpuUsers()
  batch(() => {
    state.phase.value = phase
    state.notes.value = []
    wait(phase, 0)
  })
  try {
    const said = await todo({ op, file, source: text.value })
    state.phase.value = 'idle'
    say(said)
  } catch (error) {
    state.phase.value = 'idle'
    const { message } = error instanceof Error ? error : { message: '' }
    const [, line, , reason] = /^mine\.wgsl:(\d+):(\d+) error: (.*)/.exec(message) ?? []
    if (line && reason) state.notes.value = [{ line: Number(line), message: reason }]
    fail(line && reason ? `Line ${line}: ${reason}` : error)
  }
  clearInterval(tick)
}

/** The status while it works. */
function wait(phase: 'checking' | 'racing', seconds: number): void {
  if (seconds > PATIENCE) {
    endWorker(
      `no answer came in ${PATIENCE} seconds, so the kernel was ended. Does one of its loops never end?`,
    )
    return
  }
  const since = seconds < 3 ? '' : ` ${clock(seconds)}.`
  const long = seconds < 20 ? '' : ' Stop ends it, if it never ends by itself.'
  const busy = busyView.value
  const other = busy && busy !== 'lab' ? ` ${core.value.views[busy]} still pauses.` : ''
  say(`${phase === 'checking' ? 'Checking…' : 'Racing…'}${since}${other}${long}`)
}

/** Ends the worker; the next question opens another. */
export function stop(): void {
  if (state.isBusy.value) endWorker(STOPPED)
}

function say(text: string): void {
  state.failed.value = false
  state.status.value = text
}

function fail(error: unknown): void {
  const message = typeof error === 'string' ? error : messageOf(error)
  const isStopped = message === STOPPED
  state.failed.value = !isStopped
  state.status.value = isStopped ? 'Stopped.' : sentence(message)
}
