// The page: controls that command a worker, and a view of what it reports. Training has a thread of its
// own, so the page answers at once however long a step takes.

import * as live from './live'
import { type Command, NO_WEBGPU, type Report } from './protocol'
import { readSettings } from './settings'
import * as view from './view'

const INSECURE =
  'browsers offer WebGPU to secure pages only. Open this one by https or on localhost'

const form = view.element('controls', HTMLFormElement)
const button = view.element('run', HTMLButtonElement)
const seed = view.element('seed', HTMLInputElement)
const seedHint = view.element('seed-hint', HTMLElement)

let worker: Worker | undefined
/** The run that was asked for last: its seed, its last known step, and whether it came to grief. */
let run = { seed: Number.NaN, step: 0, faulty: true }
/** Does it train? A press changes that at once; the worker follows when it can, and has the last word. */
let training = false

function command(message: Command): void {
  worker ??= hire()
  worker.postMessage(message)
}

function hire(): Worker {
  const hired = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })
  hired.addEventListener('message', ({ data }: MessageEvent<Report>) => show(data))
  hired.addEventListener('error', ({ message }) => {
    hired.terminate()
    worker = undefined
    fault(message || 'the training thread could not be loaded. Reload the page')
  })
  return hired
}

function reset(): void {
  if (!form.reportValidity()) return
  training = false
  run = { seed: seed.valueAsNumber, step: 0, faulty: false }
  live.close()
  try {
    // Some browsers offer WebGPU to pages but not to workers: those are told by the worker.
    if (!navigator.gpu) throw new Error(isSecureContext ? NO_WEBGPU : INSECURE)
    command({ type: 'reset', settings: { ...readSettings(location.search), seed: run.seed } })
  } catch (error) {
    fault(error instanceof Error ? error.message : String(error))
  }
  controls()
}

function toggle(): void {
  if (training) {
    training = false
    command({ type: 'pause' })
    view.status('Pausing at the next step…')
  } else {
    const again = run.faulty || (run.step === 0 && run.seed !== seed.valueAsNumber)
    if (again) reset()
    if (run.faulty || (again && !seed.validity.valid)) return
    training = true
    command({ type: 'start' })
  }
  controls()
}

function fault(message: string): void {
  training = false
  run = { ...run, faulty: true }
  live.close()
  const end = /[.?!]$/.test(message) ? '' : '.'
  view.status(`${message.charAt(0).toUpperCase()}${message.slice(1)}${end}`, { fault: true })
  controls()
}

function show(report: Report): void {
  switch (report.type) {
    case 'opening':
      view.status('Looking for a GPU…')
      break
    case 'compiling':
      view.adapter(report.adapter, report.software)
      view.picture('real', report.picture)
      view.status('Compiling kernels…')
      break
    case 'tuning':
      view.status('Finding the fastest kernels for this GPU, the first time only…')
      break
    case 'ready':
      // Whatever an earlier run reported after the reset was asked for ends here.
      run = { ...run, step: 0, faulty: false }
      view.begin(report.config, report.parameters)
      live.show(report.config)
      view.status('Ready. Digits take a few hundred steps.')
      controls()
      break
    case 'settings':
      live.show(report.config)
      if (report.refused !== undefined) view.status(report.refused)
      break
    case 'picture':
      view.drawings(report.picture, report.step)
      break
    case 'training':
      training = true
      view.status('Training.')
      controls()
      break
    case 'progress':
      run.step = report.step
      view.progress(report)
      break
    case 'paused':
      training = false
      run.step = report.step
      view.standAt(report.step)
      view.status(`Paused at step ${report.step.toLocaleString('en')}.`)
      controls()
      break
    case 'fault':
      fault(report.message)
  }
}

/** The controls say what a press would do. */
function controls(): void {
  button.textContent = training ? 'Pause' : run.step > 0 && !run.faulty ? 'Continue' : 'Start'
  seedHint.hidden = run.seed === seed.valueAsNumber || run.step === 0
}

form.addEventListener('submit', (event) => {
  event.preventDefault()
  toggle()
})
view.element('reset', HTMLButtonElement).addEventListener('click', reset)
seed.addEventListener('input', controls)
live.onChange((changes) => command({ type: 'set', changes }))

try {
  seed.valueAsNumber = readSettings(location.search).seed
} catch {
  // The reset says what is wrong with the address.
}
reset()
