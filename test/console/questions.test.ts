import { describeInBrowser } from '../support/browser.ts'
import { useConsole } from './console-browser.ts'
import * as data from './fixture-data.ts'
import { questionId, questions } from './fixture-questions.ts'

const tab = `/library/${data.packages[0]!.id}?tab=questions`

describeInBrowser('the questions of a package', () => {
  const browser = useConsole()
  const titles = async () => {
    const links = browser().page.getByRole('table', { name: 'Câu hỏi' }).getByRole('link')
    return links.allInnerTexts()
  }

  test('the table sorts by a heading, both ways and back, and the address keeps it', async () => {
    const { page, open, parameter } = browser()
    await open(tab)
    expect(await titles()).toEqual(questions.map(({ title }) => title))
    const heading = page.getByRole('columnheader', { name: 'Độ khó' })
    await heading.getByRole('button').click()
    expect((await titles())[0]).toContain('Cỡ chữ')
    expect(await heading.getAttribute('aria-sort')).toBe('descending')
    expect(parameter('order')).toBe('hardest')
    await heading.getByRole('button').click()
    expect((await titles())[0]).toContain('Số trang')
    expect((await titles()).at(-1)).toContain('hài lòng')
    await heading.getByRole('button').click()
    expect(parameter('order')).toBeNull()
    expect(await titles()).toEqual(questions.map(({ title }) => title))
  })

  test('says in words what is easy, hard and doubtful, and nothing of what too few answered', async () => {
    const { page, open } = browser()
    await open(tab)
    const row = (title: string) => page.getByRole('row').filter({ hasText: title })
    expect(await row('Cỡ chữ').innerText()).toMatch(/Khó\s+Ngược/)
    expect(await row('Số trang').innerText()).toMatch(/Dễ\s+Kém/)
    expect(await row('Văn bản nào').innerText()).toMatch(/Vừa\s+Tốt/)
    expect(await row('Nêu một khó khăn').innerText()).toContain('Chưa đủ dữ liệu')
    await page.getByText('2 câu nên xem lại').waitFor()
  })

  test('a question opens by keyboard, marks its key, steps with [ and ], and closes', async () => {
    const { page, open, parameter } = browser()
    await open(tab)
    await page.getByRole('link', { name: questions[0]!.title, exact: true }).focus()
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog')
    const options = dialog.getByRole('list', { name: 'Các phương án' }).getByRole('listitem')
    await options.first().waitFor()
    expect(await options.filter({ hasText: 'Đáp án' }).allInnerTexts()).toEqual([
      expect.stringMatching(/Tờ trình[\s\S]*58%[\s\S]*Nhóm điểm cao 85%/),
    ])
    expect(await options.last().innerText()).toContain('Hầu như không ai chọn')
    await page.keyboard.press(']')
    await page.keyboard.press(']')
    await dialog.getByText('Quyết định → Thủ trưởng; Công văn → Phó thủ trưởng').waitFor()
    expect(parameter('question')).toBe(questionId(3))
    await dialog.getByText('3 học viên có câu trả lời khác').waitFor()
    await page.keyboard.press('[')
    await dialog.getByRole('heading', { name: questions[1]!.title }).waitFor()
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    expect(parameter('question')).toBeNull()
    expect(parameter('tab')).toBe('questions')
  })

  test('the chart has a point for each question that has both figures, which opens it', async () => {
    const { page, open, parameter } = browser()
    await open(tab)
    const points = page.getByRole('figure', { name: 'Độ khó và độ phân biệt' }).getByRole('link')
    expect(await points.count()).toBe(7)
    await page.getByRole('link', { name: /^Cỡ chữ.*-0,18$/ }).click()
    expect(parameter('question')).toBe(questionId(5))
  })

  test('last answers and one version are asked for, also in the table that is downloaded', async () => {
    const { page, open, parameter } = browser()
    await open(tab)
    await page.getByRole('button', { name: 'Lần cuối' }).click()
    await page.getByRole('row').filter({ hasText: 'Văn bản nào' }).getByText('68%').waitFor()
    await page.getByRole('button', { name: 'Phiên bản' }).click()
    await page.getByRole('button', { name: 'Phiên bản 2' }).click()
    expect([parameter('which'), parameter('version')]).toEqual(['last', '2'])
    const link = page.getByRole('link', { name: 'Tải bảng CSV' })
    expect(await link.getAttribute('href')).toBe(
      `/api/v1/packages/${data.packages[0]!.id}/questions.csv?which=last&version=2`,
    )
  })

  test('says when there is nothing yet, and when the server fails', async () => {
    const { page, open, server } = browser()
    server.fixture.mode = 'empty'
    await open(tab)
    await page.getByText('Chưa có câu trả lời nào').waitFor()
    server.fixture.mode = 'full'
    server.fixture.failing.add(`/packages/${data.packages[0]!.id}/questions`)
    await open(tab)
    await page.getByText('Không tải được các câu hỏi').waitFor()
    server.fixture.failing.clear()
    await page.getByRole('button', { name: 'Thử lại' }).click()
    await page.getByRole('table', { name: 'Câu hỏi' }).waitFor()
  })

  test('on a phone, cards say what is judged, and a list sorts them', async () => {
    const { page, open } = browser()
    await page.setViewportSize({ width: 390, height: 844 })
    await open(tab)
    const cards = page.getByRole('list', { name: 'Câu hỏi' }).locator(':scope > li')
    expect(await cards.first().innerText()).toMatch(/Độ khó\s*Vừa/)
    await page
      .getByRole('combobox', { name: 'Sắp xếp' })
      .selectOption({ label: 'Phân biệt kém nhất trước' })
    expect(await cards.first().innerText()).toMatch(/Cỡ chữ[\s\S]*Độ phân biệt\s*Ngược/)
  })
})
