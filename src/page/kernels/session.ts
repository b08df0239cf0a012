// Opens an op's kernels and exercises, as the address names them.

import { batch } from '@preact/signals'
import type { KernelName } from '../../catalogue/index'
import { alone } from './alone'
import { ask } from './ask'
import { startOf } from './exercise'
import { exercises } from './exercises'
import { asTyped } from './sizes'
import * as state from './state'
import { text } from './text'
import { keepText, keptText } from './texts'
import { fail, say, stop } from './work'

/** Op of an address that names none. */
const FIRST: KernelName = 'leakyRelu'

/** Part of the address after `#lab/`: an exercise, or op, file, entry point and `empty`, as far as they are named. */
const placeOf = (): string => location.hash.split('/').slice(1).join('/') || FIRST

/** Opens what the address names. */
export async function openAddress(): Promise<void> {
  const place = placeOf()
  if (state.opened.value?.place === place) return
  if (state.isBusy.value) stop()
  say(() => text.value.status.loading)
  state.phase.value = 'opening'
  try {
    if (state.ops.value.length === 0) state.ops.value = await ask('kernelOps')
    const [first = '', ...rest] = place.split('/')
    const opened = await (first === 'exercise' ? openExercise(rest[0]) : openKernel(first, rest))
    // The address may have changed meanwhile.
    if (place !== placeOf()) return
    batch(() => {
      forget()
      state.opened.value = { ...opened, place }
      state.text.value = keptText(place) ?? opened.given
      state.row.value = rowOf(opened)
      state.typed.value = typedOf(opened)
      state.constants.value = []
      const isGiven = state.isGiven.value
      say(() => text.value.status[isGiven ? 'given' : 'own'])
    })
  } catch (error) {
    state.opened.value = undefined
    fail(error)
  }
  state.phase.value = 'idle'
}

type Opened = Omit<state.Opened, 'place'>

/** Place of the row that decides an exercise; the first for all others. */
function rowOf({ rows, exercise }: Opened): number {
  const { pace } = exercise?.of ?? {}
  return Math.max(
    0,
    rows.findIndex(({ size, what }) => size === pace?.size && what === pace.what),
  )
}

async function openKernel(
  op: string,
  [file, entry, form]: readonly (string | undefined)[],
): Promise<Opened> {
  const found = state.ops.value.find((name) => name === op)
  if (!found) throw new Error(`no op is named ${op}. Choose one`)
  const kernels = await ask('kernelFiles', found)
  const chosen = kernels.files.find((each) => each.file === file) ?? kernels.files[0]
  if (!chosen) throw new Error(`${found} runs no kernel of its own. Choose another op`)
  const given =
    entry === undefined ? chosen.text : alone(chosen.text, chosen.file, entry, form === 'empty')
  return { ...kernels, op: found, file: chosen.file, given }
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

/** Size that decides an exercise, where it is not a layer's. */
function typedOf({ exercise }: Opened) {
  const { typed } = exercise?.of.pace ?? {}
  return typed && asTyped(typed)
}

function forget(): void {
  state.judged.value = undefined
  state.raced.value = undefined
  state.training.value = undefined
  state.notes.value = () => []
}

/** The user's change of the text. */
export function change(text: string): void {
  const { opened, isGiven } = state
  state.text.value = text
  if (opened.value) keepText(opened.value.place, isGiven.value ? undefined : text)
}
