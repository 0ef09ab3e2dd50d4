/** A question of the entry test, and how the class does on it. */
export interface EntryQuestion {
  readonly id: string
  readonly name: string
  readonly text: string
  readonly options: readonly {
    readonly id: string
    readonly text: string
    /** How many lots those who do not know have on it: 1 unless given. */
    readonly draw?: number
  }[]
  /** What the test takes for right. */
  readonly key: string
  /** What those who know the matter choose; another than the key where the test is wrong. */
  readonly known: string
  /** 0 for whom half of the class knows it; higher is harder. */
  readonly hardness: number
  /** How sharply it tells those who know from those who do not. */
  readonly slope: number
  /** That it takes, as a rule. */
  readonly seconds: number
}

const choice = (
  id: string,
  [text, ...options]: readonly [text: string, ...options: string[]],
  rest: Omit<EntryQuestion, 'id' | 'name' | 'text' | 'options' | 'known'> & {
    known?: string
    draws?: readonly number[]
  },
): EntryQuestion => {
  const { draws, ...figures } = rest
  return {
    id,
    name: `Đầu vào ${id.replace(/\D/g, '')}`,
    text,
    options: options.map((option, index) => ({
      id: 'abcd'[index]!,
      text: option,
      draw: draws?.[index] ?? 1,
    })),
    known: rest.key,
    ...figures,
  }
}

/** Easy ones and hard ones, good ones and bad ones: two tell little, and of one the key is wrong. */
export const entryQuestions: readonly EntryQuestion[] = [
  choice(
    'dv1',
    [
      'Văn bản điện tử có chữ ký số hợp lệ của cơ quan có giá trị thế nào?',
      'Chỉ để tham khảo',
      'Như bản gốc văn bản giấy',
      'Chỉ có giá trị trong nội bộ',
      'Phải in ra và đóng dấu mới có giá trị',
    ],
    { key: 'b', draws: [1, 1, 3, 4], hardness: -0.6, slope: 1.9, seconds: 24 },
  ),
  choice(
    'dv2',
    ['Phím tắt nào dùng để sao chép phần đã chọn?', 'Ctrl + C', 'Ctrl + V', 'Ctrl + X', 'Ctrl + Z'],
    { key: 'a', draws: [1, 3, 2, 1], hardness: -3.2, slope: 0.8, seconds: 7 },
  ),
  choice(
    'dv3',
    [
      'Anh/chị nhận được thư của “lãnh đạo” từ địa chỉ lạ, yêu cầu gửi gấp danh sách cán bộ. Việc đầu tiên nên làm là gì?',
      'Gửi ngay vì đây là việc gấp',
      'Trả lời thư để hỏi lại',
      'Xác minh qua điện thoại hoặc kênh khác đã biết',
      'Chuyển tiếp cho đồng nghiệp xử lý',
    ],
    { key: 'c', draws: [1, 5, 1, 2], hardness: 0.1, slope: 2.4, seconds: 38 },
  ),
  choice(
    'dv4',
    [
      'Định dạng nào phù hợp để lưu trữ lâu dài một văn bản đã ban hành?',
      'DOCX',
      'PDF/A',
      'XLSX',
      'JPG',
    ],
    { key: 'b', draws: [5, 1, 1, 3], hardness: 1.1, slope: 2, seconds: 19 },
  ),
  choice(
    'dv5',
    [
      'Theo quy tắc 3-2-1, có bao nhiêu bản sao lưu phải để ở nơi khác?',
      'Ba',
      'Hai',
      'Một',
      'Không cần',
    ],
    // The test's author took the number of kinds of storage for the answer.
    { key: 'b', known: 'c', draws: [4, 5, 1, 1], hardness: -0.3, slope: 2.2, seconds: 21 },
  ),
  choice(
    'dv6',
    [
      'Khi họp trực tuyến về nội dung chưa công khai, điều nào cần kiểm tra trước?',
      'Ảnh nền của người dự',
      'Danh sách người dự và quyền ghi hình',
      'Tốc độ mạng của máy chủ',
      'Màu của tài liệu trình chiếu',
    ],
    { key: 'b', draws: [1, 1, 6, 1], hardness: -0.9, slope: 1.4, seconds: 26 },
  ),
  choice(
    'dv7',
    ['Cổng Dịch vụ công quốc gia được khai trương vào năm nào?', '2015', '2017', '2019', '2021'],
    { key: 'c', draws: [2, 4, 1, 4], hardness: 2.2, slope: 0.3, seconds: 15 },
  ),
]
