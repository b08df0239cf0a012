import { describe, expect, it } from 'vitest'
import { driftOf, type Seen, tenthsOf } from '../soak/tenths'

const STEPS = 20_000

/** Sawtooth of garbage, collected at a different moment in each tenth. */
const saw = (step: number) => (90 * (step % 1270)) / 1270

const looks = (more: (step: number) => Partial<Seen> = () => ({})): Seen[] =>
  Array.from({ length: 1000 }, (_, i) => {
    const step = 20 * (i + 1)
    return { step, memory: 370 + saw(step), held: 28, handles: 20, ...more(step) }
  })

const speeds = (speed: (step: number) => number = () => 4000) =>
  Array.from({ length: 2000 }, (_, i) => ({ step: 10 * (i + 1), speed: speed(10 * (i + 1)) }))

const drift = (seen = looks(), reached = speeds()) => driftOf(tenthsOf(STEPS, seen, reached))

describe('what the long run says', () => {
  it('is flat where garbage is collected at other moments, and other work slows the end', () => {
    const disturbed = speeds((step) => (step > 18_000 && step % 100 !== 0 ? 1000 : 4000))
    const { slower, opened, mean, most, held } = drift(looks(), disturbed)
    for (const share of [slower, opened, held, most]) expect(Math.abs(share)).toBeLessThan(0.01)
    expect(Math.abs(mean)).toBeLessThan(0.05)
  })

  it('tells of memory that is never given back, whether JavaScript or the GPU has it', () => {
    const gpu = drift(looks((step) => ({ memory: 370 + saw(step) + step / 500 })))
    expect(gpu.mean).toBeGreaterThan(0.05)
    expect(gpu.most).toBeGreaterThan(0.05)
    expect(drift(looks((step) => ({ held: 28 + step / 5000 }))).held).toBeGreaterThan(0.05)
  })

  it('tells of iterations that get slower, and of handles that stay open', () => {
    expect(
      drift(
        looks(),
        speeds((step) => 4000 - step / 50),
      ).slower,
    ).toBeGreaterThan(0.05)
    expect(drift(looks((step) => ({ handles: 20 + Math.floor(step / 10_000) }))).opened).toBe(1)
  })

  it('does not call flat what it has not seen', () => {
    const { held, most } = drift(looks(() => ({ held: Number.NaN, memory: Number.NaN })))
    for (const share of [held, most]) expect(share <= 0.05).toBe(false)
  })
})
