// What the page asks of the worker beside training, and awaits an answer to. A job is served between two
// iterations, or at once where nothing trains. It gets the lab (what the worker has), then what the page
// sent. Arrays that an answer consists of change hands: a job keeps none of them.

import { benchJobs } from './bench/jobs'
import { compareJobs } from './compare/jobs'
import type { Lab } from './lab/lab'
import { latentJobs } from './latent/jobs'
import { searchJobs } from './latent/searchJobs'
import { normJobs } from './lessons/batchnorm/jobs'
import { gridJobs } from './lessons/grid/jobs'
import { lossJobs } from './lessons/losses/jobs'
import { microscopeJobs } from './lessons/microscope/jobs'
import { pixelJobs } from './lessons/pixel/jobs'
import { spaceJobs } from './lessons/space/jobs'
import { tapeJobs } from './lessons/tape/jobs'
import { tilesJobs } from './lessons/tiles/jobs'
import { transposedJobs } from './lessons/transposed/jobs'
import { keepJobs } from './train/keepJobs'
import { ownJobs } from './train/ownJobs'

export const jobs = {
  ...benchJobs,
  ...compareJobs,
  ...gridJobs,
  ...keepJobs,
  ...latentJobs,
  ...lossJobs,
  ...microscopeJobs,
  ...normJobs,
  ...ownJobs,
  ...pixelJobs,
  ...searchJobs,
  ...tilesJobs,
  ...tapeJobs,
  ...spaceJobs,
  ...transposedJobs,
}

export type Jobs = typeof jobs
export type JobName = keyof Jobs

/** Any job, for those who pass arguments on without looking at them. */
export type Job = (lab: Lab, ...args: readonly unknown[]) => Promise<unknown>

type Given<F> = F extends (lab: Lab, ...args: infer Args) => unknown ? Args : never
type Gives<F> = F extends (lab: Lab, ...args: never[]) => Promise<infer Value> ? Value : never

export type ArgumentsOf<Name extends JobName> = Given<Jobs[Name]>
export type AnswerOf<Name extends JobName> = Gives<Jobs[Name]>
