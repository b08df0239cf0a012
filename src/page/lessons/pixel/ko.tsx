// Texts of the chapter, in Korean.

import { count } from '../../core/words'
import type { en } from './en'
import { cards } from './koCards'
import { letters } from './koLetters'

export const ko: typeof en = {
  parts: {
    kernels: '연산, 커널, 호출',
    point: '픽셀을 가리켜 보기',
    formula: '수식',
    numbers: '호출의 번호',
    known: '이것을 어떻게 아는가',
  },
  title: '픽셀, 창, 호출, 줄',
  aim: '어느 호출이 어느 픽셀을 어떤 숫자로, 어느 줄에서 계산하는지 말할 수 있습니다.',
  question: {
    ask: '합성곱의 단순 커널이 쓰는 결과의 모양(shape)은 [1, 6, 6, 2](이미지, 행, 열, 채널)이고, 호출 하나가 숫자 하나를 저장합니다. 3번 행, 4번 열, 1번 채널의 숫자를 저장하는 것은 몇 번 호출일까요? 번호는 모두 0부터 셉니다.',
    answer: 45,
    because:
      'i번 호출은 숫자를 한 줄로 늘어놓았을 때의 i번 숫자를 저장하고, 이 순서에서는 채널이 가장 빨리 바뀝니다. 그래서 (3 · 6 + 4) · 2 + 1 = 45입니다. 이 호출은 0번 작업 그룹에 있으며, 그 작업 그룹의 호출은 0번부터 63번까지입니다.',
  },
  cards,
  letters,
  intro: (
    <>
      신경망은 합성곱 같은 <b>연산</b>(op)을 줄줄이 이은 것입니다. 연산 하나는 <b>커널</b>(kernel)
      하나 또는 여럿이 계산합니다. 커널은 WGSL로 쓴 작은 프로그램, 곧 컴퓨트 셰이더(compute
      shader)입니다. GPU는 커널 하나를 나란히 여러 번 실행합니다. 단순 커널이라면 대개 결과의
      숫자마다 한 번입니다. 이 실행 한 번을 <b>호출</b>(invocation)이라 하고, 정해진 수의 호출이
      모여 <b>작업 그룹</b>
      (workgroup)을 이룹니다. 두 가지로 구현된 연산이 많습니다. 하나는 읽기 위한 단순 커널이고, 다른
      하나는 학습에 쓰는 고속 커널입니다.
    </>
  ),
  point: (
    <>
      결과에서 숫자 하나를 가리켜 보세요. 그 숫자를 정하는 입력의 숫자들, 그 숫자를 저장한 호출, 그
      호출이 실행한 줄이 밝아집니다. 입력의 숫자를 가리키면 그 숫자에 따라 달라지는 모든 것과 그
      숫자를 적재(load)하는 줄이 밝아집니다.
    </>
  ),
  choice: { op: '연산', dcgan: 'DCGAN에 쓰이는 것', others: '그 밖의 것' },
  rungs: {
    choice: '호출을 보여 줄 커널',
    one: '하나뿐',
    titles: { plain: '단순 커널: 읽기용', fast: '고속 커널: 학습용' },
    running: {
      plain: '단순 커널을 실행하는 중입니다.',
      fast: '고속 커널을 실행하는 중입니다.',
    },
  },
  formula: {
    label: '수식',
    hint: '글자를 가리키면 그 뜻이 나타납니다. 키보드로는 Tab 키로 수식에 간 다음 화살표 키를 누릅니다.',
  },
  running: '커널을 실행하는 중…',
  known:
    '어떻게 알아냈을까요? JavaScript로 느리게 계산하는 참조 구현을 입력의 숫자를 하나씩 바꾸어 가며 되풀이해 실행하고, 어느 결과가 달라지는지 봅니다. 누가 무엇을 저장하는지는 커널의 사본을 한 번 더 실행해서 알아냅니다. 이 사본은 숫자마다 누가 저장(store)했는지, 줄마다 몇 번 실행됐는지도 적습니다. 사본의 결과가 비트까지 똑같으므로 이 사본을 믿습니다. 또 다른 사본은 모든 적재를 적습니다. 고속 커널은 0을 곱해 버릴 숫자를 적재하기도 합니다.',
  numbering: (
    <>
      호출의 번호는 결과의 숫자가 메모리에 놓인 순서대로, 마지막 축을 따라 먼저 매깁니다. 결과의
      모양이 [N, P, Q, K](이미지, 행, 열, 채널)이면 <code>i = ((n · P + p) · Q + q) · K + k</code>
      입니다. conv2d의 단순 커널은 <code>let k = i % K</code> 줄부터 i를 다시 자리로 바꿉니다.
    </>
  ),
  tensor: {
    read: (name) => `읽는 텐서 ${name}`,
    written: (name) => `쓰는 텐서 ${name}`,
  },
  kernel: {
    dispatches: (all) => `차례로 일어나는 디스패치(dispatch) ${all}번 중 하나`,
    named: (entry, file) => `${file}의 ${entry}`,
    none: '실행되는 커널이 없습니다. 결과는 같은 숫자들을 달리 본 것입니다.',
    text: (file) => `${file}, 컴파일된 그대로`,
    legend: (
      <>
        <span class="ran">실행함</span> <span class="loads">입력을 적재함</span>{' '}
        <span class="stores">이 숫자를 저장함</span> N×: 이 호출이 그 줄을 실행한 횟수. 입력을
        가리키면 모든 호출이 그 줄에서 그 숫자를 적재한 횟수입니다.
      </>
    ),
    constants: (
      <>
        대문자로 쓴 이름은 상수입니다. Ganvas가 컴파일 직전에 그 값을 정하고 일부 반복문을
        펼쳤습니다(<code>specialise()</code>).
      </>
    ),
  },
  invocations: {
    all: (groups, size) => `작업 그룹 ${count(groups)}개 × 호출 ${size}개`,
    group: (group) => `${group}번 작업 그룹`,
    stored: (numbers, by, all) =>
      `숫자 ${count(numbers)}개를 호출 ${count(all)}개 중 ${count(by)}개가 저장했습니다. 나머지는 아무것도 저장하지 않았습니다.`,
  },
  said: {
    depends: (parts) =>
      `이 숫자는 ${parts.map(({ some, all, name }) => `${name}의 숫자 ${count(all)}개 중 ${count(some)}개`).join(', ')}에 따라 정해집니다.`,
    stored: ({ lane, size, group, entry, line }) =>
      `${group}번 작업 그룹의 ${lane}번 호출(0~${size - 1}번 중)이 ${entry}${line === undefined ? '' : `의 ${line}번째 줄`}에서 저장했습니다.`,
    dependents: ({ some, all, name }) =>
      `${name}의 숫자 ${count(all)}개 중 ${count(some)}개가 이 숫자에 따라 달라집니다.`,
    storedBy: (few, more) =>
      `이 숫자들을 저장한 호출(작업 그룹:그 안의 호출)은 다음과 같습니다: ${few.join(', ')}${more > 0 ? ` 외 ${more}개` : ''}.`,
    unknown: '어느 호출이 저장했는지 알 수 없습니다. 저장한 호출이 기록되지 않았거나 여럿입니다.',
  },
  unsaid: {
    'No GPU':
      'GPU가 없어서 여기서는 아무것도 실행되지 않습니다. 그래서 어느 호출이 이 숫자를 저장했는지 알 수 없습니다.',
    'No kernel ran': '실행된 커널이 없습니다. 결과는 이미 있던 숫자들을 달리 본 것입니다.',
    'Other bits':
      '누가 무엇을 저장했는지 기록하는 커널 사본의 결과가 달랐으므로 그 기록을 믿지 않습니다.',
  },
  now: {
    numbers: (shape) => `숫자 ${shape}개`,
    number: '숫자 하나',
    range: (last) => `0~${last}`,
    each: '각각',
    upTo: (most) => `최대 ${most}`,
    oneOf: (all) => `${all}개 중 하나`,
    probability: '0과 1 사이',
    signs: '1 또는 −1',
  },
}
