import { CHANNELS, KERNEL, partOf } from './net'
import { text } from './text'

export function titleOf(index: number): string {
  const { weight } = text.value
  const { name, at } = partOf(index)
  if (name === 'gamma' || name === 'beta') return weight[name](at)
  const [tap, channel] = [Math.floor(at / CHANNELS), at % CHANNELS]
  const layer = name === 'weight1' ? 1 : 2
  return weight.window({
    layer,
    channel,
    row: Math.floor(tap / KERNEL),
    column: tap % KERNEL,
  })
}
