import { join } from 'node:path'
import type { ReadFile } from '../../data/readFile'
import { Failure, Misuse } from '../terminal/failure'
import { namesIn, readWhole } from './files'
import type { DrawnBy, RunFolder } from './runFolder'

/** Sample grids of a run, from the first to the last. Earlier versions wrote two a step, the average's as -ema. */
export function sampleGrids(run: RunFolder, by: DrawnBy): ReadFile[] {
  const [keeps, ofAverage] = [run.drawsAverage(), run.drawsAverage(by)]
  const folder = join(run.path, 'samples')
  const all = new Set(namesIn(folder))
  const grids = [...all].filter((name) => /^\d+\.png$/.test(name)).sort()
  if (grids.length === 0) throw new Failure(`${folder} holds no sample grids. Train first`)
  const second = (name: string) => name.replace('.png', '-ema.png')
  const found = ofAverage
    ? grids.map((name) => (all.has(second(name)) ? second(name) : name))
    : grids.filter((name) => !keeps || all.has(second(name)))
  if (found.length === 0) {
    throw new Misuse(`--no-ema: the moving average drew the grids in ${folder}. Leave it out`)
  }
  return found.map((name) => ({ path: join(folder, name), bytes: readWhole(join(folder, name)) }))
}
