// The third sum: few results, of very many terms each; and how it is split, so that a GPU has enough to do.

import { useSignal } from '@preact/signals'
import { ChoiceField } from '../../parts/Field'
import { count } from '../../parts/words'
import { Formula } from '../Formula'
import { Slider } from '../Slider'
import { Named, Symbols } from '../Symbols'
import { LAYERS, type Layer, mostParts, split, sumsOfLayer } from './third'

export function ThirdSum() {
  const chosen = useSignal(0)
  const power = useSignal(0)
  const layer = LAYERS[chosen.value] ?? LAYERS[0]
  const parts = 2 ** Math.min(power.value, mostParts(layer))
  return (
    <>
      <h3>The third sum</h3>
      <p class="prose">
        A convolution that trains is three sums: the result, the gradient of x, and the gradient of
        the weight. All three make the same number of products, but the third is the hard one. An
        output sums <Formula tex="RSC" /> products, and there are <Formula tex="NPQK" /> outputs. A
        weight’s gradient sums over every window of every image, <Formula tex="NPQ" /> products, and
        there are only <Formula tex="RSCK" /> weights.
      </p>
      <section class="card tiles-third" aria-label="Three sums of a layer">
        <ChoiceField
          id="third-layer"
          title="D of a DCGAN, 64 images"
          value={chosen.value}
          options={LAYERS.map(({ title }, value) => ({ value, title }))}
          changed={(value) => {
            chosen.value = value
          }}
        />
        <SumsTable layer={layer} />
        <Symbols>
          <Named tex="N" meaning="images" now={layer.N} />
          <Named tex="P" meaning="rows of the result" now={layer.P} />
          <Named tex="Q" meaning="columns of the result" now={layer.Q} />
          <Named tex="K" meaning="channels of the result" now={layer.K} />
          <Named tex="C" meaning="channels of x" now={layer.C} />
          <Named tex="R" meaning="rows of the window" now={layer.R} />
          <Named tex="S" meaning="columns of the window" now={layer.S} />
          <Named tex={String.raw`\sigma`} meaning="stride" now={layer.stride} />
        </Symbols>
      </section>
      <p class="prose">
        With one invocation per result, that is few invocations with very long sums. A GPU has room
        for tens of thousands of invocations at once, so most of it idles, and each of the few waits
        for thousands of loads, one after the other. Nor is there a small factor that stays in a
        cache, as the weight does in the other two sums: x and ∂y are both as large as the batch.
      </p>
      <p class="prose">
        The cure: <b>split the sum along the windows</b>. <code>SPLITS</code> invocations share a
        weight’s gradient, each sums its own windows, and a second dispatch, <code>sum_splits</code>
        , merges the parts. It adds them in a fixed order, so the same numbers always give the same
        bits.
      </p>
      <Split
        {...{ layer, parts }}
        changed={(to) => {
          power.value = to
        }}
      />
    </>
  )
}

function SumsTable({ layer }: { layer: Layer }) {
  const { forward, input, weight } = sumsOfLayer(layer)
  return (
    <table id="third-sums">
      <thead>
        <tr>
          <th scope="col">sum</th>
          <th scope="col">results</th>
          <th scope="col">terms of each</th>
        </tr>
      </thead>
      <tbody>
        <tr>
          <th scope="row">result y</th>
          <td>
            <Formula tex="NPQK" /> <b>{count(forward.results)}</b>
          </td>
          <td>
            <Formula tex="RSC" /> <b>{count(forward.terms)}</b>
          </td>
        </tr>
        <tr>
          <th scope="row">gradient ∂x</th>
          <td>
            <Formula tex={String.raw`NPQ\sigma^2C`} /> <b>{count(input.results)}</b>
          </td>
          <td>
            <Formula tex={String.raw`RSK/\sigma^2`} /> <b>{count(input.terms)}</b>
          </td>
        </tr>
        <tr class="hard">
          <th scope="row">gradient ∂w</th>
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
  return (
    <section class="card tiles-third" aria-label="The weight’s gradient, split">
      <Slider
        id="third-splits"
        title="SPLITS, parts of a sum"
        value={Math.log2(parts)}
        least={0}
        most={mostParts(layer)}
        show={(power) => String(2 ** power)}
        changed={changed}
      />
      <dl class="figures">
        <div>
          <dt>invocations</dt>
          <dd id="third-invocations">{count(invocations)}</dd>
        </div>
        <div>
          <dt>terms each sums</dt>
          <dd id="third-terms">{count(terms)}</dd>
        </div>
        <div>
          <dt>parts to merge per weight</dt>
          <dd id="third-parts">{parts > 1 ? count(parts) : 'none'}</dd>
        </div>
        <div>
          <dt>bytes of parts</dt>
          <dd>{count(bytes)}</dd>
        </div>
      </dl>
      <p class="note prose">
        More parts are not always better: all of them are written to memory and read again. Without
        measurements, Ganvas splits this layer in {layer.rule} on a GPU. Its kernels keep a tile of
        sums per invocation, as above, so they have fewer invocations than shown here, and need the
        split the more.
      </p>
      <details>
        <summary>
          Check yourself: with how many parts does an invocation sum 128 terms in this layer?
        </summary>
        <p>
          {count(whole.terms)} / 128 = {whole.terms / 128} parts: {count(whole.invocations)} ×{' '}
          {whole.terms / 128} = {count((whole.invocations * whole.terms) / 128)} invocations.
        </p>
      </details>
    </section>
  )
}
