// Exercises in order, from one invocation for one number to the gradients of convolutions.

import type { Exercise } from './exercise'
import { numbers } from './tasks/numbers'
import { products } from './tasks/products'
import { sums } from './tasks/sums'

export const exercises: readonly Exercise[] = [...numbers, ...sums, ...products]
