import { asker } from '../../core/client'
import type { spaceJobs } from './jobs'

export const ask = asker<typeof spaceJobs>()
