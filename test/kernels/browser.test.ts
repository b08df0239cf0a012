// The way from a test to the GPU: there is an adapter, known for what it is, and no error of the page is lost.

import { expect, test } from 'vitest'
import type { AdapterInfo } from '../../src/cli/gpu/page/harness'
import { Failure } from '../../src/cli/terminal/failure'
import { LONG } from '../../src/gpu/software'
import type { adapters } from '../scenarios/adapter'
import { inPage } from '../support/browser'

type Result<Name extends keyof typeof adapters> = Awaited<ReturnType<(typeof adapters)[Name]>>

test('it has a WebGPU adapter', async () => {
  const { vendor, limits } = await inPage<AdapterInfo>('adapterInfo')
  expect(vendor).not.toBe('')
  expect(limits['maxComputeInvocationsPerWorkgroup']).toBeGreaterThanOrEqual(128)
})

test('a measurement tells whether a CPU plays the GPU, as its name does', async () => {
  const { software, microseconds } = await inPage<Result<'measuredAdapter'>>('measuredAdapter')
  expect(microseconds > LONG, `${microseconds} µs`).toBe(software)
})

test('an adapter without a name is measured, once', async () => {
  const { software } = await inPage<Result<'measuredAdapter'>>('measuredAdapter')
  const opened = await inPage<Result<'openNameless'>>('openNameless')
  expect(opened.software).toEqual([software, software])
  expect(opened.submits).toEqual([expect.any(Number), 0])
  expect(opened.submits[0]).toBeGreaterThan(0)
})

test('bytes, floats and numbers that JSON lacks travel both ways, wherever they stand', async () => {
  const bytes = Uint8Array.from({ length: 100_000 }, (_, i) => i * 7)
  const floats = Float32Array.of(0.1, -0, Number.NaN, Number.NEGATIVE_INFINITY)
  const value = {
    // A view into a larger buffer: only the visible part may travel.
    list: [bytes.subarray(1, 99), { floats, none: new Uint8Array(0) }, null, 'text'],
    numbers: [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0.1],
    bytes,
  }
  expect(await inPage('echo', value)).toEqual(value)
  await expect(inPage('echo', new Map())).rejects.toThrow('cannot travel')
})

test('an error of ours is of its own kind here too', async () => {
  await expect(inPage('refuse', 'no')).rejects.toBeInstanceOf(Failure)
})

test('an error thrown in the page arrives with its name and message', async () => {
  await expect(inPage('fail', 'shape [2, 3]')).rejects.toMatchObject({
    name: 'RangeError',
    message: 'shape [2, 3]',
  })
})

test('an unhandled error in the page is a failure too', async () => {
  await expect(inPage('failLater', 'lost')).rejects.toThrow('in the page: lost')
})

test('a misspelled name is an error', async () => {
  await expect(inPage('adaptorInfo')).rejects.toThrow('The page has no function adaptorInfo.')
})
