// The way from a test to the GPU: Chrome has an adapter, and no error of the page is lost.

import { expect, test } from 'vitest'
import type { AdapterInfo } from '../src/cli/harness'
import { inPage } from './browser'

test('Chrome has a WebGPU adapter', async () => {
  const { vendor, limits } = await inPage<AdapterInfo>('adapterInfo')
  expect(vendor).not.toBe('')
  expect(limits['maxComputeInvocationsPerWorkgroup']).toBeGreaterThanOrEqual(128)
})

test('an error thrown in the page arrives with its name and message', async () => {
  await expect(inPage('fail', 'shape [2, 3]')).rejects.toMatchObject({
    name: 'RangeError',
    message: 'shape [2, 3]',
  })
})

test('an error that nobody awaited in the page is a failure too', async () => {
  await expect(inPage('failLater', 'lost')).rejects.toThrow('in the page: lost')
})

test('a misspelled name is an error', async () => {
  await expect(inPage('adaptorInfo')).rejects.toThrow('The page has no function adaptorInfo.')
})
