// Texts of the chapter, in Korean.

import { count } from '../../core/words'
import type { en } from './en'

export const ko: typeof en = {
  parts: {
    groups: '작업 그룹은 통째로',
    limits: '어댑터의 한계',
  },
  title: '격자',
  aim: '디스패치에 작업 그룹이 몇 개 필요하고, 그 호출 가운데 몇 개가 노는지 말할 수 있습니다.',
  question: {
    ask: '결과의 숫자는 7 × 7 × 4 = 196개이고, 숫자 하나를 호출 하나가 맡으며, 작업 그룹의 크기는 64입니다. 할 일이 없는 호출은 몇 개일까요?',
    answer: 60,
    because:
      '196 / 64는 3보다 조금 크므로 작업 그룹 4개가 실행됩니다. 호출은 256개로, 숫자보다 60개 많습니다.',
  },
  intro: (
    <>
      커널을 한 번 실행시키는 <b>디스패치</b>(dispatch)로 호출(invocation)을 아무 개수나 요청할 수는
      없습니다. 요청하는 단위는 작업 그룹(workgroup)이고, 작업 그룹 하나에 든 호출의 수는 WGSL에
      적힌 <code>@workgroup_size(WORKGROUP_SIZE)</code>가 정합니다. 그래서 마지막 작업 그룹에는 할
      일이 없는 호출이 있을 수 있습니다. 이런 호출도{' '}
      <code>if (i &gt;= N * P * Q * K) {'{ return; }'}</code>라는 줄까지는 실행됩니다. 이 줄이
      없으면 결과의 바깥에 쓰게 됩니다.
    </>
  ),
  slide:
    '아래는 결과의 채널이 4개인 합성곱의 단순 커널이며, 호출 하나가 숫자 하나를 계산합니다. 슬라이더를 움직일 때마다 다시 컴파일하고, 디스패치하고, 시간을 잽니다.',
  result: '결과',
  numbers: (side) => `${side} × ${side} × 4 = 숫자 ${side * side * 4}개`,
  dispatching: '디스패치하는 중…',
  stored: ({ wanted, groups, size, invocations, idle }) => (
    <>
      작업 그룹은 ⌈{count(wanted)} / {size}⌉ = <b>{count(groups)}</b>개, 호출은 {count(groups)} ×{' '}
      {size} = <b>{count(invocations)}</b>개이고, 그중 <b>{count(idle)}</b>개는 아무것도 저장하지
      않았습니다.
    </>
  ),
  took: {
    timestamps: (time, rounds) =>
      `걸린 시간: ${time} (GPU 타임스탬프로 ${rounds}번 잰 것 중 가장 짧은 시간).`,
    'wall clock': (time, rounds) =>
      `걸린 시간: ${time} (벽시계(wall clock)로 ${rounds}번 잰 것 중 가장 짧은 시간).`,
    recording: (time, rounds) =>
      `걸린 시간: ${time} (미리 ${rounds}번 재어 기록해 둔 것 중 가장 짧은 시간).`,
  },
  drawing: {
    label: ({ groups, size, idle }) =>
      `호출이 ${size}개씩 든 작업 그룹 ${groups}개, 그중 노는 호출 ${idle}개`,
    colours: '파랑: 숫자를 저장한 호출. 회색: 노는 호출. 테두리: 작업 그룹 하나.',
    recorded:
      '여기에는 GPU가 없습니다. 어느 호출이 저장하는지는 위의 if 줄에 따라 정한 것이고, 시간은 미리 기록해 둔 것입니다.',
    told: '어느 호출이 숫자를 저장했는지는 호출들이 스스로 기록한 것입니다.',
  },
  times: {
    label: '작업 그룹 크기에 따른 디스패치 시간',
    untried: '아직 재지 않음',
    all: '모든 크기 재기',
    note: '막대마다 지금 결과에 대해 잰 시간 중 가장 짧은 것을 보입니다. 결과의 크기를 바꾸면 처음부터 다시 잽니다.',
  },
  limits: {
    takes: ({ adapter, invocations, workgroups }) =>
      `${adapter ? `이 어댑터, 곧 브라우저가 내주는 GPU(${adapter})는` : '어느 어댑터나'} 호출이 ${count(invocations)}개까지 든 작업 그룹을 받아들이고, 한 차원에 작업 그룹을 ${count(workgroups)}개까지 놓을 수 있습니다. 격자가 그보다 길면 둘째 차원을 따라 여러 줄로 접습니다.`,
    bundles:
      '진짜 GPU에서는 호출이 32개나 64개씩 한 묶음으로 실행됩니다. 그래서 작업 그룹의 크기가 1이면 묶음의 대부분이 쓰이지 않습니다. Ganvas의 커널은 64를 씁니다. 묶음이 32개든 64개든 꽉 채우고, 모든 어댑터가 받아들이며, 노는 호출은 많아야 63개이기 때문입니다.',
    recorded: (adapter) => `시간은 ${adapter} 어댑터에서 잰 것입니다.`,
    software:
      '여기서는 CPU가 GPU 노릇을 하며, 비용은 작업 그룹을 하나 시작할 때마다 듭니다. 그래서 작업 그룹이 적을수록 좋고, 이미 몇 개 없을 때부터는 더 줄여도 마찬가지입니다.',
  },
}
