// What an iteration costs in JavaScript, on a machine that does nothing else.

import { expect, it } from 'vitest'
import type { training } from '../scenarios/training'
import { inPage } from '../support/browser'

it('an iteration takes less than a millisecond of JavaScript', async () => {
  const counted = await inPage<Awaited<ReturnType<(typeof training)['trainCounted']>>>(
    'trainCounted',
    1000,
  )
  expect(counted.medianMs).toBeLessThan(1)
})
