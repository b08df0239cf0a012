// Styles of a run: those of --model style alone.

import type { ReadFile } from '../../data/readFile'
import { Styles } from '../../gan/draw/styles'
import { buildModels } from '../../gan/model/models'
import type { RunConfig } from '../../gan/run/runConfig'
import { readFitting } from '../gpu/weights'
import { Misuse } from '../terminal/failure'

/** @param option  option that needs them */
export function stylesOf(
  { model, ...config }: RunConfig,
  file: ReadFile,
  option = '--space w',
): Styles {
  if (model !== 'style') {
    throw new Misuse(`${option}: a ${model} has no styles. Take a run of --model style`)
  }
  const state = readFitting(buildModels({ ...config, model }).generator, file)
  return new Styles({ ...config, model }, state)
}
