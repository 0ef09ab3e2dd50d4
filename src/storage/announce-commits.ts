import type { Storage } from './port.ts'

/** The storage, which says so each time that something was written to it. */
export const announceCommits = (storage: Storage, announce: () => void): Storage => ({
  ...storage,
  async transact(work) {
    const result = await storage.transact(work)
    announce()
    return result
  },
})
