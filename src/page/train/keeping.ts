// Actions of the buttons below the curves: save, load, evaluate, and export as PNG, GIF or JSON.

import { computed, signal } from '@preact/signals'
import { usualObjective } from '../../gan/model/recipes'
import { isToy } from '../core/choice'
import { pictures } from '../core/frames'
import { savedStep } from '../core/kept'
import type { Said } from '../core/line'
import type { Settings } from '../core/protocol'
import { opened, phase, recorded, step, stranded } from '../core/store'
import * as studio from '../core/studio'
import { sentenceOf } from '../core/text'
import { messageOf, sizeOf } from '../core/words'
import { download } from '../parts/download'
import { ask } from './ask'
import { evaluate } from './evaluating'
import { printGif, printPng } from './printing'
import { recordOf } from './runRecord'
import { text } from './text'

export type Kind = 'save' | 'load' | 'evaluate' | 'png' | 'gif' | 'json' | 'html'

/** The current action. */
export const doing = signal<Said | undefined>(undefined)

/** Result of the last one. */
export const done = signal<{ said: Said; fault: boolean } | undefined>(undefined)

const isOfPoints = () => opened.value?.about.kind === 'points'

/** Reasons why an action is unavailable now; undefined where it is available. */
export const hindrances = computed((): Partial<Record<Kind, string>> => {
  const words = text.value.keep
  if (!opened.value || phase.value === 'loading') {
    const wait = words.notReady
    return { save: wait, evaluate: wait, png: wait, gif: wait, json: wait, html: wait }
  }
  if (isOfPoints()) {
    const { points: save, noDrawings: drawn } = words
    return { save, evaluate: drawn, gif: drawn, html: drawn }
  }
  return {
    ...(phase.value === 'fault' && stranded.value === undefined
      ? { save: words.noRun, html: words.noRun }
      : {}),
    ...(phase.value === 'fault' || recorded.value ? { evaluate: words.noGpu } : {}),
    ...(film().length < 2 ? { gif: words.fewDrawings } : {}),
  }
})

const acts: Record<Exclude<Kind, 'load'>, () => Promise<string>> = {
  async save() {
    doing.value = () => text.value.keep.saving
    const { step: at, bytes } = await ask('saveRun')
    savedStep.value = at
    return handOut(bytes, { name: presentName(at), ending: 'zip', type: 'application/zip' })
  },
  async evaluate() {
    doing.value = () => text.value.keep.measuring
    await evaluate()
    return ''
  },
  async html() {
    doing.value = () => text.value.keep.sharing
    // Few visitors need it.
    const { sharedPage } = await import('./sharing')
    const { step: at, html } = await sharedPage()
    return handOut(html, { name: presentName(at), ending: 'html', type: 'text/html' })
  },
  async png() {
    doing.value = () => text.value.keep.drawing
    if (isOfPoints()) return printPlane()
    const shown = pictures.shown.value
    if (!shown) throw new Error('there are no drawings yet')
    const bytes = await printPng(shown.picture, { grey: isGrey() })
    return handOut(bytes, { name: presentName(shown.step), ending: 'png', type: 'image/png' })
  },
  async gif() {
    const frames = film()
    const made = (number: number) => {
      doing.value = () => text.value.keep.gif(number, frames.length)
    }
    made(0)
    const bytes = await printGif(frames, { grey: isGrey(), made })
    const last = frames.at(-1)?.step ?? 0
    return handOut(bytes, { name: presentName(last), ending: 'gif', type: 'image/gif' })
  },
  async json() {
    const record = recordOf()
    const text = `${JSON.stringify(record, null, 2)}\n`
    return handOut(text, {
      name: presentName(record.step),
      ending: 'json',
      type: 'application/json',
    })
  },
}

/** Runs the action, or shows why it cannot. */
export function keep(kind: Exclude<Kind, 'load'>): Promise<void> {
  const hindrance = hindrances.value[kind]
  return attempt(async () => {
    if (hindrance !== undefined) throw new Error(hindrance)
    return acts[kind]()
  })
}

/** Continues a saved run among the chosen files, or shows why it cannot. */
export async function load(files: readonly File[]): Promise<void> {
  // Files may be dropped while a GIF is made.
  while (doing.value !== undefined) await under
  return attempt(async () => {
    doing.value = () => text.value.keep.reading
    // If it throws, the present run goes on.
    await ask('readRun', files)
    studio.load()
    return ''
  })
}

/** The current action, or the last one. */
let under: Promise<void> = Promise.resolve()

/** Runs one action at a time, and shows its result. */
export function attempt(act: () => Promise<string>): Promise<void> {
  if (doing.value === undefined) under = outcome(act)
  return under
}

async function outcome(act: () => Promise<string>): Promise<void> {
  done.value = undefined
  try {
    const said = await act()
    done.value = { said: () => said, fault: false }
  } catch (error) {
    const message = messageOf(error)
    done.value = { said: () => sentenceOf(message), fault: true }
  } finally {
    doing.value = undefined
  }
}

function film() {
  const frames = pictures.frames.value
  const newest = pictures.newest.value
  return newest && newest.step !== frames.at(-1)?.step ? [...frames, newest] : frames
}

function isGrey(): boolean {
  const { about } = opened.value ?? {}
  return about?.kind === 'images' && about.config.channels === 1
}

async function printPlane(): Promise<string> {
  const canvas = document.getElementById('plane')
  if (!(canvas instanceof HTMLCanvasElement)) throw new Error('there is no plane to draw')
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve))
  if (!blob) throw new Error('the browser could not draw the plane')
  return handOut(blob, { name: presentName(step.value), ending: 'png', type: 'image/png' })
}

/** Downloads it under a descriptive name; returns the name and the size. */
export function handOut(
  content: BlobPart,
  { name: stem, ending, type }: { name: string; ending: string; type: string },
): string {
  const name = `${stem}.${ending}`
  const file = new Blob([content], { type })
  const { size } = file
  download(file, name)
  return `${name}, ${sizeOf(size)}.`
}

function presentName(at: number): string {
  const { settings } = opened.value ?? {}
  if (!settings) throw new Error('there is no run yet')
  return nameOf(settings, at)
}

/** ganvas-dcgan-seed1-step000600; other data and objectives than the default are named too. */
export function nameOf({ data, seed, model = 'dcgan', objective }: Settings, at: number): string {
  const isPoints = isToy({ data })
  const named = isPoints ? (objective ?? 'wgan-gp') : objective
  const what = [
    ...(isPoints ? [] : [model]),
    ...(data === 'mnist' ? [] : [data]),
    ...(named && named !== usualObjective[model] ? [named] : []),
  ]
  return ['ganvas', ...what, `seed${seed}`, `step${String(at).padStart(6, '0')}`].join('-')
}
