import { asker } from '../core/client'
import type { attributeJobs } from './attributeJobs'
import type { latentJobs } from './jobs'
import type { searchJobs } from './searchJobs'

export const ask = asker<typeof latentJobs & typeof attributeJobs & typeof searchJobs>()
