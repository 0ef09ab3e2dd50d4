import { Router } from 'express'
import { Problem } from '../base/problem.ts'

/**
 * `/healthz` answers while the process runs; `/readyz` while it can do its work, so that a load balancer turns away before a
 * stop.
 * @param takes what the disk has room for
 * @param isReady resolves if the storage answers and no stop is under way.
 */
export function healthRoutes(
  isReady: () => Promise<boolean>,
  takes: () => Promise<{ readonly uploads: boolean; readonly records: boolean }>,
): Router {
  const router = Router()
  router.get('/healthz', (_request, response) => {
    response.json({ status: 'ok' })
  })
  router.get('/readyz', async (_request, response) => {
    if (!(await isReady())) {
      throw new Problem('storage-unavailable', 'The server is stopping or cannot reach its data.')
    }
    // Reads work in any case, so a disk that fills up is no reason to be turned away from.
    response.json({ status: 'ready', takes: await takes() })
  })
  return router
}
