// Every misuse on a card gives its message, in the one voice of errors. Needs no GPU.

import { expect, it } from 'vitest'
import { cardOf, opNames } from '../../src/catalogue'
import { verifyErrors } from '../../src/catalogue/verify'

it.each(opNames)('%s', (op) => {
  expect(verifyErrors(op)).toEqual([])
  for (const { message } of cardOf(op).errors) {
    expect(message.source.startsWith(`^${op}: `)).toBe(true)
  }
})
