// What the page asks of the worker beside training, and awaits an answer to. A job is served between two
// iterations, or at once where nothing trains. It gets the lab (what the worker has), then what the page
// sent. Arrays that an answer consists of change hands: a job keeps none of them.

import { benchJobs } from './benchJobs'
import { compareJobs } from './compareJobs'
import { gridJobs } from './gridJobs'
import { keepJobs } from './keepJobs'
import type { Lab } from './lab'
import { latentJobs } from './latentJobs'
import { lossJobs } from './lossJobs'
import { microscopeJobs } from './microscopeJobs'
import { normJobs } from './normJobs'
import { ownJobs } from './ownJobs'
import { pixelJobs } from './pixelJobs'
import { searchJobs } from './searchJobs'
import { spaceJobs } from './spaceJobs'
import { tapeJobs } from './tapeJobs'
import { tilesJobs } from './tilesJobs'
import { transposedJobs } from './transposedJobs'

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
