// Texts of the view Lab, in Korean. Those of exercises are in tasks/ko.ts.

import { object, topic } from '../core/particles'
import type { en } from './en'

const doing = {
  checking: '검사하는 중…',
  racing: '속도를 비교하는 중…',
  training: '학습하는 중…',
  measuring: '측정하는 중…',
}

const where = ({ array, index }: { array: string; index: number }): string => `${array}[${index}]`

export const ko: typeof en = {
  bar: {
    label: '커널',
    op: '연산',
    file: '파일',
    part: '처음 코드',
    row: '비교할 크기',
    whole: '파일 전체',
    alone: (entry) => `${entry}만`,
    empty: (entry) => `빈 ${entry}`,
    check: '검사',
    stop: '멈춤',
    race: '속도 비교',
    train: '학습',
    toStart: '처음 코드로',
    toOurs: '원래 커널로',
    save: '파일로 저장',
  },
  editor: {
    label: '커널 코드',
    keys: 'WGSL. Escape를 누른 다음 Tab을 누르면 편집기를 벗어납니다',
    note: 'Tab을 누르면 들여 쓰고, Escape를 누른 다음 Tab을 누르면 편집기를 벗어납니다. 코드는 이 브라우저에 남습니다. 진입점, 버퍼, 상수의 이름은 그대로 두어야 하며, 빠진 진입점에는 원래 커널을 씁니다.',
    stale: '마지막으로 고치기 전 코드의 결과입니다.',
  },
  status: {
    loading: '불러오는 중…',
    given: '커널을 고치고 검사해 보세요.',
    own: '고쳐 둔 코드입니다.',
    doing: (work, since, view, isLong) => {
      const other = view === undefined ? '' : ` ‘${view}’ 화면이 아직 멈추는 중입니다.`
      const long = isLong ? ' 저절로 끝나지 않으면 ‘멈춤’으로 끝낼 수 있습니다.' : ''
      return `${doing[work]}${since === '' ? '' : ` ${since}.`}${other}${long}`
    },
    line: (line, reason) => `${line}번 줄: ${reason}.`,
    stopped: '멈췄습니다.',
    right: '맞습니다. 값과 그래디언트가 기준과 같습니다.',
    rightNow: '맞습니다. 충분히 빠른지는 ‘속도 비교’가 알려 줍니다.',
    rightSolved: '맞습니다. 연습 문제를 풀었습니다.',
    wrong: (count, first) =>
      count === 1
        ? `한 군데가 틀렸습니다: ${first}.`
        : `${count}군데가 틀렸습니다. 첫째: ${first}.`,
    raced: '속도 비교를 마쳤습니다.',
    wrongValues: '값이 틀려서 속도를 비교하지 않았습니다. 어디가 틀렸는지는 ‘검사’가 알려 줍니다.',
    runsNot: (what, file) =>
      `이 크기의 ${topic(what)} ${object(file)} 실행하지 않아 속도를 비교하지 않았습니다. 다른 크기를 고르세요.`,
    tooSlow: (ratio, most) =>
      `단순 커널이 걸리는 시간의 ${ratio}배입니다. 목표는 ${most}배 이하입니다.`,
    fastEnough: (ratio) => `단순 커널이 걸리는 시간의 ${ratio}배입니다. 연습 문제를 풀었습니다.`,
    measured: '측정을 마쳤습니다.',
    trained: '학습을 마쳤습니다. 두 그림을 비교해 보세요.',
    diverged: (step) => `${step}번 반복한 뒤 손실이 더 이상 숫자가 아닙니다. 학습되지 않습니다.`,
  },
  found: {
    kinds: { outside: '배열 바깥', race: '경쟁 상태', unsteady: '비트가 다름' },
    outside: (suspect) =>
      `${suspect.entry}, 샘플 ${suspect.sample}: ${suspect.lines[0]}번 줄이 배열 바깥의 ${where(suspect)}에 접근합니다(호출 ${suspect.invocations[0]})`,
    race: (suspect) => {
      const [first, second = first] = suspect.lines
      const [one, other = one] = suspect.invocations
      return `${suspect.entry}, 샘플 ${suspect.sample}: 두 호출이 사이에 배리어 없이 ${where(suspect)}에 접근합니다. ${first}번 줄의 호출 ${one}, ${second}번 줄의 호출 ${other}`
    },
    expected: (place, got, expected) => `[${place}]: ${got}, 맞는 값은 ${expected}`,
    value: (tensor, sample, worst) => `샘플 ${sample}의 ${tensor}, 자리 ${worst}`,
    unsteady: (sample) => `샘플 ${sample}의 두 실행이 다른 비트를 내놓았습니다`,
    outsideNote: (at) => `배열 바깥: 배열의 끝을 넘어 ${at}에 접근합니다`,
    raceNote: (at) => `경쟁 상태: 두 호출이 사이에 배리어 없이 ${at}에 접근합니다`,
  },
  check: {
    title: '검사',
    intro:
      '‘검사’는 연산의 샘플로 커널을 실행합니다. 값과 그래디언트를 float64와 비교하고 두 실행의 비트를 비교합니다. 커널의 사본이 모든 읽기와 쓰기를 기록하므로, 경쟁 상태와 배열 바깥으로의 접근도 드러납니다.',
    unsteady: (sample) => `샘플 ${sample}: 두 실행이 다른 비트를 내놓았습니다`,
    unfollowed: (reason) => `따라갈 수 없어 경쟁 상태를 찾지 못했습니다: ${reason}`,
    columns: ['샘플', '텐서', '오차', '허용 오차', '오차가 가장 큰 원소'],
    right: '맞음',
    wrongAt: (worst) => `틀림: ${worst}`,
    units: '오차와 허용 오차는 f32로 한 번 반올림할 때 생기는 오차의 몇 배인지로 나타냅니다.',
    toLine: (line) => `${line}번 줄로`,
  },
  race: {
    title: '속도 비교',
    intro:
      '‘속도 비교’는 고른 크기에서 내 커널, 이 어댑터에서 쓰는 원래 커널, 단순 커널을 번갈아 실행하며 시간을 잽니다. 값이 틀린 커널은 속도를 비교하지 않습니다.',
    at: (size, what, adapter) => `${size}, ${what}, ${adapter}`,
    kernel: '커널',
    spread: '산포',
    ofRoof: '루프라인 대비',
    racers: { own: '내 커널', ours: '원래 커널', plain: '단순 커널' },
    ratio: (middle, low, high) =>
      `내 커널이 걸린 시간은 원래 커널의 ${middle}입니다. 라운드의 절반은 ${low}에서 ${high} 사이에 있습니다.`,
    limits: '루프라인 측정',
    roof: (ms) => `이 어댑터의 루프라인으로는 ${ms} ms까지 가능합니다.`,
    arithmetic: (gflops) => `연산 속도 ${gflops} GFLOP/s가 한계입니다.`,
    memory: (gbs) => `메모리 속도 ${gbs} GB/s가 한계입니다.`,
    spreadNote: '산포는 가운데 절반의 라운드가 퍼진 정도입니다.',
  },
  train: {
    title: '학습',
    intro:
      '‘학습’은 커널을 작은 GAN에 넣고, 원래 커널을 쓰는 같은 GAN과 같은 가중치에서 학습합니다. 맞는 커널은 똑같이 배우고, 틀린 커널은 그렇지 않을 수 있습니다. 숫자 그림을 배우며, 완전 연결 층은 평면의 점을 배웁니다.',
    columns: ['반복', 'D의 손실, 내 커널', '원래 커널', 'G의 손실, 내 커널', '원래 커널'],
    step: (step, total) => `${step} / ${total}`,
    own: '내 커널',
    ours: '원래 커널',
    modes: (title, modes) => `${title}: 중심 8개 중 ${modes}개를 찾음`,
  },
  size: {
    title: '크기와 상수',
    options: '옵션',
    check: '이 크기에서 검사',
    back: '층의 크기로',
    workgroups: (entry, many) => `${entry}, 작업 그룹 ${many}개:`,
    note: '속도도 이 크기에서 비교합니다. 원래 이름의 상수는 코드에 무엇이 적혀 있든 이 값을 받고, 새로 만든 상수는 그대로입니다.',
  },
  exercise: {
    label: '연습 문제',
    place: (at, all) => `연습 문제 ${at} / ${all}`,
    otherwise: '다른 커널이나 크기 고르기',
    hint: (at, all) => (all > 1 ? `힌트 ${at}` : '힌트'),
    solution: '풀이',
    show: '풀이를 편집기에 넣기',
    undo: '실행 취소(Ctrl+Z)로 쓰던 코드를 되돌릴 수 있습니다.',
    next: (title) => `다음: ${title}`,
    begin: (at, title) => `연습 문제 ${at}: ${title}`,
    all: '연습 문제',
    progress: (done, all) =>
      `저마다 컴파일되지만 틀리거나 느린 커널에서 시작합니다. ${all}개 중 ${done}개를 풀었습니다.`,
    isSolved: '✓ 해결',
  },
}
