// Texts of the view Translate, in Korean.

import { count, sizeOf } from '../core/words'
import type { en } from './en'

const hint = '이미지, 폴더, zip을 여기에 놓거나 고르세요. 몇백 장이면 됩니다.'

export const ko: typeof en = {
  bar: {
    label: '이미지 변환',
    iterate: '한 단계',
    save: '저장',
    saves: '변환에 쓰거나, 여기서나 터미널에서 이어서 학습할 수 있는 zip 파일',
    step: (steps) => (steps === undefined ? '단계' : `단계 / ${count(steps)}`),
    speed: '이미지/초',
  },
  status: {
    idle: '시작하면 한쪽 이미지를 다른 쪽 이미지로 바꾸는 법을 배웁니다.',
    pausing: '멈추는 중…',
    pausingFor: (view) => `‘${view}’ 화면이 GPU를 쓰므로 멈추는 중…`,
    opening: '이미지를 읽고 커널을 컴파일하는 중…',
    reopening: 'GPU를 다시 여는 중…',
    pauseFirst: '먼저 멈추세요. 저장된 학습이 지금 학습을 대신하게 됩니다.',
    reading: '읽는 중…',
    saving: '저장하는 중…',
    done: (steps) =>
      `${count(steps)}단계를 모두 마쳤습니다. 아래에 그림을 그려 보거나, 단계 수를 늘려 계속하세요.`,
    extend: (steps) => `${count(steps)}단계를 모두 마쳤습니다. 계속하려면 단계 수를 늘리세요.`,
    loadedDone: '정해 둔 단계를 모두 마쳤습니다. 계속하려면 단계 수를 늘리세요.',
  },
  choose: {
    label: '무엇을 변환할지',
    kind: '학습 방식',
    kinds: {
      sets: '짝이 없는 두 이미지 집합(CycleGAN)',
      pairs: '짝지은 이미지(pix2pix)',
    },
    pairs: '짝',
    from: '원본',
    to: '대상',
    imageSize: '이미지 크기',
    width: { title: '너비', hint: '이미지에 가장 가까운 층의 채널 수' },
    batchSize: { title: '배치', hint: '배치 하나에 든 이미지 수' },
    steps: {
      title: '단계 수',
      hint: '여기까지 학습합니다. 후반부에는 학습률이 0까지 줄어듭니다',
    },
    seed: { title: '시드', hint: '가중치와 이미지 순서를 정하는 시드' },
    facts: ({ images, heldOut, grey, parameters, bytes }) =>
      `학습에 쓰는 ${grey ? '흑백' : '컬러'} 이미지 ${count(images.a)}장과 ${count(images.b)}장, 따로 떼어 둔 이미지 ${count(heldOut.a)}장과 ${count(heldOut.b)}장. 매개변수 ${parameters.map(count).join(' + ')}개, GPU 메모리 ${Math.round(bytes / 1e6)} MB.`,
  },
  sets: {
    mnist: '손글씨 숫자',
    inverted: '반전한 숫자',
    coloured: '색을 입힌 숫자',
    uci: 'UCI 숫자',
    own: '내 이미지',
  },
  pairs: {
    coloured: '색을 입힌 숫자 → 숫자',
    inverted: '반전한 숫자 → 숫자',
    own: '내 이미지 짝',
  },
  titleOf: (direction, imageSize, seed) =>
    `${direction}, ${imageSize} × ${imageSize}, 시드 ${seed}`,
  kept: {
    label: '학습 보관',
    adapter: '어댑터',
    yours: {
      a: (many) => `원본으로 쓸 내 이미지 ${count(many)}장`,
      b: (many) => `대상으로 쓸 내 이미지 ${count(many)}장`,
      pairs: (many) => `내 이미지 ${count(many)}쌍`,
    },
  },
  losses: {
    title: '손실',
    discriminators: '판별자',
    translators: '변환기',
    difference: (paired) => (paired ? '진짜 짝과의 차이' : '되돌린 뒤의 차이'),
    label: (difference) => `단계에 따른 판별자와 변환기의 손실, 그리고 ${difference}`,
  },
  own: {
    hints: {
      a: hint,
      b: hint,
      pairs:
        'A와 B 폴더가 든 폴더나 zip을 여기에 놓으세요. 짝끼리는 파일 이름이 같아야 합니다. 두 이미지를 나란히 붙인 그림도 됩니다.',
    },
    private: '업로드되지 않습니다.',
    said: (many, skipped, place) =>
      `이미지 ${count(many)}${place === 'pairs' ? '쌍' : '장'}${skipped > 0 ? `, 제외한 파일 ${count(skipped)}개` : ''}.`,
    some: (place) => (place === 'pairs' ? '내 이미지 몇 쌍, 짝끼리 위아래로' : '내 이미지 몇 장'),
    keep: (bytes) =>
      `이 브라우저에 보관(${sizeOf(bytes)}): 페이지를 새로 고쳐도 이어서 학습할 수 있습니다`,
    skipped: '제외한 파일',
    reading: '읽기',
    stop: '읽기 중단',
    files: '파일…',
    folder: '폴더…',
    kept: (many, place) => `보관해 둔 이미지 ${count(many)}${place === 'pairs' ? '쌍' : '장'}`,
    ofOwn: '내 이미지: ',
  },
  rows: {
    label: '따로 떼어 둔 이미지',
    titles: { given: '입력', made: '출력', partner: '진짜 짝', back: '되돌린 결과' },
    heldOut: '떼어 둔 이미지, 단계',
    strip: (row, direction, step) => `${row}, ${direction}: ${step}단계의 이미지 여덟 장`,
  },
  draw: {
    label: '내 그림',
    title: '그려서 변환해 보기',
    translated: '변환 결과',
    back: '되돌린 결과',
    by: '변환기',
    names: { run: '내 학습', example: '학습된 예제' },
    direction: '방향',
    clear: '지우기',
    sample: '집합의 이미지 사용',
    face: '얼굴 그림 사용',
    picture: '그림 고르기…',
    pen: '펜',
    result: (what) => `내 그림, ${what}`,
    byRun: (step) => `${count(step)}단계까지 학습한 변환기입니다.`,
    byExample: (
      <>
        미리 CPU에서 학습한 변환기로, 이모지의 선 그림에 색을 입힙니다(
        <code>npx ganvas translate --pairs emoji</code>). 검은 선으로 그려 보세요. 위에서 직접
        학습시키면 내 변환기로 바꿀 수 있습니다.
      </>
    ),
    noPicture: (file) =>
      `이 브라우저는 ${file} 파일을 그림으로 읽을 수 없습니다. 이미지 묶음은 ‘원본’이나 ‘대상’에 놓으세요.`,
  },
}
