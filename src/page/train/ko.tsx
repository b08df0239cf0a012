// Texts of the view Train, in Korean.

import { inKorean } from '../core/koMessages'
import { count } from '../core/words'
import type { en } from './en'
import { koOwn } from './koOwn'
import { sayPartInKorean } from './koPart'
import { koSettings } from './koSettings'

export const ko: typeof en = {
  own: koOwn,
  part: sayPartInKorean,
  bar: {
    label: '학습',
    iterate: '한 단계',
    step: '단계',
    speed: '이미지/초',
    time: '시간',
    more: '어댑터와 학습 상태',
    recorded: '아래는 녹화해 둔 학습입니다. 재생하거나 슬라이더를 끌어 보세요.',
  },
  setup: {
    label: '설정',
    preset: '프리셋',
    presets: {
      dcgan: 'DCGAN, 힌지 손실',
      'non-saturating': 'DCGAN, 비포화 손실',
      sngan: '스펙트럼 정규화(SNGAN)',
      'wgan-gp': 'WGAN-GP 손실',
      conditional: '조건부: 숫자마다 한 줄',
      mlp: '2014년의 GAN(MLP)',
      style: '스타일 기반 GAN',
      ring: '점: 고리, WGAN-GP',
      grid: '점: 격자, WGAN-GP',
    },
    changed: (preset) => `${preset}, 변경됨`,
    custom: '직접 설정',
    data: '데이터',
    explain: '설정 설명 보기',
    hide: '설명 숨기기',
    more: '설정 더 보기',
    defaults: '기본값으로',
    settings: koSettings,
    augmentations: {
      colour: '색',
      translation: '옮기기',
      cutout: '도려내기',
      flip: '뒤집기',
      adaptive: '적응형: D가 과적합하는 만큼',
    },
  },
  difference: {
    start: '시작하면 새 설정을 씁니다.',
    uses: (what) => `지금 학습의 설정: ${what}. 새 설정을 쓰려면 초기화하세요.`,
    imagesBefore: '앞서 고른 이미지',
    other: '다른 설정',
    named: (parts, rest) => {
      const named = parts.join(', ')
      return rest > 0 ? `${named} 외 ${rest}가지` : named
    },
    without: (setting) => `${setting} 없음`,
    is: (setting, value) => `${setting} ${value}`,
  },
  graph: {
    label: '모델',
    andClass: '그리고 클래스',
    nets: { generator: '생성자 G', discriminator: '판별자 D' },
    links: {
      'from w': 'w, 모든 층으로',
      w: 'w로 크기 조절',
      image: '이미지도 출력',
      'to image': '모든 층의 합',
      skip: '건너뛰는 경로',
    },
    loss: '손실',
    parameters: (many) => `매개변수 ${count(many)}개`,
    images: (model, size, width) => `${model} ${size} × ${size}, 너비 ${width}`,
    points: '은닉층이 세 개인 MLP',
    summary: (nets, [g, d], { objective, optimiser, batch, seed }) =>
      `${nets}: 매개변수 ${count(g)} + ${count(d)}개, ${objective}, ${optimiser}, 배치 ${batch}, 시드 ${seed}`,
    drawings: (many) => `생성자가 그린 그림 ${many}장`,
    fake: '생성된 이미지',
    fakeBatch: '이 배치의 생성된 이미지',
    fakeRows: (names) =>
      names.length > 0
        ? `생성된 이미지, 클래스마다 한 줄, 위에서부터 ${koOwn.named(names)}`
        : '생성된 이미지, 클래스마다 한 줄',
    contrast: (times) => `, 대비 × ${times}`,
    step: '단계',
    sixteen: '진짜 이미지 16장',
    real: '진짜 이미지',
    realBatch: '이 배치의 진짜 이미지',
    ofThese: (many) => `모두 ${count(many)}장`,
  },
  scrubber: {
    stop: '멈춤',
    play: '그림을 처음부터 재생',
    back: '앞선 단계 돌아보기',
    at: (step) => `${count(step)}단계`,
  },
  plane: {
    layers: {
      judged: 'D의 판정',
      mesh: 'G로 휘어진 잡음 격자',
      real: '진짜 점',
      fake: '생성된 점',
      pushes: '미는 힘',
    },
    label: '평면: 진짜 점, 생성된 점, 그리고 자리마다 D가 매긴 진짜일 확률',
    modes: (many, percent) => `찾은 모드 ${many}개, 모드에 가까운 점 ${percent} %`,
  },
  slow: {
    label: '천천히 보기',
    title: '한 단계를 부분별로',
    next: '다음 부분',
    play: '천천히 재생',
    stop: '멈춤',
    how: '한 단계에서는 D를 학습시키고 이어서 G를 학습시킵니다. ‘다음 부분’을 누르면 그 일부를 실행하고 결과를 보여 줍니다. 숫자는 보통 학습할 때와 같습니다.',
    gradients: (player) => `${player}의 그래디언트`,
  },
  curves: {
    label: '곡선',
    loss: '손실',
    discriminator: '판별자',
    generator: '생성자',
    losses: '단계에 따른 두 손실',
    probability: '진짜일 확률',
    scores: 'D의 점수',
    real: '진짜, D(x)',
    fake: '생성, D(G(z))',
    scoresByStep: '단계에 따른 판별자의 점수',
    logarithmic: '로그 눈금',
    smooth: '평활',
  },
  drop: {
    title: '놓으면 이 이미지로 학습합니다',
    what: '이미지, 폴더, zip, IDX 파일을 놓을 수 있습니다. 저장한 학습을 놓으면 이어서 학습합니다. 파일은 업로드되지 않고 이 컴퓨터에 그대로 있습니다.',
  },
  keep: {
    label: '학습 보관',
    buttons: {
      save: { title: '저장', hint: '여기서나 터미널에서 이어서 학습할 수 있는 zip 파일' },
      evaluate: {
        title: '평가',
        hint: '새로 그린 그림이 학습 이미지와 얼마나 다른지, 진짜 이미지와 견주어 잽니다',
      },
      png: { title: 'PNG', hint: '지금 보이는 그림' },
      gif: { title: 'GIF', hint: '학습 과정을 담은 애니메이션' },
      json: { title: 'JSON', hint: '설정, 곡선, 발견한 문제' },
      html: { title: 'HTML', hint: '이 생성자로 그림을 그리는 웹 페이지' },
    },
    use: (
      <span>
        저장한 학습은 여기서 ‘불러오기’로 이어 가거나, 압축을 풀고 터미널에서 이어 갈 수 있습니다:{' '}
        <code>npx ganvas train --resume</code>
      </span>
    ),
    notReady: '학습이 준비되어야 저장할 수 있습니다.',
    points:
      '점의 학습은 저장하지 않습니다. 1분이면 끝나고, 링크를 열면 똑같은 학습이 다시 시작됩니다.',
    noDrawings: '평가, GIF, HTML에는 그림이 필요한데, 점의 학습에는 그림이 없습니다.',
    noRun: '저장할 학습이 없습니다.',
    noGpu: '평가하려면 GPU에서 실행한 학습이 있어야 합니다.',
    fewDrawings: 'GIF를 만들려면 그림이 두 장 이상 있어야 합니다. 잠깐 학습시켜 보세요.',
    saving: '학습을 저장하는 중…',
    measuring: '그림을 평가하는 중… CPU에서는 조금 걸립니다.',
    drawing: '그리는 중…',
    sharing: '그림을 그리는 페이지를 만드는 중…',
    gif: (done, all) => `GIF: ${all}장 중 ${done}장.`,
    reading: '읽는 중…',
  },
  evaluation: {
    title: '평가',
    rests: '그림을 평가하는 동안 학습을 멈춥니다.',
    columns: ['지표', '그림', '진짜 이미지', '읽는 법'],
    metric: (name) => inKorean(name) ?? name,
    reading: (how) => inKorean(how) ?? how,
    about: ({ drawings, step, heldOut, isOwn }) => {
      const real = isOwn
        ? `따로 떼어 둔 이미지 ${count(heldOut)}장(다만 학습에 쓰인 것입니다)`
        : `학습에 쓰지 않은 손글씨 숫자 ${count(heldOut)}장`
      return `${count(step)}단계에서 그린 그림 ${count(drawings)}장을 학습 이미지와 비교했습니다. 옆의 ‘진짜 이미지’는 ${real}입니다.`
    },
    unjudged: (why) => `분류기는 쓰지 않았습니다. ${inKorean(why) ?? why}.`,
    classes: (hit, all) => `클래스 ${all}개 중 ${hit}개를 그렸습니다.`,
    asked: (percent) => `요청한 클래스를 그린 그림은 ${percent} %입니다.`,
    accuracy: (percent) => `분류기는 진짜 손글씨 숫자의 ${percent} %를 바르게 알아봅니다.`,
  },
}
