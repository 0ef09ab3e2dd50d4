/** The forty learners of the demonstration: a class of officials, with the names that such classes have. */
const names = [
  'Nguyễn Thị Thu An',
  'Trần Quốc Anh',
  'Phạm Thị Ngọc Ánh',
  'Lê Hoàng Bách',
  'Vũ Thị Thanh Bình',
  'Đặng Minh Châu',
  'Bùi Văn Cường',
  'Hoàng Thị Kim Dung',
  'Nguyễn Tiến Dũng',
  'Phan Thùy Dương',
  'Lý Thành Đạt',
  'Đỗ Hải Đăng',
  'Ngô Anh Đức',
  'Trịnh Thị Hương Giang',
  'Nguyễn Thị Thu Hà',
  'Đinh Ngọc Hải',
  'Võ Thị Mỹ Hạnh',
  'Trần Trung Hiếu',
  'Lê Thị Hoa',
  'Nguyễn Huy Hoàng',
  'Phạm Việt Hùng',
  'Huỳnh Thị Lan Hương',
  'Dương Quang Khải',
  'Lưu Thị Mai Khanh',
  'Tô Ngọc Lâm',
  'Nguyễn Thị Thùy Linh',
  'Hồ Đức Long',
  'Cao Thị Tuyết Mai',
  'Nguyễn Công Minh',
  'Trương Thị Hằng Nga',
  'Lâm Bảo Ngọc',
  'Mai Văn Phong',
  'Đoàn Thị Như Quỳnh',
  'Nguyễn Hữu Sơn',
  'Tạ Thị Phương Thảo',
  'Hà Minh Tuấn',
  'Chu Thị Ánh Tuyết',
  'Nông Văn Ước',
  'Lương Thị Hải Yến',
  'Y Thanh Niê',
]

export interface ClassMember {
  readonly name: string
  readonly code: string
  readonly email: string
}

/** Learners by name, with codes `CV12-01` to `CV12-40`. The addresses end in a domain that never exists [RFC 2606]. */
export const classList: readonly ClassMember[] = names.map((name, index) => {
  const number = String(index + 1).padStart(2, '0')
  return { name, code: `CV12-${number}`, email: `cv12-${number}@hocvien.example` }
})
