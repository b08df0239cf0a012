// Texts of the frame of the page and of its state, in Korean.

import type { Finding } from '../../gan/watch/diagnosis'
import type { en } from './en'
import { inKorean, koSentence } from './koMessages'
import { by, subject } from './particles'
import { count } from './words'

const illnesses: Record<Finding['illness'], string> = {
  nan: 'NaN',
  collapse: '모드 붕괴',
  'vanished gradient': '그래디언트 소실',
  'D won': 'D의 승리',
  overfitting: '과적합',
}

const parts: Record<string, string> = {
  R1: 'R1 페널티',
  'draw noise': '잡음 뽑기',
  generate: '생성',
  'D on real': '진짜를 D에',
  'D on fake': '가짜를 D에',
  "D's gradients": 'D의 그래디언트',
  "D's update": 'D의 갱신',
  'D on fake again': '가짜를 다시 D에',
  'gradients through D into G': 'D를 거쳐 G로 가는 그래디언트',
  "G's update": 'G의 갱신',
}

function date(milliseconds: number): string {
  const at = new Date(milliseconds)
  const day = at.toLocaleDateString('ko', { day: 'numeric', month: 'long' })
  return `${day} ${at.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })}`
}

export const ko: typeof en = {
  views: {
    train: '학습',
    latent: '잠재 공간',
    translate: '이미지 변환',
    compare: '비교',
    bench: '벤치마크',
    lab: '실험실',
    lessons: '강의',
  },
  frame: {
    views: '화면',
    footer:
      '모든 단계는 손으로 쓴 WGSL 커널로 이루어집니다. 데이터는 이 컴퓨터 밖으로 나가지 않습니다.',
    loading: '불러오는 중…',
    notLoaded: '이 화면을 불러오지 못했습니다. 페이지를 새로 고쳐 다시 시도하세요.',
  },
  status: {
    loading: '불러오는 중…',
    opening: 'GPU를 찾는 중…',
    compiling: '커널을 컴파일하는 중…',
    tuning: '이 GPU에서 가장 빠른 커널을 찾는 중입니다. 처음 한 번만 합니다…',
    beginning: '학습을 준비하는 중…',
    pausing: '다음 단계에서 멈춥니다…',
    training: '학습하는 중입니다.',
    paused: (step) => `${count(step)}단계에서 멈췄습니다.`,
    slowly: (step, part) => `천천히 보기: ${count(step)}단계, ${part}.`,
    ready: '준비되었습니다.',
    digits: '손글씨 숫자는 몇백 단계면 배웁니다.',
    points: '점은 길어야 2,000단계면 배웁니다.',
    before: (step) => `앞서 하던 학습은 ${count(step)}단계까지 ‘보관된 학습’에 있습니다.`,
    wentBack: (step) =>
      `GPU 연결이 끊겨 다시 열었습니다. 학습은 ${count(step)}단계로 돌아갔습니다.`,
    noImages: '아직 내 이미지가 없습니다. 페이지에 끌어다 놓거나, ‘파일…’ 또는 ‘폴더…’로 고르세요.',
    keptImages: (many) =>
      `보관해 둔 이미지 ${count(many)}장으로 학습할 수 있습니다. 그 이름의 버튼을 누르거나, 다른 이미지를 페이지에 끌어다 놓으세요.`,
    fitted: (digits, size, wanted) =>
      `손글씨 숫자는 ${digits} × ${digits} 픽셀이므로, 이미지 크기를 ${subject(wanted)} 아니라 ${by(size)} 정했습니다.`,
  },
  part: (name) => parts[name] ?? name,
  date,
  finding: (step, { illness, seen, cure }) =>
    `${count(step)}단계, ${illnesses[illness]}: ${koSentence(seen)} ${koSentence(cure)}`,
  sentence: koSentence,
  reason: (message) => inKorean(message) ?? message,
}
