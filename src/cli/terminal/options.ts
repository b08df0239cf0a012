// Options of settings, and readers of option values: each turns a text into a value, or says in one line what
// it expects.

import { InvalidArgumentError, Option } from 'commander'
import { imageSizes } from '../../gan/model/recipes'
import { decimal, MOST, offerOf, type Row, readValue } from '../../gan/model/row'

/** Option of a setting. `usual` is its default in words. */
export function optionOf(row: Row & Required<Pick<Row, 'terminal'>>, usual = usualOf(row)): Option {
  const { value: kind, terminal, help } = row
  const text = usual === undefined ? help : `${help} (default: ${usual})`
  const option = new Option(terminal.flag, text)
  if (kind.kind === 'choice') return option.choices(kind.of.map(String))
  if (!option.required) return option
  const { must, holds } = offerOf(row)
  return option.argParser((text) => {
    const value = readValue(row, text)
    if (holds(value)) return value
    throw new InvalidArgumentError(`It must be ${must}.`)
  })
}

/** The default of a value; none for an option that only turns something on. */
function usualOf({ value, terminal }: Row): string | undefined {
  const isPlain = ['number', 'string'].includes(typeof value.default) && value.kind !== 'classes'
  return terminal?.usual ?? (isPlain ? String(value.default) : undefined)
}

/** A whole number in [least, most]. */
export function whole(least: number, most = MOST): (text: string) => number {
  return (text) => {
    const value = decimal(text)
    if (Number.isInteger(value) && value >= least && value <= most) return value
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`)
  }
}

/** A number in [least, below). */
export function real(least: number, below: number): (text: string) => number {
  return (text) => {
    const value = decimal(text)
    if (value >= least && value < below) return value
    throw new InvalidArgumentError(`It must be a number from ${least} to below ${below}.`)
  }
}

/** Height and width of a model's images. */
export function side(text: string): number {
  const found = imageSizes.find((each) => String(each) === text)
  if (found !== undefined) return found
  throw new InvalidArgumentError(`It must be one of ${imageSizes.join(', ')}.`)
}

/** A path or name. An option without its value would otherwise swallow the next option. */
export function path(text: string): string {
  if (text !== '' && !text.startsWith('--')) return text
  throw new InvalidArgumentError('A value is missing.')
}

/** The path of a PNG to write. */
export function png(text: string): string {
  if (/\.png$/i.test(path(text))) return text
  throw new InvalidArgumentError('It must be a path that ends in .png.')
}

/** The path of a .safetensors to write. */
export function safetensors(text: string): string {
  if (/\.safetensors$/i.test(path(text))) return text
  throw new InvalidArgumentError('It must be a path that ends in .safetensors.')
}

/** Values with commas between; if `count` is given, exactly that many. */
export function listOf<T>(read: (text: string) => T, count?: number): (text: string) => T[] {
  return (text) => {
    const values = text.split(',').map((part) => read(part.trim()))
    if (count === undefined || values.length === count) return values
    throw new InvalidArgumentError(`It must be ${count} values with commas between.`)
  }
}
