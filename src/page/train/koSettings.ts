// Titles and help of the settings, in Korean.

import type { PageName } from '../../gan/model/config'
import type { SettingText } from './en'

export const koSettings: Record<PageName, SettingText> = {
  objective: { title: '목적 함수', help: 'D와 G가 최소화하는 손실' },
  model: {
    title: '신경망',
    help: '합성곱 신경망(dcgan), 완전 연결 신경망(mlp), 스타일 기반 GAN(style) 중 하나',
  },
  imageSize: { title: '이미지 크기', help: '이미지의 높이와 너비: 16, 32, 64' },
  width: { title: '너비', help: '이미지에 가장 가까운 층의 채널 수' },
  latent: { title: '잠재 차원', help: '잡음 벡터 z의 길이' },
  batchSize: { title: '배치', help: '배치 하나에 든 이미지 수' },
  lr: {
    title: '학습률',
    help: 'G의 학습률. D의 학습률을 따로 정하지 않으면 D도 이 값을 씁니다',
  },
  lrD: { title: 'D의 학습률', help: 'D의 학습률' },
  beta1: {
    title: 'Adam의 β₁',
    help: 'Adam에서 그래디언트의 이동 평균의 감쇠율. RMSprop에는 없습니다',
  },
  criticSteps: { title: '비평자 단계', help: 'G가 한 단계 학습할 때 D가 학습하는 단계 수' },
  criticWarmup: {
    title: '비평자 예열',
    help: 'WGAN의 일정: 처음 25번의 반복과 그 뒤 500번째마다 비평자를 100단계씩 학습시킵니다',
  },
  clip: { title: '클리핑', help: 'D의 가중치를 ± 이 값 안으로 자릅니다. 0이면 자르지 않습니다' },
  lambda: { title: '페널티 λ', help: '그래디언트 페널티의 가중치. 0이면 쓰지 않습니다' },
  r1: {
    title: 'R1',
    help: '진짜 이미지에서 D의 그래디언트에 매기는 페널티 R1의 가중치. 0이면 쓰지 않습니다',
  },
  r1Every: {
    title: 'R1 간격',
    help: 'R1 단계 사이의 반복 수. 1보다 크면 R1은 D의 별도 단계가 되고, 그만큼 가중치가 커집니다',
  },
  smoothLabels: {
    title: '레이블 평활',
    help: '진짜 이미지의 레이블을 1 대신 0.9로 가르쳐 D가 덜 확신하게 합니다. minimax와 비포화 손실에 씁니다',
  },
  augment: {
    title: '증강: D가 보는 이미지를 바꾸는 방법',
    help: 'D가 보는 모든 이미지를 바꿉니다: 색, 옮기기, 도려내기, 뒤집기 중 몇 가지. 적응형은 D가 과적합하는 만큼만 바꿉니다',
  },
  classes: {
    title: '클래스 레이블',
    help: '두 신경망에 이미지의 레이블을 알려 주어 원하는 클래스를 요청할 수 있게 합니다. 레이블이 있는 이미지가 필요합니다',
  },
  spectralNorm: {
    title: 'D의 스펙트럼 정규화',
    help: 'D의 가중치를 가장 큰 특잇값으로 나눕니다. 그러면 D는 다른 정규화를 쓰지 않습니다',
  },
  ema: {
    title: 'EMA',
    help: '그림을 그릴 때 쓰는 G의 이동 평균의 감쇠율. 0이면 평균을 내지 않습니다',
  },
  emaRampup: {
    title: 'EMA 예열',
    help: 'G의 이동 평균의 반감기를 지금까지의 단계 수의 이 비율로 제한합니다. 0이면 제한하지 않습니다',
  },
  seed: {
    title: '시드',
    help: '가중치, 잡음, 배치를 정하는 시드. 시드가 같으면 학습도 똑같습니다',
  },
}
