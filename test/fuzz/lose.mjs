// Loaded before a command (node --import): a GPU device is destroyed once so many submits were made, as by a
// driver's reset; GANVAS_LOSE says how many, for each device that shall be lost.

import { globals } from 'webgpu'

const { GPUAdapter, GPUQueue } = globals
const after = (process.env.GANVAS_LOSE ?? '').split(',').map(Number)
const [open, submit] = [GPUAdapter.prototype.requestDevice, GPUQueue.prototype.submit]
let device
let left = Number.POSITIVE_INFINITY

GPUAdapter.prototype.requestDevice = async function requestDevice(...args) {
  device = await open.apply(this, args)
  left = after.shift() ?? Number.POSITIVE_INFINITY
  return device
}

GPUQueue.prototype.submit = function submitted(...args) {
  submit.apply(this, args)
  if (--left === 0) device.destroy()
}
