// References for a browser without a GPU, loaded with their cards.

export { Dense } from '../../../catalogue/card'
export { conv2dCard, convTranspose2dCard } from '../../../catalogue/conv'
export { upsampleNearest2dCard } from '../../../catalogue/pool'
