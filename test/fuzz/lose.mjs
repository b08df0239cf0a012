// Loaded before a command (node --import): its first GPU device is destroyed GANVAS_LOSE milliseconds after it was
// opened, as a driver's reset would.

import { globals } from 'webgpu'

const { prototype } = globals.GPUAdapter
const open = prototype.requestDevice
let lost = 0

prototype.requestDevice = async function requestDevice(...args) {
  const device = await open.apply(this, args)
  const times = Number(process.env.GANVAS_LOSSES ?? 1)
  if (lost++ < times) setTimeout(() => device.destroy(), Number(process.env.GANVAS_LOSE))
  return device
}
