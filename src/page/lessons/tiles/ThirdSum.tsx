// The third sum: few results with very many terms each; and how it is split, so that a GPU has enough work.

import { useSignal } from '@preact/signals'
import { count } from '../../core/words'
import { Fact } from '../../parts/Fact'
import { ChoiceField, into } from '../../parts/Field'
import { Formula } from '../parts/Formula'
import { Slider } from '../parts/Slider'
import { Named, Symbols } from '../parts/Symbols'
import { text } from './text'
import { LAYERS, type Layer, mostParts, split, sumsOfLayer } from './third'

export function ThirdSum() {
  const chosen = useSignal(0)
  const power = useSignal(0)
  const layer = LAYERS[chosen.value] ?? LAYERS[0]
  const parts = 2 ** Math.min(power.value, mostParts(layer))
  const { third: words } = text.value
  return (
    <>
      <section class="card stack tiles-third" aria-label={words.label}>
        <ChoiceField
          id="third-layer"
          title={words.layer}
          value={chosen.value}
          options={LAYERS.map(({ title }, value) => ({
            value,
            title: words.layers[value]?.(title) ?? title,
          }))}
          changed={into(chosen)}
        />
        <SumsTable layer={layer} />
        <Symbols>
          <Named tex="N" meaning={words.symbols.N} now={layer.N} />
          <Named tex="P" meaning={words.symbols.P} now={layer.P} />
          <Named tex="Q" meaning={words.symbols.Q} now={layer.Q} />
          <Named tex="K" meaning={words.symbols.K} now={layer.K} />
          <Named tex="C" meaning={words.symbols.C} now={layer.C} />
          <Named tex="R" meaning={words.symbols.R} now={layer.R} />
          <Named tex="S" meaning={words.symbols.S} now={layer.S} />
          <Named
            tex={String.raw`\mathrm{stride}`}
            meaning={words.symbols.stride}
            now={layer.stride}
          />
        </Symbols>
      </section>
      <Split {...{ layer, parts }} changed={into(power)} />
    </>
  )
}

function SumsTable({ layer }: { layer: Layer }) {
  const { forward, input, weight } = sumsOfLayer(layer)
  const words = text.value.third
  return (
    <table id="third-sums">
      <thead>
        <tr>
          <th scope="col">{words.sum}</th>
          <th scope="col">{words.results}</th>
          <th scope="col">{words.terms}</th>
        </tr>
      </thead>
      <tbody>
        <tr>
          <th scope="row">{words.sums.forward}</th>
          <td>
            <Formula tex="NPQK" /> <b>{count(forward.results)}</b>
          </td>
          <td>
            <Formula tex="RSC" /> <b>{count(forward.terms)}</b>
          </td>
        </tr>
        <tr>
          <th scope="row">{words.sums.input}</th>
          <td>
            <Formula tex={String.raw`NPQC\,\mathrm{stride}^2`} /> <b>{count(input.results)}</b>
          </td>
          <td>
            <Formula tex={String.raw`RSK/\mathrm{stride}^2`} /> <b>{count(input.terms)}</b>
          </td>
        </tr>
        <tr class="hard">
          <th scope="row">{words.sums.weight}</th>
          <td>
            <Formula tex="RSCK" /> <b>{count(weight.results)}</b>
          </td>
          <td>
            <Formula tex="NPQ" /> <b>{count(weight.terms)}</b>
          </td>
        </tr>
      </tbody>
    </table>
  )
}

interface SplitProps {
  layer: Layer
  parts: number
  changed: (power: number) => void
}

function Split({ layer, parts, changed }: SplitProps) {
  const { invocations, terms, bytes } = split(layer, parts)
  const whole = split(layer, 1)
  const words = text.value.split
  return (
    <section class="card stack tiles-third" aria-label={words.label}>
      <Slider
        id="third-splits"
        title={words.splits}
        value={Math.log2(parts)}
        least={0}
        most={mostParts(layer)}
        show={(power) => String(2 ** power)}
        changed={changed}
      />
      <dl class="figures">
        <Fact id="third-invocations" title={words.invocations} value={count(invocations)} />
        <Fact id="third-terms" title={words.terms} value={count(terms)} />
        <Fact id="third-parts" title={words.parts} value={parts > 1 ? count(parts) : words.none} />
        <Fact title={words.bytes} value={count(bytes)} />
      </dl>
      <p class="note prose">{words.note(layer.rule)}</p>
      <details>
        <summary>{words.ask}</summary>
        <p>
          {words.answer({
            terms: count(whole.terms),
            parts: String(whole.terms / 128),
            weights: count(whole.invocations),
            invocations: count((whole.invocations * whole.terms) / 128),
          })}
        </p>
      </details>
    </section>
  )
}
