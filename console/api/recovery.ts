import type { QueryClient } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import { ApiError, get } from './client.ts'

const askAgainMilliseconds = 5_000

let isAway = false
const listeners = new Set<() => void>()

/** Whether the server did not answer what was asked for last. */
export const useIsServerAway = (): boolean =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => isAway,
  )

/**
 * Once something could not be loaded because the server was away, asks it until it answers, then loads what failed. One small
 * request stands for all of a page, so that its parts neither flicker nor come to a server that starts all at once.
 * @param onBack what else has to be done when the server is back.
 */
export function recoverByItself(queryClient: QueryClient, onBack: () => void): void {
  const ask = async () => {
    try {
      await get('/setup')
    } catch (error) {
      if (isServerAway(error)) return void setTimeout(ask, askAgainMilliseconds)
    }
    setAway(false)
    void queryClient.refetchQueries({ predicate: ({ state }) => isServerAway(state.error) })
    onBack()
  }
  queryClient.getQueryCache().subscribe((event) => {
    if (event.type !== 'updated' || event.action.type !== 'error') return
    if (isAway || !isServerAway(event.action.error)) return
    setAway(true)
    setTimeout(ask, askAgainMilliseconds)
  })
}

/** True for what passes by itself: no answer at all, or a server or proxy that cannot answer now. */
export const isServerAway = (error: unknown): boolean =>
  error instanceof ApiError && (error.status === 0 || error.status >= 502)

function setAway(value: boolean): void {
  isAway = value
  for (const listener of listeners) listener()
}
