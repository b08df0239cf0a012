// State of the lesson: both domains by the source's classifier, and the attempt that the reader runs.

import { batch, computed, signal } from '@preact/signals'
import { messageOf } from '../../core/words'
import { ask } from './ask'
import { type AttemptName, attempts } from './attempts'
import type { Shown } from './jobs'
import recordedFile from './recorded.json?url'
import { frameOf, type Recording, seenOf } from './recording'
import type { Frame, Seen } from './world'

type Both<Value> = Readonly<Record<'source' | 'target', Value>>

export const digits = signal<Both<Shown> | undefined>(undefined)
export const before = signal<Both<Seen> | undefined>(undefined)
/** The target with its own statistics, once they are taken. */
export const retaken = signal<Seen | undefined>(undefined)
export const by = signal<'opening' | 'GPU' | 'recording'>('opening')
export const fault = signal('')

export const attempt = signal<AttemptName>('slow')
/** Frames of the attempt after step 0. */
export const frames = signal<readonly Frame[]>([])
/** Whether frames follow one another until the reader stops them. */
export const running = signal(false)
/** Whether an answer is awaited. */
export const busy = signal(false)

/** The last frame; at step 0 the copy is the source's classifier. */
export const now = computed((): Frame | undefined => {
  const last = frames.value.at(-1)
  const start = before.value
  return last ?? (start && { step: 0, target: start.target, figures: undefined })
})

export const isOver = computed(() => (now.value?.step ?? 0) >= attempts[attempt.value].steps)

let recording: Recording | undefined

async function recorded(): Promise<Recording> {
  recording ??= (await (await fetch(recordedFile)).json()) as Recording
  return recording
}

/** Resolves when the newest answer has arrived. */
let answered: Promise<void> = Promise.resolve()

function answer(work: () => Promise<void>): Promise<void> {
  if (!busy.value) answered = waitFor(work)
  return answered
}

async function waitFor(work: () => Promise<void>): Promise<void> {
  busy.value = true
  try {
    await work()
    fault.value = ''
  } catch (error) {
    running.value = false
    fault.value = messageOf(error)
  } finally {
    busy.value = false
  }
}

export async function open(): Promise<void> {
  if (before.value) return
  await answer(async () => {
    digits.value = await ask('adaptDigits')
    const found = await ask('adaptBefore')
    const { source, target } = found ?? (await recordedBefore())
    batch(() => {
      before.value = { source, target }
      by.value = found ? 'GPU' : 'recording'
    })
  })
}

async function recordedBefore(): Promise<Both<Seen>> {
  const { source, target } = (await recorded()).before
  return { source: seenOf(source), target: seenOf(target) }
}

export const retake = (): Promise<void> =>
  answer(async () => {
    const found = by.value === 'GPU' ? await ask('adaptStatistics') : undefined
    retaken.value = found ?? seenOf((await recorded()).statistics)
  })

const next = (): Promise<void> =>
  answer(async () => {
    const [name, from] = [attempt.value, now.value?.step ?? 0]
    const known = frames.value
    const found = by.value === 'GPU' ? await ask('adaptNext', name, from) : undefined
    const frame = found ?? (await recordedAfter(name, from))
    if (known !== frames.value) return
    // After a loss of the device an attempt begins again.
    frames.value = [...known.filter(({ step }) => step < frame.step), frame]
  })

async function recordedAfter(name: AttemptName, from: number): Promise<Frame> {
  // Slow enough to be seen.
  await new Promise((resolve) => setTimeout(resolve, 500))
  const found = (await recorded()).attempts[name].find(({ step }) => step > from)
  if (!found) throw new Error('the recording has ended')
  return frameOf(found)
}

/** Trains until the reader stops, the lesson closes, or the attempt is over. */
export async function run(): Promise<void> {
  running.value = !running.value
  while (running.value && !busy.value) {
    await next()
    running.value &&= !isOver.value
  }
}

/** Back to step 0. */
export function restart(): void {
  frames.value = []
}

export function choose(name: AttemptName): void {
  batch(() => {
    attempt.value = name
    running.value = false
    frames.value = []
  })
}
