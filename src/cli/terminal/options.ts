// Readers of option values: each turns text into a value or says in one line what was expected.

import { InvalidArgumentError } from 'commander'
import { MOST, rules } from '../../gan/model/config'
import { imageSizes, isPolicy } from '../../gan/model/recipes'

/** A whole number in [least, most]. */
export function whole(least: number, most = MOST): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (text.trim() !== '' && Number.isInteger(value) && value >= least && value <= most) {
      return value
    }
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`)
  }
}

/** A number in [least, below). */
export function real(least: number, below: number): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (text.trim() !== '' && value >= least && value < below) return value
    throw new InvalidArgumentError(`It must be a number from ${least} to below ${below}.`)
  }
}

/** Height and width of a model's images. */
export function side(text: string): number {
  const found = imageSizes.find((each) => String(each) === text)
  if (found !== undefined) return found
  throw new InvalidArgumentError(`It must be one of ${imageSizes.join(', ')}.`)
}

/** What D sees images through. */
export function policy(text: string): string {
  if (isPolicy(text)) return text
  throw new InvalidArgumentError(`It must be ${rules.augment.must}.`)
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

/** Values with commas between; `count` where there must be so many. */
export function listOf<T>(read: (text: string) => T, count?: number): (text: string) => T[] {
  return (text) => {
    const values = text.split(',').map((part) => read(part.trim()))
    if (count === undefined || values.length === count) return values
    throw new InvalidArgumentError(`It must be ${count} values with commas between.`)
  }
}
