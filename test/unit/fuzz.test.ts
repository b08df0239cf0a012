// Damaged and malicious input is refused in one line: no crash, no hang, no array that
// the file does not justify. Few inputs, the same each time; `npm run fuzz` feeds many.

import { expect, it } from 'vitest'
import { fuzz } from '../fuzz/fuzz'
import { parsers } from '../fuzz/parsers'

it.each(parsers)('$name', async (parser) => {
  const { bug, inputs, taken } = await fuzz(parser, { seed: 8, runs: 300 })
  expect(bug).toBeUndefined()
  expect(inputs).toBe(300)
  // Otherwise only the first check was tried.
  expect(taken).toBeGreaterThan(3)
})
