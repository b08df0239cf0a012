// Titles and summaries of the cards of a style-based GAN's ops, and of smooth activations, in Korean.

import type { Cards } from './en'

export const style = {
  rsqrt: {
    title: '역제곱근',
    summary:
      '이 값을 곱하면 숫자의 크기가 1이 됩니다. 근호 안에 더한 숫자는 0에 가까운 값이 끝없이 커지는 일을 막습니다.',
  },
  scaleChannels: {
    title: '채널의 배율',
    summary:
      '이미지의 스타일이 합성곱 앞에서 채널마다 크기를 조절합니다. 가중치를 바꾸는 것과 같지만, 가중치 하나를 배치 전체가 함께 씁니다.',
  },
  channelProducts: {
    title: '채널의 곱의 합',
    summary:
      '스타일의 그래디언트입니다. 채널의 모든 픽셀이 그 채널에 곱해진 숫자를 함께 끌어당깁니다.',
  },
  styleActivation: {
    title: '변조된 합성곱 다음',
    summary:
      '복조, 잡음, 편향, Leaky ReLU를 이미지 위에서 한 번에 계산합니다. 그래디언트는 v를 다시 계산하고 저마다 배울 것을 더합니다.',
  },
  silu: {
    title: 'SiLU',
    summary: '모서리가 없는 ReLU입니다. 숫자마다, 그 숫자를 로짓으로 본 확률을 곱합니다.',
  },
  gelu: {
    title: 'GELU',
    summary:
      '모서리가 없는 ReLU입니다. 숫자마다, N(0, 1)에서 뽑은 수가 그보다 작을 확률을 곱합니다. 트랜스포머가 이것으로 학습합니다.',
  },
  minibatchStddev: {
    title: '미니배치 표준편차',
    summary:
      '묶음 안의 이미지들이 얼마나 다른지를 채널 하나로 판별자에 알려 줍니다. 늘 같은 것을 그리는 생성자는 들키게 됩니다.',
  },
  upsampleBilinear2d: {
    title: '쌍선형 업샘플링',
    summary:
      '행과 열이 두 배가 됩니다. 새 행은 두 행 사이의 4분의 1 자리에 놓입니다. 스타일 기반 생성자는 작은 이미지를 이렇게 키우고 세부를 더합니다.',
  },
  upfirdn2d: {
    title: '업샘플링, 필터, 다운샘플링',
    summary:
      '픽셀을 솎아 내기 전이나 사이에 0을 넣은 뒤에 흐리게 하여, 격자 무늬가 이미지에 남지 않게 합니다.',
  },
} satisfies Partial<Cards>
