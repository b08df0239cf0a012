// This adapter's limits, measured by probes (bench/probes.ts).

import { own } from '../../../bench/compare'
import type { Bandwidth } from '../../../bench/limits'
import type { Probes } from '../../../bench/probes'
import { bytesText, number, times } from '../../../bench/report'
import * as state from './state'
import { text } from './text'

interface LimitProps {
  id: string
  title: string
  unit: string
  value: number | undefined
  /** Kind of probe that reached it. */
  form: string
  ratio?: number | undefined
}

export function Limits() {
  const { peak, memory, cache, workgroup, dispatch, submit }: Partial<Probes> =
    state.report.value?.probes ?? state.limits.value
  const [flop, bytes] = own.map((name) => state.ratioOf.value.get(name))
  const words = text.value.limits
  return (
    <section class="card limits" aria-labelledby="limits-title">
      <h2 id="limits-title">{words.title}</h2>
      <dl>
        <Limit
          id="peak"
          title={words.peak}
          unit="GFLOP/s"
          value={peak?.gflops}
          form={peak ? formOf(peak.form) : ''}
          ratio={flop}
        />
        <Limit
          id="memory"
          title={words.memory}
          unit="GB/s"
          value={memory?.gbs}
          form={waysOf(memory)}
          ratio={bytes}
        />
        <Limit id="cache" title={words.cache} unit="GB/s" value={cache?.gbs} form={waysOf(cache)} />
        <Limit
          id="workgroup"
          title={words.workgroup}
          unit="GB/s"
          value={workgroup?.gbs}
          form={waysOf(workgroup)}
        />
        <Limit
          id="dispatch"
          title={words.dispatch}
          unit="µs"
          value={dispatch?.dependent}
          form={dispatch ? words.independent(number(dispatch.independent)) : ''}
        />
        <Limit id="submit" title={words.submit} unit="µs" value={submit} form="" />
      </dl>
      <p id="bench-adapter" class="note">
        {state.report.value
          ? words.adapter(state.report.value.adapter.name, state.report.value.timing)
          : '\u00a0'}
      </p>
    </section>
  )
}

function Limit({ id, title, unit, value, form, ratio }: LimitProps) {
  return (
    <div>
      <dt>{title}</dt>
      <dd>
        <span id={`limit-${id}`}>{value === undefined ? '–' : number(value)}</span> {unit}
        {ratio !== undefined && <span class="ratio"> {times(ratio)}</span>}
        <span class="form">{form || '\u00a0'}</span>
      </dd>
    </div>
  )
}

function formOf({ width, chains, unroll, workgroup }: Probes['peak']['form']): string {
  const { form, scalar } = text.value.limits
  return form(width === 1 ? scalar : `vec${width}`, chains, unroll, workgroup)
}

/** `read_vectors, 16 MB` */
const waysOf = (way: Bandwidth | undefined): string =>
  way ? `${way.form.replace('_', ' ')}, ${bytesText(way.bytes)}` : ''
