import { asker } from '../../core/client'
import type { batchnormJobs } from './jobs'

export const ask = asker<typeof batchnormJobs>()
