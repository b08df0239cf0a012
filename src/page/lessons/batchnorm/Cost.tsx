// A batch norm beside the convolution before it: what each computes, what each moves, and how long it takes here.

import { signal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { ask } from '../../client'
import { messageOf, sentence } from '../../parts/words'
import { adapter } from '../../store'
import type { PlannedRow } from '../../worker/benchJobs'
import { rowOf } from '../cards'
import { bytesOf, dispatches } from './state'

const SIZE = 'DCGAN 32², D block 2, batch 64'
const OPS = ['conv2d', 'batchNorm'] as const

interface Costs {
  row: PlannedRow
  /** Milliseconds on this adapter. */
  ms?: number
}

const costs = signal<readonly Costs[]>([])
const said = signal('')
const busy = signal(false)

export function Cost() {
  useEffect(() => {
    if (costs.value.length === 0) void look()
  }, [])
  return (
    <section class="card norm-cost" aria-label="What it costs">
      <table id="norm-cost">
        <caption>D's second block of a DCGAN, 64 images, forward</caption>
        <thead>
          <tr>
            <th scope="col">op</th>
            <th scope="col">MFLOP</th>
            <th scope="col">MB</th>
            <th scope="col">FLOP a byte</th>
            <th scope="col">ms here</th>
          </tr>
        </thead>
        <tbody>
          {costs.value.map(({ row, ms }) => (
            <tr key={row.op} id={`cost-${row.op}`}>
              <th scope="row">{row.op}</th>
              <td>{mega(row.work.flop)}</td>
              <td>{(row.work.bytes / 1e6).toFixed(1)}</td>
              <td>{(row.work.flop / row.work.bytes).toFixed(1)}</td>
              <td>{ms === undefined ? '–' : ms.toPrecision(3)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="note norm-moved" id="norm-moved">
        {moved()}
      </p>
      <div class="buttons">
        <button
          type="button"
          id="norm-measure"
          disabled={busy.value || costs.value.length === 0}
          onClick={() => void measure()}
        >
          Measure on this adapter
        </button>
      </div>
      <p class="note norm-measured" id="norm-measured" role="status">
        {said.value || 'FLOP and bytes are what the cards of the two say: each byte once.'}
      </p>
    </section>
  )
}

const mega = (flop: number): string => (flop / 1e6).toFixed(flop < 1e7 ? 2 : 0)

/** Why the bytes of the card are not those of the bars above. */
function moved(): string {
  const row = costs.value.find((each) => each.row.op === 'batchNorm')?.row
  const bytes = bytesOf(dispatches.value.filter(({ pass }) => pass === 'forward'))
  if (!row || bytes === 0) return '\u00a0'
  const { flop, bytes: least } = row.work
  return `Batch norm's card counts x and y once: ${(least / 1e6).toFixed(1)} MB, ${(flop / least).toFixed(1)} FLOP a byte. The three forward kernels move ${(bytes / 1e6).toFixed(1)} MB, as the bars above say: ${(flop / bytes).toFixed(1)} FLOP a byte.`
}

async function look(): Promise<void> {
  try {
    const rows = await Promise.all(OPS.map((op) => rowOf({ op, size: SIZE, what: 'forward' })))
    costs.value = rows.flatMap((row) => (row ? [{ row }] : []))
  } catch (error) {
    fail(error)
  }
}

async function measure(): Promise<void> {
  busy.value = true
  said.value = 'Measuring…'
  try {
    for (const { row } of costs.value) {
      const { op, size, what } = row
      const { rows } = await ask('benchRow', { op, size, what }, { quick: true, control: false })
      const ms = rows[0]?.ms
      if (ms === undefined) continue
      costs.value = costs.value.map((each) => (each.row.op === op ? { ...each, ms } : each))
    }
    said.value = verdict()
  } catch (error) {
    fail(error)
  }
  busy.value = false
}

function verdict(): string {
  const of = (op: string) => costs.value.find(({ row }) => row.op === op)
  const [conv, norm] = [of('conv2d'), of('batchNorm')]
  if (!conv?.ms || !norm?.ms) return ''
  const flop = conv.row.work.flop / norm.row.work.flop
  const share = `Batch norm has 1/${flop.toFixed(0)} of the arithmetic (${mega(norm.row.work.flop)} of ${mega(conv.row.work.flop)} MFLOP), and takes 1/${(conv.ms / norm.ms).toFixed(1)} of the time.`
  if (conv.ms / norm.ms > flop) return share
  const rest = 'What it takes beyond its arithmetic goes to memory and to starting its dispatches.'
  const where = adapter.value?.software
    ? ' Here a CPU plays the GPU, and arithmetic is slow: on a GPU the share of batch norm should be larger.'
    : ''
  return `${share} ${rest}${where}`
}

function fail(error: unknown): void {
  said.value = sentence(messageOf(error))
}
