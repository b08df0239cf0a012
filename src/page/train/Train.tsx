import './train.css'
import { Bar } from './Bar'
import { Curves } from './Curves'
import { Graph } from './Graph'
import { Keep } from './Keep'
import { Setup } from './Setup'
import { SlowMotion } from './SlowMotion'

export function Train() {
  return (
    <main class="train sheet">
      <Bar />
      <Setup />
      <Graph />
      <SlowMotion />
      <Curves />
      <Keep />
    </main>
  )
}
