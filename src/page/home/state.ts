// Drawings of the landing view: recorded ones first, then those of a trained generator, live, or of the user's run.

import { computed, signal } from '@preact/signals'
import { type Frame, pictures } from '../core/frames'
import { recordedDrawings } from '../core/recorded/recorded'
import { remembered } from '../core/remembered'
import { phase } from '../core/store'
import { ask } from './ask'
import type { HomeDrawing } from './jobs'

/** Milliseconds that a recorded drawing is shown, and at least between two live ones. */
const PACE = { recorded: 800, live: 70 }
/** Live drawings from one point of noise to the next. */
const PARTS = 24

const calm = matchMedia('(prefers-reduced-motion: reduce)')

/** Does the picture move? */
export const playing = signal(!calm.matches)

const film = signal<readonly Frame[]>([])
/** Number of the recorded drawing that is shown. */
const at = signal(0)
const live = signal<HomeDrawing | undefined>(undefined)

const recording = remembered(recordedDrawings)

export const shown = computed(() => {
  const own = phase.value === 'training' ? pictures.newest.value : undefined
  if (own) return { by: 'run' as const, ...own }
  if (live.value) return { by: 'live' as const, picture: live.value, gpu: live.value.gpu }
  const frame = film.value[at.value]
  return frame && { by: 'recording' as const, ...frame }
})

const sleep = (milliseconds: number) => new Promise((go) => setTimeout(go, milliseconds))

/** Shows drawings until the signal says to stop. */
export async function show(end: AbortSignal): Promise<void> {
  film.value = await recording.get()
  // The GPU is opened meanwhile, once the page has been painted.
  const first = sleep(PACE.recorded).then(() => draw())
  if (!live.value) await showFilm(end)
  const drawing = await first
  // Where there is none, the recorded drawings stay.
  if (drawing && !end.aborted) {
    live.value = drawing
    await drawOn(end)
  }
}

async function showFilm(end: AbortSignal): Promise<void> {
  if (!playing.value) at.value = film.value.length - 1
  while (!end.aborted && at.value < film.value.length - 1) {
    await turn(PACE.recorded, end)
    if (!end.aborted) at.value += 1
  }
  if (playing.value) await turn(2 * PACE.recorded, end)
}

/** Waits: until then, and while the picture is at rest. */
async function turn(milliseconds: number, end: AbortSignal): Promise<void> {
  do await sleep(milliseconds)
  while (!end.aborted && !(playing.value && document.visibilityState === 'visible'))
}

async function drawOn(end: AbortSignal): Promise<void> {
  while (!end.aborted) {
    await turn(PACE.live, end)
    // A run in training has the GPU for itself.
    if (end.aborted || phase.value === 'training') continue
    const drawing = await draw()
    if (!drawing) return
    live.value = drawing
  }
}

let drawn = 0

/** The next drawing; undefined where it fails, for example with the GPU. */
async function draw(): Promise<HomeDrawing | undefined> {
  const number = drawn++
  try {
    return await ask('homeDraw', 1 + Math.floor(number / PARTS), (number % PARTS) / PARTS)
  } catch {
    return undefined
  }
}
