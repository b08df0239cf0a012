// The size at which a kernel is raced: that of a layer, or one that was typed.

import { batch } from '@preact/signals'
import { ask } from './ask'
import * as state from './state'
import type { At, Typed } from './types'

/** Text of a size's fields. */
export const asTyped = ({ shapes, options }: Typed) => ({
  shapes: Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => [name, shape.join(' × ')]),
  ),
  options: JSON.stringify(options),
})

/** @throws Error in one line, where a field holds no shape or no options */
function read({ shapes, options }: NonNullable<typeof state.typed.value>): Typed {
  const shapeOf = ([name, text]: [string, string]) => {
    const shape = text.split(/[\s,×x]+/).map(Number)
    if (shape.every((extent) => Number.isInteger(extent) && extent > 0)) return [name, shape]
    throw new Error(
      `the shape of ${name} is "${text}". Type whole numbers, such as 64 × 16 × 16 × 3`,
    )
  }
  return {
    shapes: Object.fromEntries(Object.entries(shapes).map(shapeOf)),
    options: optionsOf(options),
  }
}

function optionsOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Error(`the options are no JSON: ${text}. Type, say, {"stride":2,"padding":1}`)
  }
}

/**
 * The chosen row, with the size that was typed.
 *
 * @throws Error in one line, where there is none, or a field is wrong
 */
export function chosenSize(): At {
  const { opened, row, typed } = state
  const found = opened.value?.rows[row.value]
  if (!found) throw new Error(`${opened.value?.op} has no size to race at`)
  const { sample: _, ...name } = found
  return { row: name, ...(typed.value && { typed: read(typed.value) }) }
}

export function chooseRow(place: number): void {
  batch(() => {
    state.row.value = place
    state.typed.value = undefined
  })
  void showConstants()
}

/** Changes a shape, or the options where no input is named. */
export function typeSize(input: string | undefined, text: string): void {
  const found = state.opened.value?.rows[state.row.value]
  if (!found) return
  const before = state.typed.value ?? asTyped(found.sample)
  state.typed.value =
    input === undefined
      ? { ...before, options: text }
      : { ...before, shapes: { ...before.shapes, [input]: text } }
  void showConstants()
}

/** Looks the constants up that the text gets at the chosen size. */
export async function showConstants(): Promise<void> {
  const { opened, text } = state
  if (!opened.value) return
  const { op, file, place } = opened.value
  try {
    const found = await ask('kernelConstants', { op, file, source: text.value }, chosenSize())
    if (state.opened.value?.place === place) state.constants.value = found
  } catch {
    // A text or a size that is not finished yet; Check and Race say what is wrong with it.
    state.constants.value = []
  }
}
