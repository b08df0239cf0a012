// Texts of the view Latent space, in Korean.

import { count } from '../core/words'
import type { en } from './en'

export const ko: typeof en = {
  tools: {
    slide: '사이 잇기',
    sliders: '속성',
    arithmetic: '벡터 연산',
    map: '지도',
    draw: '찾기',
  },
  toolsLabel: '도구',
  sources: { run: '내 학습', example: '학습된 예제' },
  sourceLabel: '그림을 그린 생성자',
  drawnBy: '생성자',
  comparisons: {
    judge:
      '가장 가까운 학습 이미지는 픽셀이 아니라 특징으로 찾습니다. 특징은 숫자를 분류하는 작은 신경망이 이미지마다 계산한 숫자 64개입니다.',
    pixels: '가장 가까운 학습 이미지는 픽셀 차이의 제곱합이 가장 작은 이미지입니다.',
  },
  clear: '비우기',
  way: {
    title: '경로',
    hint: 'N(0, 1)에서 뽑은 z는 구면 가까이에 있습니다. 구면 경로는 구면을 따라가고, 직선 경로는 그 속을 가로지릅니다.',
    ways: { spherical: '구면', linear: '직선' },
  },
  status: {
    drawing: '그리는 중…',
    example: (
      <>
        미리 CPU에서 학습한 생성자입니다. 힌지 손실을 쓴 DCGAN이 손글씨 숫자로 1,000단계
        학습했습니다(<code>npx ganvas train --objective hinge --ema 0</code>). 직접 학습시키면 내
        생성자를 살펴볼 수 있습니다.
      </>
    ),
    training: (step) =>
      `${count(step)}단계의 생성자 G입니다. 학습이 이어지면 그림도 따라 바뀝니다.`,
    still: (step) => `${count(step)}단계의 생성자 G입니다.`,
  },
  sliders: {
    intro:
      '그림 1,024장에서 방향을 구합니다. 다른 속성은 그대로 두고 속성 하나만 바꾸는 z의 방향입니다. 슬라이더를 끌면 G가 다시 그립니다.',
    label: '바꾼 A',
    reset: '모두 0으로',
    finding: '방향을 찾는 중…',
    mean: 'W의 평균까지의 거리',
    name: (attribute) => {
      const known: Readonly<Record<string, string>> = {
        thick: '굵기',
        light: '밝기',
        warm: '따뜻함',
        'direction 1': '방향 1',
        'direction 2': '방향 2',
      }
      return known[attribute] ?? attribute
    },
  },
  palette: {
    title: '무작위 잡음 z에서 그린 그림 64장',
    label: '그림 64장. 화살표 키로 옮기고 Enter로 고릅니다',
    drawing: (number) => `그림 ${number}`,
    pickedAs: (label, letters) => `${label}, ${letters.join('와 ')} 자리에 고름`,
    seed: '시드',
    seedHint: '시드가 같으면 z도 같습니다',
    class: '클래스',
    classHint: 'z와 함께 G에 주는 클래스',
    other: '다른 잡음',
  },
  shelf: {
    title: '간직한 그림',
    empty: '아직 비어 있음',
    name: (number, what) => `간직한 그림 ${number}: ${what}`,
  },
  slots: {
    label: (letter, name) => `${letter}: ${name === undefined ? '비어 있음' : `그림 ${name}`}`,
    next: '다음에 고르는 그림이 여기에 들어갑니다',
    fill: '다음 그림을 이 자리에 넣습니다',
  },
  result: {
    keep: '간직하기',
    like: '가장 비슷한 학습 이미지',
    nearest: '가장 가까운 학습 이미지',
    compared: (percent) => `${percent} % 비교함…`,
    number: (index, label) => `${count(index)}번${label === undefined ? '' : `, 레이블 ${label}`}`,
  },
  slide: {
    intro:
      'G는 A의 z와 B의 z 사이에 있는 z에서 중간 그림을 하나하나 그립니다. 이미지를 외우기만 한 생성자라면 한 이미지에서 다른 이미지로 껑충 뛸 것입니다.',
    label: 'A와 B 사이',
    at: (share) => `${share} 지점`,
    share: 'A에서 B까지 간 비율',
    strip: (many) => `A에서 B로 가는 그림 ${many}장`,
    nearest: '그림마다 가장 비슷한 학습 이미지',
    caption: '위: A에서 B까지. 아래: 그림마다 가장 가까운 학습 이미지',
    steps: (above, below) => (
      <>
        가장 큰 변화: 위 {above} 아래 {below}
      </>
    ),
    measure: (steps, compared) =>
      `이웃한 그림 사이의 변화 ${steps}개 중 가장 큰 것을 평균으로 나눈 값으로, ${compared === 'pixels' ? '픽셀' : '분류기의 특징'}에서 잽니다. 변화가 모두 같으면 1, 단 한 번에 바뀌면 ${steps}입니다. 학습 이미지는 언제나 한 번에 바뀝니다.`,
  },
  arithmetic: {
    intro:
      'A에는 있고 B에는 없는 것을 C에 더합니다. 세 장을 평균하면 그 셋의 공통점이 한 장만 볼 때보다 잘 드러납니다.',
    mean: (letter) => `${letter}의 평균`,
    meanOf: (letter) => `${letter}의 평균`,
  },
  map: {
    intro: {
      corners: '세 그림을 지나는 평면입니다. A는 왼쪽 위, B는 오른쪽 위, C는 왼쪽 아래에 있습니다.',
      around: 'A를 중심으로, 그림이 가장 크게 달라지는 두 방향으로 펼친 평면입니다.',
    },
    move: '지도 위에서 포인터를 움직이거나, 지도에 초점을 두고 화살표 키를 누르세요.',
    plane: '평면',
    planes: { corners: '세 그림 사이', around: 'A의 주변' },
    under: '포인터 위치',
    at: (place) => `위치 ${place}`,
    role: '지도',
    label: (x, y) => `지도. 화살표 키로 점을 옮깁니다. 지금 위치는 ${x}, ${y}입니다`,
  },
  draw: {
    intro:
      '숫자를 한가운데에 크게 그리거나 그림을 고르세요. 무작위 z 네 개에서 출발한 경사 하강법이, G가 그와 가장 비슷한 그림을 그리는 z를 찾습니다.',
    stop: '멈춤',
    find: 'z 찾기',
    real: '진짜 이미지 번호',
    realHint: '손글씨 숫자라면 따로 떼어 둔 이미지 중 하나',
    put: '그림판에 올리기',
    found: '찾은 그림',
    error: (error) => `오차 ${error}`,
    searched: '찾으려는 이미지',
    target: '목표',
    search: '찾기',
    progress: (step, error, first) => (
      <>
        {step}단계, 오차 {error}, 처음 오차 {first}
      </>
    ),
    how: '오차는 픽셀 차이의 제곱 평균입니다. 픽셀 값은 −1에서 1까지입니다. ‘간직하기’를 누르면 찾은 그림을 다른 도구에서 A, B, C로 고를 수 있습니다.',
  },
}
