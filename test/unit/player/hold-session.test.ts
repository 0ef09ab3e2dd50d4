import { sessionHold } from '../../../player/hold-session.ts'

/** The locks of one browser, shared by its pages. */
function browserLocks(): LockManager {
  const held = new Set<string>()
  const request = async (
    name: string,
    _options: LockOptions,
    use: (lock: Lock | null) => Promise<void> | undefined,
  ) => {
    if (held.has(name)) return use(null)
    held.add(name)
    await use({ name, mode: 'exclusive' })
    held.delete(name)
  }
  const query = async () => ({ held: [...held, 'lock of a course'].map((name) => ({ name })) })
  return { request, query } as unknown as LockManager
}

describe('sessionHold()', () => {
  test('lets one page hold a session, until that page goes away or plays another one', async () => {
    const locks = browserLocks()
    const [page, other] = [sessionHold(locks), sessionHold(locks)]
    expect(await page.hold('a')).toBe('held')
    expect(await page.hold('a')).toBe('held')
    expect(await other.hold('a')).toBe('elsewhere')
    expect(await page.heldElsewhere()).toEqual([])
    expect(await other.heldElsewhere()).toEqual(['a'])
    expect(await page.hold('b')).toBe('held')
    expect(await other.hold('a')).toBe('held')
    page.release()
    expect(await other.hold('b')).toBe('held')
  })

  test('waits a moment for the page before a reload to go', async () => {
    const locks = browserLocks()
    const before = sessionHold(locks)
    await before.hold('a')
    setTimeout(() => before.release(), 150)
    expect(await sessionHold(locks).hold('a')).toBe('held')
  })

  test('does not know where the browser has no locks, or refuses them', async () => {
    const refuse = () => Promise.reject(new DOMException('denied', 'SecurityError'))
    const refusing = { request: refuse, query: refuse } as unknown as LockManager
    for (const locks of [undefined, refusing]) {
      const hold = sessionHold(locks)
      expect(await hold.hold('a')).toBe('unknown')
      expect(await hold.heldElsewhere()).toBeUndefined()
    }
  })
})
