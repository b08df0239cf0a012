// State of the lesson: the chosen game, and what its plane shows.

import { computed, signal } from '@preact/signals'
import { toys } from '../../../data/toys'
import { messageOf } from '../../core/words'
import { ask } from './ask'
import { type GameName, meanJudged, meanLength, reached } from './games'
import type { Shown } from './jobs'
import recordedFile from './recorded.json?url'
import { type Recording, shownOf } from './recording'

export const game = signal<GameName>('fair')
export const shown = signal<Shown | undefined>(undefined)
export const fault = signal('')
export const source = signal<'opening' | 'GPU' | 'recording'>('opening')
/** Whether rounds follow one another until the user stops them. */
export const running = signal(false)
/** Whether an answer is awaited. */
export const busy = signal(false)

/** Rounds between two pictures: more as the game goes on and changes less. */
const ahead = (round: number): number => (round < 20 ? 1 : 10)

let recording: Recording | undefined
let frame = 0

/** Numbers beside the plane. */
export const readings = computed(() => {
  if (!shown.value) return undefined
  const { layers } = shown.value
  return {
    real: meanJudged(layers, layers.real),
    fake: meanJudged(layers, layers.fake),
    push: meanLength(layers.pushes),
    reached: reached(layers.fake, toys.ring.centres),
  }
})

/** Whether the recording has another picture; a GPU always has one. */
export const more = signal(true)

/** Resolves when the newest answer has arrived. */
let answered: Promise<void> = Promise.resolve()

function answer(work: () => Promise<Shown | undefined>): Promise<void> {
  if (!busy.value) answered = show(work)
  return answered
}

async function show(work: () => Promise<Shown | undefined>): Promise<void> {
  busy.value = true
  const asked = game.value
  try {
    const found = await work()
    if (asked === game.value && found) shown.value = found
    fault.value = ''
  } catch (error) {
    running.value = false
    fault.value = messageOf(error)
  } finally {
    busy.value = false
  }
}

async function recorded(at: number): Promise<Shown | undefined> {
  recording ??= (await (await fetch(recordedFile)).json()) as Recording
  const frames = recording.games[game.value]
  frame = Math.min(at, frames.length - 1)
  more.value = frame < frames.length - 1
  const found = frames[frame]
  return found && shownOf(recording, found)
}

/** Shows the chosen game at its beginning. */
export async function begin(): Promise<void> {
  running.value = false
  await answer(async () => {
    const found = source.value === 'recording' ? undefined : await ask('onestepBegin', game.value)
    source.value = found ? 'GPU' : 'recording'
    return found ?? recorded(0)
  })
}

export function choose(name: GameName): void {
  game.value = name
  shown.value = undefined
  running.value = false
  void answered.then(begin)
}

export const turn = (): Promise<void> =>
  answer(() => (source.value === 'GPU' ? ask('onestepTurn', game.value) : recorded(frame + 1)))

const next = (): Promise<void> =>
  answer(() => {
    const round = shown.value?.round ?? 0
    if (source.value !== 'GPU') return recorded(frame + 1)
    return ask('onestepUntil', game.value, round + ahead(round))
  })

/** Plays until the user stops, the lesson closes, or the recording ends. */
export async function run(): Promise<void> {
  running.value = !running.value
  while (running.value && !busy.value) {
    await next()
    if (source.value !== 'GPU') {
      running.value &&= more.value
      await new Promise((resolve) => setTimeout(resolve, 500))
    }
  }
}
