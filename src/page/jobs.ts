// The jobs of every room: what the page asks of the worker beside training, and awaits an answer to. A room's page
// half asks by its `ask.ts`. A job runs between two iterations, or at once where nothing trains. It gets the lab
// (lab/lab.ts), then what the page sent. Arrays in an answer are transferred: a job keeps none of them.

export { benchJobs } from './bench/jobs'
export { compareJobs } from './compare/jobs'
export { latentJobs } from './latent/jobs'
export { searchJobs } from './latent/searchJobs'
export { adaptJobs } from './lessons/adapt/jobs'
export { batchnormJobs } from './lessons/batchnorm/jobs'
export { gridJobs } from './lessons/grid/jobs'
export { lossesJobs } from './lessons/losses/jobs'
export { microscopeJobs } from './lessons/microscope/jobs'
export { onestepJobs } from './lessons/onestep/jobs'
export { pixelJobs } from './lessons/pixel/jobs'
export { spaceJobs } from './lessons/space/jobs'
export { tapeJobs } from './lessons/tape/jobs'
export { tilesJobs } from './lessons/tiles/jobs'
export { transposedJobs } from './lessons/transposed/jobs'
export { evaluateJobs } from './train/evaluateJobs'
export { keepJobs } from './train/keepJobs'
export { ownJobs } from './train/ownJobs'
export { translateJobs } from './translate/jobs'
export { ownTranslateJobs } from './translate/ownJobs'
