// The page unbuilt, as `npm run dev` serves it.

import { createServer } from 'vite'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { SMALL, Studio } from '../support/studio'

let studio: Studio

beforeAll(async () => {
  studio = await Studio.launch()
})

afterAll(() => studio?.end())

it('trains', async () => {
  const dev = await createServer({ logLevel: 'silent', server: { host: '127.0.0.1', port: 0 } })
  try {
    await dev.listen()
    const address = dev.httpServer?.address()
    if (!address || typeof address === 'string') throw new Error('no free port')
    await studio.open(SMALL, { url: `http://127.0.0.1:${address.port}/` })
    await studio.says(/^Ready/)
    await studio.page.click('#run')
    await studio.reaches('step', 1)
    expect(await studio.close()).toEqual([])
  } finally {
    await dev.close()
  }
})
