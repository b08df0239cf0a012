// Loaded before a command (node --import): kills it as `kill -9` does, so many events after it has reported a step. An
// event is a submit to the GPU, or a file that is written, renamed or linked: the moment is the same on any machine.
// GANVAS_KILL: "step,events".

import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { globals } from 'webgpu'

const [step = 0, events = 0] = (process.env.GANVAS_KILL ?? '').split(',').map(Number)
let left = Number.POSITIVE_INFINITY

function counted(target, name) {
  const original = target[name]
  target[name] = function event(...args) {
    if (left-- <= 0) process.kill(process.pid, 'SIGKILL')
    return original.apply(this, args)
  }
}

counted(globals.GPUQueue.prototype, 'submit')
const written = ['writeSync', 'writeFileSync', 'appendFileSync', 'renameSync', 'linkSync']
for (const name of written) counted(fs, name)
syncBuiltinESMExports()

const write = process.stdout.write
process.stdout.write = function told(text, ...rest) {
  const found = /^(\d+)\/\d+ /m.exec(String(text))
  if (Number(found?.[1] ?? 0) >= step && left === Number.POSITIVE_INFINITY) left = events
  return write.call(this, text, ...rest)
}
