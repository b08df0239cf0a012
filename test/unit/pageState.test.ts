// State and texts of the page, without a page.

import { signal } from '@preact/signals'
import { expect, it } from 'vitest'
import { configOf } from '../../src/gan/model/presets'
import { takeBack, tell } from '../../src/page/core/problems'
import { show } from '../../src/page/core/reports'
import { chosen, config, status } from '../../src/page/core/store'
import { minus } from '../../src/page/core/words'
import { chosenLabel, from, label } from '../../src/page/latent/state'
import { Newest } from '../../src/page/parts/live'

const CPU = { software: true, channels: 1 }

it('a run is told a class that it has', () => {
  const runOf = (classes: number) => configOf({ classes }, CPU)
  config.value = runOf(10)
  chosenLabel.value = 9
  expect(from.value.label).toBe(9)
  config.value = runOf(3)
  expect([from.value.label, label.value]).toEqual([2, 2])
  config.value = runOf(0)
  expect(from.value.label).toBe(0)
  config.value = undefined
  expect(from.value.label).toBe(0)
})

it('what a run takes is said of the data that Start would take', () => {
  const about = { kind: 'images' as const, config: configOf({}, CPU), images: 9000 }
  const settings = { seed: 1, data: 'mnist' as const }
  const layers = { generator: [], discriminator: [] }
  chosen.value = settings
  show({
    ...{ type: 'ready', opened: { about, settings, parameters: [1, 1], layers }, step: 0 },
    ...{ id: 'a' },
  })
  expect(status.value).toBe('Ready. Digits take a few hundred steps.')
  chosen.value = { seed: 1, data: 'ring' }
  expect(status.value).toBe('Ready. Points take up to 2,000 steps.')
  chosen.value = { seed: 1, data: 'own' }
  expect(status.value).toBe('Ready.')
  status.say(() => 'Another line.')
  chosen.value = settings
  expect(status.value).toBe('Another line.')
})

it('a problem is taken back only by its teller', async () => {
  const problem = signal('')
  const into = signal<number | undefined>(undefined)
  const [one, other] = [new Newest(into, problem), new Newest(into, problem)]
  const turn = () => new Promise((resolve) => setTimeout(resolve))
  const fails = (message: string) => () => Promise.reject(new Error(message))
  one.want(fails('no board'))
  await turn()
  other.want(async () => 1)
  await turn()
  expect([into.value, problem.value]).toEqual([1, 'no board'])
  one.want(async () => 2)
  await turn()
  expect([into.value, problem.value]).toEqual([2, ''])
  // The view is closed, or nothing is wanted.
  for (const stop of [() => one.stop(), () => one.want(undefined)]) {
    one.want(fails('no board'))
    await turn()
    other.stop()
    expect(problem.value).toBe('no board')
    stop()
    expect(problem.value).toBe('')
  }
  // The last problem counts, whoever told it; an unsigned one stays until a request succeeds.
  one.want(fails('no board'))
  await turn()
  tell(problem, one, 'no device')
  takeBack(problem, other)
  expect(problem.value).toBe('no device')
  problem.value = 'no layer'
  takeBack(problem, one)
  expect(problem.value).toBe('no layer')
  other.want(async () => 3)
  await turn()
  expect(problem.value).toBe('')
})

it.each([
  ['-0.50', '−0.50'],
  ['-0.00', '0.00'],
  ['-0', '0'],
  ['-0.01', '−0.01'],
  ['-1.2e-5', '−1.2e−5'],
  ['10', '10'],
])('%s is written %s', (written, shown) => {
  expect(minus(written)).toBe(shown)
})
