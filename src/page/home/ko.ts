// Texts of the landing view, in Korean.

import { count } from '../core/words'
import type { en } from './en'

export const ko: typeof en = {
  title: '신경망이 그림을 배우는 과정을 지켜보세요',
  aim: 'Ganvas는 이 브라우저에서, 여러분의 GPU로 GAN을 학습시킵니다. 한 신경망은 그리는 법을, 다른 신경망은 그 그림을 진짜 이미지와 구별하는 법을 배우며, 모든 단계는 직접 읽어 볼 수 있는 WGSL 커널입니다.',
  ways: '할 수 있는 일',
  doors: [
    {
      to: 'train',
      title: '학습시키기',
      about:
        '숫자 이미지나 내 이미지로 GAN을 학습시키고, 한 단계를 부분별로 들여다보고, 학습된 생성자를 이리저리 움직여 봅니다.',
      also: [
        { to: 'latent', title: '잠재 공간' },
        { to: 'translate', title: '이미지 변환' },
        { to: 'compare', title: '비교' },
      ],
    },
    {
      to: 'lessons',
      title: '배우기',
      about:
        '커널을 직접 실행해 보는 짧은 강의입니다. 합성곱의 픽셀 하나에서 시작해 GAN을 붕괴시키는 손실까지 다룹니다.',
      also: [{ to: 'lessons/onestep', title: '첫 강의: GAN의 한 단계' }],
    },
    {
      to: 'bench',
      title: '측정하기',
      about:
        '모든 커널의 시간을 재어 GPU의 한계와 비교합니다. WGSL로 커널을 직접 쓰면 검사한 뒤 Ganvas의 커널과 겨룹니다.',
      also: [{ to: 'lab', title: '실험실: 커널 작성' }],
    },
  ],
  drawings: '생성자의 그림, 한 줄에 네 개씩',
  coming: '그림을 불러오는 중입니다.',
  recorded: (step) => `녹화: ${count(step)}단계 학습한 뒤`,
  live: (gpu) =>
    gpu === undefined
      ? '실시간: 학습된 생성자가 CPU에서 잡음과 잡음 사이를 그립니다'
      : `실시간: 학습된 생성자가 ${gpu}에서 잡음과 잡음 사이를 그립니다`,
  own: (step) => `실시간: 학습 중인 내 모델, ${count(step)}단계`,
  play: '재생',
  pause: '일시 정지',
}
