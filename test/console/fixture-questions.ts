import type { QuestionDetail, QuestionItem, QuestionList } from '../../src/questions/wire.ts'

/** Questions of the fixture's first package: easy and hard, good and doubtful ones, of several types and standards. */

interface Sketch {
  readonly title: string
  readonly name?: string
  readonly type?: string
  readonly item?: string
  readonly answered?: number
  readonly difficulty: number | null
  readonly discrimination: number | null
  readonly seconds: number | null
}

const sketches: readonly Sketch[] = [
  {
    title: 'Văn bản nào dưới đây là văn bản hành chính có tên loại?',
    name: 'kt.c1',
    difficulty: 0.58,
    discrimination: 0.46,
    seconds: 21,
  },
  {
    title: 'Số trang của văn bản được đặt ở giữa, trong phần lề trên của văn bản.',
    name: 'kt.c2',
    type: 'true-false',
    difficulty: 0.91,
    discrimination: 0.12,
    seconds: 8.5,
  },
  {
    title: 'Ghép mỗi loại văn bản với thẩm quyền ký.',
    name: 'kt.c3',
    type: 'matching',
    difficulty: 0.34,
    discrimination: 0.52,
    seconds: 74,
  },
  {
    title: 'Sắp xếp các bước soạn thảo và ban hành văn bản theo thứ tự đúng.',
    name: 'kt.c4',
    type: 'sequencing',
    difficulty: 0.47,
    discrimination: 0.24,
    seconds: 65,
  },
  {
    title: 'Cỡ chữ của tên loại văn bản là bao nhiêu?',
    name: 'kt.c5',
    type: 'numeric',
    difficulty: 0.28,
    discrimination: -0.18,
    seconds: 17,
  },
  {
    title: 'Những thành phần nào bắt buộc phải có trong một quyết định? (chọn tất cả các ý đúng)',
    name: 'kt.c6',
    difficulty: 0.41,
    discrimination: 0.38,
    seconds: 44,
  },
  {
    title: 'Scene1_Slide12_MultiChoice_0_0',
    item: 'Tình huống thực hành',
    difficulty: 0.83,
    discrimination: 0.31,
    seconds: null,
  },
  {
    title: 'Anh/chị hãy cho biết mức độ hài lòng với bài học này.',
    name: 'y-kien',
    type: 'likert',
    item: 'Mở đầu và mục tiêu',
    difficulty: null,
    discrimination: null,
    seconds: 5,
  },
  {
    title: 'Nêu một khó khăn khi áp dụng Nghị định 30/2020/NĐ-CP tại cơ quan.',
    name: 'th.2',
    type: 'long-fill-in',
    item: 'Tình huống thực hành',
    answered: 7,
    difficulty: 0.71,
    discrimination: null,
    seconds: 143,
  },
]

export const questionId = (n: number): string =>
  `0000000a-0000-4000-8000-${String(n).padStart(12, '0')}`

export const questions: readonly QuestionItem[] = sketches.map((sketch, n) => ({
  id: questionId(n + 1),
  activity: `https://hocba.example/activities/packages/1/items/I_SCO4/interactions/${n + 1}`,
  title: sketch.title,
  name: sketch.name ?? null,
  type: sketch.type ?? 'choice',
  item: {
    id: sketch.item ? 'I_SCO3' : 'I_SCO4',
    title: sketch.item ?? 'Bài kiểm tra cuối khóa',
  },
  answered: sketch.answered ?? 38 - n,
  shareCorrect: sketch.difficulty,
  difficulty: sketch.difficulty,
  discrimination: sketch.discrimination,
  medianLatencySeconds: sketch.seconds,
  distinctResponses: 4,
}))

const selection = (packageId: string, query: URLSearchParams) => ({
  package: packageId,
  version: query.has('version') ? Number(query.get('version')) : null,
  which: query.get('which') === 'last' ? ('last' as const) : ('first' as const),
  attempt: null,
})

/** Of learners' last answers more are right. */
const ofLast = (item: QuestionItem): QuestionItem => ({
  ...item,
  shareCorrect: item.shareCorrect === null ? null : Math.min(1, item.shareCorrect + 0.1),
})

export const questionList = (
  packageId: string,
  items: readonly QuestionItem[],
  query: URLSearchParams,
): QuestionList => ({
  ...selection(packageId, query),
  learners: items.length === 0 ? 0 : 38,
  learnersMin: 10,
  isComplete: true,
  items: query.get('which') === 'last' ? items.map(ofLast) : items,
})

const counted = (
  count: number,
  isCorrect: boolean,
  [top, middle, bottom]: readonly [number, number, number],
) => ({
  count,
  share: count / 38,
  isCorrect,
  thirds: { top, middle, bottom },
})

const options = [
  { id: 'a', label: 'Công văn', ...counted(9, false, [0.08, 0.24, 0.4]) },
  { id: 'b', label: 'Tờ trình', ...counted(22, true, [0.85, 0.55, 0.32]) },
  {
    id: 'c',
    label: 'Thư công và các loại giấy giới thiệu khác của cơ quan, tổ chức',
    ...counted(6, false, [0.07, 0.17, 0.24]),
  },
  { id: 'd', label: 'Bản sao y', ...counted(1, false, [0, 0.04, 0.04]) },
]

export function questionDetail(
  packageId: string,
  id: string,
  query: URLSearchParams,
): QuestionDetail | undefined {
  const item = questions.find((one) => one.id === id)
  if (!item) return undefined
  const isFirst = item === questions[0]
  const isMatching = item.type === 'matching'
  return {
    ...selection(packageId, query),
    ...item,
    correctResponses: isFirst ? ['b'] : ['1[.]a[,]2[.]b'],
    options: isFirst ? options : [],
    responses: isFirst
      ? options.map(({ id: response, ...one }) => ({ response, ...one }))
      : [
          {
            response: isMatching ? '1[.]a[,]2[.]b' : 'true',
            label: isMatching ? 'Quyết định → Thủ trưởng; Công văn → Phó thủ trưởng' : null,
            ...counted(24, true, [0.9, 0.6, 0.4]),
          },
          {
            response: isMatching ? '1[.]b[,]2[.]a' : 'false',
            label: null,
            ...counted(11, false, [0.1, 0.3, 0.5]),
          },
        ],
    otherResponses: isFirst ? 0 : 3,
    withoutResponse: 0,
  }
}
