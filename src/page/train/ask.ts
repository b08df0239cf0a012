import { asker } from '../core/client'
import type { keepJobs } from './keepJobs'
import type { ownJobs } from './ownJobs'

export const ask = asker<typeof keepJobs & typeof ownJobs>()
