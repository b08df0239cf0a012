// Readers of option values: each turns text into a value or says in one line what was expected.

import { InvalidArgumentError } from 'commander'

/** A whole number of at least `least`. */
export function whole(least: number, most = 2 ** 31 - 1): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (text.trim() !== '' && Number.isInteger(value) && value >= least && value <= most)
      return value
    const range = most === 2 ** 31 - 1 ? `of at least ${least}` : `from ${least} to ${most}`
    throw new InvalidArgumentError(`It must be a whole number ${range}.`)
  }
}

/** A number in [least, below). */
export function real(least: number, below: number): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (text.trim() !== '' && value >= least && value < below) return value
    const range =
      below === Number.POSITIVE_INFINITY
        ? `of at least ${least}`
        : `from ${least} to below ${below}`
    throw new InvalidArgumentError(`It must be a number ${range}.`)
  }
}
