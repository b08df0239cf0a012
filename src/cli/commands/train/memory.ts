// Memory of a run, from its recorded steps, before anything is allocated.

import { totalmem } from 'node:os'
import { type Blueprint, bytesOf } from '../../../gan/run/blueprint'
import { megabytes } from '../../../gpu/plan'
import { Failure } from '../../terminal/failure'

/** `412 MB on the GPU: activations 380 MB, images 19 MB`; the rest are weights and their moments. */
export function sayMemory(blueprint: Blueprint): string {
  const { trainPlan, samplePlan, healthPlan, images } = blueprint
  const plans = [trainPlan, samplePlan, healthPlan]
  const transient = new Set(plans.flatMap((plan) => [...plan.transient, ...plan.kept]))
  const activations = [...transient].reduce((sum, { bytes }) => sum + bytes, 0)
  const data = images.reduce((sum, { slice }) => sum + slice.bytes, 0)
  return `${megabytes(bytesOf(blueprint))} on the GPU: activations ${megabytes(activations)}, images ${megabytes(data)}`
}

/**
 * Refuses a run that does not fit the memory of a CPU adapter, which is the machine's. A GPU does not tell how much it has.
 *
 * @param advice  what to change
 */
export function refuseMemory(
  bytes: number,
  { software }: { software: boolean },
  advice: string,
  memory = totalmem(),
): void {
  if (!software || bytes <= memory) return
  throw new Failure(
    `the run would need ${megabytes(bytes)}, and this machine has ${megabytes(memory)} of memory, which its CPU adapter shares. ${advice}`,
  )
}
