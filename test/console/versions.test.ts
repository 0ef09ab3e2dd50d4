import { describeInBrowser } from '../support/browser.ts'
import { useConsole } from './console-browser.ts'
import * as data from './fixture-data.ts'
import { policy } from './fixture-versions.ts'

describeInBrowser('the versions of a package', () => {
  const console = useConsole()
  const path = `/packages/${data.packages[0]!.id}`
  const writes = () =>
    console().server.fixture.writes.map(({ method, path: to, body }) => ({
      method,
      path: to,
      body,
    }))

  test('say who is affected by the newest, and move learners when that is chosen', async () => {
    const { open, page } = console()
    await open(`/library/${data.packages[0]!.id}?tab=versions`)
    await page.getByRole('button', { name: 'Ai bị ảnh hưởng?' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('Tên cũ: Quy định chung').waitFor()
    expect(await dialog.getByText('Mở đầu', { exact: true }).count()).toBe(0)
    await dialog.getByRole('button', { name: 'Xem thêm 2 bài giữ nguyên' }).click()
    await dialog.getByText('Mở đầu', { exact: true }).waitFor()
    expect(await dialog.getByText('Nếu chuyển ngay').count()).toBe(0)
    await dialog.getByRole('radio', { name: /^Chuyển cả lần học đang dở/ }).click()
    await dialog.getByText('14 lượt học chuyển sang, giữ nguyên mọi kết quả.').waitFor()
    await dialog.getByRole('button', { name: 'Lưu và chuyển' }).click()
    await dialog.waitFor({ state: 'detached' })
    expect(writes().slice(-2)).toEqual([
      { method: 'PUT', path: `${path}/policy`, body: { ...policy, newVersion: 'migrate' } },
      { method: 'POST', path: `${path}/versions/3/moves`, body: { bytes: 0 } },
    ])
  })

  test('order no move where nobody is on another version', async () => {
    const { open, page } = console()
    await open(`/library/${data.packages[1]!.id}?tab=versions&update=1`)
    const dialog = page.getByRole('dialog')
    await dialog.getByText('Không ai bị ảnh hưởng').waitFor()
    await dialog.getByRole('radio', { name: /^Chuyển cả lần học đang dở/ }).click()
    await dialog.getByRole('button', { name: 'Lưu' }).click()
    await dialog.waitFor({ state: 'detached' })
    expect(writes().map(({ method }) => method)).toEqual(['PUT'])
  })

  test('let the rules about attempts be changed', async () => {
    const { open, page } = console()
    await open(`/library/${data.packages[0]!.id}?tab=versions`)
    await page.getByLabel('Số lần học tối đa').fill('')
    await page.getByLabel('Kết quả được tính').selectOption('Điểm cao nhất')
    await page.getByRole('button', { name: 'Lưu' }).click()
    await page.getByText('Đã lưu quy định').waitFor()
    expect(writes().at(-1)).toEqual({
      method: 'PUT',
      path: `${path}/policy`,
      body: { ...policy, attemptsMax: null, counts: 'highest' },
    })
  })

  test('show the attempts of a learner who has several', async () => {
    const { open, page } = console()
    const one = data.registrations.find(({ attemptsOnCourse }) => attemptsOnCourse.length > 1)!
    await open(`/registrations/${one.id}`)
    const table = page.getByRole('table', { name: 'Các lần học' })
    expect(await table.getByRole('row').allInnerTexts()).toEqual([
      expect.stringContaining('Lần học'),
      expect.stringMatching(/Lần học 2\s+được tính/),
      expect.stringContaining('Lần học 1'),
    ])
  })
})
