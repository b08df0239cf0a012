import './train.css'
import { Bar, BarMore } from './Bar'
import { Curves } from './Curves'
import { Graph } from './Graph'
import { Keep } from './Keep'
import { Setup } from './Setup'
import { SlowMotion } from './SlowMotion'

export function Train() {
  return (
    <main>
      <Bar />
      <div class="train sheet">
        <BarMore />
        <Setup />
        <Graph />
        <SlowMotion />
        <Curves />
        <Keep />
      </div>
    </main>
  )
}
