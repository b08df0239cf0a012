// Judging and racing. They bring the cards of all ops, so they are loaded when the lab is opened.

export { casesOf } from '../../../bench/cases'
export { raceOp } from '../../../bench/race'
export { opNames } from '../../catalogue/index'
export { filesOf, judgeOwn, placeOwn } from '../../catalogue/own'
