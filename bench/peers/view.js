// The page that the user's own browser opens: measures part by part, each in a frame and so on devices of its own, shows the
// rows as they come, and hands the report to the command.

import { measurePart, PARTS } from './parts'
import { GAN_HEADS, ganCells, kernelCells, kernelHeads, remarks } from './rows'

// What the command was restricted to: --only and --kernel.
const wanted = new URLSearchParams(location.search)
const word = wanted.get('kernel') ?? ''
const only = wanted.get('only')?.split(',') ?? (word ? ['kernels'] : Object.keys(PARTS))

const at = (id) => document.getElementById(id)

function element(tag, text, className) {
  const made = document.createElement(tag)
  if (text !== undefined) made.textContent = text
  if (className) made.className = className
  return made
}

const row = (tag, cells) => {
  const made = element('tr')
  made.append(...cells.map((cell) => element(tag, cell, /WRONG|cannot/.test(cell) ? 'wrong' : '')))
  return made
}

/** An empty table below a title; returns the table. */
function table(title, heads) {
  const scroll = element('div', undefined, 'scroll')
  const made = element('table')
  made.append(row('th', heads))
  scroll.append(made)
  at('results').append(element('h2', title), scroll)
  return made
}

function showGan({ name, rows }) {
  table(name, GAN_HEADS).append(...ganCells(rows).map((cells) => row('td', cells)))
  const list = element('ul', undefined, 'remarks')
  const lines = rows.flatMap(remarks)
  list.append(...lines.map((line) => element('li', line, line.includes('WRONG') ? 'wrong' : '')))
  at('results').append(list)
}

/** Runs in a frame, which is removed with all that it holds. */
async function inFrame(use) {
  const frame = element('iframe')
  frame.hidden = true
  frame.src = './part.html'
  const loaded = new Promise((resolve) => frame.addEventListener('load', resolve))
  document.body.append(frame)
  try {
    await loaded
    return await use(frame.contentWindow.ganvas)
  } finally {
    frame.remove()
  }
}

function browserName() {
  const brands = navigator.userAgentData?.brands ?? []
  const known = brands.filter(({ brand }) => !/not.?a.?brand/i.test(brand)).at(-1)
  return known ? `${known.brand} ${known.version}` : navigator.userAgent
}

async function measure(parts) {
  const report = { format: 'ganvas-peers', date: new Date().toISOString(), parts: [] }
  report.userAgent = navigator.userAgent
  for (const part of parts) {
    at('status').textContent = `${part} …`
    let kernels
    const show = ({ name, rows }, left) => {
      if (part !== 'kernels') return showGan({ name, rows })
      kernels ??= table('Single kernels', kernelHeads(rows))
      kernels.append(row('td', kernelCells({ name, rows })))
      at('status').textContent = left > 0 ? `kernels: ${left} to come` : ''
    }
    const about = { runtime: 'chrome', part, word, browser: browserName() }
    const found = await inFrame((run) => measurePart(run, about, show))
    const versions = found.libraries.map(({ name, version = '' }) => `${name} ${version}`.trim())
    at('adapter').textContent = `${found.adapter}, ${found.browser}: ${versions.join(', ')}`
    report.parts.push(found)
  }
  return report
}

/** Hands the report over, and offers it as a file. */
async function save(report) {
  const body = JSON.stringify(report, null, 1)
  const link = element('a', 'Download the report')
  link.href = URL.createObjectURL(new Blob([body], { type: 'application/json' }))
  link.download = 'peers.json'
  const answer = await fetch('./report', { method: 'POST', body }).catch(() => undefined)
  const said = answer?.ok ? `Saved as ${await answer.text()}. ` : 'The command does not answer. '
  at('saved').replaceChildren(said, link)
}

for (const [short, part] of Object.entries(PARTS)) {
  document.querySelector(`input[value="${part}"]`).checked = only.includes(short)
}

at('choice').addEventListener('submit', async (event) => {
  event.preventDefault()
  const parts = new FormData(event.target).getAll('part')
  at('status').textContent = parts.length === 0 ? 'Choose a part.' : ''
  if (parts.length === 0) return
  for (const id of ['results', 'saved', 'adapter']) at(id).replaceChildren()
  at('start').disabled = true
  try {
    if (!navigator.gpu) throw new Error('this browser has no WebGPU; Chrome 113 and newer have it')
    await save(await measure(parts))
    at('status').textContent = 'Done.'
  } catch (error) {
    at('status').textContent = `Stopped: ${error.message}`
  } finally {
    at('start').disabled = false
  }
})
