// Texts of the view Lab, in Korean; those of its exercises are in tasks/ko.ts.

import { object, topic } from '../core/particles'
import type { en } from './en'

export const ko: typeof en = {
  kernel: '커널',
  stop: '멈춤',
  check: '검사',
  race: '속도 비교',
  train: '학습',
  toStart: '처음 코드로',
  toOurs: '원래 커널로',
  save: '파일로 저장',
  editor: {
    label: '커널의 코드',
    keys: 'WGSL 코드. Escape를 누른 다음 Tab을 누르면 편집기를 벗어납니다',
    how: 'Tab은 들여쓰기이고, Escape를 누른 다음 Tab을 누르면 편집기를 벗어납니다. 코드는 이 브라우저에 보관됩니다. 진입점, 버퍼, 상수의 이름은 원래대로 두세요. 뺀 진입점은 원래 커널의 것을 씁니다.',
  },
  choices: {
    op: '연산',
    file: '파일',
    part: '출발점',
    whole: '파일 전체',
    alone: (entry) => `${entry}만`,
    empty: (entry) => `${entry}, 비운 것`,
    row: '속도를 비교할 크기',
  },
  status: {
    loading: '불러오는 중…',
    begin: '커널을 고치고 검사해 보세요.',
    yours: '내가 고친 코드입니다.',
    right: '맞습니다. 값과 그래디언트가 모두 참조 구현과 같습니다.',
    rightSlow: '맞습니다. 충분히 빠른지는 ‘속도 비교’로 알아보세요.',
    rightSolved: '맞습니다. 연습 문제를 풀었습니다.',
    wrong: (faults, first) =>
      faults === 1
        ? `틀린 곳이 하나 있습니다: ${first}.`
        : `틀린 곳이 ${faults}군데 있습니다. 첫째: ${first}.`,
    notRacedWrong: '값이 틀려서 속도를 비교하지 않았습니다. ‘검사’가 틀린 곳을 알려 줍니다.',
    notRacedElsewhere: (what, file) =>
      `속도를 비교하지 않았습니다. 이 크기의 ${topic(what)} ${object(file)} 쓰지 않습니다. 다른 크기를 고르세요.`,
    raced: '속도 비교를 마쳤습니다.',
    pace: (ratio) => `걸린 시간은 단순 커널의 ${ratio}배입니다`,
    tooSlow: (pace, most) => `${pace}. 목표는 ${most}배 이하입니다.`,
    fastEnough: (pace) => `${pace}. 연습 문제를 풀었습니다.`,
    measured: '측정을 마쳤습니다.',
    diverged: (step) => `${step}번 반복한 뒤로 손실이 숫자가 아닙니다. 학습되지 않습니다.`,
    trained: '학습을 마쳤습니다. 두 그림을 비교해 보세요.',
    stopped: '멈췄습니다.',
    line: (line, reason) => `${line}번째 줄: ${reason}`,
    doing: {
      checking: '검사하는 중…',
      racing: '속도를 비교하는 중…',
      training: '학습하는 중…',
      measuring: '측정하는 중…',
    },
    pauses: (view) => ` ‘${view}’ 화면이 아직 멈추는 중입니다.`,
    long: ' 저절로 끝나지 않으면 ‘멈춤’을 누르세요.',
  },
  judged: {
    intro:
      '‘검사’는 연산의 모든 샘플에서 커널을 실행합니다. 값과 그래디언트를 float64로 구한 값과 비교하고, 두 번 실행한 결과의 비트가 같은지 봅니다. 또 읽고 쓴 자리를 모두 기록하는 사본을 실행해, 경쟁 상태와 배열 밖을 건드리는 곳을 찾습니다.',
    unsteady: '일정하지 않음',
    bits: (sample) => `샘플 ${sample}: 두 번 실행한 결과의 비트가 다릅니다`,
    unfollowed: (reason) => `추적하지 못해 경쟁 상태를 찾지 않았습니다: ${reason}`,
    columns: ['샘플', '텐서', '오차', '한도', '오차가 가장 큰 원소'],
    note: '오차와 한도는 f32로 반올림할 때 생기는 오차의 몇 배인지로 나타냅니다.',
    stale: '마지막으로 고치기 전 코드의 결과입니다.',
    outside: '배열 밖',
    race: '경쟁 상태',
    goTo: (line) => `${line}번째 줄로`,
    right: '맞음',
    wrongAt: (where) => `틀림 ${where}`,
  },
  notes: {
    outside: ({ entry, sample, at, lines, invocations }) =>
      `${entry}, 샘플 ${sample}: ${lines[0]}번째 줄이 배열의 끝을 넘어 ${object(at)} 씁니다(호출 ${invocations[0]})`,
    race: ({ entry, sample, at, lines, invocations }) =>
      `${entry}, 샘플 ${sample}: 두 호출이 배리어 없이 ${object(at)} 함께 씁니다. ${lines[0]}번째 줄의 호출 ${invocations[0]}, ${lines[1]}번째 줄의 호출 ${invocations[1]}`,
    worst: (place, got, expected) => `[${place}]: ${got}, 참조 ${expected}`,
    fault: (input, sample, worst) => `샘플 ${sample}의 ${input} ${worst}`,
    unsteady: (sample) => `샘플 ${sample}에서 두 번 실행한 결과의 비트가 다릅니다`,
    lineOutside: (at) => `배열 밖: 배열의 끝을 넘어 ${object(at)} 씁니다`,
    lineRace: (at) => `경쟁 상태: 두 호출이 배리어 없이 ${object(at)} 함께 씁니다`,
  },
  raced: {
    intro:
      '‘속도 비교’는 고른 크기에서 내 커널, 이 어댑터에서 쓰는 원래 커널, 단순 커널을 번갈아 실행하며 시간을 잽니다. 값이 틀린 커널은 비교하지 않습니다.',
    at: (size, what, adapter) => `${size}, ${what}, 어댑터 ${adapter}`,
    racers: { own: '내 커널', ours: '원래 커널', plain: '단순 커널' },
    kernel: '커널',
    spread: '산포',
    ofRoofline: '루프라인 대비',
    ratio: (middle, low, high) =>
      `내 커널이 걸린 시간은 원래 커널의 ${middle}입니다. 절반의 회차에서 ${low}와 ${high} 사이였습니다.`,
    measure: '루프라인 측정',
    allows: (ms) => `이 어댑터의 루프라인으로는 ${ms} ms까지 가능합니다.`,
    arithmetic: (gflops) => `한계는 계산 속도 ${gflops} GFLOP/s입니다.`,
    memory: (gbs) => `한계는 메모리 대역폭 ${gbs} GB/s입니다.`,
    spreadNote: '산포는 가운데 절반의 회차가 퍼진 정도입니다.',
  },
  training: {
    intro:
      '‘학습’은 작은 GAN에 내 커널을 넣고, 원래 커널을 쓰는 GAN과 같은 가중치에서 출발해 학습시킵니다. 바른 커널이면 똑같이 배우고, 틀린 커널이면 그렇지 않을 수 있습니다. 데이터는 손글씨 숫자이며, 완전 연결 층이면 평면의 점입니다.',
    yours: '내 커널',
    ours: '원래 커널',
    columns: ['반복', 'D의 손실, 내 커널', '원래 커널', 'G의 손실, 내 커널', '원래 커널'],
    step: (step, total) => `${step} / ${total}`,
    modes: (title, modes) => `${title}: 중심 8개 중 ${modes}개를 찾음`,
  },
  size: {
    title: '크기와 상수',
    options: '옵션',
    check: '이 크기로 검사',
    back: '층의 크기로',
    workgroups: (many) => `작업 그룹 ${many}개:`,
    note: '‘속도 비교’는 이 크기로 합니다. 원래 이름의 상수는 코드에 무엇이라 적든 이 값이 되고, 새로 만든 상수는 적은 그대로입니다.',
  },
  tasks: {
    label: '연습 문제',
    place: (number, all) => `연습 문제 ${number} / ${all}`,
    hint: '힌트',
    hintOf: (number) => `힌트 ${number}`,
    solution: '풀이',
    show: '풀이를 편집기에 넣기',
    undo: '실행 취소(Ctrl+Z)를 누르면 내 코드로 돌아갑니다.',
    solved: '풀었습니다.',
    next: (title) => `다음: ${title}`,
    all: '연습 문제',
    intro: (done, all) =>
      `처음 코드는 컴파일되지만 결과가 틀리거나 느립니다. ${all}문제 중 ${done}문제를 풀었습니다.`,
    tick: ' ✓ 풀었음',
  },
}
