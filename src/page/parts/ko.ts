// Texts of the parts that several views use, in Korean.

import type { ModelName, ObjectiveName } from '../../gan/model/recipes'
import { koSentence } from '../core/koMessages'
import type { DataName } from '../core/protocol'
import { count, sizeOf } from '../core/words'
import type { en } from './en'
import { layerInKorean } from './koLayers'

const data: Record<DataName, string> = {
  mnist: '손글씨 숫자',
  own: '내 이미지',
  ring: '점: 고리',
  grid: '점: 격자',
  spiral: '점: 나선',
}

const objectives: Record<ObjectiveName, string> = {
  minimax: 'minimax',
  'non-saturating': '비포화',
  lsgan: 'LSGAN',
  wgan: 'WGAN',
  'wgan-gp': 'WGAN-GP',
  hinge: '힌지',
}

const models: Record<ModelName, string> = { dcgan: 'DCGAN', mlp: 'MLP', style: '스타일 기반 GAN' }

export const ko: typeof en = {
  titles: { data, objectives, models },
  titleOfRun: ({ data: of, objective, model, seed }) =>
    `${data[of]}, ${objectives[objective]}, ${models[model]}, 시드 ${seed}`,
  layer: layerInKorean,
  language: '언어',
  koreanMissing: '한국어를 불러오지 못했습니다. 페이지를 새로 고쳐 다시 시도하세요.',
  software: (adapter) => `${adapter} (소프트웨어 렌더링)`,
  gaveWay: 'GPU가 하나뿐이어서 ‘학습’ 화면의 학습을 멈춰 두었습니다.',
  kept: {
    runs: '보관된 학습',
    how: '이 브라우저는 학습하는 동안 15초마다, 그리고 멈출 때와 페이지를 떠날 때 학습의 마지막 두 상태를 보관합니다. 데이터는 이 컴퓨터 밖으로 나가지 않습니다.',
    many: (runs, hasImages, bytes) =>
      `${count(runs)}개${hasImages ? '와 내 이미지' : ''}${bytes > 0 ? `, ${sizeOf(bytes)}` : ''}`,
    about: (step, date, bytes) => `${count(step)}단계, ${date}, ${sizeOf(bytes)}`,
    present: (about) => `${about}: 지금 학습`,
    elsewhere: (view, runs, bytes) =>
      `‘${view}’ 화면에 ${count(runs)}개가 더 있습니다. 크기는 ${sizeOf(bytes)}입니다.`,
    remove: '삭제',
    removeForGood: '완전히 삭제',
    goOn: '이어서 학습',
    save: '저장',
    use: '사용',
    refused: (why) =>
      `이 브라우저가 학습을 보관하지 못했습니다(${why}). 페이지를 떠나기 전에 저장하세요.`,
    yourImages: (many) => `내 이미지 ${count(many)}장`,
  },
  load: '불러오기',
  loads: '여기서 저장한 zip 파일, 또는 학습 폴더의 config.json과 checkpoint.safetensors',
  offer: {
    drawings: (title) => `${title}의 그림`,
    goOn: (step) => `${count(step)}단계부터 이어서 학습`,
  },
  pad: {
    role: '그림판',
    label: '그림판. 화살표 키로 펜을 옮기고, Shift와 함께 누르면 그립니다',
    hint: '여기에 그리세요. 키보드에서는 Shift와 화살표 키를 씁니다',
  },
  bar: { start: '시작', pause: '멈춤', goOn: '계속', reset: '초기화' },
  must: (what) => koSentence(`Must be ${what}.`),
}
