// A batch norm and the convolution before it: operations, bytes moved, and time on this adapter.

import { signal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { ask } from '../../bench/ask'
import type { PlannedRow } from '../../bench/jobs'
import { adapter } from '../../core/store'
import { messageOf } from '../../core/words'
import { rowOf } from '../parts/cards'
import { faultOf } from '../parts/fault'
import { bytesOf, dispatches } from './state'
import { text } from './text'

const SIZE = 'DCGAN 32², D block 2, batch 64'
const OPS = ['conv2d', 'batchNorm'] as const

interface Costs {
  row: PlannedRow
  /** Milliseconds on this adapter. */
  ms?: number
}

const costs = signal<readonly Costs[]>([])
const problem = signal('')
const measured = signal(false)
const busy = signal(false)

export function Cost() {
  useEffect(() => {
    if (costs.value.length === 0) void look()
  }, [])
  const words = text.value.cost
  return (
    <section class="card stack" aria-label={words.title}>
      <table id="norm-cost">
        <caption>{words.caption}</caption>
        <thead>
          <tr>
            <th scope="col">{words.op}</th>
            <th scope="col">MFLOP</th>
            <th scope="col">MB</th>
            <th scope="col">{words.flopPerByte}</th>
            <th scope="col">{words.here}</th>
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
          {words.measure}
        </button>
      </div>
      <p class="note norm-measured" id="norm-measured" role="status">
        {said()}
      </p>
    </section>
  )
}

const mega = (flop: number): string => (flop / 1e6).toFixed(flop < 1e7 ? 2 : 0)

/** Explains why the card's bytes differ from those of the bars above. */
function moved(): string {
  const row = costs.value.find((each) => each.row.op === 'batchNorm')?.row
  const bytes = bytesOf(dispatches.value.filter(({ pass }) => pass === 'forward'))
  if (!row || bytes === 0) return '\u00a0'
  const { flop, bytes: least } = row.work
  const of = (moved: number) => ({
    mb: (moved / 1e6).toFixed(1),
    flopPerByte: (flop / moved).toFixed(1),
  })
  return text.value.cost.moved(of(least), of(bytes))
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
  problem.value = ''
  measured.value = false
  try {
    for (const { row } of costs.value) {
      const { op, size, what } = row
      const { rows } = await ask('benchRow', { op, size, what }, { quick: true, control: false })
      const ms = rows[0]?.ms
      if (ms === undefined) continue
      costs.value = costs.value.map((each) => (each.row.op === op ? { ...each, ms } : each))
    }
    measured.value = true
  } catch (error) {
    fail(error)
  }
  busy.value = false
}

function said(): string {
  const { measuring, cards } = text.value.cost
  if (problem.value) return faultOf(problem.value)
  if (busy.value) return measuring
  return (measured.value && verdict()) || cards
}

function verdict(): string {
  const words = text.value.cost
  const of = (op: string) => costs.value.find(({ row }) => row.op === op)
  const [conv, norm] = [of('conv2d'), of('batchNorm')]
  if (!conv?.ms || !norm?.ms) return ''
  const flop = conv.row.work.flop / norm.row.work.flop
  const time = conv.ms / norm.ms
  const part = { flop: flop.toFixed(0), time: time.toFixed(1), mega: mega(norm.row.work.flop) }
  const share = words.share(part, mega(conv.row.work.flop))
  if (time > flop) return share
  const sentences = [share, words.rest]
  if (adapter.value?.software) sentences.push(words.software)
  return sentences.join(' ')
}

function fail(error: unknown): void {
  problem.value = messageOf(error)
}
