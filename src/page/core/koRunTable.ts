// Korean for messages on kept and saved runs, in the form of koMessageTable.ts.

import type { Pattern } from './koMessageTable'

export const koRuns: readonly Pattern[] = [
  ['the storage is closed', '저장소가 닫혔습니다'],
  ['this browser no longer keeps the run', '이 브라우저는 그 학습을 더 이상 보관하지 않습니다'],
  [
    'this browser no longer keeps these images',
    '이 브라우저는 그 이미지를 더 이상 보관하지 않습니다',
  ],
  ['there is no run of images to save', '저장할 이미지 학습이 없습니다'],
  ['there is no run to save', '저장할 학습이 없습니다'],
  ['no saved run was read', '읽은 학습이 없습니다'],
  ['Load it again', '다시 불러오세요'],
  ['there is no state to go on from', '이어 갈 상태가 없습니다'],
  ['Start begins again', '‘시작’을 누르면 다시 시작합니다'],
  ['no file was chosen', '고른 파일이 없습니다'],
  [
    '{} is not enough: choose {} of the same folder with it',
    '{1}만으로는 모자랍니다. 같은 폴더의 {2:을} 함께 고르세요',
  ],
  [
    '{} is no saved run: choose the zip that Save wrote, or both {} and {} of a run folder',
    '{1:은} 저장된 학습이 아닙니다. ‘저장’으로 만든 zip이나, 학습 폴더의 {2:과} {3:을} 함께 고르세요',
  ],
  [
    '{} holds no {}: it is not the zip of a run',
    '{1}에 {2:이} 없습니다. 학습을 저장한 zip이 아닙니다',
  ],
  [
    '{} holds {} and {}: take a zip of one run',
    '{1}에 {2:과} {3:이} 있습니다. 학습 하나만 든 zip을 고르세요',
  ],
  [
    '{} is a run of ganvas adapt, which goes on in a terminal: npx ganvas adapt --resume',
    '{1:은} ganvas adapt의 학습입니다. 터미널에서 이어 가세요: npx ganvas adapt --resume',
  ],
  ['{} is a translation', '{1:은} 이미지 변환 학습입니다'],
  ['Load it in the view Translate', '‘이미지 변환’ 화면에서 불러오세요'],
  ['{} is a GAN, which draws from noise', '{1:은} 잡음에서 그리는 GAN입니다'],
  ['Load it in the view Train', '‘학습’ 화면에서 불러오세요'],
  [
    '{}: the page cannot train its networks ({}) yet',
    '{1}: 이 페이지는 아직 이 신경망({2})을 학습시킬 수 없습니다',
  ],
  [
    'Go on in the terminal, with ganvas train --resume',
    '터미널에서 ganvas train --resume으로 이어 가세요',
  ],
  ['{} is not a checkpoint of ganvas train', '{1:은} ganvas train의 체크포인트가 아닙니다'],
  ['{} is not a checkpoint of ganvas translate', '{1:은} ganvas translate의 체크포인트가 아닙니다'],
  [
    '{} is damaged: its bytes do not come to its checksum',
    '{1:이} 손상되었습니다. 내용이 검사합과 맞지 않습니다',
  ],
  ['Take an earlier copy', '더 이전의 사본을 쓰세요'],
  ['{}: its table of kernels is damaged', '{1}: 커널 표가 손상되었습니다'],
  ['Take an earlier copy, or start a new run', '더 이전의 사본을 쓰거나 새로 학습시키세요'],
  [
    '{} has format version {}; this program reads version {}',
    '{1}의 형식 버전은 {2}인데, 이 프로그램은 버전 {3:을} 읽습니다',
  ],
  [
    '{} belongs to another model ({}) than config.json ({})',
    '{1:은} config.json의 모델({3})이 아니라 다른 모델({2})의 것입니다',
  ],
  ['{} is not JSON: {}', '{1:은} JSON이 아닙니다: {2}'],
  ['{}: {} is {}, but must be {}', '{1}: {2}의 값 {3:은} 쓸 수 없습니다. 쓸 수 있는 값: {4}'],
  ['Paused at step {}, {}', '{1}단계에서 멈춘 상태입니다({2})'],
  ['kept {}', '{1}에 보관'],
  ['loaded from {}', '{1}에서 불러옴'],
  ['the kept run', '보관된 학습'],
  [
    'So far on {}: it goes on, but not to the same bits',
    '지금까지는 {1}에서 학습했습니다. 이어 갈 수 있지만 결과의 비트가 똑같지는 않습니다',
  ],
  [
    '{} of its kernels cannot be here: other bits from now on',
    '커널 {1}개를 여기서는 쓸 수 없습니다. 지금부터는 결과의 비트가 달라집니다',
  ],
  [
    'The pictures are in another order now: it goes on, but not to the same bits',
    '이미지의 순서가 바뀌었습니다. 이어 갈 수 있지만 결과의 비트가 똑같지는 않습니다',
  ],
  [
    'Another program decoded the pictures before: it goes on, but not to the same bits',
    '전에는 다른 프로그램이 이미지를 디코딩했습니다. 이어 갈 수 있지만 결과의 비트가 똑같지는 않습니다',
  ],
  ['{}, but here are {} to learn from', '{1}. 여기 있는 이미지의 수: {2}'],
  ['{}, but here are {}', '{1}. 여기에는 {2:이} 있습니다'],
  ['{}; those here are {} others', '{1}. 여기 있는 {2}장은 다른 이미지입니다'],
  ['{}; those here are others', '{1}. 여기 있는 것은 다른 이미지입니다'],
  [
    '{} with labels, but those here have none',
    '{1}. 그 이미지에는 레이블이 있지만 여기 있는 이미지에는 없습니다',
  ],
  ['Bring them with labels', '레이블이 있는 이미지를 가져오세요'],
  ['{} learned from {}', '{1:은} {2:로} 학습한 것입니다'],
  ['{#} grey images of {}', '{2}의 흑백 이미지 {1}장'],
  ['{#} coloured images of {}', '{2}의 컬러 이미지 {1}장'],
  ['{#} pairs of grey images', '흑백 이미지 {1}쌍'],
  ['{#} pairs of coloured images', '컬러 이미지 {1}쌍'],
  ['{#} grey images', '흑백 이미지 {1}장'],
  ['{#} coloured images', '컬러 이미지 {1}장'],
  ['{}: the run', '{1}의 학습'],
  ['{#} grey', '흑백 {1}장'],
  ['{#} coloured', '컬러 {1}장'],
  ['It cannot go on here', '여기서는 이어 갈 수 없습니다'],
  ['Bring those first, {}', '먼저 그 이미지를 가져온 다음 {1}'],
  ['then {} again', '다시 {1}'],
  ['press Go on', '‘이어서 학습’을 누르세요'],
  ['load it', '불러오세요'],
]
