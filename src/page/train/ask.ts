import { asker } from '../core/client'
import type { evaluateJobs } from './evaluateJobs'
import type { keepJobs } from './keepJobs'
import type { ownJobs } from './ownJobs'

export const ask = asker<typeof evaluateJobs & typeof keepJobs & typeof ownJobs>()
