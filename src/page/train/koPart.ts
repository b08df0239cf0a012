// Text for a part of an iteration, with its numbers, in Korean.

import type { Inside } from '../../gan/run/inside'
import type { SubStep } from '../../gan/run/slowMotion'
import { by, object } from '../core/particles'
import { count, figure } from '../core/words'
import type { AboutBatch } from './enPart'

const names = { image: { name: '이미지', unit: '장' }, point: { name: '점', unit: '개' } }

export function sayPartInKorean(
  { name, criticStep, criticSteps, step }: SubStep,
  { scores, losses }: Inside,
  { thing, batch, latent }: AboutBatch,
): string {
  const { name: what, unit } = names[thing]
  const things = `${what} ${count(batch)}${unit}`
  const turn =
    criticSteps > 1 && criticStep !== undefined ? `(D의 ${criticSteps}번 중 ${criticStep}번째)` : ''
  return `${count(step)}단계${turn}: ${words()}`

  function words(): string {
    switch (name) {
      case 'R1':
        return `R1만으로 D를 한 번 갱신합니다. 진짜 ${what} ${count(batch)}${unit}에서 점수의 기울기가 완만해집니다. 이 단계는 가끔씩만 있습니다.`
      case 'draw noise':
        return `N(0, 1)에서 숫자 ${latent}개로 된 벡터 z를 ${count(batch)}개 뽑고, 데이터에서 ${object(things)} 가져옵니다.`
      case 'generate':
        return `G가 잡음을 ${by(things)} 바꿉니다.`
      case 'D on real':
        return `D가 진짜 ${what}에 점수를 매깁니다. D(x)는 평균 ${figure(scores.real?.mean)}입니다.`
      case 'D on fake':
        return `생성된 ${what}에도 같은 디스패치에서 점수를 매깁니다. D(G(z))는 ${figure(scores.fake?.mean)}입니다. 둘은 한 배치의 두 절반이고, 통계는 절반마다 따로 냅니다.`
      case "D's gradients":
        return `D의 손실 ${figure(losses.D)}에서 D를 거슬러 올라가며, 가중치마다 손실이 어떻게 바뀌는지 구합니다. G는 건드리지 않습니다.`
      case "D's update":
        return '옵티마이저가 D의 가중치를 이 그래디언트의 반대 방향으로 옮깁니다.'
      case 'D on fake again':
        return `조금 나아진 D가 생성된 ${what}에 다시 점수를 매깁니다. D(G(z))는 ${figure(scores.again?.mean)}이고, 그래서 G의 손실은 ${figure(losses.G)}입니다.`
      case 'gradients through D into G':
        return `G의 손실에서 가중치를 고정한 D를 거슬러, 생성된 ${object(what)} 지나 G까지 올라갑니다.`
      case "G's update":
        return '옵티마이저가 G의 가중치를 옮깁니다. 다음 단계는 새 잡음으로 시작합니다.'
    }
  }
}
